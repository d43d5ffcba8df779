package script

import (
	"strings"

	"github.com/winlint/winlint/source"
)

// named gives the command its name.
func (c *Command) named(name *Arg) {
	c.Name = name
	c.Lower = baseName(name.value)
}

// baseName is the last part of a program's path without ".exe", in lower case; empty where that part is not known.
func baseName(name reading) string {
	s := name.String()
	from := strings.LastIndexAny(s, `\/`) + 1
	if n := len(name.holes); n > 0 && strings.EqualFold(s[name.holes[n-1].start:name.holes[n-1].end], "%~dp0") {
		from = max(from, name.holes[n-1].end) // the directory of the batch file, with its last backslash
	}
	for _, h := range name.holes {
		if h.end > from {
			return ""
		}
	}
	base := strings.ToLower(strings.TrimSpace(s[from:]))
	if trimmed := strings.TrimSuffix(base, ".exe"); trimmed != "" {
		return trimmed
	}
	return base
}

// Bare reports whether the name is written as its base name alone, without directory and ".exe": only such a name can be
// an alias or a function.
func (c *Command) Bare() bool {
	return c.Name != nil && c.Lower != "" && strings.EqualFold(c.Name.value.String(), c.Lower)
}

// Is reports whether the command's lower-case base name is one of the names.
func (c *Command) Is(names ...string) bool {
	for _, name := range names {
		if c.Lower == name && name != "" {
			return true
		}
	}
	return false
}

// Cmdlet is the name of the cmdlet that a PowerShell command means by an alias that every PowerShell of its edition
// has, in lower case; else it is Lower.
func (c *Command) Cmdlet() string {
	if c.Script == nil || !c.Script.Language.IsPowerShell() || !c.Bare() {
		return c.Lower
	}
	if target, ok := aliases[c.Lower]; ok {
		return target
	}
	if target, ok := desktopAliases[c.Lower]; ok && c.Script.Language == WindowsPowerShell {
		return target
	}
	return c.Lower
}

// Param is the first PowerShell parameter that can mean one of the names (lower case, without dash), since PowerShell
// takes any beginning of a name: -OutF means -OutFile. value is what follows it or is after its colon, nil where
// that is another parameter or nothing. A switch has a value, too, if a positional argument follows.
func (c *Command) Param(names ...string) (param, value *Arg) {
	for i, arg := range c.Args {
		if !arg.means(names) {
			continue
		}
		switch {
		case arg.Inline != nil:
			return arg, arg.Inline
		case i+1 < len(c.Args) && c.Args[i+1].Param == "":
			return arg, c.Args[i+1]
		}
		return arg, nil
	}
	return nil, nil
}

func (a *Arg) means(names []string) bool {
	for _, name := range names {
		if a.Param != "" && strings.HasPrefix(name, a.Param) {
			return true
		}
	}
	return false
}

// Option is the first argument that is exactly one of the names, or one of them with "=value" or ":value" after it;
// value is that text, or that of the next argument, and has no places where there is neither.
func (c *Command) Option(names ...string) (option *Arg, value source.Text) {
	for i, arg := range c.Args {
		got := arg.value.String()
		for _, name := range names {
			rest, ok := strings.CutPrefix(got, name)
			switch {
			case ok && rest == "":
				if i+1 < len(c.Args) {
					value = c.Args[i+1].Value()
				}
				return arg, value
			case ok && (rest[0] == '=' || rest[0] == ':'):
				return arg, arg.value.Slice(len(name)+1, len(got))
			}
		}
	}
	return nil, source.Text{}
}

// Has reports whether one of the arguments is exactly one of the values, in any case of letters.
func (c *Command) Has(values ...string) bool {
	for _, arg := range c.Args {
		if arg.Is(values...) {
			return true
		}
	}
	return false
}

// Line is the command line that the program gets, in cmd and in an exec form: redirections and "^" are gone, quotes
// are still in it. Of PowerShell and sh it is empty: they hand on words.
func (c *Command) Line() source.Text { return c.line.Text }

// Set is the name and the value that cmd's SET gives a variable: `set A=b`, `set "A=b"`, `set /p A=b`. The name is as
// written.
func (c *Command) Set() (name, value source.Text, ok bool) {
	if c.Lower != "set" || c.Script == nil || !c.Script.Language.IsCmd() {
		return source.Text{}, source.Text{}, false
	}
	line := c.line.Text
	text := line.Slice(len("set"), line.Len())
	text = trimBlanks(text)
	for _, option := range []string{"/p", "/a"} {
		if len(text.String()) > 2 && strings.EqualFold(text.String()[:2], option) {
			text = trimBlanks(text.Slice(2, text.Len()))
		}
	}
	if s := text.String(); strings.HasPrefix(s, `"`) {
		end := strings.LastIndex(s, `"`)
		if end == 0 {
			end = len(s)
		}
		text = text.Slice(1, end)
	}
	at := strings.IndexByte(text.String(), '=')
	if at <= 0 {
		return source.Text{}, source.Text{}, false
	}
	return text.Slice(0, at), text.Slice(at+1, text.Len()), true
}

func trimBlanks(t source.Text) source.Text {
	s := t.String()
	from := len(s) - len(strings.TrimLeft(s, " \t"))
	return t.Slice(from, max(from, len(strings.TrimRight(s, " \t"))))
}
