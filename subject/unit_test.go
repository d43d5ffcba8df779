package subject_test

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

const (
	coreLine   = "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n"
	alpineLine = "FROM alpine\n"
)

func TestTemplatesAreNotRead(t *testing.T) {
	for _, text := range []string{
		"{{ include \"shared\" }}\n" + coreLine,
		"FROM mcr.microsoft.com/windows/servercore:{{ env.release }}\n",
		coreLine + "{% if x %}\nRUN x\n{% endif %}\n",
		coreLine + "RUN a && \\\n  {{ if x }}b && \\\n  {{ end }}c\n",
		"FROM nginx:%%VERSION%%\n",
	} {
		u := read(text)
		if u.Template == nil || u.Dockerfile != nil || len(u.Scopes) > 0 || u.FileScope.OS != windows.UnknownOS {
			t.Errorf("%q is read", text)
		} else if at := u.File.Slice(u.Template.At); at != u.Template.Text {
			t.Errorf("%q: the reason %q stands at %q", text, u.Template.Text, at)
		}
	}
	for _, text := range []string{
		coreLine + "RUN docker inspect --format \"{{.State}}\" x\n",
		coreLine + "RUN powershell '{0}{{x}}' -f 1\n",
		coreLine + "RUN echo %%i\n",
		coreLine + "# {{ no instruction }}\nRUN x\n",
		coreLine + "COPY <<EOF C:/x\n{{ range }}\nEOF\n",
	} {
		if u := read(text); u.Template != nil || len(u.Scopes) != 1 {
			t.Errorf("%q is taken for a template: %+v", text, u.Template)
		}
	}
}

func TestFileShowsItsBuilder(t *testing.T) {
	for text, want := range map[string]engine.Builder{
		"# syntax=docker/dockerfile:1\n" + coreLine:          engine.BuildKit,
		coreLine + "RUN --mount=type=cache,target=C:/x a\n":  engine.BuildKit,
		coreLine + "RUN --network=none a\n":                  engine.BuildKit,
		coreLine + "RUN --security=insecure a\n":             engine.BuildKit,
		coreLine + "ONBUILD RUN --mount=target=C:/x a\n":     engine.BuildKit,
		coreLine + "RUN <<EOF\na\nEOF\n":                     engine.BuildKit,
		coreLine + "COPY --chmod=755 a C:/b\n":               engine.BuildKit,
		coreLine + "COPY --link a C:/b\n":                    engine.AnyBuilder,
		coreLine + "COPY --chown=ContainerUser a C:/b\n":     engine.AnyBuilder,
		"# escape=^\n" + coreLine + "RUN a --mount b\n":      engine.AnyBuilder,
		coreLine + "ADD --checksum=sha256:0 http://x C:/b\n": engine.AnyBuilder,
	} {
		u := read(text)
		if u.Builder != want || (u.Shown != nil) != (want == engine.BuildKit) {
			t.Errorf("%q: %s, shown by %v", text, u.Builder, u.Shown)
		}
	}
}

func TestWholeFile(t *testing.T) {
	for _, test := range []struct {
		text   string
		os     windows.OS
		strong bool
	}{
		{coreLine, windows.Windows, true},
		{alpineLine + coreLine, windows.Windows, true},
		{alpineLine, windows.Linux, true},
		{alpineLine + "FROM example/app\n", windows.UnknownOS, false},
		{"FROM example/app\nUSER ContainerUser\n", windows.Windows, true},
		{"FROM example/app\nUSER ContainerUser\n" + coreLine, windows.Windows, true},
		{"RUN x\n", windows.UnknownOS, false},
		{"", windows.UnknownOS, false},
	} {
		u := read(test.text)
		if u.FileScope.OS != test.os || u.FileScope.Strong != test.strong {
			t.Errorf("%q: %s, %v", test.text, u.FileScope.OS, u.FileScope.Strong)
		}
		if u.FileScope.Span() != u.Span() {
			t.Errorf("%q: the whole is %v", test.text, u.FileScope.Span())
		}
	}
}

func TestHeadIsWindowsWhereNoStageIsLinux(t *testing.T) {
	for text, want := range map[string]windows.OS{
		"ARG A\n" + coreLine:              windows.Windows,
		"ARG A\n" + coreLine + alpineLine: windows.UnknownOS,
	} {
		head := read(text).Scopes[0]
		if head.Kind != subject.Head || head.OS != want {
			t.Errorf("%q: %+v", text, head.Target)
		}
	}
	if u := read(coreLine); u.Scopes[0].Kind != subject.Stage {
		t.Error("an empty head is a scope")
	}
}

