package check

import (
	"cmp"
	"slices"
	"strings"

	"github.com/winlint/winlint/parser/script"
)

// A Written is a file or directory that a command writes.
type Written struct {
	At      script.Node
	Path    string // as the command names it
	Created bool   // it is a directory that the command creates empty
	Fetched bool   // it is a download, which another command may use and leave
}

// WrittenBy is what a command writes, as far as its paths are known.
func WrittenBy(c *script.Command) []Written {
	var list []Written
	add := func(arg *script.Arg, created, fetched bool) {
		if arg == nil || !arg.Known() {
			return
		}
		if text := strings.Trim(arg.Value().String(), `"'`); text != "" && !strings.ContainsAny(text, "*?<>|,&$") {
			list = append(list, Written{arg, text, created, fetched})
		}
	}
	for _, r := range c.Redirects {
		if op := r.Op.String(); r.Target != nil && strings.Contains(op, ">") && !r.Target.Is("nul", "$null") {
			add(r.Target, false, false)
		}
	}
	if c.Name == nil || c.Keyword {
		return list
	}
	if c.Script.Language.IsPowerShell() {
		writtenByCmdlet(c, add)
	}
	switch {
	case c.Script.Language.IsCmd() && c.Is("copy", "xcopy", "move"):
		if words := operands(c); len(words) > 1 {
			add(words[len(words)-1], false, false)
		}
	case c.Script.Language.IsCmd() && c.Is("md", "mkdir"):
		for _, word := range operands(c) {
			add(word, true, false)
		}
	case c.Is("robocopy"):
		if words := operands(c); len(words) > 1 {
			add(words[1], false, false)
		}
	case c.Is("tar") && slices.ContainsFunc(c.Args, extracts):
		add(ArgumentAfter(c, "-C"), false, false)
	case c.Is("curl") && c.Cmdlet() == "curl":
		for i, arg := range c.Args[:max(0, len(c.Args)-1)] {
			if toFile(c, arg.Value().String()) {
				add(c.Args[i+1], false, true)
			}
		}
	case c.Is("git") && len(c.Args) > 2 && c.Args[0].Is("clone"):
		last, before := c.Args[len(c.Args)-1], c.Args[len(c.Args)-2].Value().String()
		if to := last.Value().String(); !strings.Contains(to, "://") && !strings.Contains(to, "@") && !strings.HasPrefix(before, "-") {
			add(last, false, false)
		}
	}
	return list
}

// writtenByCmdlet adds what a cmdlet writes. New-Item without a type creates a file.
func writtenByCmdlet(c *script.Command, add func(at *script.Arg, created, fetched bool)) {
	value := func(names ...string) *script.Arg {
		_, v := c.Param(names...)
		return v
	}
	switch c.Cmdlet() {
	case "new-item":
		kind := value("itemtype", "type")
		at := value("path")
		if at == nil {
			at = nth(positionals(c), 0)
		}
		if kind != nil && kind.Is("directory", "file") && value("name") == nil {
			add(at, kind.Is("directory"), false)
		}
	case "mkdir", "md":
		if len(c.Args) > 0 && c.Args[0].Param == "" {
			add(c.Args[0], true, false)
		}
	case "set-content", "add-content":
		add(cmp.Or(value("path", "literalpath"), nth(positionals(c), 0)), false, false)
	case "out-file":
		add(cmp.Or(value("filepath", "literalpath"), nth(positionals(c), 0)), false, false)
	case "invoke-webrequest", "invoke-restmethod":
		add(value("outfile"), false, true)
	case "expand-archive", "copy-item", "move-item":
		second := 1
		if value("path", "literalpath") != nil {
			second = 0
		}
		add(cmp.Or(value("destination", "destinationpath"), nth(positionals(c), second)), false, false)
	}
}

// positionals is the arguments of a cmdlet that writes files which are neither parameters nor their values.
func positionals(c *script.Command) (list []*script.Arg) {
	isValue := false
	for _, arg := range c.Args {
		if arg.Param == "" && !isValue {
			list = append(list, arg)
		}
		isValue = arg.Param != "" && arg.Inline == nil && !slices.Contains(fileSwitches, arg.Param)
	}
	return list
}

// fileSwitches is the parameters without a value of these cmdlets.
var fileSwitches = strings.Fields("force recurse r passthru append noclobber nonewline container whatif confirm verbose")

// nth is the argument at a place; nil if there are fewer.
func nth(args []*script.Arg, i int) *script.Arg {
	if i >= len(args) {
		return nil
	}
	return args[i]
}

// operands is the arguments of a program of Windows that are not switches.
func operands(c *script.Command) []*script.Arg {
	return slices.DeleteFunc(slices.Clone(c.Args), func(a *script.Arg) bool {
		return strings.HasPrefix(a.Value().String(), "/")
	})
}

// extracts reports whether an argument of tar is the one that makes it extract.
func extracts(a *script.Arg) bool {
	s := a.Value().String()
	return s == "--extract" || !strings.HasPrefix(s, "--") && len(s) < 6 && strings.HasPrefix(strings.TrimPrefix(s, "-"), "x")
}

// ArgumentAfter is the argument that follows an option; nil if there is none.
func ArgumentAfter(c *script.Command, option string) *script.Arg {
	for i, arg := range c.Args[:max(0, len(c.Args)-1)] {
		if arg.Value().String() == option {
			return c.Args[i+1]
		}
	}
	return nil
}

// ChangesDirectoryIn reports whether a script leaves the working directory, so that its relative paths are not known.
func ChangesDirectoryIn(s *script.Script) bool {
	for c := range s.Commands() {
		if c.Is("cd", "chdir", "pushd", "popd", "sl") || c.Cmdlet() == "set-location" || c.Cmdlet() == "push-location" {
			return true
		}
	}
	return false
}
