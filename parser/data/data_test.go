package data

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/winlint/winlint/internal/lineartest"
	"github.com/winlint/winlint/source"
)

func parse(text string) *Document { return ParseYAML(source.New("compose.yml", text)) }

// Every byte of a value knows where it is written, in each style. The place of what is looked for is shown as the text
// that is there.
func TestPlaces(t *testing.T) {
	for _, test := range []struct{ text, look, place string }{
		{"a: C:\\app\\x # c\n", `app`, `app`},
		{"a: one\n  two\n\n  three # c\n", "two\nthree", "two\n\n  three"},
		{"a: 'it''s C:\\x'\n", "it's", "it''s"},
		{"a: 'it''s C:\\x'\n", `C:\x`, `C:\x`},
		{`a: "x\ty"` + "\n", "\t", `\t`},
		{`a: "x\u00e9y"` + "\n", "é", `\u00e9`},
		{`a: "x\U0001F600y"` + "\n", "y", "y"},
		{"a: \"one \\\n   two\"\n", "one two", "one \\\n   two"},
		{"a: \"one\n\n   two\"\n", "\n", "\n\n   "},
		{"a: |\n  x\n   y\n  z\n", "\n y\n", "\n   y\n  "},
		{"a: |\r\n  x\r\n  y\r\n", "y", "y"},
		{"a: |1\n   x\n", "  x", "  x"},
		{"a: >\n  x\n  y\n\n  z\n", "x y", "x\n  y"},
		{"a: >\n  x\n\n  z\n", "\nz", "\n\n  z"},
		{"a: &x !!str b\n", "b", "b"},
		{"ä: öü\n", "ü", "ü"},
		{"😀: '😀b'\n", "b", "b"},
		{"x: 'p\u0085q'\na: b\n", "b", "b"},
		{"# d\u2028a: b\n", "b", "b"},
		{"\ufeffa: b\n", "b", "b"},
		{"- a\n- |\n  b\n", "b", "b"},
		{"{\"a\": [true, 'b']}", "b", "b"},
	} {
		doc := parse(test.text)
		found := false
		for v := range doc.Root().All() {
			i := strings.Index(v.Text.String(), test.look)
			if v.Kind >= Mapping || i < 0 || found {
				continue
			}
			found = true
			if got := doc.File.Slice(v.Text.SpanOf(i, i+len(test.look))); got != test.place {
				t.Errorf("%q: %q stands at %q, want %q", test.text, test.look, got, test.place)
			}
		}
		if !found {
			t.Errorf("%q: no value holds %q", test.text, test.look)
		}
	}
}

// The span of a value is what is written for it, with quotes or brackets and without tag, anchor and comment.
func TestSpans(t *testing.T) {
	for _, test := range []struct {
		text string
		want string
	}{
		{"a: b # c\n", "b"},
		{"a: 'b' # c\n", "'b'"},
		{"a: \"b\\\"\"\n", `"b\""`},
		{"a:\n  - b\n  - c # d\n# e\n", "- b\n  - c"},
		{"a:\n- b\n", "- b"},
		{"a: [b, c, ] # d\n", "[b, c, ]"},
		{"a: {b: [c], # d }\n  }\n", "{b: [c], # d }\n  }"},
		{"a: &x !t\n  b: c\n", "b: c"},
		{"a: &x [1]\n", "[1]"},
		{"a: |\n  b\n\n  c\n\n\nd: e\n", "|\n  b\n\n  c"},
		{"a: one\n  two\nd: e\n", "one\n  two"},
		{"a:\n", ""},
		{"a: &x\nb: c\n", ""},
		{"x: &x 1\na: *x # c\n", "*x"},
	} {
		doc := parse(test.text)
		if got := doc.File.Slice(doc.Root().entry("a").Value.Span()); got != test.want {
			t.Errorf("%q: the value is %q, want %q", test.text, got, test.want)
		}
	}
}

// entry is the mapping's own entry, merged ones aside.
func (v *Value) entry(name string) *Entry {
	for _, e := range v.Entries {
		if e.Name() == name {
			return e
		}
	}
	return nil
}

