package compose

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/format"
	"github.com/compose-spec/compose-go/v2/template"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/mattn/go-shellwords"
	"github.com/sirupsen/logrus"

	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

func parse(text string) *Document { return Parse(source.New("compose.yaml", text)) }

// text is a text that stands alone in its file.
func text(s string) source.Text {
	return source.New("x", s).Sub(source.Span{Start: 0, End: len(s)})
}

var mounts = []string{
	"", "a", "ab", "abc", `C:\a:C:\b`, `C:\a:C:\b:ro`, `C:\a:C:\b:RO`, `.\data:C:\data`, "data:C:\\data", `d:C:\data`, `C:\data`, "D:", `C:\src:D:`,
	`\\.\pipe\docker_engine:\\.\pipe\docker_engine`, "//./pipe/x://./pipe/x", `C:\a:/data`, `\\server\share:C:\d`, `\\?\C:\x:C:\y`, `C:src:C:\app`,
	"/a:/b:ro,z,rslave", "a:b:c:d", "a::b", ":a", "a:", "${A}:/b", "${A:-x:y}:/b:ro", "${A:?b}/c:C:\\d", "~/x:C:\\x", "é:x", "éa:C:\\x", "a:b:", "a:é:b", "$A:C:\\x",
	"a}:b", "${A:${B}:c", `C:\src;C:\app`,
}

// compose-go's format.ParseVolume is the judge of short mounts.
func TestMountsAgreeWithComposeGo(t *testing.T) {
	for _, s := range mounts {
		agreeMount(t, s)
	}
}

func FuzzMount(f *testing.F) {
	for _, s := range mounts {
		f.Add(s)
	}
	f.Fuzz(agreeMount)
}

func agreeMount(t *testing.T, s string) {
	if strings.Contains(s, "\x00") || strings.ToValidUTF8(s, "") != s {
		return // YAML refuses both
	}
	m := &Mount{Value: &data.Value{Kind: data.String, Text: text(s)}, Short: true}
	m.split(m.Value.Text)
	want, err := format.ParseVolume(s)
	if (m.Err == nil) != (err == nil) || err != nil && m.Err.Error() != err.Error() {
		t.Fatalf("%q: error %v, compose-go has %v", s, m.Err, err)
	}
	if err != nil {
		return
	}
	if m.Source.String() != want.Source || m.Target.String() != want.Target || m.Type != want.Type || m.ReadOnly() != want.ReadOnly {
		t.Fatalf("%q: %s %q to %q, read only %v; compose-go has %s %q to %q, %v",
			s, m.Type, m.Source, m.Target, m.ReadOnly(), want.Type, want.Source, want.Target, want.ReadOnly)
	}
}

var ports = []string{
	"80", "80:80", "127.0.0.1:80:81/tcp", "8000-8010:80", "80/udp", "[::1]:80:80", "80:80/TCP", "80/", "80/udp/x", ":80", "1.2.3.4::80", "8000-8001:80-81/sctp",
}

// compose-go's types.ParsePortConfig is the judge of short ports.
func TestPortsAgreeWithComposeGo(t *testing.T) {
	for _, s := range ports {
		p := readPort(&data.Value{Kind: data.String, Text: text(s)})
		want, err := types.ParsePortConfig(s)
		if err != nil {
			t.Errorf("%q: %v", s, err)
			continue
		}
		protocol := strings.ToLower(p.Protocol.String())
		if protocol == "" {
			protocol = "tcp"
		}
		first := want[0]
		target, _, _ := strings.Cut(p.Target.String(), "-")
		published := p.Published.String()
		if len(want) > 1 {
			published, _, _ = strings.Cut(published, "-")
		}
		if p.HostIP.String() != first.HostIP || published != first.Published || target != fmt.Sprint(first.Target) || protocol != first.Protocol {
			t.Errorf("%q: ip %q, published %q, target %q, protocol %q; compose-go has %+v", s, p.HostIP, published, target, protocol, first)
		}
	}
}

// Variables in a port do not hide the colons around them.
func TestPortWithVariables(t *testing.T) {
	p := readPort(&data.Value{Kind: data.String, Text: text("${IP:-127.0.0.1}:${PORT:-80}:8080/tcp")})
	if p.HostIP.String() != "${IP:-127.0.0.1}" || p.Published.String() != "${PORT:-80}" || p.Target.String() != "8080" {
		t.Errorf("ip %q, published %q, target %q", p.HostIP, p.Published, p.Target)
	}
}

