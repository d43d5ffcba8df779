package dockerfile_test

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
)

// BuildKit's lexer goes as deep as variables are in one another, and Go ends the program where its stack is full.
func TestDeepVariablesStayUnread(t *testing.T) {
	deep := strings.Repeat("${A:-", 3_000)
	for _, before := range []string{
		"ENV A=", "ARG A=", "RUN ", "COPY --from=", "COPY <<", "ADD a ", "WORKDIR ", "FROM ", "ONBUILD RUN <<", "CMD ", "ENV A=\"",
	} {
		doc := dockerfile.Parse(source.New("Dockerfile", "FROM a\n"+before+deep+"\nRUN b\nBAD\n"))
		if len(doc.Unchecked) != 1 || doc.Instructions[1].Err == nil {
			t.Errorf("%s: %d parts are unchecked, not the one instruction", before, len(doc.Unchecked))
		}
		if len(doc.Instructions) != 4 || len(doc.Errors) != 1 || !doc.Errors[0].Unknown {
			t.Errorf("%s: the rest of the file is not read", before)
		}
	}
}

// A replacement in a replacement multiplies.
func TestReplacementsThatMultiplyStayUnread(t *testing.T) {
	nested := strings.Repeat("${A//?/", 50) + strings.Repeat("x", 50) + strings.Repeat("}", 50)
	doc := dockerfile.Parse(source.New("Dockerfile", "FROM a\nENV B="+nested+"\nENV C=${A//./_}-${B//./_}\n"))
	if len(doc.Unchecked) != 1 {
		t.Errorf("%d parts are unchecked, not the one instruction", len(doc.Unchecked))
	}
	if doc.Instructions[2].Err != nil {
		t.Error("two plain replacements are not read")
	}
}
