package dockerignore

import (
	"fmt"
	"strings"
	"testing"

	"github.com/winlint/winlint/source"
)

func TestParse(t *testing.T) {
	const text = "# built\nbin/\n\n  obj\\Debug \t\r\n!obj/app.dll\n ! keep\n # no comment\n!\n*"
	d := Parse(source.New(".dockerignore", text))
	var got []string
	for _, p := range d.Patterns {
		at := d.File.Position(p.Span().Start)
		got = append(got, fmt.Sprintf("%d:%d %q %v", at.Line, at.Column, p, p.Negated))
	}
	want := []string{
		`2:1 "bin/" false`, `4:3 "obj\\Debug" false`, `5:2 "obj/app.dll" true`, `6:4 "keep" true`, `7:2 "# no comment" false`,
		`8:2 "" true`, `9:1 "*" false`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(d.Comments) != 1 || d.Comments[0].String() != "# built" {
		t.Errorf("comments: %v", d.Comments)
	}
}
