package compose

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/format"
	"github.com/compose-spec/compose-go/v2/loader"
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

// The parts of a service stand at their places, whichever form they are written in and wherever they are merged from.
func TestParts(t *testing.T) {
	doc := parse(`
version: "3.8"
x-base: &base
  image: base
  environment:
    A: one
    B:
include:
  - other.yml
  - path: [a.yml, b.yml]
services:
  web:
    <<: *base
    command: C:\app\run.exe "-x y" ; echo
    healthcheck:
      test: [CMD-SHELL, "curl x || exit 1"]
    ports: ["127.0.0.1:80:8080/udp", 81, {target: 82, published: "83"}]
    volumes:
      - C:\src:C:\app:ro
      - type: bind
        source: .\x
        target: C:\x
        read_only: true
    post_start:
      - command: [powershell, -c, x]
  db:
    environment: ["A=one=two", B]
networks:
  default: {external: {name: nat}}
  back:
jobs:
  once: {image: x}
`)
	var got []string
	note := func(format string, args ...any) { got = append(got, fmt.Sprintf(format, args...)) }
	at := func(node interface{ Span() source.Span }) int { return doc.File.Position(node.Span().Start).Line }
	for _, s := range doc.Services {
		note("service %s@%d job %v", s.Name, at(s), s.Job)
		for _, c := range s.Commands {
			var words []string
			for _, w := range c.Words {
				words = append(words, fmt.Sprintf("%s lost %d", w, len(w.Lost)))
			}
			note("%s@%d %q shell %q rest %q", c.Key, at(c), words, c.Shell, c.Rest)
		}
		for _, p := range s.Environment {
			note("variable %s=%s bare %v @%d", p.Name, p.Value, p.Bare, at(p))
		}
		for _, p := range s.Ports {
			note("port %s|%s|%s|%s", p.HostIP, p.Published, p.Target, p.Protocol)
		}
		for _, m := range s.Mounts {
			note("mount %s %s to %s read only %v", m.Type, m.Source, m.Target, m.ReadOnly())
		}
	}
	for _, n := range doc.Networks {
		note("network %s@%d external %v", n.Name, at(n), n.External())
	}
	for _, v := range doc.Includes {
		note("include %s", v)
	}
	want := []string{
		"service web@12 job false",
		`command@14 ["C:apprun.exe lost 2" "-x y lost 0"] shell "" rest "; echo"`,
		`test@16 [] shell "curl x || exit 1" rest ""`,
		`post_start@25 ["powershell lost 0" "-c lost 0" "x lost 0"] shell "" rest ""`,
		"variable A=one bare false @6", "variable B= bare true @7",
		"port 127.0.0.1|80|8080|udp", "port ||81|", "port |83|82|",
		`mount bind C:\src to C:\app read only true`, `mount bind .\x to C:\x read only true`,
		"service db@26 job false", "variable A=one=two bare false @27", "variable B= bare true @27",
		"service once@32 job true",
		"network default@29 external true", "network back@30 external false",
		"include other.yml", "include a.yml", "include b.yml",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if doc.Services[0].Get("image").String() != "base" || doc.Version.Value.String() != "3.8" {
		t.Errorf("image %q, version %q", doc.Services[0].Get("image"), doc.Version.Value)
	}
}

func TestFlatFile(t *testing.T) {
	doc := parse("web:\n  image: x\nx-a:\n  image: y\n")
	if !doc.Flat || len(doc.Services) != 1 || doc.Services[0].Name != "web" {
		t.Errorf("flat %v, services %d", doc.Flat, len(doc.Services))
	}
}

// hundred is a file with a hundred services such as people write.
func hundred() string {
	var b strings.Builder
	b.WriteString("services:\n")
	for i := range 100 {
		fmt.Fprintf(&b, "  service%d:\n    image: mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022\n"+
			"    build:\n      context: ./service%d\n      args:\n        VERSION: ${VERSION:-1.0}\n"+
			"    command: [powershell, -Command, 'Start-Service W3SVC']\n    environment:\n      - A=one\n      - 'B=C:\\data'\n"+
			"    ports:\n      - \"%d:80\"\n    volumes:\n      - C:\\src:C:\\app:ro\n      - data:C:\\data\n    networks:\n      - back\n"+
			"    healthcheck:\n      test: [CMD, curl, http://localhost]\n      interval: 30s\n", i, i, 8000+i)
	}
	b.WriteString("volumes:\n  data:\nnetworks:\n  back:\n    driver: nat\n")
	return b.String()
}

func BenchmarkComposeGo(b *testing.B) {
	logrus.SetOutput(io.Discard)
	text := []byte(hundred())
	for b.Loop() {
		details := types.ConfigDetails{ConfigFiles: []types.ConfigFile{{Filename: "compose.yaml", Content: text}}, Environment: types.Mapping{}}
		_, err := loader.LoadWithContext(b.Context(), details, func(o *loader.Options) { o.SetProjectName("x", true) })
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	f := source.New("compose.yaml", hundred())
	for b.Loop() {
		Parse(f)
	}
}

func BenchmarkJudge(b *testing.B) {
	d := parse(hundred())
	for b.Loop() {
		if len(d.Judge()) > 0 {
			b.Fatal("it is refused")
		}
	}
}

// Some files are named as compose files are, and are others.
func TestForeign(t *testing.T) {
	for _, test := range []struct {
		name, text string
		foreign    bool
	}{
		{"updatecli-compose.yaml", "policies:\n  - name: x\n", true},
		{"shop-compose.yaml", "services:\n  web: {image: x}\n", false},
		{"shop-compose.yaml", "web:\n  image: x\n", false},
		{"shop-compose.yaml", "", false},
		{"shop-compose.yaml", "policies: [\n", true},
		{"shop-compose.yaml", "services:\n  web:\n    image: \"C:\\data\"\n", false},
		{"stack.yaml", "resolver: lts-21.0\npackages:\n- .\n", true},
		{"stack.yaml", "services:\n  web: {image: x}\n", false},
		{"docker-compose.yml", "service:\n  web: {image: x}\n", false},
	} {
		if got := Parse(source.New(test.name, test.text)).Foreign(); got != test.foreign {
			t.Errorf("%s: foreign %v\n%s", test.name, got, test.text)
		}
	}
}
