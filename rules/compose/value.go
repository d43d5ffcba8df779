package compose

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

var composeValues = []*lint.Rule{
	{
		ID: "compose-value-rewritten", Summary: "YAML changes a value such as `1.10` to `1.1`", Topic: "compose",
		Severity: lint.Warning, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{"https://yaml.org/spec/1.2.2/#103-core-schema", "https://docs.docker.com/reference/compose-file/services/#environment"},
		Check: lint.Each(valuesRewritten),
	},
	{
		ID: "compose-relative-backslash", Summary: "A path with backslashes is not found on Linux or macOS",
		Topic: "compose", Severity: lint.Warning, Off: true, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{Any: true},
		Refs:  []string{check.ComposeVolumeSource, "compose-spec/compose-go paths/resolve.go"},
		Check: lint.Both{lint.Each(relativeBackslashes), lint.Each(backslashResources)},
	},
}

// valuesRewritten finds values that were meant as text and reach the container changed.
func valuesRewritten(p *lint.Pass, s *compose.Service) {
	for _, keys := range [...][]string{{"environment"}, {"labels"}, {"build", "args"}} {
		for _, e := range s.Get(keys...).Merged() {
			v := e.Value.Resolve()
			if v == nil || v.Style != data.Plain || !v.Is(data.Int) && !v.Is(data.Float) && !v.Is(data.Other) || v.Tag != "" {
				continue
			}
			if reads := compose.Reads(v); reads != v.String() {
				p.Reportf(v, "YAML reads `%s` as %s, so `%s` becomes `%s`", v, kindInWords(v.Kind), check.Brief(e.Name()), reads).
					Helpf("Write `%s`.", yamlQuoted(v.String())).
					Replace(v, yamlQuoted(v.String()))
			}
		}
	}
}

func kindInWords(k data.Kind) string {
	if k == data.Other {
		return "a date"
	}
	return "a number"
}

// relativeBackslashes finds the relative paths of a service with backslashes. On Windows a backslash separates directories,
// elsewhere it is part of a name.
func relativeBackslashes(p *lint.Pass, s *compose.Service) {
	for _, m := range s.Mounts {
		if m.Type == compose.Bind {
			relativeBackslash(p, m.Source)
		}
	}
	build := s.Get("build")
	if build.Scalar() {
		relativeBackslash(p, build.Resolve().Text)
	}
	relativePath(p, build.Get("context"))
	if file := build.Get("dockerfile"); file.Scalar() && !strings.HasPrefix(file.String(), ".") {
		backslashes(p, file.Resolve().Text)
	} else {
		relativePath(p, file)
	}
	relativePath(p, s.Get("extends", "file"))
	for _, file := range compose.Strings(s.Get("env_file")) {
		relativePath(p, file)
		relativePath(p, file.Get("path"))
	}
}

// backslashResources looks at the files of secrets and configs.
func backslashResources(p *lint.Pass, r *compose.Resource) { relativePath(p, r.Get("file")) }

func relativePath(p *lint.Pass, v *data.Value) {
	if v.Scalar() {
		relativeBackslash(p, v.Resolve().Text)
	}
}

func relativeBackslash(p *lint.Pass, path source.Text) {
	for _, start := range [...]string{`.\`, `..\`, `~\`, `./`, `../`} {
		if strings.HasPrefix(path.String(), start) {
			backslashes(p, path)
			return
		}
	}
}

func backslashes(p *lint.Pass, path source.Text) {
	s := path.String()
	if !strings.Contains(s, `\`) || strings.Contains(s, ":") {
		return
	}
	f := p.Reportf(path, "The path `%s` works only on Windows", check.Brief(s)).
		Notef("Only Windows treats `\\` as a path separator. On other systems, it is part of a file name.").
		Helpf("Write `%s`.", strings.ReplaceAll(s, `\`, "/"))
	for i := range len(s) {
		if s[i] == '\\' {
			f.Replace(path.SpanOf(i, i+1), "/")
		}
	}
}
