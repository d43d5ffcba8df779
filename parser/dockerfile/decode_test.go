package dockerfile

import (
	"encoding/json"
	"testing"

	"github.com/winlint/winlint/source"
)

var literals = []string{
	`"powershell"`,
	`""`,
	`"C:\\Program Files\\a.exe"`,
	`"Write-Host \"a\tb\" # \/ "`,
	`"caf\u00e9 \ud83d\ude00 \ud83d alone \udE00"`,
}

// The bytes are those that encoding/json decodes (it replaces what is no UTF-8), and each is in the file where it is written.
func TestDecoded(t *testing.T) {
	for _, literal := range literals {
		checkDecoded(t, literal)
	}
}

func FuzzDecoded(f *testing.F) {
	for _, literal := range literals {
		f.Add(literal)
	}
	f.Fuzz(func(t *testing.T, literal string) { checkDecoded(t, literal) })
}

func checkDecoded(t *testing.T, literal string) {
	t.Helper()
	doc := Parse(source.New("Dockerfile", "FROM a\nCMD ["+literal+"]\n"))
	if len(doc.Instructions) != 2 || !doc.Instructions[1].Exec {
		return
	}
	for _, w := range doc.Instructions[1].Words {
		var want string
		if err := json.Unmarshal([]byte(w.String()), &want); err != nil {
			t.Fatalf("%s: %v", w, err)
		}
		got := w.Decoded()
		if !same(got.String(), want) {
			t.Errorf("%s reads %q, want %q", w, got, want)
		}
		at := w.Span().Start
		for i := range got.Len() {
			span := got.SpanOf(i, i+1)
			if span.Start < at || !w.Span().Contains(span) {
				t.Fatalf("%s: byte %d stands at %v, behind %d", w, i, span, at)
			}
			at = span.Start
		}
	}
}

func TestDecodedPlaces(t *testing.T) {
	const text = "FROM a\nCMD [\"a\\\\b\\u0041c\"]\n"
	w := Parse(source.New("Dockerfile", text)).Instructions[1].Words[0]
	decoded := w.Decoded()
	for i, want := range []string{"a", `\\`, "b", `\u0041`, "c"} {
		span := decoded.SpanOf(i, i+1)
		if got := text[span.Start:span.End]; got != want {
			t.Errorf("byte %d stands for %q, want %q", i, got, want)
		}
	}
}
