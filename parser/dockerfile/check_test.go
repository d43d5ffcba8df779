package dockerfile_test

import (
	"testing"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
)

// BuildKit reads a "# check=" beside an instruction as what its linter is to leave out there, and builds.
func TestCheckBesideInstruction(t *testing.T) {
	for _, text := range []string{
		"FROM alpine:3.20\n# check=skip=JSONArgsRecommended\nCMD node server.js\n",
		"FROM alpine:3.20\n# check=skip=all;error=true\nMAINTAINER me\n",
		"FROM alpine:3.20\n# check=x\nRUN a\n",
		"# a comment\n# check=error=true\nFROM alpine:3.20 as b\n# check=\nONBUILD RUN a\n",
	} {
		doc := dockerfile.Parse(source.New("Dockerfile", text))
		if len(doc.Errors) > 0 {
			t.Errorf("%q: refused: %s", text, doc.Errors[0].Message)
		}
		if len(doc.Unchecked) > 0 {
			t.Errorf("%q: unchecked: %s", text, doc.Unchecked[0].Reason)
		}
	}
}
