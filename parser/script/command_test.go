package script

import (
	"strings"
	"testing"
)

// command is the first command of a text.
func command(t *testing.T, language Language, s string) *Command {
	t.Helper()
	for c := range Read(language, text(s)).Commands() {
		return c
	}
	t.Fatalf("no command in %s", s)
	return nil
}

func TestParam(t *testing.T) {
	const line = `iwr -Uri https://x -OutF "C:\a b" -UseBasicParsing -Headers:@{A='b'} -TimeoutSec 5 -Verbose`
	c := command(t, WindowsPowerShell, line)
	for name, want := range map[string]string{
		"uri": "https://x", "outfile": `"C:\a b"`, "usebasicparsing": "", "headers": "@{A='b'}", "timeoutsec": "5", "verbose": "",
	} {
		param, value := c.Param(name)
		switch {
		case param == nil:
			t.Errorf("no -%s", name)
		case value == nil && want != "" || value != nil && value.String() != want:
			t.Errorf("-%s has the value %v, want %q", name, value, want)
		}
	}
	if param, _ := c.Param("method", "body"); param != nil {
		t.Errorf("-%s is taken for -Method or -Body", param.Param)
	}
}

func TestOption(t *testing.T) {
	for _, language := range []Language{PowerShell, Cmd, Bash} {
		c := command(t, language, `docker run -d --name app --isolation=process -v C:/a:C:/b image`)
		for name, want := range map[string]string{"--name": "app", "--isolation": "process", "-v": "C:/a:C:/b"} {
			if option, value := c.Option(name); option == nil || value.String() != want {
				t.Errorf("%v: %s is %q, want %q", language, name, value, want)
			}
		}
		if option, _ := c.Option("-D", "--na"); option != nil {
			t.Errorf("%v: %s is taken for another option", language, option)
		}
		if !c.Has("RUN") || c.Has("app image") {
			t.Errorf("%v: the arguments are not those that are written", language)
		}
	}
}

func TestCmdlet(t *testing.T) {
	for _, c := range []struct {
		language Language
		text     string
		want     string
		bare     bool
	}{
		{WindowsPowerShell, "curl -f x", "invoke-webrequest", true},
		{PowerShell7, "curl -f x", "curl", true},
		{PowerShell, "curl -f x", "curl", true},
		{WindowsPowerShell, "curl.exe -f x", "curl", false},
		{WindowsPowerShell, `C:\x\curl -f x`, "curl", false},
		{PowerShell7, "SAPS x", "start-process", true},
		{WindowsPowerShell, "% { }", "foreach-object", true},
		{Cmd, "curl -f x", "curl", true},
	} {
		got := command(t, c.language, c.text)
		if got.Cmdlet() != c.want || got.Bare() != c.bare {
			t.Errorf("%v: %s means %s (bare %v), want %s (bare %v)", c.language, c.text, got.Cmdlet(), got.Bare(), c.want, c.bare)
		}
	}
}

func TestSet(t *testing.T) {
	for line, want := range map[string]string{
		`set A=b c`:           "A|b c",
		`set "A=b;%C%"`:       "A|b;%C%",
		`set "A=b" `:          "A|b",
		`set /p A=Name? `:     "A|Name?",
		`set A=`:              "A|",
		`set`:                 "",
		`set A`:               "",
		`echo A=b`:            "",
		`set A="b c"`:         `A|"b c"`,
		`set/a A=1`:           "A|1",
		`set A=b=c`:           "A|b=c",
		`set "PATH=C:\x^&y;"`: `PATH|C:\x^&y;`,
	} {
		got := ""
		if name, value, ok := command(t, Cmd, line).Set(); ok {
			got = name.String() + "|" + value.String()
		}
		if got != want {
			t.Errorf("%s sets %q, want %q", line, got, want)
		}
	}
}

// The variable that an argument is, whatever the language.
func TestVariable(t *testing.T) {
	for _, c := range []struct {
		language Language
		text     string
		want     []string // of each argument; "-" where it is none
	}{
		{PowerShell, `docker commit $id "$Name" "x$id" $a.b ${env:X} 'y'`, []string{"-", "id", "name", "-", "-", "env:x", "-"}},
		{Cmd, `docker commit %id% "%NAME%" x%id% %i !d!`, []string{"-", "id", "name", "-", "i", "d"}},
		{Batch, `docker commit %1 "%~2" %%i %%`, []string{"-", "1", "2", "i", "-"}},
		{Bash, `docker commit $id "${Name}" "x$id" $(y)`, []string{"-", "id", "name", "-", "-"}},
	} {
		var got []string
		for _, arg := range command(t, c.language, c.text).Args {
			name := "-"
			if v := arg.Variable(); v != nil {
				name = v.Name
			}
			got = append(got, name)
		}
		if strings.Join(got, " ") != strings.Join(c.want, " ") {
			t.Errorf("%v: %s has the variables %v, want %v", c.language, c.text, got, c.want)
		}
	}
}

