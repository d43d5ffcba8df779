package container

import (
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
	var f *lint.Finding
	switch p.Environment.Builder {
	case engine.Classic:
		f = p.Reportf(in, notSupported).Notef("The build fails with `%s`.", rejectedStopSignal).Helpf("Remove the line.").WithSeverity(lint.Error)
	case engine.BuildKit:
		f = p.Reportf(in, notSupported).Notef("BuildKit stores it, but it has no effect: `docker stop` shuts the container down.").Helpf("Remove the line.")
	default:
		f = p.Reportf(in, notSupported).
			Notef("The classic builder rejects it: `%s`. BuildKit stores it, but it has no effect.", rejectedStopSignal).Helpf("Remove the line.")
	}
	if check.OnlyWindows(p.Unit) {
		f.DeleteLines(in)
	}
}

// containerStopSignal looks at what the engine does not accept as a signal, even though it does not send any.
func containerStopSignal(p *lint.Pass, s *setting.Setting) {
	says := engine.RefusedSignal(s.Text)
	if says == "" {
		return
	}
	f := check.ReportServicef(p, s, "Windows does not support `%s`", s.Name).
		Notef("Docker Engine does not create the container: `%s`.", check.Clip(says)).Helpf("Remove `%s`.", s.Name).WithSeverity(lint.Error)
	remove(p, f, s)
}
