package diagnose

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/txtar"
)

// The logs of testdata are read as they would be pasted. Each archive has the log, and what is found: "LINE ID" for each
// diagnosis, with " xCOUNT" if there are several.
func TestLogs(t *testing.T) {
	names, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(names) == 0 {
		t.Fatal("no logs", err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+1 < len(archive.Files); i += 2 {
			log, want := archive.Files[i], archive.Files[i+1]
			t.Run(filepath.Base(name)+"/"+log.Name, func(t *testing.T) {
				if got := found(t, string(log.Data)); got != string(want.Data) {
					t.Errorf("got\n%swant\n%s", got, want.Data)
				}
			})
		}
	}
}

// found is what is found in a log, in the form of testdata.
func found(t *testing.T, log string) string {
	t.Helper()
	report, err := Read(strings.NewReader(log), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, d := range report.Diagnoses {
		fmt.Fprintf(&out, "%d %s", d.Line, d.Kind.ID)
		if d.Count > 1 {
			fmt.Fprintf(&out, " x%d", d.Count)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// What pipelines, builders and consoles do to a line changes neither what is found nor where.
func TestDecorations(t *testing.T) {
	const text = `Step 2/3 : RUN dir
hcsshim::PrepareLayer - failed failed in Win32: Unzulässige Funktion. (0x1)
Error response from daemon: bind source path does not exist: D:\data 🐋 mcr.microsoft.com/windows
Access is denied.
`
	const want = "2 layer-filter-driver\n3 mount-source-missing\n"
	each := func(prefix string) string { return regexp.MustCompile(`(?m)^(.)`).ReplaceAllString(text, prefix+"$1") }
	for name, log := range map[string]string{
		"plain":                text,
		"CRLF":                 strings.ReplaceAll(text, "\n", "\r\n"),
		"CRCRLF":               strings.ReplaceAll(text, "\n", "\r\r\n"),
		"BOM":                  "\xef\xbb\xbf" + text,
		"no end of the line":   strings.TrimSuffix(text, "\n"),
		"UTF-16LE":             utf16Of("\ufeff"+text, binary.LittleEndian),
		"UTF-16LE without BOM": utf16Of(text, binary.LittleEndian),
		"UTF-16BE":             utf16Of("\ufeff"+text, binary.BigEndian),
		"UTF-16BE without BOM": utf16Of(text, binary.BigEndian),
		"UTF-16 after UTF-8":   strings.ReplaceAll(text, "failed failed", "f\x00a\x00i\x00l\x00e\x00d\x00 \x00failed"),
		"colors":               strings.ReplaceAll(text, "failed", "\x1b[91mfailed\x1b[0m"),
		"colors inside words":  strings.ReplaceAll(text, "Prepare", "Pre\x1b[38;5;196mpare\x1b[K"),
		"title":                strings.ReplaceAll(text, "hcsshim", "\x1b]0;docker build\ahcsshim"),
		"progress":             strings.ReplaceAll(text, "hcsshim", "Extracting 1%\rExtracting 50%\rhcsshim"),
		"progress after it":    strings.ReplaceAll(text, "(0x1)", "(0x1)\r\rdone"),
		"GitHub":               each("2024-03-11T08:21:40.1178563Z "),
		"GitHub error":         each("2024-03-11T08:21:40.1178563Z ##[error]"),
		"workflow command":     each("::error file=a,line=1::"),
		"GitLab":               each("2024-03-11T08:21:40.117856Z 00O "),
		"Jenkins":              each("[12:40:01] "),
		"TeamCity":             each("[12:40:01]:  "),
		"BuildKit":             each("#12 3.456 "),
		"BuildKit error":       each("#12 ERROR: "),
		"BuildKit in Azure":    each("2024-03-11T08:21:40.1178563Z #12 3.456 "),
		"compose":              each("web-1  | "),
		"Docker Desktop":       each("[12:10:15.653][WindowsDaemon  ][Error  ] "),
		"kubelet":              each("  Warning  Failed  99s (x3 over 2m)  kubelet  "),
		"nested":               each("#1 2.345 #1 2.345 [12:40:01] ##[error]"),
	} {
		if got := found(t, log); got != want {
			t.Errorf("%s: got\n%swant\n%s", name, got, want)
		}
	}
}

func utf16Of(text string, order binary.AppendByteOrder) string {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, unit)
	}
	return string(out)
}

// Consoles break lines at their width, within words and between them.
func TestBrokenLines(t *testing.T) {
	// The first line of these says what a more general error says.
	general := []string{"mount-source-is-file", "mount-target-system-drive", "daemon-not-elevated"}
	for _, kind := range Kinds() {
		if slices.Contains(general, kind.ID) {
			continue
		}
		page, err := os.ReadFile(filepath.Join("..", "docs", "errors", kind.ID+".md"))
		if err != nil {
			t.Fatal(err)
		}
		_, section, _ := strings.Cut(string(page), "## What you see\n\n```text\n")
		message, _, _ := strings.Cut(section, "\n```")
		if strings.Contains(message, "\n") {
			continue
		}
		for _, width := range []int{72, 80, 100, 120} {
			for _, words := range []bool{false, true} {
				log := broken("docker : "+message, width, words)
				report, err := Read(strings.NewReader(log), Options{Windows: true})
				if err != nil {
					t.Fatal(err)
				}
				if strings.Count(log, "\n") < most && !slices.ContainsFunc(report.Diagnoses, func(d Diagnosis) bool { return d.Kind == kind }) {
					t.Errorf("%s is not found in\n%s", kind.ID, log)
				}
			}
		}
	}
}

// broken is a message as a console of some width shows it.
func broken(message string, width int, words bool) string {
	var out strings.Builder
	for text := []rune(message); ; {
		n := min(width, len(text))
		if words && n < len(text) {
			for n > width/2 && text[n-1] != ' ' {
				n--
			}
		}
		out.WriteString(string(text[:n]))
		if text = text[n:]; len(text) == 0 {
			return out.String()
		}
		out.WriteByte('\n')
	}
}

// A text that is longer than what is looked at together is read to its end, and what is said at its beginning holds for
// all of it.
func TestLongLine(t *testing.T) {
	const message = "hcsshim::PrepareLayer - failed failed in Win32: Incorrect function. (0x1)"
	for _, n := range []int{longest - 40, longest, 3*longest - 30, buffer - 20, 5 * buffer} {
		log := "x\n" + strings.Repeat("y ", n/2) + message + strings.Repeat(" z", longest)
		if got := found(t, log); got != "2 layer-filter-driver\n" {
			t.Errorf("after %d bytes: got %q", n, got)
		}
		if got := found(t, "level=debug "+log[2:]); got != "" {
			t.Errorf("after %d bytes at the level debug: got %q", n, got)
		}
	}
}

// The words of the engine are shown without what is of no use, and their code as a number in one form.
func TestWords(t *testing.T) {
	for log, want := range map[string]string{
		"docker: Error: container " + strings.Repeat("8b53639f", 8) + " encountered an error during CreateContainer: failure in a Windows system call: No hypervisor is present on this system. (0xC0351000)": "docker: Error: container 8b53639f8b53 encountered an error during CreateContainer: failure in a Windows system call: No hypervisor is present on this system. (0xC0351000)",
		"#4 1.234 " + strings.Repeat("word ", 100) + "hcsshim::PrepareLayer - failed failed in Win32: Incorrect function. (0x1) " + strings.Repeat("more ", 100):                                              "",
	} {
		report, err := Read(strings.NewReader(log), Options{})
		if err != nil || len(report.Diagnoses) != 1 {
			t.Fatalf("%v %+v", err, report)
		}
		got := report.Diagnoses[0].Text
		if want != "" && got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
		if len(got) > longestWords+2*len("…") || !strings.Contains(got, "(0x1)") && want == "" {
			t.Errorf("%d bytes: %q", len(got), got)
		}
	}
	for text, want := range map[string]string{
		"(0xC0370101)": "0xc0370101", "code: 3221225781": "0xc0000135", `"Error":-1070137082`: "0xc0370106", "(0x5)": "0x5", "none 12": "",
	} {
		if got := code([]byte(text)); got != want {
			t.Errorf("the code of %q is %q, want %q", text, got, want)
		}
	}
}

// A log can say which Windows its host runs.
func TestHost(t *testing.T) {
	for log, want := range map[string]int{
		"a Windows version 10.0.20348-based image is incompatible with a 10.0.17763 host":            17763,
		"no matching manifest for windows(10.0.26100)/amd64 in the manifest list entries":            26100,
		"no matching manifest for windows/amd64 10.0.17763 in the manifest list entries":             17763,
		"Container OS Version: 10.0.17763.437 (ltsc2019)\nHost OS Version: 10.0.18362.116 (1903)\nx": 18362,
		"Microsoft Windows [Version 10.0.20348.1]":                                                   0,
	} {
		report, err := Read(strings.NewReader(log), Options{})
		if err != nil || report.Host != want {
			t.Errorf("the host of %q is %d, want %d (%v)", log, report.Host, want, err)
		}
	}
}

// Each pattern requires something literal, so that no line costs a regular expression without a reason.
func TestLiterals(t *testing.T) {
	for _, kind := range Kinds() {
		for _, p := range kind.Patterns {
			list, err := groups(flexible(p.Expr))
			if err != nil || len(list) == 0 {
				t.Errorf("%s: %s requires nothing literal: %v", kind.ID, p.Expr, err)
			}
		}
	}
	for expr, want := range map[string]string{
		`one two ?three`:         "[[one two] [three]]",
		`[Aa]bc(d|e) f.*\(0x3\)`: "[[Abcd f Abce f abcd f abce f] [(0x3)]]",
		`(ab|cde).*fgh`:          "[[fgh]]",
		`(abc|cde\d+)(xyz)?`:     "[[abc cde]]",
	} {
		list, err := groups(flexible(expr))
		if got := fmt.Sprint(list); err != nil || got != want {
			t.Errorf("%s: got %s, want %s", expr, got, want)
		}
	}
}

// Nothing makes the reader panic, and each diagnosis is at a line that the log has.
func FuzzRead(f *testing.F) {
	for _, text := range hostile {
		f.Add([]byte(text[:min(len(text), 4096)]))
	}
	f.Add([]byte("\xff\xfe\x00\xd8\n"))
	f.Add([]byte("hcsshim::Im\r\nportLayer failed in Win32: \x1b[ (0x\n3)"))
	f.Fuzz(func(t *testing.T, log []byte) {
		report, err := Read(bytes.NewReader(log), Options{Windows: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range report.Diagnoses {
			if d.Line < 1 || d.Line > report.Lines || d.Count < 1 || len(d.Text) > longestWords+2*len("…") {
				t.Errorf("%+v in a log of %d lines", d, report.Lines)
			}
		}
	})
}
