package shell

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

var pushes = []*lint.Rule{
	{
		ID: "build-failure-ignored", Summary: "A script pushes an old image after a failed build", Topic: "exit-codes",
		Severity: lint.Warning, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs: []string{
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_automatic_variables",
			"https://docs.docker.com/reference/cli/docker/image/push/",
		},
		Check: lint.Each(buildFailureIgnored),
	},
}

// buildFailureIgnored reports the first command of a script that uses an image whose build may have failed: a push, or else a run.
func buildFailureIgnored(p *lint.Pass, c *docker.Command) {
	if c.Script.Parent != nil || c.Script.Language.IsSh() || p.Unit.Kind != nil && p.Unit.Kind.Jobs || !check.MeantForWindows(p, c) {
		return
	}
	first := subject.Once(p.Unit, firstUse{c.Script}, func() *useOfImage { return useAfterBuild(c.Script) })
	if first == nil || first.by.Command != c.Command {
		return
	}
	help := "Add `if ($LASTEXITCODE) { exit $LASTEXITCODE }` after `docker build`."
	if c.Script.Language.IsCmd() {
		help = "Add `|| exit /b` to the end of the `docker build` command."
	}
	does := "pushes"
	if c.Verb != "push" {
		does = "runs"
	}
	f := p.Reportf(c.VerbAt, "`docker %s` runs even if the build of `%s` fails", c.Verb, check.Brief(c.Operands[0].String())).
		Notef("The script continues after a failed build, so it %s the previous image with this name, if there is one.", does).
		Helpf("%s", help).Relate(first.build.VerbAt, "built here")
	if c.Verb != "push" {
		f.WithSeverity(lint.Info)
	}
}

type firstUse struct{ *script.Script }

// A useOfImage is a docker command that uses an image which another one builds.
type useOfImage struct{ build, by *docker.Command }

// useAfterBuild is the first push of an image that a script builds and does not look at the result of, or else the first run; nil
// if there is none.
func useAfterBuild(s *script.Script) (first *useOfImage) {
	if seesFailures(s) {
		return nil
	}
	guarded, builds := guardedIn(s), map[string]*docker.Command{}
	for c := range s.Commands() {
		d := docker.Read(c)
		switch {
		case d == nil:
		case d.Verbs("build"):
			for _, o := range d.Options {
				if o.Name == "tag" && !guarded[c] {
					builds[strings.ToLower(o.Value.String())] = d
				}
			}
		case len(d.Operands) == 0:
		case d.Verbs("tag") && len(d.Operands) == 2:
			builds[strings.ToLower(d.Operands[1].String())] = builds[strings.ToLower(d.Operands[0].String())]
		case d.Verbs("push", "run"):
			build := builds[strings.ToLower(d.Operands[0].String())]
			if build == nil || guarded[c] || first != nil && d.Verb != "push" {
				continue
			}
			if first = (&useOfImage{build, d}); d.Verb == "push" {
				return first
			}
		}
	}
	return first
}

// seesFailures reports whether a script looks at exit codes anywhere, or has PowerShell do so.
func seesFailures(s *script.Script) bool {
	if s.Body == nil || s.Unread() {
		return true
	}
	return looksAtCode.MatchString(s.Text.String())
}

var looksAtCode = lazy.MustCompile(`(?i)lastexitcode|\$\?|errorlevel|PSNativeCommandUseErrorActionPreference`)

// readsOutput reports whether a pipeline does more with what its first command prints than to show or drop it.
func readsOutput(pipeline *script.Pipeline) bool {
	return slices.ContainsFunc(pipeline.Elements[min(1, len(pipeline.Elements)):], func(n script.Node) bool {
		c, isCommand := n.(*script.Command)
		return !isCommand || !slices.Contains([]string{"out-null", "out-host", "out-default", "out-file", "tee-object"}, c.Cmdlet())
	})
}

// guardedIn is the commands of a script whose failure is seen, or which run in an order that is not known: those before && and ||,
// in a condition, in a function, in a block that a command gets, and those whose output is read.
func guardedIn(s *script.Script) map[*script.Command]bool {
	guarded := map[*script.Command]bool{}
	guard := func(n script.Node) {
		for c := range script.Nodes[*script.Command](n) {
			guarded[c] = true
		}
	}
	script.Walk(s.Body, func(n script.Node) bool {
		switch n := n.(type) {
		case *script.Statement:
			if op := n.Op.String(); op == "&&" || op == "||" {
				guard(n)
			}
		case *script.Clause:
			for _, head := range n.Head {
				guard(head)
			}
		case *script.Function:
			guard(n)
		case *script.Pipeline:
			if readsOutput(n) {
				guard(n)
			}
		case *script.Assign:
			for c := range script.Nodes[*script.Command](n.Value) {
				if d := docker.Read(c); d != nil && d.Verbs("build") {
					guarded[c] = true // what it prints may tell
				}
			}
		case *script.Command:
			for _, arg := range n.Args {
				if _, block := arg.Expr().(*script.Group); block && n.Cmdlet() != "foreach-object" {
					guard(arg)
				}
			}
		}
		return true
	})
	return guarded
}