// An error is at its place in the words of the library, and what is around it is read.
func TestErrors(t *testing.T) {
	for _, test := range []struct {
		text    string
		message string
		at      string // what the error's place holds
		rest    string // the scalars that are still read
	}{
		{"a: \"C:\\data\"\nb: c\n", "found unknown escape character", `\d`, "b c"},
		{"a: \"C:\\Users\\x\"\nb: c\n", "did not find expected hexadecimal number", "s", "b c"},
		{"a: \"b\nc: d\ne: f\n", "found unexpected end of stream", `"`, "c d e f"},
		{"a: *log\nb: c\n", "unknown anchor 'log' referenced", "*", "b c"},
		{"a: b: c\nd: e\n", "mapping values are not allowed in this context", ":", "d e"},
		{"a: `x`\nd: e\n", "found character that cannot start any token", "`", "d e"},
		{"a: %TEMP%\\x\nd: e\n", "found character that cannot start any token", "%", "d e"},
		{"a: b\nfoo bar \nc: d\n", "could not find expected ':'", "foo bar", "a b c d"},
		{"a: b\nc: [1, 2\nd: e\nf: g\n", "did not find expected ',' or ']'", ":", "a b d e f g"},
		{"s:\n  w:\n    i: x\n   p: 1\n  d:\n    i: y\n", "did not find expected key", "p", "s w i x d i y"},
		{"a:\n\t- b\nc: d\n", "found character that cannot start any token", "\t", "a  c d"},
		{"a: x\x01y\nb: c\n", "control characters are not allowed (value: 1)", "\x01", "a xxy b c"},
		{"a: \xff\nb: c\n", "invalid leading UTF-8 octet (value: 255)", "\xff", "a x b c"},
		{"v:\n- \"C:\\data\"\n- d\nb: c\n", "found unknown escape character", `\d`, "v d b c"},
		{"v:\n  - 'a'\n  - \"C:\\data:C:\\x\" # c\n  - e\n", "found unknown escape character", `\d`, "v a e"},
		{"a: &x \"\\d\"\nb: *x\nc: d\n", "found unknown escape character", `\d`, "c d"},
		{"a: 1\n---\nb: \"\\d\"\nc: d\n---\ne: f\n", "found unknown escape character", `\d`, "a 1 c d e f"},
	} {
		doc := parse(test.text)
		checkPlaces(t, doc)
		if len(doc.Errors) == 0 {
			t.Errorf("%q: no error", test.text)
			continue
		}
		if e := doc.Errors[0]; len(doc.Errors) > 1 || e.Message != test.message || doc.File.Slice(e.At) != test.at {
			t.Errorf("%q: %d errors, the first %q at %q, want %q at %q",
				test.text, len(doc.Errors), e.Message, doc.File.Slice(e.At), test.message, test.at)
		}
		if got := scalars(doc); got != test.rest {
			t.Errorf("%q: %q is read, want %q", test.text, got, test.rest)
		}
	}
}

func scalars(doc *Document) string {
	var words []string
	for _, root := range doc.Roots {
		for v := range root.All() {
			if v.Kind < Mapping {
				words = append(words, v.Text.String())
			}
		}
	}
	return strings.Join(words, " ")
}

// Several lines that are wrong in themselves are several errors.
func TestManyErrors(t *testing.T) {
	doc := parse("a: \"C:\\data\"\nb: c\nd:\n  - \"\\s\"\n  - e\nf: @g\n")
	var got []string
	for _, e := range doc.Errors {
		got = append(got, doc.File.Slice(e.At))
	}
	if want := []string{`\d`, `\s`, "@"}; !reflect.DeepEqual(got, want) {
		t.Errorf("errors at %q, want %q", got, want)
	}
	if got, want := scalars(doc), "b c d e"; got != want {
		t.Errorf("%q is read, want %q", got, want)
	}
}

func TestComments(t *testing.T) {
	text := "# one\r\na: b#c # two\r\nd: 'e # f' #three\r\ng: |  # four\r\n  # text\r\n# five\r\nh: [i, # six\r\n  j]\r\n" +
		"k: \"\\d # in\" # seven\r\nl: m\n"
	doc := parse(text)
	var got []string
	for _, c := range doc.Comments {
		got = append(got, c.String())
	}
	want := []string{"# one", "# two", "#three", "# four", "# five", "# six", "# seven"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("comments %q, want %q", got, want)
	}
}

