package script_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// A tally counts the texts of one language, and those that the reader found an error in.
type tally struct{ read, wrong int }

// corpusTexts is every text that a shell runs in the Windows files of the trial corpus, which WINLINT_CORPUS names: the
// scripts of Dockerfiles by their shell, and script files. Without the variable there is none.
func corpusTexts(t *testing.T, use func(name string, root *script.Script)) {
	t.Helper()
	corpus := os.Getenv("WINLINT_CORPUS")
	if corpus == "" {
		return
	}
	err := filepath.WalkDir(filepath.Join(corpus, "windows"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		f := source.Decode(filepath.ToSlash(path), raw)
		if kind := subject.KindOf(f.Path); kind != nil {
			unit := kind.Unit(f, &subject.World{})
			for _, s := range unit.Scripts {
				use(path, s)
			}
			if unit.Dockerfile != nil {
				dockerfileTexts(unit, use)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func dockerfileTexts(unit *subject.Unit, use func(name string, root *script.Script)) {
	for _, scope := range unit.Scopes {
		if scope.OS != windows.Windows {
			continue
		}
		for _, n := range scope.Nodes {
			in, ok := n.Node.(*dockerfile.Instruction)
			if !ok || !in.Is("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK") {
				continue
			}
			if s := commandOf(in, n.Shell); s != nil {
				use(fmt.Sprintf("%s:%d", unit.File.Path, unit.File.Position(in.Span().Start).Line), s)
			}
		}
	}
}

// commandOf is what an instruction runs; nil where its shell is not known.
func commandOf(in *dockerfile.Instruction, shell subject.Shell) *script.Script {
	if in.Exec {
		words := in.Words
		if in.Name == "HEALTHCHECK" {
			words = words[1:]
		}
		elements := make([]source.Text, len(words))
		for i, w := range words {
			elements[i] = w.Decoded()
		}
		return script.Exec(elements)
	}
	text := in.Command()
	if len(in.Heredocs) == 1 && strings.HasPrefix(strings.TrimSpace(text.String()), "<<") {
		text = in.Heredocs[0].Text
	}
	if len(shell.Words) == 0 || text.Len() == 0 {
		return nil
	}
	return script.Line(script.Texts(shell.Words...), text)
}

// At least 99 of 100 texts in PowerShell and cmd are read without an error of the reader; the others are listed.
func TestCorpusIsRead(t *testing.T) {
	counts := map[string]*tally{}
	corpusTexts(t, func(name string, root *script.Script) {
		for s := range root.All() {
			if s.Body == nil && len(s.Errors) == 0 || s.Language == script.Process {
				continue
			}
			kind := s.Language.String()
			if root.Language == s.Language && root.Shell == nil && root.Parent == nil && !strings.Contains(filepath.Base(name), ":") {
				kind += " file"
			}
			if counts[kind] == nil {
				counts[kind] = &tally{}
			}
			counts[kind].read++
			if len(s.Errors) > 0 {
				counts[kind].wrong++
				e := s.Errors[0]
				t.Logf("%s: %s: %s: %q near %.80q", name, kind, e.Message, e.String(), s.Text.String()[max(0, e.Start-30):])
			}
		}
	})
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		c := counts[kind]
		t.Logf("%s: %d texts, %d with an error", kind, c.read, c.wrong)
		if c.wrong*100 > c.read && kind != script.Bash.String()+" file" {
			t.Errorf("%s: more than one in a hundred is not read", kind)
		}
	}
}
