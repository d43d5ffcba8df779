package container

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

// Where Docker Engine checks what a container may have.
const (
	composeCreate = "docker/compose pkg/compose/create.go"
	hostConfig    = "moby/moby daemon/internal/runconfig/hostconfig_windows.go"
	daemonCreate  = "moby/moby daemon/daemon_windows.go"
	architecture  = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/container-networking/architecture"
)

var composeKeys = []*lint.Rule{
	{
		ID: "key-refused", Summary: "Docker Engine on Windows refuses what the key asks for", Topic: "container",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0", Refs: []string{hostConfig, daemonCreate, composeCreate},
		Check: keyTable{engine.Refused},
	},
	{
		ID: "key-ignored", Summary: "Docker Engine on Windows does not heed the key", Topic: "container",
		Severity: lint.Warning, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{daemonCreate, "moby/moby daemon/oci_windows.go", architecture},
		Check: keyTable{engine.Ignored},
	},
}

// A keyTable is a check of the keys of services and networks of which something is known, whatever their value is but for those that
// change nothing.
type keyTable struct{ support engine.Support }

// ownRules is the keys of which other rules speak, or that do no harm.
var ownRules = []string{
	"services.*.credential_spec", "services.*.extra_hosts", "services.*.links", "services.*.external_links",
	"services.*.volumes.[].tmpfs", "services.*.volumes.[].image", "services.*.volumes.[].bind.propagation",
	"services.*.volumes.[].bind.selinux", "services.*.volumes.[].bind.create_host_path",
	"services.*.volumes.[].consistency", "services.*.runtime",
}

// has reports whether the table speaks of a key.
func (t keyTable) has(k *engine.Key) bool {
	return k.Support == t.support && !k.ByValue && k.Says != "" && !slices.Contains(ownRules, k.Path)
}

// Check reports the keys of a service or network.
func (t keyTable) Check(p *lint.Pass, n parser.Node) {
	var settings []subject.Setting
	switch n := n.(type) {
	case *compose.Service:
		settings = subject.Settings(n)
	case *compose.Resource:
		if r := n; isNetwork(r) && !r.External() {
			settings = subject.ResourceSettings("networks", r)
		}
	}
	for _, s := range settings {
		if t.has(s.Key) && takesEffect(s) && !(check.InStack(p) && s.Key.Stack != engine.SameInStack) {
			t.report(p, s)
		}
	}
}

// takesEffect reports whether a key has a value that is known to ask for something.
func takesEffect(s subject.Setting) bool {
	v := s.Entry.Value.Resolve()
	if v == nil || v.Tag == "!reset" || !subject.Applies(s.Key, v) {
		return false
	}
	if !v.Scalar() {
		return true
	}
	value, known := compose.Expand(v.Text, "")
	return known && !slices.Contains(s.Key.Harmless, strings.ToLower(value))
}

func (t keyTable) report(p *lint.Pass, s subject.Setting) {
	k := s.Key
	wayOut := "Take it away."
	if k.Instead != "" {
		wayOut = k.Instead + "."
	}
	f := check.ReportServicef(p, s.Entry.Key, "%s %s", t.says(s), wayOut)
	if k.Path == "services.*.deploy.resources.reservations.memory" && p.Environment.Compose != engine.ComposeV2 {
		f.WithSeverity(lint.Warning) // earlier versions of Compose left it to stacks
	}
	// Who writes one of a network counts on its being cut off, or on addresses that are kept free.
	wanted := t.support == engine.Ignored && strings.HasPrefix(k.Path, "networks.")
	if wanted || !check.OnlyWindows(p.Unit) || check.InStack(p) || k.Instead != "" || strings.HasPrefix(s.Entry.Value.String(), "service:") {
		f.Unsafe()
	}
	check.DeleteEntry(f, s.Entry)
}

func (t keyTable) says(s subject.Setting) string {
	what := shown(s)
	if t.support == engine.Ignored {
		return "Docker Engine on Windows " + s.Key.Effect() + " `" + what + "`: " + s.Key.Says + "."
	}
	scope := ""
	if s.Key.Scope != "" {
		scope = " (" + s.Key.Scope + ")"
	}
	made := "container"
	if strings.HasPrefix(s.Key.Path, "networks.") {
		made = "network"
	}
	who := "Docker Engine on Windows"
	if strings.HasPrefix(s.Key.Source, "docker/compose") {
		who = "Docker Compose, when the engine is one for Windows,"
	}
	return who + " refuses to create a " + made + " with `" + what + "`: `" + s.Key.Says + "`" + scope + "."
}

// shown is a key as messages name it, with its value where that is short.
func shown(s subject.Setting) string {
	name := keyName(s.Key.Path)
	if v := s.Entry.Value.Resolve(); v.Scalar() && v.Kind != data.Null {
		return check.Brief(name + ": " + v.Text.String())
	}
	return name
}

// keyName is the path of a key within the service or network that has it.
func keyName(path string) string {
	_, name, _ := strings.Cut(path, ".*.")
	return strings.ReplaceAll(strings.ReplaceAll(name, ".[]", ""), ".*", "")
}

// Rows is the table for the rule's page.
func (t keyTable) Rows() (head []string, rows [][]string) {
	head = []string{"key", "refused with", "since", "in a stack"}
	if t.support == engine.Ignored {
		head[1] = "why"
	}
	for _, path := range engine.KeyPaths() {
		k := engine.KeyAt(path)
		if k.Path != path || !t.has(k) {
			continue
		}
		says := k.Says
		if t.support == engine.Refused {
			says = "`" + says + "`"
		}
		where := ""
		if strings.HasPrefix(path, "networks") {
			where = " of a network"
		}
		rows = append(rows, []string{"`" + keyName(path) + "`" + where, says, k.Scope, inStackWords[k.Stack]})
	}
	return head, rows
}

// inStackWords is what `docker stack deploy` does, in words.
var inStackWords = map[engine.Stack]string{
	engine.SameInStack: "the same", engine.DroppedInStack: "dropped",
	engine.WorksInStack: "works", engine.RefusedInStack: "refused everywhere",
}

// isVolume and isNetwork tell what a resource is, by the key that it stands under.
func isVolume(r *compose.Resource) bool { return section(r) == "volumes" }

func isNetwork(r *compose.Resource) bool { return section(r) == "networks" }

func section(r *compose.Resource) string {
	if around := r.Entry.Key.Parent; around != nil && around.Key != nil {
		return around.Key.String()
	}
	return ""
}
