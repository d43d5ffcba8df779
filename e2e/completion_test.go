package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// completions puts winlint on the path and the scripts that it prints into files.
func completions(t *testing.T) (dir string, env []string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.Symlink(winlint, filepath.Join(dir, "winlint")); err != nil {
		t.Fatal(err)
	}
	for _, shell := range []string{"bash", "zsh", "fish"} {
		script := (&command{}).run(t, winlint, "completion", shell).want(t, 0).stdout
		if err := os.WriteFile(filepath.Join(dir, shell), []byte(script), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir, []string{"PATH=" + dir + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + dir, "TERM=xterm"}
}

// What is typed, and what the shell must make of it or offer for it.
var typed = []struct{ line, offered string }{
	{"winlint lint --select stopsi", "stopsignal"},
	{"winlint lint --select stopsignal,backslash-ea", "stopsignal,backslash-eaten"},
	{"winlint fix --fix-only backslash-ea", "backslash-eaten"},
	{"winlint lint --builder cl", "classic"},
	{"winlint lint --host ltsc2022", "ltsc2022"},
	{"winlint lint --format sar", "sarif"},
	{"winlint lint --fail-on war", "warning"},
	{"winlint explain stopsi", "stopsignal"},
	{"winlint expl", "explain"},
}

func TestCompletionInBash(t *testing.T) {
	dir, env := completions(t)
	for _, test := range typed {
		script := `. /usr/share/bash-completion/bash_completion
. ./bash
COMP_LINE="$1"; read -ra COMP_WORDS <<<"$1"; COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_POINT=${#COMP_LINE}; COMP_TYPE=9
__start_winlint 2>/dev/null
printf '%s\n' "${COMPREPLY[@]}"`
		c := (&command{dir: dir, env: env}).run(t, "bash", "-c", script, "bash", test.line).want(t, 0)
		if got := strings.ReplaceAll(c.stdout, `\,`, ","); got != test.offered+"\n" {
			t.Errorf("%s: %q %s", test.line, c.stdout, c.stderr)
		}
	}
}

// No PowerShell can be had here. tree-sitter-powershell reads the script for it without an error, but takes most of a minute.

func TestCompletionInFish(t *testing.T) {
	dir, env := completions(t)
	for _, test := range typed {
		c := (&command{dir: dir, env: env}).run(t, "fish", "-c", "source ./fish; complete -C $argv[1]", test.line).want(t, 0)
		if got, _, _ := strings.Cut(c.stdout, "\t"); strings.TrimSpace(got) != test.offered {
			t.Errorf("%s: %q %s", test.line, c.stdout, c.stderr)
		}
	}
}

// A shell behind a terminal is typed to, and writes the completed line.
const typedInZsh = `zmodload zsh/zpty
zpty z 'zsh -f -i'
wait_for() { local more; out=; for i in {1..100}; do while zpty -r -t z more; do out+=$more; done; [[ $out == *$1* ]] && return; sleep 0.1; done; print -r -- "no $1 in $out"; exit 1 }
zpty -w z 'PS1= ; autoload -Uz compinit; compinit -u -D; source ./zsh; compdef _winlint winlint; print REA""DY'
wait_for READY
while (( $# )); do
  zpty -w -n z $'\C-u'$1$'\t'
  wait_for $2
  shift 2
done
zpty -d z
`

func TestCompletionInZsh(t *testing.T) {
	dir, env := completions(t)
	args := []string{"-f", "-c", typedInZsh, "zsh"}
	for _, test := range typed {
		words := strings.Fields(test.line)
		args = append(args, test.line, strings.Join(append(words[:len(words)-1], test.offered), " "))
	}
	(&command{dir: dir, env: env}).run(t, "zsh", args...).want(t, 0)
}
