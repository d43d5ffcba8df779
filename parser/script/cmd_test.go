package script

import "testing"

var cmdCases = []readCase{
	{"chain", `curl -fSLo a.zip "https://x/y z" && tar -xf a.zip & del a.zip || (echo %PATH% & exit /b 1) > nul 2>&1`,
		`<curl '-fSLo' 'a.zip' 'https://x/y z'>&& <tar '-xf' 'a.zip'>& <del 'a.zip'>|| (<echo $path>& <exit '/b' '1'>) >'nul' 2>&1`},
	{"if", `if exist C:\x\y.txt (del C:\x\y.txt) else if /i not "%A%"=="b" echo hi & echo you`,
		`{if if('exist' 'C:\x\y.txt')[<del 'C:\x\y.txt'>] else()[{if if('/i' 'not' ~'%A%' '==' 'b')[<echo 'hi'>& <echo 'you'>]}]}`},
	{"guard", `vs.exe --quiet || IF "%ERRORLEVEL%"=="3010" EXIT 0`, `<vs '--quiet'>|| {if if(~'%ERRORLEVEL%' '==' '3010')[<exit '0'>]}`},
	{"grouped guard", `(a || if errorlevel 3010 exit 0) && b`, `(<a>|| {if if('errorlevel' '3010')[<exit '0'>]})&& <b>`},
	{"for", `for /f "tokens=*" %i in ('docker ps -q') do docker stop %i`, `{for for('/f' 'tokens=*' $i ''docker ps -q'')[<docker 'stop' $i>]}`},
	{"start and call", `start /w "" vs.exe --quiet & call x.bat a^ b^(c^)&cd..&echo.&call :sub 1`,
		`<start '/w' '' <vs '--quiet'>>& <call <x.bat 'a' 'b(c)'>>& <cd '..'>& <echo '.'>& <call ':sub' '1'>`},
	{"variables", `setx /M PATH "%PATH%;C:\x" & echo %A:b=c% !D! %ProgramFiles(x86)% 100% of %B`,
		`<setx '/M' 'PATH' ~'%PATH%;C:\x'>& <echo $a $d $programfiles(x86) '100%' 'of' $B>`},
	{"redirections", `a > b.txt 2>nul < c d2>e`, `<a 'd2' >'b.txt' 2>'nul' <'c' >'e'>`},
	{"caret", `echo a^&b "c^&d" ^| e ^^`, `<echo 'a&b' 'c^&d' '|' 'e' '^'>`},
	{"caret before a pipe for another shell", `powershell -Command "a" ^| b`, `<powershell '-Command' 'a' '|' 'b'>`},
	{"quiet", `@echo off&@ rem x & y`, `<@echo 'off'>&`},
	{"remark", `rem a && b`, ``},
	{"separators", `echo a;b,c=d; e`, `<echo 'a;b,c=d;' 'e'>`},
	{"program in quotes", `"C:\Program Files\x\y.exe" "a b" c"d e"f`, `<y 'a b' 'cd ef'>`},
	{"backslashes", `x "C:\a b\\" c\"d`, `<x 'C:\a b\' 'c"d'>`},
	{"folder with parentheses", `dir "%ProgramFiles(x86)%\x" & (dir C:\a^(b^))`, `<dir ~'%ProgramFiles(x86)%\x'>& (<dir 'C:\a(b)'>)`},
	{"empty arguments", `a "" b`, `<a '' 'b'>`},
}

func TestCmd(t *testing.T) { readAll(t, Cmd, cmdCases) }

var batchCases = []readCase{
	{"blocks", "@echo off\r\nsetlocal enabledelayedexpansion\r\nif not defined X (\r\n  set X=1\r\n  echo !X!\r\n) else (\r\n  goto :end\r\n)\r\n:end\r\n",
		`<@echo 'off'> <setlocal 'enabledelayedexpansion'> {if if('not' 'defined' 'X')[<set 'X=1'> <echo $x>] else()[<goto ':end'>]} :end`},
	{"arguments", "call %~dp0build.cmd %1 %* 50%% %%i\n", `<call <build.cmd $1 $* '50%' $i>>`},
	{"loop", "FOR /F \"usebackq delims=\" %%I IN (`docker run -d x`) DO (\n SET id=%%I\n)\ndocker commit %id% y\n",
		"{for for('/F' 'usebackq delims=' $I '`docker run -d x`')[<set ~'id=%%I'>]} <docker 'commit' $id 'y'>"},
	{"continued line", "a ^\r\n  b ^\n  c\n", `<a 'b' 'c'>`},
	{"comments", ":: a & b\nrem c\n  REM\nd\n", `<d>`},
}

func TestBatch(t *testing.T) { readAll(t, Batch, batchCases) }

var shCases = []readCase{
	{"substitution", "set -e\nid=$(docker run -d x)\nfoo | bar \\\n && baz 'a b' \"c $d\" # e\n",
		`<set '-e'> $id=$(<docker 'run' '-d' 'x'>) <foo> | <bar>&& <baz 'a b' ~'c $d'>`},
	{"compounds", "if [ a = b ]; then x; elif y; then z; else w; fi\nfor i in 1 2; do echo $i; done",
		`{if if(<[ 'a' '=' 'b' ']'>;)[<x>;] elif(<y>;)[<z>;] else()[<w>;]} {for for('1' '2')[<echo $i>;]}`},
	{"assignment in front", "A=b docker build --platform=\"$P\" . > log 2>&1", `<$a='b' docker 'build' ~'--platform=$P' '.' >'log' 2>&1>`},
	{"backslashes", `docker run -v C:\\a:C:\\b "c\"d" 'e\f'`, `<docker 'run' '-v' 'C:\a:C:\b' 'c"d' 'e\f'>`},
}

func TestSh(t *testing.T) { readAll(t, Bash, shCases) }

func readAll(t *testing.T, language Language, cases []readCase) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := Read(language, text(c.text))
			checkScript(t, s)
			for _, e := range s.Errors {
				t.Errorf("error at %q: %s", e.String(), e.Message)
			}
			if got := outline(s.Body); got != c.want {
				t.Errorf("%s\nis read as\n%s\nwant\n%s", c.text, got, c.want)
			}
		})
	}
}

var argvCases = []struct {
	line string
	want []string
}{
	{`a b  c`, []string{"a", "b", "c"}},
	{`"C:\a b\c.exe" d`, []string{`C:\a b\c.exe`, "d"}},
	{`a "b c" d"e f"g`, []string{"a", "b c", "de fg"}},
	{`a \"b\" c`, []string{"a", `"b"`, "c"}},
	{`a "\"b c\""`, []string{"a", `"b c"`}},
	{`a """b c"""`, []string{"a", `"b`, `c"`}},
	{`a "b""c" d`, []string{"a", `b"c d`}},
	{`a "b\\" C:\d\ "e\\\"f"`, []string{"a", `b\`, `C:\d\`, `e\"f`}},
	{`a "" b`, []string{"a", "", "b"}},
	{`a 'b c'`, []string{"a", "'b", "c'"}},
}

func TestArgv(t *testing.T) {
	for _, c := range argvCases {
		var got []string
		for _, w := range argv(reading{Text: text(c.line)}) {
			got = append(got, w.value.String())
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %q, want %q", c.line, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: %q, want %q", c.line, got, c.want)
			}
		}
	}
}