func TestItems(t *testing.T) {
	c := command(t, PowerShell, `a '/i', "x.msi", /qn @('b', "c$d") e`)
	var got []string
	for _, arg := range c.Args {
		var items []string
		for _, item := range arg.Items() {
			value, known := Value(item)
			if !known {
				value = item.Text()
			}
			items = append(items, value.String())
		}
		got = append(got, strings.Join(items, ","))
	}
	if want := `/i,x.msi,/qn b,"c$d" e`; strings.Join(got, " ") != want {
		t.Errorf("items %q, want %s", got, want)
	}
}

// What the reader cannot make sense of is an error at its place, and the rest is read all the same.
func TestErrors(t *testing.T) {
	for _, c := range []struct {
		language Language
		text     string
		kind     ErrorKind
		at       string // what the error points at
		rest     string // the tree
	}{
		{PowerShell, `a "b; c`, Unclosed, `"`, `<a 'b; c'>`},
		{PowerShell, `a 'b`, Unclosed, `'`, `<a 'b'>`},
		{PowerShell, `if ($a) { b`, Unclosed, `{`, `{if if(($a))[<b>]}`},
		{PowerShell, `a $(b`, Unclosed, `$(`, `<a $(<b>)>`},
		{PowerShell, `a }; b`, Unexpected, `}`, `<a> <b>`},
		{PowerShell, `<# a`, Unclosed, `<#`, ``},
		{PowerShell, `${a`, Unclosed, `${`, `$a`},
		{PowerShell, `$a = `, Missing, `=`, `$a=`},
		{PowerShell, `a | ; b`, Missing, `;`, `<a>; <b>`},
		{PowerShell, `if { a }; b`, Missing, `{`, `{if if()[<a>]}; <b>`},
		{PowerShell, `try { a }; b`, Missing, `try`, `{try try()[<a>]}; <b>`},
		{PowerShell, `$a = @" b`, HereString, `@"`, `$a=" b"`},
		{PowerShell, `$a = @'b'@; c`, HereString, `@'`, `$a='b' <@>; <c>`},
		{PowerShell, `$a = @ b`, Unexpected, `@`, `$a=<@ 'b'>`},
		{PowerShell, `'a' 'b'`, Unexpected, `'`, `'a' 'b'`},
		{PowerShell, `a <b`, Unexpected, `<`, `<a 'b' <>`},
		{Cmd, `& a`, Unexpected, `&`, `<a>`},
		{Cmd, `(a & b`, Unclosed, `(`, `(<a>& <b>)`},
		{Cmd, `a |`, Missing, `|`, `<a>`},
		{Cmd, `for %i (a) do b`, Missing, `for`, `{for for($i)}`},
		{Cmd, `if exist a`, Missing, `if`, `{if if('exist' 'a')[]}`},
		{Bash, `a "b`, Unclosed, ``, `<nil>`},
	} {
		s := Read(c.language, text(c.text))
		if len(s.Errors) == 0 {
			t.Errorf("%s: no error", c.text)
			continue
		}
		if e := s.Errors[0]; e.Kind != c.kind || e.String() != c.at {
			t.Errorf("%s: error %v at %q (%s), want %v at %q", c.text, e.Kind, e.String(), e.Message, c.kind, c.at)
		}
		if c.language != Bash {
			if got := outline(s.Body); got != c.rest {
				t.Errorf("%s is read as %s, want %s", c.text, got, c.rest)
			}
		}
	}
}

func TestNesting(t *testing.T) {
	for _, open := range []string{"$(", "(", "{", "@{a=", "if(", "$a[", "a.b(", "[a]", "-not ", `"$(`, "$a=", "@\"\n$("} {
		s := Read(PowerShell, text(strings.Repeat(open, 10000)))
		if !s.Unread() {
			t.Errorf("nothing is said of 10000 times %q", open)
		}
	}
	for _, open := range []string{"(", "if a==b ", "for %i in (a) do ", "(if exist a (", "cmd /c ", "powershell -c "} {
		checkScript(t, Read(Cmd, text(strings.Repeat(open, 20000))))
	}
}
