package report_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/terminal"
)

func TestJSON(t *testing.T) {
	run := runOver(t, "a/Dockerfile", "# winlint ignore-file=test-rule\nFROM é <b>\n", func(p *lint.Pass, at func(string) source.Span) {
		p.Reportf(at("<b>"), "Is <wrong>.").Cite("https://example.com").
			Relate(at("FROM é"), "see here").Replace(at("<b>"), "c").Unsafe()
	})
	run.unread = []*fs.PathError{{Op: "open", Path: "b/Dockerfile", Err: fs.ErrPermission}}
	out := run.write(t, "json")
	want := `{
  "version": 1,
  "tool": {
    "name": "winlint",
    "version": "v0.1.0"
  },
  "findings": [
    {
      "path": "a/Dockerfile",
      "line": 2,
      "column": 9,
      "endLine": 2,
      "endColumn": 12,
      "offset": 40,
      "endOffset": 43,
      "rule": "test-rule",
      "severity": "error",
      "message": "Is <wrong>.",
      "url": "https://github.com/winlint/winlint/blob/main/docs/rules/test-rule.md",
      "ref": "https://example.com",
      "suppressed": true,
      "related": [
        {
          "line": 2,
          "column": 1,
          "endLine": 2,
          "endColumn": 8,
          "offset": 32,
          "endOffset": 39,
          "message": "see here"
        }
      ],
      "fix": {
        "safe": false,
        "edits": [
          {
            "line": 2,
            "column": 9,
            "endLine": 2,
            "endColumn": 12,
            "offset": 40,
            "endOffset": 43,
            "new": "c"
          }
        ]
      }
    }
  ],
  "files": [
    {
      "path": "a/Dockerfile",
      "stages": [
        {
          "line": 2,
          "from": "é <b>",
          "system": "unknown",
          "certain": false
        }
      ]
    }
  ],
  "unchecked": [],
  "errors": [
    {
      "path": "b/Dockerfile",
      "message": "permission denied"
    }
  ]
}
`
	if out != want {
		t.Errorf("got %s\nwant %s", out, want)
	}
}

func TestJSONOfNothing(t *testing.T) {
	out := run{}.write(t, "json")
	want := `{
  "version": 1,
  "tool": {
    "name": "winlint",
    "version": "v0.1.0"
  },
  "findings": [],
  "files": [],
  "unchecked": [],
  "errors": []
}
`
	if out != want {
		t.Errorf("got %s\nwant %s", out, want)
	}
}

func TestGitHub(t *testing.T) {
	run := runOver(t, "a,b:c/50%/Dockerfile", "FROM a\nRUN b\nRUN c \\\n  d\n", func(p *lint.Pass, at func(string) source.Span) {
		p.Reportf(at("a"), "Advice").WithSeverity(lint.Info).Notef("A note.").Helpf("A help: ##[x].")
		p.Reportf(at("b"), "50%% of a, b: wrong\r\n::error::forged \x1b[0m").WithSeverity(lint.Warning)
		p.Reportf(at("c \\\n  d"), "Two lines")
	})
	const see = "%0Asee: https://github.com/winlint/winlint/blob/main/docs/rules/test-rule.md\n"
	want := `::error file=sub/a%2Cb%3Ac/50%25/Dockerfile,line=3,endLine=4,title=winlint%3A test-rule::sub/a,b:c/50%25/Dockerfile:3:5: Two lines` + see +
		`::warning file=sub/a%2Cb%3Ac/50%25/Dockerfile,line=2,endLine=2,col=5,endColumn=6,title=winlint%3A test-rule::sub/a,b:c/50%25/Dockerfile:2:5: 50%25 of a, b: wrong␍␊::error::forged ␛[0m` + see +
		`::notice file=sub/a%2Cb%3Ac/50%25/Dockerfile,line=1,endLine=1,col=6,endColumn=7,title=winlint%3A test-rule::sub/a,b:c/50%25/Dockerfile:1:6: Advice%0Anote: A note.%0Ahelp: A help: ##[x].` + see
	if out := run.write(t, "github"); out != want {
		t.Errorf("got %s\nwant %s", out, want)
	}
}

// GitHub shows ten annotations of each severity: the tenth says how many it does not show, and the log has them all.
func TestGitHubOfMany(t *testing.T) {
	for _, test := range []struct{ findings, lines, place int }{{10, 10, -1}, {11, 12, 9}, {40, 41, 9}} {
		run := runOver(t, "Dockerfile", "FROM a\n", func(p *lint.Pass, at func(string) source.Span) {
			for range test.findings {
				p.Reportf(at("a"), "Wrong")
			}
		})
		lines := strings.Split(strings.TrimSuffix(run.write(t, "github"), "\n"), "\n")
		sum := fmt.Sprintf("::error title=winlint::%d more errors: see the log of this step", test.findings-9)
		if len(lines) != test.lines || slices.Index(lines, sum) != test.place {
			t.Errorf("%d findings: %d lines, %q is line %d", test.findings, len(lines), sum, slices.Index(lines, sum))
		}
	}
}

// What a CI system takes for a command is in no JSON as it is, and is the same for who reads the JSON.
func TestCommandsInJSON(t *testing.T) {
	const forged = "a ##vso[task.complete]##[error]\n::error::b \U000e0041\u200b\u202e"
	run := runOver(t, "Dockerfile", "FROM a\n", func(p *lint.Pass, at func(string) source.Span) {
		p.Reportf(at("a"), "%s", forged)
	})
	for _, format := range []string{"json", "sarif"} {
		out := run.write(t, format)
		if strings.Contains(out, "##") || strings.ContainsAny(out, "\U000e0041\u200b\u202e") || strings.Contains(out, "\n::") {
			t.Errorf("%s has a command: %s", format, out)
		}
		var parsed any
		if err := json.Unmarshal([]byte(out), &parsed); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(fmt.Sprint(parsed), forged) {
			t.Errorf("%s has another message: %s", format, out)
		}
	}
}

// Names of files that are not UTF-8 stay apart in JSON.
func TestJSONOfOtherNames(t *testing.T) {
	found := map[string]bool{}
	for _, name := range []string{"a\xff", "a\xfe", "a\ufffd", "\u00e9"} {
		run := runOver(t, name, "FROM a\n", func(p *lint.Pass, at func(string) source.Span) { p.Reportf(at("a"), "Is wrong") })
		for _, format := range []string{"json", "jsonl", "rdjson", "gitlab"} {
			out := run.write(t, format)
			path := regexp.MustCompile(`"path": *"([^"]*)"`).FindStringSubmatch(out)
			if len(path) == 0 || found[format+path[1]] {
				t.Errorf("%s: the path of %q is that of another file, or missing in\n%s", format, name, out)
				continue
			}
			found[format+path[1]] = true
		}
	}
}

// What has no shape is seen, whether it steers a terminal, hides a text or has no width.
func TestVisible(t *testing.T) {
	for _, r := range "\u00ad\u034f\u061c\u180b\u180e\u200b\u200c\u200d\u2060\u2066\u202e\u3164\ufe00\ufeff\U000e0041\U000e0100\u0085\u2028" {
		if got := terminal.Visible(string(r)); got != "\ufffd" {
			t.Errorf("%U is shown as %q", r, got)
		}
	}
	if text := "e\u0301 \u2764\ufe0f \u4e2d"; terminal.Visible(text) != text {
		t.Errorf("%q is shown as %q", text, terminal.Visible(text))
	}
}
