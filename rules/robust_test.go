package rules

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// FuzzRules holds that no text makes a rule, or the proof of a fix, fail, and that every finding is within its file. It
// begins with the examples of the pages.
func FuzzRules(f *testing.F) {
	pages, err := filepath.Glob(filepath.Join("..", "docs", "rules", "*.md"))
	if err != nil || len(pages) == 0 {
		f.Fatalf("no pages: %v", err)
	}
	for _, path := range pages {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for rest := string(text); ; {
			before, fence := cutFence(rest)
			if fence == "" {
				break
			}
			rest = rest[len(before)+len(fence):]
			info, body, _ := strings.Cut(fence, "\n")
			if name := exampleName(strings.TrimPrefix(info, "```")); name != "" {
				f.Add(name, strings.TrimSuffix(body, "```\n"))
			}
		}
	}
	for _, text := range []string{
		servercore + "ONBUILD ENV A=x $A B\n",
		servercore + "ONBUILD COPY --from=x\n",
		servercore + "CMD <<$env:X[\"C:/entrypoint.sh\"]\n",
		servercore + "ENV APP_MODE a \\\n APP_PO\rRT \\\n APP_PORT 80\n",
		servercore + "ENTRYPOINT x --name \"a b\"\n \\\n",
	} {
		f.Add("Dockerfile", text)
	}
	const web = "services:\n  web:\n    image: mcr.microsoft.com/windows/nanoserver:ltsc2022\n"
	for _, text := range []string{
		web + "    volumes: ['d:C:', 'd:C:\\x:', ':', '//./pipe/x:', 'C:\\a:/']\n",
		web + "    privileged: *none\n    extra_hosts: *none\n    devices: [*none]\n    isolation: *none\n",
		web + "    ports: ['127.0.0.1::80', ':', '[::1]:1-2:3/sctp']\nnetworks: {default: {driver: BRIDGE, driver_opts: *none, external: {name: }}}\n",
		"services:\n  web: &a\n    <<: *a\n    platform: windows\n    credential_spec: {file: a'b}\n    links: [~, 1]\nversion: '2.9'\n",
	} {
		f.Add("compose.yaml", text)
	}
	run := &lint.Linter{Rules: All(), Environment: engine.Environment{Today: today, Builder: engine.BuildKit}, Known: known}
	f.Fuzz(func(t *testing.T, name, text string) {
		file := source.New(name, text)
		result := run.Lint(file)
		run.Prove(result)
		for _, found := range result.Findings {
			if s := found.Span; s.Start < 0 || s.End < s.Start || s.End > len(text) {
				t.Errorf("%s is found at %v in a text of %d bytes", found.Rule.ID, s, len(text))
			}
		}
	})
}
