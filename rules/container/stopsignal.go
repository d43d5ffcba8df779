package container

import (
	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
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
		Check: lint.Both{check.Instructions(stopSignal, "STOPSIGNAL"), lint.Each(serviceStopSignal)},
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

// serviceStopSignal looks at what the engine does not take for a signal, even though it heeds none.
func serviceStopSignal(p *lint.Pass, s *compose.Service) {
	v, signal, ok := setting(s, "stop_signal")
	says := engine.RefusedSignal(signal)
	if !ok || says == "" {
		return
	}
	f := check.ReportServicef(p, v, "Windows does not support `stop_signal`").
		Notef("Docker Engine does not create the container: `%s`.", check.Clip(says)).Helpf("Remove `stop_signal`.").WithSeverity(lint.Error)
	check.DeleteEntry(keepsToWindows(p, f), s.Field("stop_signal"))
}
