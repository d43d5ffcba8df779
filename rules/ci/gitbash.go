package ci

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// gitBash is the rule about the bash of Git for Windows, which is the one that steps get on Windows.
var gitBash = []*lint.Rule{
	{
		ID: "git-bash-path", Summary: "Git Bash turns an argument into a Windows path", Topic: "command-line",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{
			"https://www.msys2.org/docs/filesystem-paths/#automatic-unix-windows-path-conversion", "https://github.com/moby/moby/issues/24029",
			"https://github.com/docker/cli/issues/2460",
		},
		Check: lint.Each(convertedPath),
	},
}

// convertedPath finds arguments for the container that begin with one slash: Git Bash takes them for paths of its own.
func convertedPath(p *lint.Pass, s *ci.Step) {
	outermost := p.StepScript(s)
	if outermost == nil || !outermost.Language.IsSh() || keepsPaths(s) {
		return
	}
	for _, c := range calls(p, s, "docker") {
		d := docker.Read(c)
		if d == nil || c.Script != outermost || !d.Verbs("run", "create", "exec") || !forWindows(p, d) {
			continue
		}
		for _, w := range pathsOf(d) {
			f := p.Reportf(w, "Git Bash converts `%s` to a Windows path", check.Brief(w.String())).
				Notef("%s", received(w.String())).Helpf("%s", keepSlash(w.String()))
			if keepsOneSlash(w.String()) {
				f.Insert(w.Span().Start, "/")
			}
			check.RelateRunner(p, f)
		}
	}
}

// received says what docker gets instead of an argument that begins with one slash.
func received(arg string) string {
	const rewrites = "Git Bash rewrites arguments that begin with `/`"
	switch {
	case strings.ContainsAny(arg, ":,;"):
		return rewrites + " before it passes them to docker." // a list of paths, which becomes one for Windows
	case len(arg) == len("/c"):
		return rewrites + ", so docker receives `" + strings.ToUpper(arg[1:]) + ":/`."
	case arg[2] == '/':
		return rewrites + ", so docker receives `" + strings.ToUpper(arg[1:2]) + ":" + arg[2:] + "`."
	}
	return rewrites + ", so docker receives a path such as `C:/Program Files/Git" + arg + "`."
}

// keepsOneSlash reports whether an argument arrives as it is written if another slash is put before it. With slashes further on,
// it may be a UNC path, which Git Bash leaves alone.
func keepsOneSlash(arg string) bool { return !strings.ContainsAny(arg[1:], "/:,;") }

// keepSlash says how to write an argument that has to arrive with its slash.
func keepSlash(arg string) string {
	if !keepsOneSlash(arg) {
		return "Set `MSYS_NO_PATHCONV=1` for the step, or run the command in pwsh."
	}
	return "Write `/" + arg + "`, which Git Bash passes on as `" + arg + "`, or set `MSYS_NO_PATHCONV=1` for the step."
}

// keepsPaths reports whether a step switches the conversion off.
func keepsPaths(s *ci.Step) bool {
	for _, name := range []string{"MSYS_NO_PATHCONV", "MSYS2_ARG_CONV_EXCL"} {
		if _, e := s.Variable(name); e != nil || strings.Contains(s.Run.String(), name) {
			return true
		}
	}
	return strings.Contains(s.Run.String(), "wsl")
}

// forWindows reports whether the container of a command is one for Windows.
func forWindows(p *lint.Pass, d *docker.Command) bool {
	if p.Scope.Runner.Engine() == windows.Windows {
		return true
	}
	if len(d.Operands) == 0 || !d.Operands[0].Known() {
		return false
	}
	image, ok := windows.ParseImage(d.Operands[0].String())
	if !ok || d.Verb == "exec" {
		return false
	}
	on := subject.OfImage(image, d.Operands[0].Span())
	return on.OS == windows.Windows && on.Strong
}

// pathsOf is the words of a command that the container gets, or that name its directories, and that begin with one slash.
func pathsOf(d *docker.Command) (list []docker.Word) {
	add := func(w docker.Word) {
		if s := w.Pattern; len(s) > 1 && s[0] == '/' && s[1] != '/' && s[1] != docker.Hole && !strings.Contains(s, "=") && w.Arg != nil && w.Arg.Text().String() == w.Arg.String() {
			list = append(list, w)
		}
	}
	for _, o := range d.Options {
		if o.Name == "workdir" || o.Name == "volume" {
			add(o.Value)
		}
	}
	if len(d.Operands) > 0 {
		for _, w := range d.Operands[1:] {
			add(w)
		}
	}
	return list
}
