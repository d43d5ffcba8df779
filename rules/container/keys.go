package container

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject/setting"
)

// Where Docker Engine checks what a container may have.
const (
	composeCreate = "docker/compose pkg/compose/create.go"
	hostConfig    = "moby/moby daemon/internal/runconfig/hostconfig_windows.go"
	daemonCreate  = "moby/moby daemon/daemon_windows.go"
	architecture  = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/container-networking/architecture"
)

var keys = []*lint.Rule{
	{
		ID: "setting-refused", Summary: "Docker Engine on Windows rejects the setting", Topic: "container",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{hostConfig, daemonCreate, composeCreate, "https://docs.docker.com/reference/cli/docker/container/run/"},
		Check: keyTable{engine.Refused},
	},
	{
		ID: "setting-ignored", Summary: "The setting has no effect on Windows", Topic: "container",
		Severity: lint.Warning, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{daemonCreate, "moby/moby daemon/oci_windows.go", architecture},
		Check: keyTable{engine.Ignored},
	},
}

// A keyTable is a check of the settings that have one support, whatever their value is, unless it changes nothing.
type keyTable struct{ support engine.Support }

// ownRules is the keys that have rules of their own, or that do no harm.
var ownRules = []string{
	"services.*.credential_spec", "services.*.extra_hosts", "services.*.links", "services.*.external_links",
	"services.*.volumes.[].tmpfs", "services.*.volumes.[].image", "services.*.volumes.[].bind.propagation",
	"services.*.volumes.[].bind.selinux", "services.*.volumes.[].bind.create_host_path",
	"services.*.volumes.[].consistency", "services.*.runtime",
}

// has reports whether the table is about a key.
func (t keyTable) has(k *engine.Key) bool {
	return k.Support == t.support && !k.ByValue && k.Says != "" && !slices.Contains(ownRules, k.Path)
}

// Check reports the settings of a service, a network or a docker command.
func (t keyTable) Check(p *lint.Pass, n parser.Node) {
	switch n := n.(type) {
	case *compose.Service, *compose.Resource:
	case *docker.Command:
		if n.Verb == "build" && p.Environment.Builder == engine.BuildKit || n.Verb == "update" { // which has a rule of its own
			return
		}
	default:
		return
	}
	for _, s := range setting.Of(n) {
		if t.has(s.Key) && s.Asks() && !p.DiffersInStack(&s) {
			t.report(p, &s)
		}
	}
}

func (t keyTable) report(p *lint.Pass, s *setting.Setting) {
	what := shown(p, s)
	var f *lint.Finding
	if t.support == engine.Ignored {
		f = p.Reportf(s.Label, "`%s` has no effect on Windows", what).Notef("%s", s.Key.Says)
	} else {
		f = p.Reportf(s.Label, "Windows does not support `%s`", what).Notef("%s: `%s`%s.", rejects(s), s.Key.Says, inVersions(s.Key))
	}
	instead := s.Key.Instead.Key
	if s.Option != nil {
		instead = s.Key.Instead.Option
	}
	build := ofBuild(s)
	if instead == "" || build {
		instead = "Remove `" + written(p, s) + "`."
	} else {
		f.Unsafe()
	}
	f.Helpf("%s", instead)
	switch {
	case s.Key.Path == "services.*.deploy.resources.reservations.memory" && p.Environment.Compose != engine.ComposeV2:
		f.WithSeverity(lint.Warning) // earlier versions of Compose left it to stacks
	case build && p.Environment.Builder != engine.Classic:
		f.WithSeverity(lint.Info)
	}
	if countsOn(s) {
		f.Unsafe()
	}
	remove(p, f, s)
}

// ofBuild reports whether a setting is an option of docker build.
func ofBuild(s *setting.Setting) bool {
	c, ok := s.Owner.(*docker.Command)
	return ok && c.Verb == "build"
}

// countsOn reports whether the author may count on what an ignored setting does: that a network is cut off, that addresses
// of it are kept free, that a service shares what another one has.
func countsOn(s *setting.Setting) bool {
	return s.Key.Support == engine.Ignored && strings.HasPrefix(s.Key.Path, "networks.") ||
		s.Option == nil && strings.HasPrefix(s.Text, "service:")
}

// rejects says who rejects a setting, and what for.
func rejects(s *setting.Setting) string {
	switch {
	case ofBuild(s):
		return "The classic builder cannot create the containers of RUN"
	case strings.HasPrefix(s.Key.Path, "networks."):
		return "Docker Engine does not create the network"
	case strings.HasPrefix(s.Key.Source, "docker/compose"):
		return "Compose does not create the container"
	case strings.HasPrefix(s.Key.Source, "docker/cli"):
		return "The Docker CLI does not create the container"
	}
	return "Docker Engine does not create the container"
}

// inVersions is the versions that something is about, as a note adds them; "" if it is all.
func inVersions(k *engine.Key) string {
	if k.Scope == "" {
		return ""
	}
	return " (" + k.Scope + ")"
}

// shown is a setting as messages name it, with its value if that is short.
func shown(p *lint.Pass, s *setting.Setting) string {
	return check.Brief(written(p, s))
}

// written is a setting with its value, in full.
func written(p *lint.Pass, s *setting.Setting) string {
	if s.Option != nil {
		return p.Unit.File.Slice(s.Option.Span())
	}
	if v := s.Value.Resolve(); v.Scalar() && v.Kind != data.Null {
		return s.Name + ": " + v.Text.String()
	}
	return s.Name
}

// Rows is the table for the rule's page.
func (t keyTable) Rows() (head []string, rows [][]string) {
	head = []string{"in Compose", "on the command line", "error", "versions", "with `docker stack deploy`"}
	if t.support == engine.Ignored {
		head[2] = "why"
	}
	add := func(name, option string, k *engine.Key) {
		says := k.Says
		if t.support == engine.Refused {
			says = "`" + says + "`"
		}
		if option != "" {
			option = "`" + option + "`"
		}
		rows = append(rows, []string{name, option, says, k.Scope, inStackWords[k.Stack]})
	}
	for _, path := range engine.KeyPaths() {
		if k := engine.KeyAt(path); k.Path == path && t.has(k) {
			name := "`" + setting.KeyName(path) + "`"
			if strings.HasPrefix(path, "networks") {
				name += " of a network"
			}
			add(name, k.Command(), k)
		}
	}
	for _, name := range engine.OptionNames("run") {
		if k := engine.OptionKey("run", name); k.Path == "" && t.has(k) {
			add("", "docker run --"+name, k)
		}
	}
	return head, rows
}

// inStackWords is what `docker stack deploy` does, in words.
var inStackWords = map[engine.Stack]string{
	engine.DroppedInStack: "ignored",
	engine.WorksInStack:   "works", engine.RefusedInStack: "rejected on every system",
}

func isNetwork(r *compose.Resource) bool { return r.Section() == "networks" }
