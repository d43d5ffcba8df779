package subject

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/flow"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/parser/daemon"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
)

// This file finds the configuration of an engine that a script writes as a text of its own.

// daemonPath is the path at which dockerd on Windows looks for its configuration.
var daemonPath = lazy.MustCompile(`(?i)docker[\\/]config[\\/]daemon\.json["')]*$`)

// readDaemonLiterals adds a scope for each text that a script writes to the default path of the configuration, if the text is in
// the file letter by letter: what a shell changes before it is written is not read.
func (u *Unit) readDaemonLiterals(w *World, outermost *script.Script, values flow.Values) {
	if !daemonJSON.MatchString(outermost.Text.String()) {
		return
	}
	for s := range outermost.All() {
		if s.Unread() || s.Language.IsSh() {
			continue
		}
		r := &literalReader{unit: u, world: w, values: values, paths: pathVariables(s)}
		script.Walk(s.Body, func(n script.Node) bool {
			r.node(n)
			return true
		})
	}
}

var daemonJSON = lazy.MustCompile(`(?i)daemon\.json`)

// pathVariables is the variables that hold the path.
func pathVariables(s *script.Script) map[string]bool {
	holds := map[string]bool{}
	for a := range script.Nodes[*script.Assign](s.Body) {
		if v, ok := a.Target.(*script.Variable); ok && a.Value != nil && daemonPath.MatchString(strings.TrimSpace(a.Value.String())) {
			holds[v.Name] = true
		}
	}
	return holds
}

type literalReader struct {
	unit   *Unit
	world  *World
	values flow.Values
	paths  map[string]bool
}

func (r *literalReader) node(n script.Node) {
	switch n := n.(type) {
	case *script.Pipeline:
		r.pipeline(n)
	case *script.Member:
		if n.Call && n.Lower == "writealltext" && len(n.Args) >= 2 && r.isPath(n.Args[0]) {
			r.add(n.Args[1], n.Args[0])
		}
	}
}

// pipeline reads "'{}' | Set-Content FILE", "Set-Content FILE '{}'", "'{}' > FILE" and cmd's "echo {} > FILE".
func (r *literalReader) pipeline(p *script.Pipeline) {
	redirects := p.Redirects
	last, _ := p.Elements[len(p.Elements)-1].(*script.Command)
	if last != nil {
		redirects = last.Redirects
	}
	for _, to := range redirects {
		if to.Target == nil || !strings.HasSuffix(to.Op.String(), ">") || strings.HasSuffix(to.Op.String(), ">>") || !r.isPath(to.Target) {
			continue
		}
		switch {
		case last == nil:
			r.add(p.Elements[0], to.Target)
		case last.Cmdlet() == "write-output" && len(last.Args) == 1:
			r.add(last.Args[0], to.Target)
		case last.Is("echo") && last.Script.Language.IsCmd():
			line := last.Line()
			r.addText(line.Slice(min(len("echo "), line.Len()), line.Len()), to.Target)
		}
	}
	if last == nil || !slices.Contains([]string{"set-content", "out-file", "new-item"}, last.Cmdlet()) {
		return
	}
	var path, text script.Node
	for _, arg := range last.Args {
		switch {
		case arg.Param != "":
		case r.isPath(arg):
			path = arg
		case text == nil && strings.HasPrefix(strings.TrimLeft(arg.Value().String(), " \t\r\n"), "{"), arg.Variable() != nil && text == nil:
			text = arg
		}
	}
	if len(p.Elements) == 2 {
		text = p.Elements[0]
	}
	if path != nil && text != nil {
		r.add(text, path)
	}
}

func (r *literalReader) isPath(n script.Node) bool {
	if v := variableIn(n); v != nil && r.paths[v.Name] {
		return true
	}
	return daemonPath.MatchString(n.String())
}

// variableIn is the variable that a node consists of; nil if it is anything else.
func variableIn(n script.Node) *script.Variable {
	switch n := n.(type) {
	case *script.Arg:
		return n.Variable()
	case *script.Variable:
		return n
	}
	return nil
}

// add reads the text that a node means.
func (r *literalReader) add(n, path script.Node) {
	if v := variableIn(n); v != nil {
		if word, known := r.values[v.Name]; known {
			r.addText(word.Text, path)
		}
		return
	}
	if text, known := script.Value(n); known {
		r.addText(text, path)
	}
}

func (r *literalReader) addText(text source.Text, path script.Node) {
	at := text.Span()
	if text.Len() == 0 || r.unit.File.Slice(at) != text.String() || !strings.HasPrefix(strings.TrimSpace(text.String()), "{") {
		return
	}
	doc := daemon.ParseIn(r.unit.File, at)
	r.unit.Scopes = append(r.unit.Scopes, daemonScope(doc, "/ProgramData/docker/config/daemon.json", path.Span(), r.world))
}
