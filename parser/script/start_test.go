package script

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/winlint/winlint/source"
)

var (
	cmdShell        = []string{"cmd", "/S", "/C"}
	powerShellShell = []string{"powershell", "-Command", "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';"}
	pwshShell       = []string{`C:\Program Files\PowerShell\pwsh.exe`, "-NoProfile", "-c"}
)

// What each shell gets of a line: one entry for each script, outer ones first, with its language and its tree. What is
// before "//" are the quotes that it never saw.
var lineCases = []struct {
	name  string
	shell []string
	line  string
	want  []string
}{
	{"default shell", nil, `echo a && b`, []string{`cmd: <echo 'a'>&& <b>`}},
	{"PowerShell reads no double quotes", powerShellShell, `Write-Host "a b" \"c\" """d e""" 'f'`,
		[]string{`Windows PowerShell: a b, "d e // <write-host 'a' 'b' 'c' 'd e' 'f'>`}},
	{"whole line in quotes", powerShellShell, `"Write-Host 'a  b'"`, []string{`Windows PowerShell: <write-host 'a  b'>`}},
	{"blanks shrink between words", powerShellShell, "Write-Host 'a   b'", []string{`Windows PowerShell: <write-host 'a b'>`}},
	{"path cut by a lost quote", powerShellShell, `$env:PATH = "C:\a;C:\b"`, []string{`Windows PowerShell: C:\a;C:\b // $env:path=<a>; <b>`}},
	{"backslash in front of a quote", powerShellShell, `dir "C:\a b\"; c`, []string{`Windows PowerShell: C:\a b"; c // <dir 'C:\a' 'b; c'>`}},
	{"unquoted body under cmd", cmdShell, `powershell -NoProfile -Command $ErrorActionPreference='Stop'; iwr x -OutFile y; exit 1`,
		[]string{
			`cmd: <powershell '-NoProfile' '-Command' '$ErrorActionPreference='Stop';' 'iwr' 'x' '-OutFile' 'y;' 'exit' '1'>`,
			`Windows PowerShell: $erroractionpreference='Stop'; <iwr 'x' -outfile 'y'>; <exit '1'>`,
		}},
	{"body in quotes between commands of cmd", cmdShell, `a && powershell -Command "b; c | d" && e`,
		[]string{`cmd: <a>&& <powershell '-Command' 'b; c | d'>&& <e>`, `Windows PowerShell: <b>; <c> | <d>`}},
	{"pipe that cmd takes", cmdShell, `powershell -Command a | b`, []string{`cmd: <powershell '-Command' 'a'> | <b>`, `Windows PowerShell: <a>`}},
	{"pipe that is escaped", cmdShell, `powershell -Command a ^| b`, []string{`cmd: <powershell '-Command' 'a' '|' 'b'>`, `Windows PowerShell: <a> | <b>`}},
	{"cmd puts variables in first", cmdShell, `powershell -Command "Write-Host %PATH% '%A%'"`,
		[]string{`cmd: <powershell '-Command' ~'Write-Host %PATH% '%A%''>`, `Windows PowerShell: <write-host $path ~'%A%'>`}},
	{"no -Command at all", cmdShell, `powershell.exe .\a.ps1 -B c`, []string{`cmd: <powershell '.\a.ps1' '-B' 'c'>`, `Windows PowerShell: <a.ps1 -b 'c'>`}},
	{"pwsh takes a file", cmdShell, `pwsh a.ps1`, []string{`cmd: <pwsh 'a.ps1'>`, `PowerShell 7: file a.ps1`}},
	{"options in any order", cmdShell, `PowerShell -ExecutionPolicy Bypass -NonInteractive -nop -c a`,
		[]string{`cmd: <powershell '-ExecutionPolicy' 'Bypass' '-NonInteractive' '-nop' '-c' 'a'>`, `Windows PowerShell: <a>`}},
	{"file", cmdShell, `powershell -NoLogo -File C:\a.ps1 -b`, []string{`cmd: <powershell '-NoLogo' '-File' 'C:\a.ps1' '-b'>`, `Windows PowerShell: file C:\a.ps1`}},
	{"standard input", cmdShell, `powershell -Command -`, []string{`cmd: <powershell '-Command' '-'>`, `Windows PowerShell: nothing`}},
	{"path with a variable", cmdShell, `@"%SystemRoot%\System32\WindowsPowerShell\v1.0\powershell.exe" -Command "a"`,
		[]string{`cmd: <@powershell '-Command' 'a'>`, `Windows PowerShell: <a>`}},
	{"cmd strips the first and the last quote", cmdShell, `"C:\a b\c.exe" "d e"`, []string{`cmd: C:\a b\c.exe" "d e // <a 'b\c.exe d' 'e'>`}},
	{"doubled quotes survive that", cmdShell, `""C:\a b\c.exe" -c "d e""`, []string{`cmd: "C:\a b\c.exe" -c "d e" // <c '-c' 'd e'>`}},
	{"cmd in PowerShell", powerShellShell, `cmd /c 'a && b %C%'; d`, []string{
		`Windows PowerShell: <cmd '/c' 'a && b %C%'>; <d>`, `cmd: a && b %C% // <a>&& <b $c>`}},
	{"PowerShell in PowerShell", powerShellShell, `powershell -Command 'a; $b'`,
		[]string{`Windows PowerShell: <powershell -command 'a; $b'>`, `Windows PowerShell: <a>; $b`}},
	{"script block", powerShellShell, `powershell -Command { a; return 1 }`,
		[]string{`Windows PowerShell: <powershell -command {<a>; <return '1'>}>`}},
	{"three deep", cmdShell, `cmd /c powershell -c "cmd /c 'a & b'"`, []string{
		`cmd: <cmd '/c' 'powershell' '-c' 'cmd /c 'a & b''>`, `cmd: <powershell '-c' 'cmd /c 'a & b''>`,
		`Windows PowerShell: <cmd '/c' 'a & b'>`, `cmd: a & b // <a>& <b>`}},
	{"bash", []string{"bash.exe", "-c"}, `"a && b 'c d'"`, []string{`bash: <a>&& <b 'c d'>`}},
	{"bash takes one word", []string{"bash", "-lc"}, `echo a`, []string{`bash: <echo>`}},
	{"bash under cmd", cmdShell, `bash -c "a; b" && c`, []string{`cmd: <bash '-c' 'a; b'>&& <c>`, `bash: <a>; <b>`}},
	{"started by start", cmdShell, `start /wait powershell -c a`, []string{`cmd: <start '/wait' <powershell '-c' 'a'>>`, `Windows PowerShell: <a>`}},
	{"command of a loop", cmdShell, `for /f %i in ('powershell -c "a"') do echo %i`, []string{
		`cmd: {for for('/f' $i ''powershell -c "a"'')[<echo $i>]}`, `cmd: <powershell '-c' 'a'>`, `Windows PowerShell: <a>`}},
	{"LogMonitor", []string{`C:\LogMonitor\LogMonitor.exe`, "/Config", "x.json", "powershell.exe", "-Command"}, `a; b`,
		[]string{`Windows PowerShell: <a>; <b>`}},
	{"path with a blank is cut", pwshShell, `a`, []string{"unknown: nothing"}},
	{"SHELL with a part of the command", []string{"cmd", "/c", "echo a &"}, `b`, []string{"unknown: nothing"}},
	{"unknown shell", []string{"fish", "-c"}, `a`, []string{"unknown: nothing"}},
	{"first line only", cmdShell, "a\nb", []string{`cmd: <a>`}},
	{"lines of a heredoc", powerShellShell, "a # b\nc @'\nd  e\n'@\n", []string{"Windows PowerShell: <a> <c 'd e'>"}},
}

