package dockerfile_test

import (
	"io"
	"os"
	"strings"
	"testing"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
)

// Each escape character that the lexer removes is found; here it is shown as "^". Without them, the word reads the same
// as BuildKit's lexer reads it, quotes aside.
func TestEscapes(t *testing.T) {
	doc := dockerfile.Parse(source.New("Dockerfile", "FROM x\n"))
	for _, test := range []struct{ word, want string }{
		{`C:\new\test`, `C:^new^test`},
		{`C:\\new\\test`, `C:^\new^\test`},
		{`"C:\new\test"`, `"C:\new\test"`},
		{`'C:\new\\test'`, `'C:\new\\test'`},
		{`"say \"hi\" \$x \\ \n"`, `"say ^"hi^" ^$x ^\ \n"`},
		{`C:\Program\ Files`, `C:^Program^ Files`},
		{`C:\app\`, `C:^app^`},
		{`$X\a`, `$X^a`},
		{`${X}\a`, `${X}^a`},
		{`${X:-C:\a}\b`, `${X:-C:^a}^b`},
		{`${X%\a}\b`, `${X%\a}^b`},
		{`$$\a`, `$$^a`},
		{`a"b\c"d\e'f\g'\h`, `a"b\c"d^e'f\g'^h`},
		{`\"C:\a\"`, `^"C:^a^"`},
	} {
		word := &dockerfile.Word{Value: test.word}
		got := []byte(word.Value)
		for _, e := range doc.Escapes(word) {
			got[e.At] = '^'
		}
		if string(got) != test.want {
			t.Errorf("%s: %s; want %s", test.word, got, test.want)
		}
		if strings.ContainsAny(test.word, `'"%$`) {
			continue
		}
		reads, err := doc.Literal(word)
		if stripped := strings.ReplaceAll(string(got), "^", ""); err != nil || reads != stripped {
			t.Errorf("%s: the lexer reads %s (%v); want %s", test.word, reads, err, stripped)
		}
	}
}

// Each variable that the lexer puts in is found with its place: the text of the reference, its name and its modifier.
func TestReferences(t *testing.T) {
	doc := dockerfile.Parse(source.New("Dockerfile", "FROM x\n"))
	for _, test := range []struct{ word, want string }{
		{`C:\\$X\y`, "$X|X|"},
		{`\$X '$Y' "$Z" "\$A"`, "$Z|Z|"},
		{`${X}${Y:-C:/$Z}`, "${X}|X|, $Z|Z|, ${Y:-C:/$Z}|Y|:-C:/$Z"},
		{`$env:PATH ${env:PATH}`, "$env|env|, ${env:PATH}|env|:PATH"},
		{`$$X $1a c$\x $`, ""},
		{`${X`, "${X|X|"},
	} {
		var got []string
		for _, r := range doc.References(&dockerfile.Word{Value: test.word}) {
			got = append(got, test.word[r.At:r.End]+"|"+r.Name+"|"+r.Modifier)
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s: %q; want %q", test.word, got, test.want)
		}
	}
}

// Where a backtick would be an escape character, it is found; here it is shown as "!".
func TestUnescaped(t *testing.T) {
	doc := dockerfile.Parse(source.New("Dockerfile", "FROM x\n"))
	for _, test := range []struct {
		word, want string
		ok         bool
	}{
		{"a`b", "a!b", true},
		{"\"a`b\"", "\"a!b\"", true},
		{"'a`b'", "'a`b'", true},
		{"\\`a", "\\`a", true},
		{"\"\\`\"", "\"\\!\"", true},
		{"${X:-`}", "${X:-!}", true},
		{"${X#`}", "${X#!}", false},
		{`${X%\}}`, `${X%\}}`, false},
		{"$`", "$!", true},
	} {
		list, ok := doc.Unescaped(&dockerfile.Word{Value: test.word}, '`')
		got := []byte(test.word)
		for _, at := range list {
			got[at] = '!'
		}
		if string(got) != test.want || ok != test.ok {
			t.Errorf("%s: %s %v; want %s %v", test.word, got, ok, test.want, test.ok)
		}
	}
}

// A trigger is read with the default escape character, whatever that of its file is.
func TestTriggersAreReadWithTheDefault(t *testing.T) {
	doc := dockerfile.Parse(source.New("Dockerfile", "# escape=`\nFROM x\nONBUILD WORKDIR C:\\a\\\\b\nWORKDIR C:\\a\\\\b\n"))
	for i, want := range map[int]string{1: `C:a\b`, 2: `C:\a\\b`} {
		in := doc.Instructions[i]
		if in.OnBuild != nil {
			in = in.OnBuild
		}
		if got, err := doc.Literal(in.Words[0]); got != want || err != nil {
			t.Errorf("%s reads %s (%v); want %s", in.Logical, got, err, want)
		}
	}
}

// What is no text is read without a word on the standard error, on which BuildKit's lexer complains of it.
func TestReadsQuietly(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr := os.Stderr
	os.Stderr = write
	doc := dockerfile.Parse(source.New("Dockerfile", "FROM x\nENV A=\"\xff\" B='\x00'\n"))
	got, err := doc.Literal(doc.Instructions[1].Words[0])
	_, errNUL := doc.Literal(doc.Instructions[1].Words[1])
	os.Stderr = stderr
	_ = write.Close()
	said, _ := io.ReadAll(read)
	if got != "A=\ufffd" || err != nil || errNUL != nil || len(said) > 0 {
		t.Errorf("%q %v %v, and on the standard error %q", got, err, errNUL, said)
	}
}
