package subject

import (
	"path"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/windows"
)

// A place is the directory that a command of a script works in, as source.File.Path names directories.
type place struct {
	directory string
	known     bool
	fixed     bool // it is certain
	moved     bool // from where the script was started by directories that it names relative to that; where that was is not known
}

// directories tells where the commands of a script work, and of those that it starts, from where it begins. What a branch, a
// loop or a function changes is not known afterwards.
func directories(file string, s *script.Script, begins place) map[*script.Command]place {
	at := map[*script.Command]place{}
	for inner := range s.All() {
		if inner.Broken() {
			continue
		}
		start, found := begins, true
		if inner.By != nil {
			start, found = at[inner.By]
		}
		if found {
			f := directoryFollower{script: path.Dir(file), here: start, at: at}
			f.follow(inner)
		}
	}
	return at
}

type directoryFollower struct {
	script string // the directory of the script
	here   place
	stack  []place // of pushd
	at     map[*script.Command]place
}

func (f *directoryFollower) follow(s *script.Script) {
	nested, inFunction := within(s, isBranch), within(s, isFunction)
	moves, nestedMoves := false, s.Partial()
	for c := range s.Commands() {
		if changesDirectory(c) {
			moves = true
			nestedMoves = nestedMoves || nested[c] || inFunction[c]
		}
	}
	for c := range s.Commands() {
		if (nested[c] || inFunction[c]) && nestedMoves || inFunction[c] && moves {
			f.at[c] = place{}
		} else {
			f.at[c] = f.here
		}
		f.command(c)
		if changesDirectory(c) && (nested[c] || inFunction[c]) {
			f.here = place{}
		}
	}
}

func isBranch(n script.Node) bool {
	switch n.(type) {
	case *script.Compound, *script.Group:
		return true
	}
	return false
}

func isFunction(n script.Node) bool {
	_, ok := n.(*script.Function)
	return ok
}

// within is the commands in nodes of some kinds.
func within(s *script.Script, wanted func(script.Node) bool) map[*script.Command]bool {
	inside := map[*script.Command]bool{}
	script.Walk(s.Body, func(outer script.Node) bool {
		if !wanted(outer) {
			return true
		}
		script.Walk(outer, func(n script.Node) bool {
			if c, ok := n.(*script.Command); ok {
				inside[c] = true
			}
			return true
		})
		return false
	})
	return inside
}

// changes is the commands that change the directory, by their names: those that also remember it, and the others.
var changes = map[string]bool{"pushd": true, "push-location": true, "cd": false, "chdir": false, "set-location": false}

func changesDirectory(c *script.Command) bool {
	_, found := changes[directoryCommand(c)]
	return found
}

// directoryCommand is the name of a command, or of the cmdlet that it is an alias of.
func directoryCommand(c *script.Command) string {
	if c.Script.Language.IsPowerShell() {
		return c.Cmdlet()
	}
	return c.Lower
}

func (f *directoryFollower) command(c *script.Command) {
	name := directoryCommand(c)
	remembers, changes := changes[name]
	switch {
	case name == "popd" || name == "pop-location":
		f.here = place{}
		if n := len(f.stack); n > 0 {
			f.here, f.stack = f.stack[n-1], f.stack[:n-1]
		}
		return
	case !changes:
		return
	case remembers:
		f.stack = append(f.stack, f.here)
	}
	if to, stays := target(c); !stays {
		f.here = f.to(to)
	}
}

// target is the directory that a command changes to, as written; stays is whether it changes to none.
func target(c *script.Command) (to string, stays bool) {
	for _, arg := range c.Args {
		text := arg.Value().String()
		switch {
		case arg.Param != "" && arg.Inline == nil, c.Script.Language.IsCmd() && strings.EqualFold(text, "/d"), text == "--":
		case to != "":
			return "", false
		default:
			to = text
		}
	}
	return to, to == "" && !c.Script.Language.IsSh()
}

func (f *directoryFollower) to(name string) place {
	if rest, ok := besideScript(name); ok {
		name = path.Join(f.script, rest)
		return place{directory: name, known: isLiteralPath(rest), fixed: true}
	}
	if name == "" || !f.here.known || !isLiteralPath(name) || path.IsAbs(name) || windows.IsDrivePath(name) {
		return place{}
	}
	return place{directory: join(f.here.directory, name), known: true, fixed: f.here.fixed, moved: !f.here.fixed}
}

// ownDirectory is how a script names its own directory at the beginning of a path.
var ownDirectory = lazy.MustCompile(`(?i)^(?:%~dp0|\$\{?PSScriptRoot\}?|\$\(dirname\s+["']?(?:\$0|\$\{?BASH_SOURCE(?:\[0\])?\}?)["']?\)|` +
	`\$\(Split-Path\s+(?:-Parent\s+|-Path\s+)?\$(?:PSCommandPath|MyInvocation\.MyCommand\.(?:Path|Definition))(?:\s+-Parent)?\))`)

// besideScript cuts the directory of the script off a path that begins with it.
func besideScript(name string) (rest string, ok bool) {
	m := ownDirectory.FindStringIndex(name)
	if m == nil {
		return "", false
	}
	rest = name[m[1]:]
	return strings.TrimLeft(strings.ReplaceAll(rest, `\`, "/"), "/"), true
}

func isLiteralPath(name string) bool {
	return !strings.ContainsAny(name, "$%!*?`~(\x00") && name != "-"
}