func TestLine(t *testing.T) {
	for _, c := range lineCases {
		t.Run(c.name, func(t *testing.T) {
			root := Line(Texts(c.shell...), text(c.line))
			checkScript(t, root)
			compare(t, c.line, root, c.want)
		})
	}
}

func compare(t *testing.T, text string, root *Script, want []string) {
	t.Helper()
	var got []string
	for s := range root.All() {
		got = append(got, summary(s))
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s\nis read as\n%s\nwant\n%s", text, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func summary(s *Script) string {
	var lost []string
	for _, q := range s.Lost {
		lost = append(lost, q.String())
	}
	out := s.Language.String() + ": "
	if len(lost) > 0 {
		out += strings.Join(lost, ", ") + " // "
	}
	switch {
	case s.File != nil:
		return out + "file " + s.File.Value().String()
	case s.Body == nil:
		return out + "nothing"
	}
	return out + strings.TrimSpace(outline(s.Body))
}

func TestExec(t *testing.T) {
	encoded := base64.StdEncoding.EncodeToString(utf16LE("a; 'b c'"))
	for _, c := range []struct {
		elements []string
		want     []string
	}{
		{[]string{`C:\a b\c.exe`, "d e", `f"g`, ""}, []string{`process: <c 'd e' 'f"g' ''>`}},
		{[]string{"powershell", "-Command", `a "b c"; d`}, []string{`process: <powershell '-Command' 'a "b c"; d'>`, `Windows PowerShell: <a 'b c'>; <d>`}},
		{[]string{"cmd", "/c", "echo a b && c"}, []string{`process: <cmd '/c' 'echo a b && c'>`, `cmd: echo a b && c // <echo 'a' 'b'>&& <c>`}},
		{[]string{"cmd", "/S", "/C", "echo", "a b"}, []string{`process: <cmd '/S' '/C' 'echo' 'a b'>`, `cmd: <echo 'a b'>`}},
		{[]string{"pwsh", "-EncodedCommand", encoded}, []string{"process: <pwsh '-EncodedCommand' '" + encoded + "'>", `PowerShell 7: <a>; 'b c'`}},
		{[]string{"pwsh", "-e", "no base64"}, []string{"process: <pwsh '-e' 'no base64'>", `PowerShell 7: nothing`}},
		{[]string{"bash", "-c", "a 'b c'"}, []string{`process: <bash '-c' 'a 'b c''>`, `bash: <a 'b c'>`}},
		{nil, []string{"process: "}},
	} {
		root := Exec(Texts(c.elements...))
		compare(t, fmt.Sprintf("%q", c.elements), root, c.want)
	}
}

func utf16LE(s string) []byte {
	var raw []byte
	for _, u := range utf16.Encode([]rune(s)) {
		raw = append(raw, byte(u), byte(u>>8))
	}
	return raw
}

// What SHELL says is in front, as a script of its own.
func TestPrefix(t *testing.T) {
	s := Line(Texts(powerShellShell...), text("a"))
	if s.Prefix == nil {
		t.Fatal("no prefix")
	}
	const want = `$erroractionpreference='Stop'; $progresspreference='SilentlyContinue';`
	if got := outline(s.Prefix.Body); got != want {
		t.Errorf("prefix %s, want %s", got, want)
	}
	if got := s.Options[0].Value().String(); got != "-Command" {
		t.Errorf("option %s, want -Command", got)
	}
	// What SHELL leaves open continues in the text, which can then not be read alone.
	if s := Line(Texts("powershell", "-Command", "& {"), text("a }")); s.Language != Unknown {
		t.Errorf("language %v behind an open brace, want unknown", s.Language)
	}
}

// Every part has its place in the file, through continuation lines, JSON and two shells.
func TestPlaces(t *testing.T) {
	const file = "RUN powershell -Command \"Write-Host 'a'; \\\n  curl -f \\\"x y\\\" \\\n # note\n ; exit\""
	f := source.New("Dockerfile", file)
	part := func(s string) source.Text {
		at := strings.Index(file, s)
		return f.Sub(source.Span{Start: at, End: at + len(s)})
	}
	line := source.Join(part("powershell -Command \"Write-Host 'a'; "), part("  curl -f \\\"x y\\\" "), part(" ; exit\""))
	root := Line(nil, line)
	places := map[string]string{}
	for s := range root.All() {
		for c := range s.Commands() {
			span := c.Span()
			places[c.Lower] = file[span.Start:span.End]
			for _, a := range c.Args {
				span := a.Span()
				places[c.Lower+" "+a.String()] = file[span.Start:span.End]
			}
		}
	}
	for key, want := range map[string]string{
		"write-host":     "Write-Host 'a'",
		"write-host 'a'": "'a'",
		"curl":           `curl -f \"x y\"`,
		`curl "x y"`:     `\"x y\"`,
		"exit":           "exit",
	} {
		if places[key] != want {
			t.Errorf("%s stands at %q, want %q", key, places[key], want)
		}
	}
}

func TestStripQuotes(t *testing.T) {
	for _, c := range []struct {
		text   string
		slashS bool
		want   string
	}{
		{`"C:\a b\c.exe" "d"`, true, `C:\a b\c.exe" "d`},
		{`"C:\a b\c.exe"`, true, `C:\a b\c.exe`},
		{`"C:\a b\c.exe"`, false, `"C:\a b\c.exe"`},
		{`"C:\a b\c.exe" d`, false, `"C:\a b\c.exe" d`},
		{`"echo a b"`, false, `echo a b`},
		{`"C:\a&b\c d.exe"`, false, `C:\a&b\c d.exe`},
		{`a "b c"`, true, `a "b c"`},
		{`"a`, true, `a`},
		{``, true, ``},
	} {
		if got, _ := stripQuotes(reading{Text: text(c.text)}, c.slashS); got.String() != c.want {
			t.Errorf("%s (/S %v) becomes %s, want %s", c.text, c.slashS, got, c.want)
		}
	}
}