func TestGetFollowsAliasesAndMerges(t *testing.T) {
	doc := parse(`
x-env: &env {A: one, B: two}
x-base: &base
  image: base
  environment: *env
services:
  web:
    <<: *base
    image: own
  db:
    <<: [{image: first}, *base]
  loop: &loop
    <<: *loop
    image: loop
  twice:
    image: a
    image: b
`)
	for _, test := range []struct {
		keys string
		want string
	}{
		{"services web image", "own"},
		{"services web environment B", "two"},
		{"services db image", "first"},
		{"services db environment A", "one"},
		{"services loop image", "loop"},
		{"services twice image", "b"},
		{"services none image", ""},
		{"services web image x", ""},
	} {
		if got := doc.Root().Get(strings.Fields(test.keys)...).String(); got != test.want {
			t.Errorf("%s is %q, want %q", test.keys, got, test.want)
		}
	}
	var names []string
	for _, e := range doc.Root().Get("services", "db").Merged() {
		names = append(names, fmt.Sprintf("%s@%d", e.Name(), doc.File.Position(e.Span().Start).Line))
	}
	if got, want := strings.Join(names, " "), "image@11 environment@5"; got != want {
		t.Errorf("db holds %s, want %s", got, want)
	}
}

func TestPath(t *testing.T) {
	doc := parse("services:\n  web.1:\n    ports:\n      - 80\n      - target: 81\n    \"a b\": {c: d}\n")
	var got []string
	for v := range doc.Root().All() {
		if v.Kind < Mapping {
			got = append(got, v.Path())
		}
	}
	want := []string{
		"services", `services["web.1"]`, `services["web.1"].ports`, `services["web.1"].ports[0]`, `services["web.1"].ports[1].target`,
		`services["web.1"].ports[1].target`, `services["web.1"]["a b"]`, `services["web.1"]["a b"].c`, `services["web.1"]["a b"].c`,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("paths\n%q, want\n%q", got, want)
	}
}

func TestKinds(t *testing.T) {
	doc := parse("[~, null, true, 010, 0x1F, 1e3, 1.5, yes, '1', 2001-01-01, !x y, {}, [], C, 22:22]")
	var got []string
	for _, item := range doc.Root().List() {
		got = append(got, item.Kind.String())
	}
	want := "null null boolean integer integer number number string string scalar scalar mapping sequence string string"
	if strings.Join(got, " ") != want {
		t.Errorf("kinds %s, want %s", strings.Join(got, " "), want)
	}
}

// A JSON file with what people write into it by mistake is read as it was meant, with one error for each mistake.
func TestJSONErrors(t *testing.T) {
	for _, test := range []struct {
		text   string
		errors []string // message @ what stands there
		rest   string
	}{
		{`{"data-root": "D:\docker\new", "x": 1}`, []string{`invalid character 'd' in string escape code @ d`}, "data-root D:\\docker\new x 1"},
		{`{"hosts": ["a",], "x": 1,}`, []string{"invalid character ']' looking for beginning of value @ ]",
			"invalid character '}' looking for beginning of object key string @ }"}, "hosts a x 1"},
		{"{\n// why\n\"a\": 1 /* b */\n}", []string{"invalid character '/' looking for beginning of object key string @ // why",
			"invalid character '/' after object key:value pair @ /* b */"}, "a 1"},
		{`{'a': 'b'}`, []string{`invalid character '\'' looking for beginning of object key string @ '`,
			`invalid character '\'' looking for beginning of value @ '`}, "a b"},
		{`{a: b, "c": True}`, []string{`invalid character 'a' looking for beginning of object key string @ a`,
			`invalid character 'b' looking for beginning of value @ b`, `invalid character 'T' looking for beginning of value @ T`}, "a b c True"},
		{"{\"a\": 1\n \"b\": 2}", []string{`invalid character '"' after object key:value pair @ "`}, "a 1 b 2"},
		{"{\"a\": \"x\n, \"b\": 2}", []string{`invalid character '\n' in string literal @ ` + "\n"}, "a x b 2"},
		{`{"a": [1, 2`, []string{"unexpected end of JSON input @ "}, "a 1 2"},
	} {
		doc := parseJSON(test.text)
		checkPlaces(t, doc)
		var got []string
		for _, e := range doc.Errors {
			got = append(got, e.Message+" @ "+doc.File.Slice(e.At))
		}
		if !reflect.DeepEqual(got, test.errors) {
			t.Errorf("%q: errors\n%q, want\n%q", test.text, got, test.errors)
		}
		if got := scalars(doc); got != test.rest {
			t.Errorf("%q: %q is read, want %q", test.text, got, test.rest)
		}
	}
}

