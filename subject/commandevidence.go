package subject

import (
	"strings"

	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/subject/evidence"
	"github.com/winlint/winlint/windows"
)

// A commandReader says what it sees in a docker command.
type commandReader struct {
	found   evidence.List
	mirrors windows.Mirrors
}

func (r *commandReader) saw(kind evidence.Kind, what, value string, at docker.Word) {
	r.found.Saw(kind, docker.Fill(value, "*"), what+" "+at.String(), at.Span())
}

// read says what the options of a command show, and what runs in its container.
func (r *commandReader) read(c *docker.Command) {
	for _, o := range c.Globals {
		r.option(o)
	}
	for _, o := range c.Options {
		r.option(o)
	}
	switch {
	case c.Verb == "cp":
		for _, w := range c.Operands {
			r.copied(w)
		}
	case c.Verbs("run", "create", "service create", "exec") && len(c.Operands) > 1:
		r.saw(evidence.Program, "the program", c.Operands[1].Pattern, c.Operands[1])
		for _, w := range c.Operands[2:] {
			r.saw(evidence.Argument, "the argument", w.Pattern, w)
		}
	case c.Verbs("build", "buildx build"):
		if o := c.Option("file"); o != nil && o.Value.Known() {
			sawFileName(&r.found, o.Value.Pattern, o.Value.Span())
		}
	}
}

// copied takes a path in a container: "app:C:\logs".
func (r *commandReader) copied(w docker.Word) {
	if docker.SwallowedDrive(w) != nil {
		r.found.Saw(evidence.Destination, `C:\`, "the path in a container "+w.String(), w.Span())
		return
	}
	if name, path, found := strings.Cut(w.Pattern, ":"); found && len(name) > 1 {
		r.saw(evidence.Destination, "the path in a container", path, w)
	}
}

// options is what an option is to the table where all of its value is one thing.
var options = map[string]struct {
	kind evidence.Kind
	what string
}{
	"platform": {evidence.Platform, "the platform"}, "isolation": {evidence.Isolation, "the isolation"},
	"user": {evidence.User, "the user"}, "workdir": {evidence.Workdir, "the path"}, "device": {evidence.Device, "the device"},
	"driver": {evidence.NetworkDriver, "the network driver"}, "network": {evidence.Network, "the network"},
	"host": {evidence.Address, "the address"}, "entrypoint": {evidence.Program, "the program"},
	"cpu-count": {evidence.ProcessorOption, "the number of processors"}, "cpu-percent": {evidence.ProcessorOption, "the share of processors"},
}

// option takes an option whose value one of the systems knows.
func (r *commandReader) option(o *docker.Option) {
	value := o.Value.Pattern
	if known, found := options[o.Name]; found {
		if o.Name == "device" {
			value, _, _ = strings.Cut(value, ":")
		}
		r.saw(known.kind, known.what, value, o.Value)
	}
	switch o.Name {
	case "isolation":
		if !o.Value.Known() {
			r.found.Saw(evidence.IsolationUnknown, "", "isolation that a variable sets", o.Value.Span())
		}
	case "security-opt":
		if strings.HasPrefix(strings.ToLower(value), "credentialspec=") {
			r.saw(evidence.CredentialSpec, "the security option", value, o.Value)
		}
	case "volume", "mount":
		r.mount(o)
	case "label":
		if system, found := strings.CutPrefix(value, "com.microsoft.visualstudio.targetoperatingsystem="); found {
			r.saw(evidence.Label, "the label", system, o.Value)
		}
	case "constraint":
		key, system, found := strings.Cut(value, "==")
		if found && strings.TrimSpace(key) == "node.platform.os" {
			r.saw(evidence.Placement, "the constraint", strings.TrimSpace(system), o.Value)
		}
	case "health-cmd":
		first, _, _ := strings.Cut(value, " ")
		r.saw(evidence.Program, "the program", first, o.Value)
	case "register-service", "unregister-service", "run-service", "service-name":
		r.saw(evidence.DaemonOption, "the option of dockerd", "", o.Flag)
	}
}

func (r *commandReader) mount(o *docker.Option) {
	m := docker.ReadMount(o)
	switch {
	case docker.SwallowedDrive(o.Value) != nil:
		r.found.Saw(evidence.MountTarget, `C:\`, "the mount target in "+o.Value.String(), o.Value.Span())
	case m.Type == "npipe":
		r.saw(evidence.PipeMount, "the mount", "", o.Value)
	case m.Target.Arg == nil, m.Short && isVolumeOfLetter(o.Value.Pattern):
	default:
		r.saw(evidence.MountTarget, "the mount's target", m.Target.Pattern, m.Target)
	}
}

// readEngine takes the switches of Docker Desktop's DockerCli.exe, and docker-ci-zap, which removes the data of an engine on
// Windows.
func (r *commandReader) readEngine(c *script.Command) {
	if c.Is("docker-ci-zap") {
		r.found.Saw(evidence.EngineSwitch, "windows", "the program "+c.Name.String(), c.Name.Span())
	}
	for _, arg := range c.Args {
		system := ""
		switch {
		case arg.Is("-SwitchDaemon", "-SwitchWindowsEngine"):
			system = "windows"
		case arg.Is("-SwitchLinuxEngine"):
			system = "linux"
		}
		r.found.Saw(evidence.EngineSwitch, system, "the switch of Docker Desktop "+arg.String(), arg.Span())
	}
}
