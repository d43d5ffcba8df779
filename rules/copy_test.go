package rules

import (
	"slices"
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/windows"
)

func TestCopies(t *testing.T) {
	notEmpty := map[string]lint.Severity{"volume-not-empty": lint.Warning}
	for _, test := range []struct {
		name, text string
		want       map[string]lint.Severity
	}{
		{"a volume that is the working folder", core2022 + "\nVOLUME C:/data\nWORKDIR C:/data\n", nil},
		{"a volume on another drive", core2022 + "\nVOLUME D:/data\nCOPY a C:/data/\n", nil},
		{"relative to the working folder", core2022 + "\nVOLUME C:/app/data\nWORKDIR C:/app\nCOPY a data/a\n", notEmpty},
		{"in other letters and separators", core2022 + "\nVOLUME c:\\\\Data\nCOPY a C:/data/a\n", notEmpty},
		{"the folder above", core2022 + "\nVOLUME C:/app/data\nCOPY a C:/app/\n", nil},
		{"a folder that is not known", core2022 + "\nARG D\nVOLUME $D\nCOPY a C:/app/\n", nil},
		{"in another stage", core2022 + " AS a\nCOPY a C:/data/\n" + nano2022 + "\nVOLUME C:/data\n", nil},

		{"a path of the context that begins with a letter", core2022 + "\nCOPY c/x C:/c/x\n", nil},
		{"a source that is not known", core2022 + "\nARG D\nCOPY $D C:/x\n", nil},
		{"an address", core2022 + "\nADD https://example.com/a C:/a\n", nil},
		{"a heredoc", core2022 + "\nCOPY <<EOF C:/a\nC:/x\nEOF\n", nil},

		{"a variant for Windows", core2022 + "\nCOPY --from=golang:1.24-windowsservercore-ltsc2022 C:/go C:/go\n", nil},
		{"an image of which nothing is known", core2022 + "\nCOPY --from=example/tools:1.0 C:/a C:/a\n", nil},
		{"an image by an argument", "ARG I=alpine\n" + core2022 + "\nCOPY --from=certs / C:/a\n", nil},
		{"a stage for Linux", "FROM --platform=linux/amd64 alpine:3.20 AS a\n" + core2022 + "\nCOPY --from=a /etc C:/etc\n", nil},

		{"a system file of a release that is not known", core2022 + "\n" +
			"COPY --from=example/tools:1.0 C:/Windows/System32/a.dll C:/Windows/System32/\n", nil},
		{"a file of data in the system folder", core2022 + "\n" +
			"COPY --from=mcr.microsoft.com/windows/servercore:ltsc2019 C:/Windows/System32/drivers/etc/hosts C:/hosts\n", nil},
	} {
		t.Run(test.name, func(t *testing.T) { expect(t, test.text, engine.Environment{}, test.want) })
	}
}

// Only Windows Server 2016 rejects a volume on a directory that holds something; later releases hide it.
func TestFilledVolume(t *testing.T) {
	for release, want := range map[string]string{
		"ltsc2016": "The volume `C:/data` is not empty, so a container may not start",
		"ltsc2019": "The volume `C:/data` hides the files at this path in the image",
		"ltsc2022": "The volume `C:/data` hides the files at this path in the image",
	} {
		text := "FROM mcr.microsoft.com/windows/servercore:" + release + "\nCOPY a C:/data/\nVOLUME C:/data\n"
		linter := &lint.Linter{Rules: slices.DeleteFunc(All(), func(r *lint.Rule) bool { return r.ID != "volume-not-empty" })}
		found := linter.Lint(source.Decode("Dockerfile", []byte(text))).Findings
		if len(found) != 1 || found[0].Message != want {
			t.Errorf("%s: %v, want %q", release, found, want)
		}
	}
}

func TestHostMismatch(t *testing.T) {
	found := func(s lint.Severity) map[string]lint.Severity { return map[string]lint.Severity{"host-mismatch": s} }
	for _, test := range []struct {
		name, text  string
		environment engine.Environment
		want        map[string]lint.Severity
	}{
		{"not stated", core2022 + "\n", engine.Environment{}, nil},
		{"its own", core2022 + "\n", engine.Environment{Host: windows.LTSC2022}, nil},
		{"2022 on 23H2", core2022 + "\n", engine.Environment{Host: windows.V23H2}, nil},
		{"older", core2019 + "\n", engine.Environment{Host: windows.LTSC2025}, found(lint.Warning)},
		{"older, process", core2019 + "\n", engine.Environment{Host: windows.LTSC2025, Isolation: windows.Process}, found(lint.Error)},
		{"older, Hyper-V", core2019 + "\n", engine.Environment{Host: windows.LTSC2025, Isolation: windows.HyperV}, nil},
		{"later, Hyper-V", core2022 + "\n", engine.Environment{Host: windows.LTSC2019, Isolation: windows.HyperV}, found(lint.Error)},
		{"later, only copied from", core2019 + "\nCOPY --from=mcr.microsoft.com/windows/nanoserver:ltsc2022 C:/a C:/a\n",
			engine.Environment{Host: windows.LTSC2019}, found(lint.Error)},
		{"follows the host", "FROM mcr.microsoft.com/dotnet/framework/sdk:4.8\n", engine.Environment{Host: windows.LTSC2019}, nil},
	} {
		t.Run(test.name, func(t *testing.T) { expect(t, test.text, test.environment, test.want) })
	}
}

// Rules that are off by default, where they are asked for.
func TestRulesThatAreOff(t *testing.T) {
	for _, test := range []struct {
		id, text string
		want     int
	}{
		{"add-zip", "ADD a.zip C:/x/\nRUN tar -xf C:\\x\\a.zip\n", 0},
		{"add-zip", "RUN tar -xf C:\\x\\a.zip\nADD a.zip C:/x/\n", 1},
		{"add-zip", "ADD a.zip C:/x/\nRUN Expand-Archive C:/x/*.zip C:/y\n", 0},
		{"add-zip", "ADD a.zip C:/x/b.zip\n", 0},
		{"add-zip", "ADD https://example.com/a.zip C:/x/\n", 0},
		{"image-not-pinned", "COPY a C:/a\n", 1},
		{"image-not-pinned", "COPY --from=0 a C:/a\n", 1},
	} {
		i := slices.IndexFunc(All(), func(r *lint.Rule) bool { return r.ID == test.id })
		run := &lint.Linter{Rules: All()[i : i+1], Known: known}
		found := run.Lint(source.New("Dockerfile", core2022+"\n"+test.text)).Findings
		if len(found) != test.want {
			t.Errorf("%s: %d findings, want %d, in\n%s", test.id, len(found), test.want, test.text)
		}
	}
}
