package dockerfile

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var goBuilds = []*lint.Rule{
	{
		ID: "go-build-for-linux", Summary: "A Go program built for Linux is copied into a Windows image", Topic: "copy",
		Severity: lint.Info, Since: "0.1.0",
		Refs: []string{
			"https://go.dev/doc/install/source#environment",
			"https://docs.docker.com/build/building/multi-platform/",
		},
		Check: check.Instructions(goBuildForLinux, "COPY"),
	},
}

func goBuildForLinux(p *lint.Pass, in *dockerfile.Instruction) {
	from := copiedStage(p.Unit, p.Scope, in)
	if from == nil || from.OS != windows.Linux || len(in.Words) < 2 || mayCrossCompile(p.Unit, from) {
		return
	}
	for stage := from; stage != nil; stage = stage.Base {
		for _, run := range check.InstructionsOf(stage, "RUN") {
			for _, m := range goBuild.FindAllStringSubmatch(run.Args.String(), -1) {
				i := slices.IndexFunc(in.Words[:len(in.Words)-1], func(w *dockerfile.Word) bool { return holds(w.Value, m[1]) })
				if i < 0 {
					continue
				}
				p.Reportf(in.Words[i], "`%s` %s built for Linux", check.Brief(in.Words[i].Value), isOrContains(in.Words[i].Value, m[1])).
					Notef("Nothing in the Linux stage sets GOOS, so `go build` builds a Linux program.").
					Helpf("Set `GOOS=windows` for `go build`.").Relate(run.Keyword, "built here")
				return
			}
		}
	}
}

// goBuild is a build of Go with the file that it writes.
var goBuild = lazy.MustCompile(`\bgo\s+build\b[^;&|]*?\s-o[\s=]+([^\s"'$;&|]+)`)

// isOrContains is the verb of a message: what a COPY names is the program that a build writes, or a directory that has it.
func isOrContains(source, file string) string {
	source = strings.TrimSuffix(source, "/")
	if strings.HasSuffix(file, "/") && !strings.HasPrefix(source, file) || strings.HasPrefix(file, source+"/") {
		return "contains a program"
	}
	return "is"
}

// mayCrossCompile reports whether a stage, or one that it is built from, names the system that Go builds for, or a tool that sets it.
func mayCrossCompile(u *subject.Unit, s *subject.Scope) bool {
	for ; s != nil; s = s.Base {
		if crossCompiles.MatchString(u.File.Slice(s.Span())) {
			return true
		}
	}
	return false
}

var crossCompiles = lazy.MustCompile(`(?i)goos|\bgox\b|xgo|goreleaser|mingw|windows`)

// holds reports whether what a COPY names is a file of that path, a directory that has it, or a file in that directory.
func holds(source, file string) bool {
	source = strings.TrimSuffix(strings.TrimPrefix(source, "./"), "/")
	file = strings.TrimSuffix(strings.TrimPrefix(file, "./"), "/")
	if source == "" || strings.ContainsAny(source, "*?[$") {
		return false
	}
	return source == file || strings.HasPrefix(file, source+"/") || strings.HasPrefix(source, file+"/") || strings.HasSuffix(source, "/"+file)
}
