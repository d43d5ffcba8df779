package report_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/report"
	"github.com/winlint/winlint/source"
)

func TestJSON(t *testing.T) {
	run := runOver(t, "a/Dockerfile", "# winlint ignore-file=test-rule\nFROM é <b>\n", func(p *lint.Pass, at func(string) source.Span) {
		p.Reportf(at("<b>"), "Is <wrong>.").Cite("https://example.com").
			Relate(at("FROM é"), "see here").Replace(at("<b>"), "c").Unsafe()
	})
	run.Unread = []*fs.PathError{{Op: "open", Path: "b/Dockerfile", Err: fs.ErrPermission}}
	var out strings.Builder
	if err := report.JSON(&out, run); err != nil {
		t.Fatal(err)
	}
	want := `{
  "version": 1,
  "tool": {
    "name": "winlint",
    "version": "v0.1.0"
  },
  "files": [
    {
      "path": "a/Dockerfile"
    }
  ],
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
  "errors": [
    {
      "path": "b/Dockerfile",
      "message": "permission denied"
    }
  ]
}
`
	if out.String() != want {
		t.Errorf("got %s\nwant %s", out.String(), want)
	}
}

func TestJSONOfNothing(t *testing.T) {
	var out strings.Builder
	if err := report.JSON(&out, &lint.Run{Version: "v0.1.0"}); err != nil {
		t.Fatal(err)
	}
	want := `{
  "version": 1,
  "tool": {
    "name": "winlint",
    "version": "v0.1.0"
  },
  "files": [],
  "findings": [],
  "errors": []
}
`
	if out.String() != want {
		t.Errorf("got %s\nwant %s", out.String(), want)
	}
}

func TestGitHub(t *testing.T) {
	run := runOver(t, "a,b:c/50%/Dockerfile", "FROM a\nRUN b\nRUN c \\\n  d\n", func(p *lint.Pass, at func(string) source.Span) {
		p.Reportf(at("a"), "Advice.").At(lint.Info)
		p.Reportf(at("b"), "50%% of a, b: wrong.\r\n::error::forged \x1b[0m").At(lint.Warning)
		p.Reportf(at("c \\\n  d"), "Two lines.")
	})
	var out strings.Builder
	if err := report.GitHub(&out, run, func(path string) string { return "sub/" + path }); err != nil {
		t.Fatal(err)
	}
	want := `::error file=sub/a%2Cb%3Ac/50%25/Dockerfile,line=3,endLine=4,title=test-rule::Two lines.
::warning file=sub/a%2Cb%3Ac/50%25/Dockerfile,line=2,endLine=2,col=5,endColumn=6,title=test-rule::50%25 of a, b: wrong.␍␊::error::forged ␛[0m
::notice file=sub/a%2Cb%3Ac/50%25/Dockerfile,line=1,endLine=1,col=6,endColumn=7,title=test-rule::Advice.
`
	if out.String() != want {
		t.Errorf("got %s\nwant %s", out.String(), want)
	}
}
