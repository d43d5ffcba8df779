package rules

import (
	"testing"

	"github.com/winlint/winlint/lint"
)

// What a RUN writes to a volume or to the root of C:, and what only looks like it.
func TestWrittenByRun(t *testing.T) {
	lost := map[string]lint.Severity{"run-writes-to-volume": lint.Warning}
	denied := map[string]lint.Severity{"nano-write-at-root": lint.Warning}
	const core, nano = core2022 + "\n", nano2022 + "\n"
	const powershell = core + "SHELL [\"powershell\", \"-Command\"]\n"
	for _, test := range []struct {
		name, text string
		want       map[string]lint.Severity
	}{
		{"a copy", core + "VOLUME C:/v\nRUN copy C:\\\\a.txt C:\\\\v\\\\a.txt\n", lost},
		{"robocopy", core + "RUN robocopy C:/a C:/v/a /e\nVOLUME C:/v\n", lost},
		{"relative to the working directory", core + "VOLUME C:/v\nWORKDIR C:/v\nRUN echo 1 > a.txt\n", lost},
		{"an archive", powershell + "VOLUME C:/v\nRUN Expand-Archive -Path C:/a.zip -DestinationPath C:/v\n", lost},
		{"a directory in a volume", powershell + "VOLUME C:/v\nRUN New-Item -ItemType Directory -Force C:/v/logs\n", lost},
		{"another drive", core + "VOLUME D:\nRUN md D:\\\\logs\n", lost},
		{"a clone", core + "RUN git clone https://example.com/a.git C:/v/a\nVOLUME C:/v\n", lost},

		{"a directory before it", powershell + "RUN New-Item -ItemType Directory C:/v/logs\nVOLUME C:/v\n", nil},
		{"a clone beside it", core + "VOLUME C:/v\nRUN git clone https://example.com/v.git\n", nil},
		{"after a change of directory", core + "VOLUME C:/v\nWORKDIR C:/v\nRUN cd C:/x && echo 1 > a.txt\n", nil},
		{"a download that is used", core + "VOLUME C:/v\nRUN curl -fo C:/v/a.zip https://example.com/b && tar -xf C:/v/a.zip -C C:/x\n", nil},
		{"deleted with its directory", core + "VOLUME C:/v\nRUN echo 1 > C:/v/t/a.txt && rd /s /q C:/v/t\n", nil},
		{"nothing", core + "VOLUME C:/v\nWORKDIR C:/v\nRUN echo 1 > nul\n", nil},
		{"an archive that is made", core + "VOLUME C:/v\nRUN tar -cf C:/x.tar -C C:/v .\n", nil},
		{"a variable", core + "VOLUME C:/v\nRUN echo 1 > %TEMP%/a.txt\n", nil},
		{"a volume that is not known", core + "ARG V\nVOLUME $V\nRUN echo 1 > C:/v/a.txt\n", nil},

		{"the root", nano + "RUN copy C:\\app\\a.txt C:\\b.txt\n", denied},
		{"a directory", nano + "RUN copy C:/app/a.txt C:/b\n", nil},
		{"a file below", nano + "RUN echo 1 > C:/app/a.txt\n", nil},
		{"Server Core", core + "RUN echo 1 > C:/a.txt\n", nil},
		{"after a WORKDIR", nano + "WORKDIR C:/app\nRUN echo 1 > a.txt\n", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			expectOf(t, only("run-writes-to-volume", "nano-write-at-root"), test.text, test.want)
		})
	}
}