var commands = []string{
	"", " ", "a", `a "b c" 'd e'`, `C:\app\run.exe -x`, `"C:\app"`, `'C:\app'`, `C:\\app`, `a; b`, `a && b`, `a 2>b`, `a 12>b`, `a '' ""`, `a\ b`, `a "`, `(a)`, `a $(b c) d`,
	"a `b c` d", "a `b", `a)b)`, `a "b;c" d;e`, `\`, `a\`, `a "b\"c"`, "a\n b\tc\r\n", `a"b"'c'd`, "$(a", ")", "a ;", `"a" b`, "é 語 \\é", `a > b`, `1>x`, `'1'>x`, "$((a))", `a "\ "`, `"" > a`,
}

// go-shellwords is the judge of command lines.
func TestCommandsAgreeWithShellwords(t *testing.T) {
	for _, s := range commands {
		agreeCommand(t, s)
	}
}

func FuzzCommand(f *testing.F) {
	for _, s := range commands {
		f.Add(s)
	}
	f.Fuzz(agreeCommand)
}

func agreeCommand(t *testing.T, s string) {
	if strings.ToValidUTF8(s, "") != s {
		return // YAML refuses it
	}
	c := &Command{}
	c.split(text(s))
	parser := shellwords.NewParser()
	want, err := parser.Parse(s)
	if (c.Err == nil) != (err == nil) || err != nil && c.Err.Error() != err.Error() {
		t.Fatalf("%q: error %v, shellwords has %v", s, c.Err, err)
	}
	var got []string
	last := 0
	for _, w := range c.Words {
		got = append(got, w.String())
		if at := w.Span(); at.Start < last || at.End > len(s) {
			t.Fatalf("%q: word %q at %v", s, w.String(), at)
		}
		last = w.Span().End
	}
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Fatalf("%q: words %q, shellwords has %q", s, got, want)
	}
	if err == nil && (c.Rest.Len() > 0) != (parser.Position >= 0) {
		t.Fatalf("%q: %q is dropped, shellwords stops at %d", s, c.Rest.String(), parser.Position)
	}
}

var templates = []string{
	"", "a", "$", "$$", "$a", "$$a", "${a}", "${a:-b}", "${a-b}", "${a:?b}", "${a:+b}", "${a:-${b}}", "${a:-${b:-c}}d", "${", "${}", "${1}", "${a", "${a b}", "${a.b}", "$1", "$(a)",
	"$env:PATH", "${env:PATH}", "${a:-b\nc}", "${a:-{}", "${a:-{b}}", "${a:-b}}", "${a:-b}${c:-d}", "$$${a:-b}$c", "${a:-$$b}", "${a:x}", "$A_1b", "${a:-${}}", "${ProgramFiles(x86)}",
	"${a:-}}", "${a:-{{b}}}",
}

// compose-go's template package is the judge of variables.
func TestVariablesAgreeWithComposeGo(t *testing.T) {
	for _, s := range templates {
		agreeTemplate(t, s)
	}
}

func FuzzTemplate(f *testing.F) {
	for _, s := range templates {
		f.Add(s)
	}
	f.Fuzz(agreeTemplate)
}

func agreeTemplate(t *testing.T, s string) {
	if strings.ToValidUTF8(s, "") != s {
		return // YAML refuses it
	}
	logrus.SetOutput(io.Discard)
	var asked []string
	unset := func(name string) (string, bool) {
		asked = append(asked, name)
		return "", false
	}
	want, err := template.SubstituteWithOptions(s, unset, template.WithoutLogging)
	var names []string
	required := false
	invalid := walkVariables(text(s), func(v Variable) {
		names = append(names, v.Name)
		required = required || strings.HasSuffix(v.Operator, "?")
	})
	if invalid || required {
		if err == nil {
			t.Fatalf("%q: refused, but compose-go takes it", s)
		}
		return
	}
	if err != nil {
		t.Fatalf("%q: compose-go says %v", s, err)
	}
	if got, _ := Expand(text(s), ""); got != want {
		t.Fatalf("%q: expands to %q, compose-go has %q", s, got, want)
	}
	if strings.Join(names, " ") != strings.Join(asked, " ") {
		t.Fatalf("%q: variables %q, compose-go asks for %q", s, names, asked)
	}
}

// walkVariables visits the variables that are looked up where none is set, those in defaults, too.
func walkVariables(t source.Text, visit func(Variable)) (invalid bool) {
	for _, v := range Variables(t) {
		if v.Invalid {
			return true
		}
		visit(v)
		if strings.HasSuffix(v.Operator, "-") && walkVariables(v.Operand, visit) {
			return true
		}
	}
	return false
}
