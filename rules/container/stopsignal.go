package container

import (
	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
)

var signals = []*lint.Rule{
	{
		ID: "stopsignal", Summary: "Windows has no signals", Topic: "container",
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
		f = p.Reportf(in, "The classic builder stops here: `The daemon on this platform does not support the command "+
			"stopsignal`. Delete the line.").WithSeverity(lint.Error)
	case engine.BuildKit:
		f = p.Reportf(in, "Windows has no signals: whatever STOPSIGNAL says, `docker stop` shuts the container down. "+
			"Delete the line.")
	default:
		f = p.Reportf(in, "Windows has no signals: the classic builder stops here (`The daemon on this platform does not "+
			"support the command stopsignal`), and BuildKit writes down what nothing heeds. Delete the line.")
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
	f := check.ReportServicef(p, v, "Windows has no signals, and Docker Engine refuses to create the container: `%s`. Take `stop_signal` away.", check.Clip(says)).WithSeverity(lint.Error)
	check.DeleteEntry(keepsToWindows(p, f), s.Field("stop_signal"))
}
