package data

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/winlint/winlint/source"
)

// seeds are the texts that every test of agreement starts from: each shows one way of writing keys, values, anchors,
// comments or several documents.
var seeds = []string{
	"",
	"# nothing\n",
	"a: b\n",
	"a: b",
	"a: C:\\app\\x # c\nb: 'it''s'\nc: \"x\\ty\\x41\\u00e9\\U0001F600\\N\\_\\L\\P\\0\\e\\/\\\"\\\\\"\n",
	"a:\r\n  - b # x\r\n  - 'c'\r\n\r\nd: |\r\n  e\r\n  f\r\ng: >\r\n  h\r\n  i\r\n",
	"a: one\n  two\n\n  three # c\nb: 'one\n\n  two  \n  three'\nc: \"one \\\n  two\\\n\n   \\ three\n  four\"\n",
	"a: |\n  x\n   y\n\n  z\n\n\nb: |-\n  x\nc: |+\n  x\n\n\nd: |2\n   x\n  y\ne: >-\n  x\n  y\n\n  z\n   w\n  v\nf: |\n",
	"a: |  # comment\n  # text\n b\n",
	"- |\n x\n- >\n\n  y\n  z\n-\n- - a\n  - b\n- ? c\n  : d\n",
	"x: &a\n  <<: &b {p: 1}\n  q: 2\ny:\n  <<: [*a, *b]\n  q: 3\nz: *a\n",
	"a: &a\n  <<: *a\n  b: 1\nc: [*a, *a]\n",
	"&a b: &c d\n*a : *c\n",
	"a: !x y\nb: !!str\nc: !<tag:x> [1]\nd: !t &u\n  e: f\ng: &v # c\n  h\n",
	"{a: 1, \"b\": [true, null, ~, 1.5, {c}, d: e, ? f], g: {}, h: [], i: [[], [1, ]]}\n",
	"%YAML 1.1\n---\na: 1\n...\n---\nb: 2\n---\n- c\n",
	"\ufeffa: b\nc: d\n",
	"ä: öü # ß\n日本: \"語\" # 語\n😀: '😀' \n",
	"a: x\u2028y\nb: 'p\u0085q'\nc: \"r\u2029s\"\n# d\u2028e: f\n",
	"a:\tb\nc: [\td,\te]\n",
	"? a\n: b\n? c\n? d\n",
	"a: b#c\nd: 'e # f' # g\nh: \"i # j\"\n# k\n  # l\n",
	"a:\n- b\n- c\nd:\n  - e\n",
	"a: -\nb: ?x\nc: :d\ne: -f\ng: http://h:1/\n",
	"a: b\rc: d\r",
	"\"a\": \"b\"\n'c': 'd'\n",
	"--- |\nx\ny\n--- >\nz\n",
	"a: >\n\n  b\n\n   c\n  d\n\n\n   e\n\n  f\n",
	"a: |\n\n\n  b\n  \n  c\n   ",
	"a: b:c\nd: e:\n",
	"a: \"b\nc: d\n",
	"services:\n  web:\n    image: \"C:\\data\"\n    ports: [80]\n  db:\n    image: x # c\n",
	"services:\n  web:\n    image: x\n   ports: []\n  db:\n    image: y\n",
	"a:\n\t- b\nc: d\n",
	"a: [1, 2\nb: 3\nc: 4\n",
	"a: *log\nb: &x 1\nc: *x\n",
	"a: b\x01c\nd: \xff\ne: f\x00\n",
	"a: `x`\nb: @y\nc: %z\nd: e\n",
	strings.Repeat("[", 300) + strings.Repeat("]", 300),
	strings.Repeat("a: [\n", 300),
	"a: {b: &c {d: *c}}\n",
	"!a\n! : b\n",
	"&a !b\n&c !d e: f\n",
}

