package rules

import (
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
)

func TestPathsByBuilder(t *testing.T) {
	drive := func(s lint.Severity) map[string]lint.Severity {
		return map[string]lint.Severity{"not-on-system-drive": s}
	}
	for _, test := range []struct {
		name, line string
		builder    engine.Builder
		want       map[string]lint.Severity
	}{
		{"a volume of unknown value", "ARG DATA\nVOLUME ${DATA}", engine.AnyBuilder, nil},
		{"C: alone as a destination, as in hello-world", "COPY a C:", engine.AnyBuilder, nil},
		{"C: alone as a destination", "COPY a C:", engine.BuildKit, drive(lint.Error)},
		{"another drive in WORKDIR", "WORKDIR D:/x", engine.AnyBuilder, drive(lint.Warning)},
		{"another drive in WORKDIR, BuildKit", "WORKDIR D:/x", engine.BuildKit, drive(lint.Error)},
		{"a drive that subst makes", "RUN subst G: C:\\data\nWORKDIR G:/", engine.AnyBuilder, nil},
		{"another drive as a source", "COPY --from=example/windowsservercore:ltsc2022 D:/a C:/a", engine.AnyBuilder, drive(lint.Warning)},
		{"C: alone as a source", "COPY --from=example/windowsservercore:ltsc2022 C: C:/a", engine.AnyBuilder, drive(lint.Error)},
		{"a folder of the context that looks like a drive", "COPY D/x C:/a", engine.AnyBuilder, nil},
		{"a URL", "ADD https://example.com/a.zip C:/a.zip", engine.BuildKit, nil},
		{"two separators under the default escape", `WORKDIR \\app`, engine.BuildKit, nil},
		{"a network path", `WORKDIR \\\\server\\share`, engine.AnyBuilder, drive(lint.Info)},
		{"a network path, classic", `WORKDIR \\\\server\\share`, engine.Classic, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			expect(t, core2022+"\n"+test.line+"\n", engine.Environment{Builder: test.builder}, test.want)
		})
	}
}
