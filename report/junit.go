package report

import (
	"fmt"
	"io"
	"time"

	"github.com/winlint/winlint/lint"
)

// junit writes the XML of JUnit as Ant and Jenkins have it: a suite for each file, with a test case for each finding, which
// fails. A file without findings is one that passes.
type junit struct {
	sheet
	now time.Time
	n   int // suites so far
}

func newJUnit(w io.Writer, o *Options) Writer {
	j := &junit{sheet: sheet{to: w}, now: o.Now}
	j.WriteString(xmlHead + "<testsuites>\n")
	return j
}

func (j *junit) File(result *lint.Result) error {
	path := result.Unit.File.Path
	j.suite(path, max(1, len(result.Findings)), len(result.Findings), 0)
	if len(result.Findings) == 0 {
		j.testcase("winlint", path, "/>")
	}
	for _, f := range result.Findings {
		at := f.File.Position(f.Span.Start)
		j.testcase(fmt.Sprintf("%s at %d:%d", f.Rule.ID, at.Line, at.Column), path, ">")
		fmt.Fprintf(j, "      <failure message=\"%s\" type=\"%s\">%s</failure>\n    </testcase>\n", xmlText(f.Message), f.Severity,
			xmlText(fmt.Sprintf("%s:%d:%d: %s: %s [%s]", path, at.Line, at.Column, f.Severity, f.Text(), f.Rule.ID)))
	}
	j.end()
	return j.flush()
}

// suite begins the suite of a file. The properties and the output are empty, but Ant's schema wants them.
func (j *junit) suite(path string, tests, failures, errors int) {
	name := xmlText(path)
	fmt.Fprintf(j, "  <testsuite name=\"%s\" package=\"winlint\" id=\"%d\" timestamp=\"%s\" hostname=\"localhost\" tests=\"%d\" failures=\"%d\" errors=\"%d\" time=\"0\">\n    <properties/>\n",
		name, j.n, j.now.UTC().Format("2006-01-02T15:04:05"), tests, failures, errors)
	j.n++
}

func (j *junit) testcase(name, path, end string) {
	fmt.Fprintf(j, "    <testcase name=\"%s\" classname=\"%s\" time=\"0\"%s\n", xmlText(name), xmlText(path), end)
}

func (j *junit) end() { j.WriteString("    <system-out/>\n    <system-err/>\n  </testsuite>\n") }

// End lists the files that could not be read.
func (j *junit) End(run *lint.Run) error {
	for _, err := range run.Unread {
		j.suite(err.Path, 1, 0, 1)
		j.testcase("winlint", err.Path, ">")
		fmt.Fprintf(j, "      <error message=\"%s\" type=\"unread\"/>\n    </testcase>\n",
			xmlText("This file could not be read: "+err.Err.Error()))
		j.end()
	}
	j.WriteString("</testsuites>\n")
	return j.flush()
}
