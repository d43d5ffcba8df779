package subject

import (
	"strings"

	"github.com/winlint/winlint/parser/daemon"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject/evidence"
	"github.com/winlint/winlint/windows"
)

// readDaemon reads the configuration of an engine. It is one scope, whose nodes are the document, its settings, and what
// dockerd cannot read.
func readDaemon(f *source.File, w *World) *Unit {
	u := Unread(f)
	if data.TooLong(f.Text) {
		u.Unchecked = []source.Unchecked{{Span: f.Line(1), Reason: "This file has more than 150,000 lines and commas, so it was not checked"}}
		return u
	}
	doc := daemon.Parse(f)
	u.Daemon, u.Data = doc, doc.Document
	scope := daemonScope(doc, f.Path, source.At(0), w)
	u.Scopes = []*Scope{scope}
	u.FileScope.Target = scope.Target
	return u
}

// daemonScope is the scope of a configuration at a path, which is named at a place.
func daemonScope(doc *daemon.Document, name string, at source.Span, w *World) *Scope {
	scope := &Scope{Kind: Daemon, Daemon: doc, Target: daemonTarget(doc, name, at, w), span: doc.Span()}
	state := &State{}
	scope.Nodes = append(scope.Nodes, Node{Node: doc, State: state})
	for _, e := range doc.Errors {
		scope.Nodes = append(scope.Nodes, Node{Node: &daemon.Error{Error: e}, State: state})
	}
	for _, s := range doc.Settings {
		scope.Nodes = append(scope.Nodes, Node{Node: s, State: state})
	}
	return scope
}

// daemonTarget tells which system the engine is for. Most files of that name are for Linux, so without a reason nothing is
// known; and with reasons for both systems, which is common in files for Docker Desktop, nothing is certain, unless the path
// of the file decides.
func daemonTarget(doc *daemon.Document, name string, at source.Span, w *World) Target {
	var found evidence.List
	found.Saw(evidence.DaemonFile, name, "the path of the file", at)
	for _, s := range doc.Settings {
		sawDaemonSetting(&found, doc.File, s)
	}
	w.sawStated(&found, at)
	t := judged(found)
	onLinux, decided := false, false
	for _, r := range found {
		onLinux = onLinux || r.OS == windows.Linux
		decided = decided || r.Weight == evidence.Setting || r.Weight >= evidence.Asked
	}
	switch {
	case t.OS != windows.Windows, !onLinux, decided:
	case t.Strong:
		t.Strong = false
	default:
		return Target{Why: t.Why}
	}
	return t
}

// daemonEvidence is what the strings of a key are to the table of evidence.
var daemonEvidence = map[string]evidence.Kind{
	"data-root": evidence.DaemonPath, "exec-root": evidence.DaemonPath, "graph": evidence.DaemonPath, "pidfile": evidence.DaemonPath,
	"tlscacert": evidence.DaemonPath, "tlscert": evidence.DaemonPath, "tlskey": evidence.DaemonPath, "cdi-spec-dirs": evidence.DaemonPath,
	"containerd": evidence.DaemonPath, "hosts": evidence.Address, "exec-opts": evidence.DaemonExecOption, "log-driver": evidence.LogDriver,
	"storage-driver": evidence.StorageDriver, "default-runtime": evidence.DaemonRuntime,
}

func sawDaemonSetting(found *evidence.List, f *source.File, s *daemon.Setting) {
	kind, known := daemonEvidence[s.Name()]
	if !known {
		return
	}
	for _, v := range s.Strings() {
		value := v.String()
		if kind == evidence.DaemonPath { // as it is written, since one backslash too few may have made it another text
			value = strings.Trim(f.Slice(v.Span()), `"`)
			value = strings.ReplaceAll(value, `\\`, `\`)
		}
		found.Saw(kind, value, "the value of `"+s.Name()+"`", v.Span())
	}
}
