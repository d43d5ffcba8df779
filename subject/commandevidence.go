package subject

import (
	"path"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/windows"
)

// This file is what tells, beside the images, which system a docker command is for.

// engine takes the switches of Docker Desktop's DockerCli.exe, and docker-ci-zap, which removes the data of an engine on
// Windows.
func (h *hints) engine(c *script.Command) {
	if c.Is("docker-ci-zap") {
		h.tell(windows.Windows, "the program", c.Name.Text())
	}
	for _, arg := range c.Args {
		switch {
		case arg.Is("-SwitchDaemon", "-SwitchWindowsEngine"):
			h.tell(windows.Windows, "the switch of Docker Desktop", arg.Text())
		case arg.Is("-SwitchLinuxEngine"):
			h.tell(windows.Linux, "the switch of Docker Desktop", arg.Text())
		}
	}
}

// aimByOptions tells the target by options that only one system has.
func aimByOptions(s *Scope) {
	h := hints{}
	for _, o := range s.Docker.Options {
		h.option(o)
	}
	if s.Docker.Verb == "cp" {
		for _, w := range s.Docker.Operands {
			_, path, found := strings.Cut(w.Pattern, ":")
			if found && windows.IsDrivePath(path) || docker.SwallowedDrive(w) != nil {
				h.tell(windows.Windows, "the path in a container", w.Text)
			}
		}
	}
	switch {
	case h.windows != nil && h.linux == nil:
		s.Target = Target{OS: windows.Windows, Strong: true, Why: []Evidence{*h.windows}}
	case h.linux != nil && h.windows == nil:
		s.Target = Target{OS: windows.Linux, Strong: true, Why: []Evidence{*h.linux}}
	case h.linux != nil:
		s.Target = Target{}
	default:
		s.aimByCommand()
	}
}

// aimByCommand tells the target by what runs in the container, and by a socket of Linux. That is no certain evidence.
func (s *Scope) aimByCommand() {
	h := hints{}
	for _, o := range s.Docker.Options {
		if o.Name == "volume" && strings.Contains(o.Value.Pattern, ":/var/run/") {
			h.tell(windows.Linux, "the path in the container", o.Value.Text)
		}
	}
	if s.Docker.Verbs("run", "create", "exec") && len(s.Docker.Operands) > 1 {
		h.program(s.Docker.Operands[1])
	}
	if o := s.Docker.Option("file"); o != nil && s.Docker.Verbs("build", "buildx build") {
		os, _ := windows.OSOfName(path.Base(strings.ReplaceAll(o.Value.Pattern, `\`, "/")))
		h.tell(os, "the name of the Dockerfile", o.Value.Text)
	}
	switch {
	case h.linux != nil && s.OS == windows.Windows:
		s.Target = Target{}
	case h.linux != nil:
		s.Target = Target{OS: windows.Linux, Why: []Evidence{*h.linux}}
	case h.windows != nil && s.OS != windows.Windows:
		s.Target = Target{OS: windows.Windows, Why: []Evidence{*h.windows}}
	}
}

// program takes the program of a container. PowerShell 7 runs anywhere.
func (h *hints) program(w docker.Word) {
	switch l := script.LanguageOf(w.Pattern); {
	case l == script.Cmd, l == script.WindowsPowerShell:
		h.tell(windows.Windows, "the program", w.Text)
	case l.IsSh():
		h.tell(windows.Linux, "the program", w.Text)
	}
	if strings.HasPrefix(w.Pattern, "/") && !strings.HasPrefix(w.Pattern, "//") {
		h.tell(windows.Linux, "the program", w.Text)
	}
}

// option takes an option whose value only one of the systems knows.
func (h *hints) option(o *docker.Option) {
	value := o.Value.Pattern
	switch o.Name {
	case "isolation":
		if isolation := strings.ToLower(value); isolation == "process" || isolation == "hyperv" {
			h.tell(windows.Windows, "the isolation", o.Value.Text)
		}
	case "platform":
		system, _, _ := strings.Cut(value, "/")
		h.tell(windows.OSNamed(system), "the platform", o.Value.Text)
	case "security-opt":
		if strings.HasPrefix(strings.ToLower(value), "credentialspec=") {
			h.tell(windows.Windows, "the security option", o.Value.Text)
		}
	case "volume", "mount":
		m := docker.ReadMount(o)
		switch {
		case docker.SwallowedDrive(o.Value) != nil:
			h.tell(windows.Windows, "the path in the container", o.Value.Text)
		case m.Target.Arg == nil:
		case windows.IsDrivePath(m.Target.Pattern), strings.HasPrefix(m.Target.Pattern, `\\.\pipe\`):
			h.tell(windows.Windows, "the path in the container", m.Target.Text)
		}
	case "register-service", "unregister-service", "run-service", "service-name":
		h.tell(windows.Windows, "the option of dockerd", o.Flag.Text)
	case "host":
		if strings.HasPrefix(value, "npipe:") {
			h.tell(windows.Windows, "the address", o.Value.Text)
		}
	case "driver":
		if engine.IsWindowsDriver(value) {
			h.tell(windows.Windows, "the network driver", o.Value.Text)
		}
	case "workdir":
		if windows.IsDrivePath(value) {
			h.tell(windows.Windows, "the folder in the container", o.Value.Text)
		}
	}
}