// Aliases that stand for more than anyone can read are refused, as the library refuses them when it builds values.
func TestExcessiveAliases(t *testing.T) {
	bomb := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c <= 'i'; c++ {
		bomb += fmt.Sprintf("%c: &%c [%s*%c]\n", c, c, strings.Repeat(fmt.Sprintf("*%c, ", c-1), 8), c-1)
	}
	doc := parse(bomb)
	if len(doc.Errors) != 1 || doc.Errors[0].Message != "document contains excessive aliasing" || doc.File.Slice(doc.Errors[0].At) != "*h" {
		t.Errorf("errors %v", doc.Errors)
	}
	if items := doc.Root().Get("b").List(); len(items) != 9 || items[0].Resolve() != nil {
		t.Errorf("an alias still stands for something")
	}
	if doc := parse("a: &a [x]\n" + strings.Repeat("b: [*a, *a]\n", 1000)); len(doc.Errors) > 0 {
		t.Errorf("refused: %s", doc.Errors[0].Message)
	}
}

// An alias for what it stands in is refused where it stands, and whoever follows aliases comes to an end.
func TestCircularAliases(t *testing.T) {
	for text, want := range map[string]string{
		"a: &a {b: *a}\n":                                     "anchor 'a' value contains itself @ *a",
		"a: &a\n  <<: *a\n  c: d\n":                           "anchor 'a' value contains itself @ *a",
		"x: &x [&y {z: *x}, *y]\n":                            "anchor 'x' value contains itself @ *x",
		"a: &a {b: c}\nd: {<<: *a, e: *a}\nf: [*a, *a, *a]\n": "",
	} {
		doc := parse(text)
		got := ""
		for _, e := range doc.Errors {
			got += e.Message + " @ " + doc.File.Slice(e.At)
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestLinear(t *testing.T) {
	for name, shape := range map[string]func(n int) string{
		"one line":       func(n int) string { return "[" + strings.Repeat("\"ä\", ", n) + "]" },
		"aliases":        func(n int) string { return "a: &a {b: c}\nd: [" + strings.Repeat("*a, ", n) + "]" },
		"comments":       func(n int) string { return strings.Repeat("# c\n", n) + "a: b\n" },
		"quoted lines":   func(n int) string { return "a: \"" + strings.Repeat("b\n", n) + "\"\n" },
		"block scalar":   func(n int) string { return "a: |\n" + strings.Repeat("  b\n", n) },
		"broken lines":   func(n int) string { return strings.Repeat("a: \"\\d\"\n", n) },
		"unknown":        func(n int) string { return strings.Repeat("- *a\n", n) },
		"open brackets":  func(n int) string { return strings.Repeat("a: [\n", n) },
		"wrong bytes":    func(n int) string { return "a: " + strings.Repeat("\xff", n) },
		"line breaks":    func(n int) string { return strings.Repeat("\r", n) + strings.Repeat("\u2028", n) },
		"quotes in cuts": func(n int) string { return "a: \"\\d" + strings.Repeat(" \"", n) + "\n" },
	} {
		t.Run(name, func(t *testing.T) { lineartest.Check(t, 2000, shape, func(text string) { parse(text) }) })
	}
	for name, shape := range map[string]func(n int) string{
		"values":   func(n int) string { return "[" + strings.Repeat("1,", n) + "1]" },
		"brackets": func(n int) string { return strings.Repeat("{", n) },
		"commas":   func(n int) string { return "[" + strings.Repeat(",", n) },
		"colons":   func(n int) string { return "{" + strings.Repeat(":", n) },
		"quotes":   func(n int) string { return strings.Repeat("'", n) },
		"comments": func(n int) string { return strings.Repeat("/**/", n) },
	} {
		t.Run("JSON "+name, func(t *testing.T) {
			lineartest.Check(t, 2000, shape, func(text string) { parseJSON(text) })
		})
	}
}

func BenchmarkYAML(b *testing.B) {
	raw, err := os.ReadFile("../../.golangci.yml")
	if err != nil {
		b.Fatal(err)
	}
	f := source.Decode(".golangci.yml", raw)
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		ParseYAML(f)
	}
}