func TestAgreesWithYAML(t *testing.T) {
	for _, seed := range seeds {
		agree(t, seed)
	}
	corpus := os.Getenv("WINLINT_CORPUS")
	if corpus == "" {
		corpus = "../../testdata"
	}
	err := filepath.WalkDir(corpus, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !slices.Contains([]string{".yml", ".yaml"}, filepath.Ext(path)) {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		t.Run(path, func(t *testing.T) { agree(t, source.Decode(path, raw).Text) })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func FuzzYAML(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(agree)
}

// agree holds that our reading is that of the YAML library, value by value, and that places are in order.
func agree(t *testing.T, text string) {
	t.Helper()
	if len(text) > 1<<16 {
		return
	}
	doc := ParseYAML(source.New("x.yml", text))
	checkPlaces(t, doc)
	nodes, err := load(text)
	if err != nil {
		if len(doc.Errors) == 0 {
			t.Fatalf("%q: the library refuses it (%v), but there is no error", text, err)
		}
		return
	}
	if len(doc.Errors) > 0 && (doc.Errors[0].Message == excessive || strings.HasSuffix(doc.Errors[0].Message, "contains itself")) {
		return // the library says so when it builds values
	}
	if len(doc.Errors) > 0 {
		t.Fatalf("%q: the library reads it, but we say %q", text, doc.Errors[0].Message)
	}
	if len(doc.Roots) != len(nodes) {
		t.Fatalf("%q: %d documents, the library has %d", text, len(doc.Roots), len(nodes))
	}
	for i, node := range nodes {
		agreeValue(t, text, doc.Roots[i], node.Content[0])
	}
}

func load(text string) (nodes []*yaml.Node, err error) {
	loader, err := yaml.NewLoader(strings.NewReader(text))
	for err == nil {
		node := &yaml.Node{}
		if err = loader.Load(node); err == nil {
			nodes = append(nodes, node)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return nodes, err
}

func agreeValue(t *testing.T, text string, v *Value, node *yaml.Node) {
	t.Helper()
	if got := v.Text.String(); node.Kind != yaml.MappingNode && node.Kind != yaml.SequenceNode && got != node.Value {
		t.Fatalf("%q: value %q, the library has %q", text, got, node.Value)
	}
	if v.Anchor != node.Anchor {
		t.Errorf("%q: anchor %q, the library has %q", text, v.Anchor, node.Anchor)
	}
	var children []*Value
	for _, e := range v.Entries {
		children = append(children, e.Key, e.Value)
	}
	children = append(children, v.Items...)
	if len(children) != len(node.Content) {
		t.Fatalf("%q: %d children, the library has %d", text, len(children), len(node.Content))
	}
	for i, child := range children {
		agreeValue(t, text, child, node.Content[i])
	}
}

// checkPlaces holds that places lie in the file, that parts lie in their whole and come in order, and that the text of a
// plain, one-line value is what is at its place.
func checkPlaces(t *testing.T, doc *Document) {
	t.Helper()
	whole, last := doc.Span(), 0
	inside := func(what string, outer, inner source.Span) {
		t.Helper()
		if inner.Start > inner.End || !outer.Contains(inner) {
			t.Fatalf("%q: %s %v lies outside %v", doc.File.Text, what, inner, outer)
		}
	}
	for _, root := range doc.Roots {
		for v := range root.All() {
			inside(v.Kind.String(), whole, v.Span())
			if v.Parent != nil {
				inside(v.Kind.String(), v.Parent.Span(), v.Span())
			}
			if v.Span().Start < last {
				t.Fatalf("%q: %s %v begins in front of %d", doc.File.Text, v.Kind, v.Span(), last)
			}
			last = v.Span().Start
			if v.Kind < Mapping {
				last = v.Span().End
				inside("text", v.Span(), v.Text.Span())
			}
			for _, e := range v.Entries {
				inside("entry", v.Span(), e.Span())
			}
		}
	}
	last = 0
	for _, c := range doc.Comments {
		inside("comment", whole, c.Span())
		if !strings.HasPrefix(c.String(), "#") || c.Span().Start < last {
			t.Fatalf("%q: comment %q at %v", doc.File.Text, c.String(), c.Span())
		}
		last = c.Span().End
	}
	last = 0
	for _, e := range doc.Errors {
		inside("error", whole, e.Span())
		if e.Span().Start < last {
			t.Fatalf("%q: error %q at %v", doc.File.Text, e.Message, e.Span())
		}
		last = e.Span().Start
	}
}
