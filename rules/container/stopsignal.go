package container

import (
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject/setting"
)

const (
	notSupported       = "STOPSIGNAL is not supported on Windows"
	rejectedStopSignal = "The daemon on this platform does not support the command stopsignal"
)

var signals = []*lint.Rule{
	{
		ID: "stopsignal", Summary: "STOPSIGNAL is not supported on Windows", Topic: "container",
		Severity: lint.Warning, Fix: lint.Safe, Since: "0.1.0",
		Refs: []string{
			"moby/buildkit frontend/dockerfile/instructions/commands.go",
			"moby/moby daemon/builder/dockerfile/evaluator.go",
			"moby/sys signal/signal_windows.go",
		},
		Check: lint.Both{check.Instructions(stopSignal, "STOPSIGNAL"), lint.Settings(containerStopSignal, "services.*.stop_signal")},
	},
}

func stopSignal(p *lint.Pass, in *dockerfile.Instruction) {
	f := p.Reportf(in, notSupported).Helpf("Remove the line.")
	unknown := unknownSignal(p, in)
	switch {
	case p.Environment.Builder == engine.Classic:
		f.Notef("The build fails with `%s`.", rejectedStopSignal).WithSeverity(lint.Error)
	case unknown != "" && p.Environment.Builder == engine.BuildKit:
		f.Notef("BuildKit fails with `%s`.", check.Clip(unknown)).WithSeverity(lint.Error)
	case unknown != "":
		f.Notef("The classic builder fails with `%s`, and BuildKit with `%s`.", rejectedStopSignal, check.Clip(unknown)).WithSeverity(lint.Error)
	case p.Environment.Builder == engine.BuildKit:
		f.Notef("BuildKit stores it, but it has no effect: `docker stop` shuts the container down.")
	default:
		f.Notef("The classic builder rejects it: `%s`. BuildKit stores it, but it has no effect.", rejectedStopSignal)
	}
	if check.OnlyWindows(p.Unit) {
		f.DeleteLines(in)
	}
}

// unknownSignal is what BuildKit says to a signal that it does not know; "" if it accepts it, and in a stage that it does not build.
func unknownSignal(p *lint.Pass, in *dockerfile.Instruction) string {
	read := p.Read(in.Words[0])
	realTime := strings.HasPrefix(strings.TrimPrefix(strings.ToUpper(read.Value), "SIG"), "RT") // Linux has these
	if in.Parent != nil || !read.Known || realTime || !check.IsBuilt(p) {
		return ""
	}
	return engine.RefusedSignal(read.Value)
}

// containerStopSignal looks at what the engine does not accept as a signal, even though it does not send any.
func containerStopSignal(p *lint.Pass, s *setting.Setting) {
	says := engine.RefusedSignal(s.Text)
	if says == "" {
		return
	}
	f := p.Reportf(s, "Windows does not support `%s`", s.Name).
		Notef("Docker Engine does not create the container: `%s`.", check.Clip(says)).Helpf("Remove `%s`.", s.Name).WithSeverity(lint.Error)
	remove(p, f, s)
}