func TestScopes(t *testing.T) {
	u := read("ARG A\n# no node\n" + coreLine + "RUN a\n" + alpineLine + "ONBUILD RUN b\nRUN c\n")
	var got []string
	for _, s := range u.Scopes {
		var nodes []string
		for _, n := range s.Nodes {
			nodes = append(nodes, u.File.Slice(n.Span()))
		}
		got = append(got, strings.Join(nodes, ";")+"="+u.File.Slice(s.Span()))
		if s.Kind == subject.Stage && s.Final != (s == u.Scopes[len(u.Scopes)-1]) {
			t.Errorf("%s: final is %v", s.From.Args, s.Final)
		}
	}
	want := []string{
		"ARG A=ARG A",
		strings.TrimSpace(coreLine) + ";RUN a=" + coreLine + "RUN a",
		"FROM alpine;ONBUILD RUN b;RUN b;RUN c=FROM alpine\nONBUILD RUN b\nRUN c",
	}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q", got)
	}
	if len(u.Comments) != 1 || u.Comments[0].String() != "# no node" {
		t.Errorf("comments: %v", u.Comments)
	}
}

func TestStateIsSharedUntilItChanges(t *testing.T) {
	nodes := read(coreLine + "RUN a\nRUN b\nENV X=1\nRUN c\n").Scopes[0].Nodes
	if nodes[1].State != nodes[2].State || nodes[2].State != nodes[3].State {
		t.Error("it changes where nothing does")
	}
	if nodes[3].State == nodes[4].State {
		t.Error("it stays behind an ENV")
	}
}

func TestImageOfAStage(t *testing.T) {
	for _, test := range []struct{ text, image, parts string }{
		{"FROM mcr.microsoft.com/windows:1809", "mcr.microsoft.com/windows:1809", "mcr.microsoft.com/windows:1809"},
		{"ARG T\nFROM microsoft/iis:${T}-x", "", "microsoft/iis:*-x"},
		{"FROM microsoft/iis:${T}", "", "microsoft/iis:*"},
		{"ARG A\nFROM $A", "", "*"},
		{"FROM alpine AS a\nFROM A", "", ""},
		{"FROM Not/An:Image", "", ""},
	} {
		u := read(test.text)
		s := u.Scopes[len(u.Scopes)-1]
		text := func(i *windows.Image) string {
			if i == nil {
				return ""
			}
			return i.Text
		}
		if text(s.Image) != test.image || text(s.Parts) != test.parts {
			t.Errorf("%q: %+v, %+v", test.text, s.Image, s.Parts)
		}
	}
}

func TestStageOfACopy(t *testing.T) {
	u := read("ARG X\nFROM alpine AS a\nFROM alpine AS b\nFROM alpine AS B\nFROM alpine\n")
	last := u.Scopes[4]
	for name, want := range map[string]*subject.Scope{
		"a": u.Scopes[1], "A": u.Scopes[1], "b": u.Scopes[3], "0": u.Scopes[1], "2": u.Scopes[3],
		"3": nil, "-1": nil, "x": nil, "": nil,
	} {
		if got := u.Stage(last, name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
	if u.Stage(u.Scopes[1], "b") != nil {
		t.Error("a stage reads from a later one")
	}
}

func TestFileNameIsWeakEvidence(t *testing.T) {
	for name, want := range map[string]string{
		"build/Dockerfile.windows": "windows weak",
		"Dockerfile-nanoserver":    "windows weak",
		"windows/Dockerfile":       "unknown",
		"Dockerfile":               "unknown",
		"Dockerfile.linux":         "linux weak",
	} {
		u := subject.Read(source.New(name, "FROM example/app\nRUN build\n"), &subject.World{})
		if got := sketch(u); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
	u := subject.Read(source.New("Dockerfile.alpine", "FROM example/app\nRUN choco x\n"), &subject.World{})
	if got := sketch(u); got != "unknown" {
		t.Errorf("a name that says Linux: %s", got)
	}
}

func TestTemplatesByName(t *testing.T) {
	for name, want := range map[string]bool{"Dockerfile.template": true, "Dockerfile-linux.TMPL": true, "Dockerfile.windows": false} {
		u := subject.Read(source.New(name, "FROM example/app\nRUN build\n"), &subject.World{})
		if got := u.Template != nil; got != want {
			t.Errorf("%s is taken for a template: %v; want %v", name, got, want)
		}
	}
}
