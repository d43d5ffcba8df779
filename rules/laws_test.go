package rules

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// The laws of fixes hold for scripts and compose files, too: after a run no fix is left, a second one changes nothing, and a file
// that was read is still read.
func TestLawsOfOtherFixes(t *testing.T) {
	t.Parallel()
	linter := &lint.Linter{Rules: usual(), Environment: engine.Environment{Today: today}, Known: known}
	for name, generate := range map[string]func(*generator) string{
		"run.ps1": (*generator).script, "run.cmd": (*generator).script, "run.sh": (*generator).script, "compose.yaml": (*generator).compose,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			applied := 0
			for seed := range int64(30) {
				g := &generator{Rand: rand.New(rand.NewSource(seed))}
				text := generate(g)
				if g.Intn(4) == 0 {
					text = strings.ReplaceAll(text, "\n", "\r\n")
				}
				applied += lawsOfFixes(t, linter, source.New(name, text))
			}
			if applied < 20 {
				t.Errorf("only %d fixes are applied", applied)
			}
		})
	}
}

// lawsOfFixes checks what must hold of the fixes of any file, and gives how many there are.
func lawsOfFixes(t *testing.T, linter *lint.Linter, file *source.File) int {
	t.Helper()
	before := linter.Lint(file)
	fixed := linter.Fix(file, lint.Unsafe)
	after := fixed.Unit.File
	linter.Prove(fixed.Result)
	for _, f := range fixed.Findings {
		if f.Fixable() {
			t.Errorf("%s is left with a fix:\n%s\n%s", f.Rule.ID, file.Text, after.Text)
		}
	}
	if again := linter.Fix(after, lint.Unsafe); again.Unit.File.Text != after.Text {
		t.Errorf("the fixes of the fixed file change it again:\n%s\n%s\n%s", file.Text, after.Text, again.Unit.File.Text)
	}
	if n := strings.Count(file.Text, "\r\n"); n > 0 && n == strings.Count(file.Text, "\n") && strings.Count(after.Text, "\r\n") != strings.Count(after.Text, "\n") {
		t.Errorf("line ends change:\n%q\n%q", file.Text, after.Text)
	}
	if before.Unit.Compose != nil && len(before.Unit.Compose.Errors) == 0 && len(fixed.Unit.Compose.Errors) > 0 {
		t.Errorf("a fixed file is no YAML: %v\n%s\n%s", fixed.Unit.Compose.Errors[0], file.Text, after.Text)
	}
	if len(fixed.Unchecked) > len(before.Unchecked) {
		t.Errorf("less of a fixed file is read: %v\n%s\n%s", fixed.Unchecked, file.Text, after.Text)
	}
	return len(fixed.Applied)
}

// mount is a mount of pieces that go wrong on Windows.
func (g *generator) mount() string {
	return g.one(`C:\a`, `/c/a`, `D:a`, `data`, `d`, `.\a`, `/var/run/docker.sock`, `//./pipe/docker_engine`, `\\.\pipe\docker_engine`) + ":" +
		g.one(`C:\b`, `/b`, `C:`, `D:\b`, `/var/run/docker.sock`, `//./pipe/docker_engine`, `b`) + g.one("", "", ":ro", ":z", ":ro,z", ":cached")
}

func (g *generator) script() string {
	var out strings.Builder
	for range 1 + g.Intn(5) {
		out.WriteString("docker " + g.one("run", "run -d", "create"))
		for range g.Intn(4) {
			out.WriteString(" " + g.one("-v "+g.mount(), "--privileged", "--isolation=hyper-v", "-p 80:80", "--cap-add ALL", "--stop-signal SIGX", "--restart always",
				"--security-opt seccomp=unconfined", "--mount type=npipe,source=//./pipe/a,target=//./pipe/b"))
		}
		out.WriteString(" mcr.microsoft.com/windows/servercore:ltsc2022" + g.one("", " cmd /c dir", " ping -t localhost") + "\n")
	}
	return out.String()
}

func (g *generator) compose() string {
	var out strings.Builder
	out.WriteString(g.one("", "version: '3.8'\n", "# A comment.\n") + "services:\n")
	for n := range 1 + g.Intn(3) {
		fmt.Fprintf(&out, "  web%d:\n    image: mcr.microsoft.com/windows/servercore:ltsc2022\n", n)
		keys := []string{
			"volumes:\n      - '" + g.mount() + "'\n      - \"" + strings.ReplaceAll(g.mount(), `\`, `\\`) + "\"\n      - " + g.mount(),
			"privileged: " + g.one("true", "false"), "isolation: " + g.one("hyper-v", "process", "HyperV"),
			"command: " + g.one(`C:\app\run.exe --port 80`, `"C:\app\run.exe"`, `'C:\app\run.exe'`, `["C:\\a.exe", "b"]`),
			"environment:\n      A: " + g.one(`C:\new`, `"C:\new"`, "1.10", "yes"), "stop_signal: SIGX", "cap_add: [ALL]",
			"working_dir: " + g.one("/app", `C:\app`, "app"), "ports: ['" + g.one("80:80", "127.0.0.1:80:80", "80:80/udp") + "']", "restart: " + g.one("no", "always"),
		}
		for _, key := range keys {
			if g.Intn(2) == 0 {
				out.WriteString("    " + key + "\n")
			}
		}
	}
	return out.String()
}
