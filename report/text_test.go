package report_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/report"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/terminal"
)

// A run is files, what could not be read, and how it is shown.
type run struct {
	results []*lint.Result
	unread  []*fs.PathError
	style   terminal.Style
	columns report.Columns
	failOn  lint.Severity
}

// sum is the sums of a run.
func (r run) sum() *lint.Run {
	sum := &lint.Run{Unread: r.unread}
	for _, result := range r.results {
		sum.Add(result, r.failOn)
	}
	return sum
}

// write is the report of a run in a format.
func (r run) write(t *testing.T, format string) string {
	t.Helper()
	var out strings.Builder
	w := report.FormatOf(format).New(&out, &report.Options{
		Version: "v0.1.0", Place: func(path string) string { return "sub/" + path }, Style: r.style, Columns: r.columns,
	})
	for _, result := range r.results {
		if err := w.File(result); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.End(r.sum()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// runOver lints a file with one rule, "test-rule", whose check is handed a function that finds a text in the file.
func runOver(t *testing.T, path, text string, check func(p *lint.Pass, at func(string) source.Span)) run {
	t.Helper()
	at := func(part string) source.Span {
		i := strings.Index(text, part)
		if i < 0 {
			t.Fatalf("%q is not in %q", part, text)
		}
		return source.Span{Start: i, End: i + len(part)}
	}
	rule := &lint.Rule{
		ID: "test-rule", Summary: "A test", Topic: "test", Severity: lint.Error, Fix: lint.Safe, On: subject.Set{Any: true},
		Check: lint.Each(func(p *lint.Pass, _ *dockerfile.Document) { check(p, at) }),
	}
	linter := &lint.Linter{Rules: []*lint.Rule{rule}}
	return run{results: []*lint.Result{linter.Lint(source.New(path, text))}}
}

func TestText(t *testing.T) {
	for _, test := range []struct {
		name  string
		text  string
		width int
		check func(p *lint.Pass, at func(string) source.Span)
		want  string
	}{
		{
			"a word", "FROM a\nWORKDIR C:\\a\n", 0,
			func(p *lint.Pass, at func(string) source.Span) { p.Reportf(at(`C:\a`), "Is wrong.") },
			`
Dockerfile:2:9: error: Is wrong. [test-rule]
  2 | WORKDIR C:\a
    |         ^^^^
  see: winlint explain test-rule
`,
		}, {
			"a note and a help", "FROM a\nWORKDIR C:\\a\n", 0,
			func(p *lint.Pass, at func(string) source.Span) {
				p.Reportf(at(`C:\a`), "`%s` is wrong", `C:\a`).Notef("The builder rejects it.").Helpf("Write `C:/a`.").Replace(at(`C:\a`), "C:/a")
			},
			`
Dockerfile:2:9: error: ` + "`C:\\a`" + ` is wrong [test-rule]
  2 | WORKDIR C:\a
    |         ^^^^
  note: The builder rejects it.
  help: Write ` + "`C:/a`" + `.
  fix: WORKDIR C:/a
  see: winlint explain test-rule
`,
		}, {
			"notes and helps are wrapped, but not inside of what people copy", "FROM a\n", 40,
			func(p *lint.Pass, at func(string) source.Span) {
				p.Reportf(at("a"), "Wrong").Notef("A note that is longer than a line of forty columns.").
					Helpf("Run `docker run --rm --isolation process a` instead, and add # escape=` at the top.")
			},
			`
Dockerfile:1:6: error: Wrong [test-rule]
  1 | FROM a
    |      ^
  note: A note that is longer than a
        line of forty columns.
  help: Run
        ` + "`docker run --rm --isolation process a`" + `
        instead, and add # escape=` + "`" + ` at
        the top.
  see: winlint explain test-rule
`,
		}, {
			"two findings; the page is named once, a source of its own each time", "FROM a\nWORKDIR C:\\a\n", 0,
			func(p *lint.Pass, at func(string) source.Span) {
				p.Reportf(at("a"), "One.").WithSeverity(lint.Warning)
				p.Reportf(at(`C:\a`), "Two.").WithSeverity(lint.Info).Cite("https://example.com/two")
			},
			`
Dockerfile:1:6: warning: One. [test-rule]
  1 | FROM a
    |      ^
  see: winlint explain test-rule

Dockerfile:2:9: info: Two. [test-rule]
  2 | WORKDIR C:\a
    |         ^^^^
  see: https://example.com/two
`,
		}, {
			"tabs, wide characters and combining marks", "RUN\ta\t日本e\u0301 x y\n", 0,
			func(p *lint.Pass, at func(string) source.Span) {
				p.Reportf(at("日本e\u0301"), "Wide.")
				p.Reportf(at("x"), "Behind.")
			},
			"\nDockerfile:1:7: error: Wide. [test-rule]\n" +
				"  1 | RUN a   日本e\u0301 x y\n" +
				"    |         ^^^^^\n" +
				"  see: winlint explain test-rule\n\n" +
				"Dockerfile:1:17: error: Behind. [test-rule]\n" +
				"  1 | RUN a   日本e\u0301 x y\n" +
				"    |               ^\n",
		}, {
			"control characters, bidirectional ones and bytes that are no text are shown, not sent",
			"RUN \x1b[31m\u202ea\u009b \xff\x7f b\n", 0,
			func(p *lint.Pass, at func(string) source.Span) {
				p.Reportf(at("b"), "The value is %s.", "\x1b[31m\n\u202e\u2028\u009b\xff")
			},
			"\nDockerfile:1:20: error: The value is ␛[31m␊\ufffd\ufffd\ufffd\ufffd. [test-rule]\n" +
				"  1 | RUN ␛[31m\ufffda\ufffd \ufffd␡ b\n" +
				"    |                 ^\n" +
				"  see: winlint explain test-rule\n",
		}, {
			"an empty place, behind the end of the line", "FROM a\nRUN b", 0,
			func(p *lint.Pass, at func(string) source.Span) { p.Reportf(source.At(13-1), "Nothing here.") },
			`
Dockerfile:2:6: error: Nothing here. [test-rule]
  2 | RUN b
    |      ^
  see: winlint explain test-rule
`,
		}, {
			"several lines", "FROM a\nRUN b \\\n  c \\\n\n  d\n", 0,
			func(p *lint.Pass, at func(string) source.Span) { p.Reportf(at("b \\\n  c \\\n\n  d"), "Long.") },
			`
Dockerfile:2:5: error: Long. [test-rule]
  2 | RUN b \
    |     ^^^
  3 |   c \
    |   ^^^
  4 |
  5 |   d
    |   ^
  see: winlint explain test-rule
`,
		}, {
			"many lines: the first ones and the last", "RUN a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n", 0,
			func(p *lint.Pass, at func(string) source.Span) {
				p.Reportf(at("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n"), "Many.")
			},
			`
Dockerfile:1:5: error: Many. [test-rule]
   1 | RUN a
     |     ^
   2 | b
     | ^
     | …
  10 | j
     | ^
  see: winlint explain test-rule
`,
		}, {
			"a long line is cut around the place", "RUN " + strings.Repeat("abcdefghi ", 20) + "HERE " + strings.Repeat("jklmnopqr ", 20), 60,
			func(p *lint.Pass, at func(string) source.Span) { p.Reportf(at("HERE"), "Cut.") },
			`
Dockerfile:1:205: error: Cut. [test-rule]
  1 | …abcdefghi abcdefghi HERE jklmnopqr jklmnopqr jklmnopqr jkl…
    |                      ^^^^
  see: winlint explain test-rule
`,
		}, {
			"a long line is cut at its end only", "RUN HERE " + strings.Repeat("jklmnopqr ", 20), 60,
			func(p *lint.Pass, at func(string) source.Span) { p.Reportf(at("HERE"), "Cut.") },
			`
Dockerfile:1:5: error: Cut. [test-rule]
  1 | RUN HERE jklmnopqr jklmnopqr jklmnopqr jklmnopqr jklmnopqr…
    |     ^^^^
  see: winlint explain test-rule
`,
		}, {
			"a long line is cut at its start only", "RUN " + strings.Repeat("abcdefghi ", 20) + "HERE", 60,
			func(p *lint.Pass, at func(string) source.Span) { p.Reportf(at("HERE"), "Cut.") },
			`
Dockerfile:1:205: error: Cut. [test-rule]
  1 | …ghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi HERE
    |                                                        ^^^^
  see: winlint explain test-rule
`,
		}, {
			"a place longer than the line that is shown", "RUN " + strings.Repeat("é", 1000), 40,
			func(p *lint.Pass, at func(string) source.Span) { p.Reportf(at(strings.Repeat("é", 1000)), "Long.") },
			`
Dockerfile:1:5: error: Long. [test-rule]
  1 | RUN éééééééééééééééééééééééééééééééééé…
    |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  see: winlint explain test-rule
`,
		}, {
			"related places", "# escape=`\nFROM a\n\n\n\n\n\n\n\nRUN b\n", 0,
			func(p *lint.Pass, at func(string) source.Span) {
				p.Reportf(at("b"), "Here.").Relate(at("escape=`"), "the escape character is set here")
			},
			"\nDockerfile:10:5: error: Here. [test-rule]\n" +
				"  10 | RUN b\n" +
				"     |     ^\n" +
				"   1 | # escape=`\n" +
				"     |   -------- the escape character is set here\n" +
				"  see: winlint explain test-rule\n",
		}, {
			"a fix of one line", "FROM a\n  WORKDIR C:\\a\\b\n", 0,
			func(p *lint.Pass, at func(string) source.Span) {
				p.Reportf(at(`C:\a\b`), "Wrong.").Replace(at(`C:\a\b`), "C:/a/b")
			},
			`
Dockerfile:2:11: error: Wrong. [test-rule]
  2 |   WORKDIR C:\a\b
    |           ^^^^^^
  fix: WORKDIR C:/a/b
  see: winlint explain test-rule
`,
		}, {
			"an unsafe fix that takes lines away", "FROM a\nSTOPSIGNAL \\\n  SIGTERM\nRUN b\n", 0,
			func(p *lint.Pass, at func(string) source.Span) {
				p.Reportf(at("STOPSIGNAL"), "Useless.").DeleteLines(at("STOPSIGNAL \\\n  SIGTERM")).Unsafe()
			},
			`
Dockerfile:2:1: error: Useless. [test-rule]
  2 | STOPSIGNAL \
    | ^^^^^^^^^^
  unsafe fix:
  2 - STOPSIGNAL \
  3 -   SIGTERM
  see: winlint explain test-rule
`,
		}, {
			"a fix in two places, one of them a new line", "FROM a\n\nRUN b\n", 0,
			func(p *lint.Pass, at func(string) source.Span) {
				p.Reportf(at("b"), "Two.").Insert(0, "# escape=`\n").Replace(at("b"), "c")
			},
			"\nDockerfile:3:5: error: Two. [test-rule]\n" +
				"  3 | RUN b\n" +
				"    |     ^\n" +
				"  fix:\n" +
				"  1 + # escape=`\n" +
				"  3 - RUN b\n" +
				"  3 + RUN c\n" +
				"  see: winlint explain test-rule\n",
		}, {
			"a fix of many lines is shown in part", "RUN a\nb\nc\nd\ne\nf\ng\nh\n", 0,
			func(p *lint.Pass, at func(string) source.Span) {
				p.Reportf(at("a"), "Many.").DeleteLines(at("RUN a\nb\nc\nd\ne\nf\ng\nh"))
			},
			`
Dockerfile:1:5: error: Many. [test-rule]
  1 | RUN a
    |     ^
  fix:
  1 - RUN a
  2 - b
  3 - c
  4 - d
  5 - e
  6 - f
    - … 2 more lines
  see: winlint explain test-rule
`,
		}, {
			"a fix of the encoding", "FROM a\n", 0,
			func(p *lint.Pass, at func(string) source.Span) { p.Reportf(source.At(0), "UTF-16.").Recode() },
			`
Dockerfile:1:1: error: UTF-16. [test-rule]
  1 | FROM a
    | ^
  fix: save the file as UTF-8 without a byte order mark
  see: winlint explain test-rule
`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			run := runOver(t, "Dockerfile", test.text, test.check)
			run.style.Width = test.width
			if got := "\n" + run.write(t, "text"); got != test.want {
				t.Errorf("got:%s\nwant:%s", got, test.want)
			}
		})
	}
}

func TestTextInColor(t *testing.T) {
	run := runOver(t, "a/Dockerfile", "FROM a\n", func(p *lint.Pass, at func(string) source.Span) { p.Reportf(at("a"), "Is wrong.") })
	run.style.Color = true
	out := run.write(t, "text")
	want := "\x1b[1ma/Dockerfile:1:6:\x1b[0m \x1b[1;31merror:\x1b[0m Is wrong. \x1b[2m[test-rule]\x1b[0m\n" +
		"\x1b[2m  1 | \x1b[0mFROM a\n" +
		"\x1b[2m    | \x1b[0m     \x1b[1;31m^\x1b[0m\n" +
		"  \x1b[2msee:\x1b[0m winlint explain test-rule\n"
	if out != want {
		t.Errorf("got %q\nwant %q", out, want)
	}
}

// A line of a million characters must cost no more than what is shown of it.
func TestTextOfHugeLine(t *testing.T) {
	text := "RUN " + strings.Repeat("é", 1<<20) + "HERE" + strings.Repeat("日", 1<<20)
	run := runOver(t, "Dockerfile", text, func(p *lint.Pass, at func(string) source.Span) {
		for range 100 {
			p.Reportf(at("HERE"), "Deep.")
		}
	})
	out := run.write(t, "text")
	if want := "  1 | …" + strings.Repeat("é", 20) + "HERE日"; !strings.Contains(out, want) {
		t.Errorf("%q is not in %q", want, out[:400])
	}
	if len(out) > 100*600 {
		t.Errorf("%d bytes", len(out))
	}
}

func TestSummary(t *testing.T) {
	check := func(severities ...lint.Severity) func(p *lint.Pass, at func(string) source.Span) {
		return func(p *lint.Pass, at func(string) source.Span) {
			for _, s := range severities {
				p.Reportf(at("a"), "Is wrong.").WithSeverity(s)
			}
		}
	}
	clean := runOver(t, "clean", "FROM a\n", check())
	one := runOver(t, "one", "FROM a\n", check(lint.Warning))
	more := runOver(t, "more", "FROM a\n", check(lint.Info, lint.Error, lint.Info, lint.Error))
	mendable := runOver(t, "mendable", "FROM a\n", func(p *lint.Pass, at func(string) source.Span) {
		p.Reportf(at("a"), "Is wrong.").Replace(at("a"), "b")
		p.Reportf(at("a"), "Is wrong.").Replace(at("a"), "b").Unsafe()
	})
	all := run{results: slices.Concat(clean.results, one.results, more.results), unread: []*fs.PathError{{Path: "x", Err: fs.ErrNotExist}}}
	for _, test := range []struct {
		run  run
		want string
	}{
		{clean, "No problems in 1 file: 1 stage with an unknown system; --explain-target shows why"},
		{one, "1 warning in 1 file; checked 1 file: 1 stage with an unknown system; --explain-target shows why"},
		{more, "2 errors, 2 infos in 1 file; checked 1 file: 1 stage with an unknown system; --explain-target shows why"},
		{mendable, "2 errors in 1 file; `winlint fix` fixes 1; checked 1 file: 1 stage with an unknown system; --explain-target shows why"},
		{all, "2 errors, 1 warning, 2 infos in 2 files; checked 3 files: 3 stages with an unknown system; --explain-target shows why"},
	} {
		if got := report.Summary(test.run.sum(), true); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}
