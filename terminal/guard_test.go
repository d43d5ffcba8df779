package terminal_test

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/terminal"
)

// What a pipeline would obey is broken wherever it is, and however it is cut into writes; all else stays as it is.
func TestGuard(t *testing.T) {
	for text, want := range map[string]string{
		"::error::x.dockerfile:1:2: error: a\n":  ": :error::x.dockerfile:1:2: error: a\n",
		" ::error file=a::b\n":                   " : :error file=a::b\n",
		"\t\u00a0\u200b::set-env\n":              "\t\u00a0\u200b: :set-env\n",
		":\u200b:error::a\n":                     ": \u200b:error::a\n",
		"a\r::stop-commands::b\r\n":              "a\r: :stop-commands::b\r\n",
		"a ##[group]b ##vso[task.complete]\n":    "a # #[group]b # #vso[task.complete]\n",
		"a #\u00ad#[x] ##\u200bvso[x]\n":         "a # \u00ad#[x] # #\u200bvso[x]\n",
		"###[error]a ##teamcity[b]\n":            "## #[error]a # #teamcity[b]\n",
		"::error::no end":                        ": :error::no end",
		"## Bad\n### a ##\na::b #1 c:\\:\n## \n": "## Bad\n### a ##\na::b #1 c:\\:\n## \n",
		"a/::b: x\n+::error::c\n":                "a/::b: x\n+::error::c\n",
	} {
		for _, size := range []int{1, 3, len(text)} {
			var out strings.Builder
			guard := terminal.NewGuard(&out)
			for rest := text; rest != ""; rest = rest[min(size, len(rest)):] {
				if n, err := guard.Write([]byte(rest[:min(size, len(rest))])); err != nil || n != min(size, len(rest)) {
					t.Fatal(n, err)
				}
			}
			if err := guard.Flush(); err != nil || out.String() != want {
				t.Errorf("%q in writes of %d: got %q, want %q, error %v", text, size, out.String(), want, err)
			}
		}
	}
}
