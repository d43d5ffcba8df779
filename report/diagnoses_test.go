package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/winlint/winlint/diagnose"
	"github.com/winlint/winlint/terminal"
)

func diagnosed() *Diagnosed {
	log := Log{Path: "a`b.log", Report: &diagnose.Report{Lines: 99}}
	for i, kind := range diagnose.Kinds()[:mostInFull+2] {
		log.Report.Diagnoses = append(log.Report.Diagnoses, diagnose.Diagnosis{Kind: kind, Line: i + 1, Count: i + 1, Text: "x ```` \x1b[2J\u202e", Code: "0x5"})
	}
	return &Diagnosed{Logs: []Log{log}, Unread: []*fs.PathError{{Op: "open", Path: "c.log", Err: fs.ErrNotExist}}}
}

// Of many diagnoses the last ones have one line only.
func TestManyDiagnoses(t *testing.T) {
	var out bytes.Buffer
	if err := DiagnosesText(&out, diagnosed(), terminal.Style{}); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	if n := strings.Count(text, "  more: winlint explain "); n != mostInFull {
		t.Errorf("%d diagnoses are printed in full, want %d", n, mostInFull)
	}
	last := diagnose.Kinds()[mostInFull+1]
	want := fmt.Sprintf("a`b.log:%d: %s [%s] (%d times)\n", mostInFull+2, last.Page().Title, last.ID, mostInFull+2)
	if !strings.HasSuffix(text, want) {
		t.Errorf("the end is %q, want %q", text[max(0, len(text)-200):], want)
	}
}

// What a terminal would obey is not printed, and a text does not end the block that it is in.
func TestDiagnosesAreSafe(t *testing.T) {
	for name, write := range map[string]func(*bytes.Buffer, *Diagnosed) error{
		"text":     func(out *bytes.Buffer, run *Diagnosed) error { return DiagnosesText(out, run, terminal.Style{}) },
		"markdown": func(out *bytes.Buffer, run *Diagnosed) error { return DiagnosesMarkdown(out, run) },
		"json":     func(out *bytes.Buffer, run *Diagnosed) error { return DiagnosesJSON(out, run) },
	} {
		var out bytes.Buffer
		if err := write(&out, diagnosed()); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(out.String(), "\x1b\u202e") {
			t.Errorf("%s prints what steers a terminal", name)
		}
		if name == "markdown" && (!strings.Contains(out.String(), "`````text\nx ````") || !strings.Contains(out.String(), "`` a`b.log ``")) {
			t.Errorf("the Markdown does not keep text apart:\n%s", out.String()[:400])
		}
		if name == "json" {
			var doc diagnosesDocument
			if err := json.Unmarshal(out.Bytes(), &doc); err != nil || len(doc.Diagnoses) != mostInFull+2 || len(doc.Errors) != 1 {
				t.Errorf("%v: %d diagnoses, %d errors", err, len(doc.Diagnoses), len(doc.Errors))
			}
		}
	}
}
