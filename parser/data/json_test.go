package data

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/winlint/winlint/source"
)

var jsonSeeds = []string{
	``, ` `, `{}`, `[]`, `null`, `"a"`, `{"a":1}`, "{\r\n\t\"hosts\": [\"npipe://\"],\r\n\t\"debug\": true\r\n}\r\n",
	`{"a": "\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\ud83d\u0041\ud83d"}`, `{"data-root": "D:\docker"}`, `{"a": "D:\\docker\\"}`,
	`{"a": 1,}`, `[1,]`, `[,]`, `{,}`, `{"a" 1}`, `{"a":1 "b":2}`, `{"a":}`, `{"a"}`, `{a: 1}`, `{'a': 'b'}`, `[1 2]`, `[1}`, `{"a":[1}`,
	"// c\n{\"a\": 1 // d\n, /* e */ \"b\": 2}\n/* f", "# c\n{}", `{"a": "b`, "{\"a\": \"b\n, \"c\": 1}", "{\"a\": \"b\tc\"}", `{"a": "\u12"}`,
	`{"a": "\uD83"}`, `-`, `-1`, `01`, `1.`, `1.5e`, `1e+5`, `-0.0E-1`, `+1`, `.5`, `tru`, `truth`, `nul}`, `True`, `NaN`, `{} {}`, `{}}`, `[[[`, `{"a":{"b":[`,
	"{\"a\": \"\xff\"}", "{\"ä\": \"日本\"}", "\ufeff{}", `{"a":1,"a":2}`, `[":",",",{"x":[]}]`, `{[1]:2}`, `{:1}`, `{"a"::1}`, `[:]`, `{"a"=1}`, `"\`, `"\u`,
	strings.Repeat("[", 200) + strings.Repeat("]", 200),
}

func TestJSONAgreesWithEncodingJSON(t *testing.T) {
	for _, seed := range jsonSeeds {
		t.Run(seed, func(t *testing.T) { agreeJSON(t, seed) })
	}
	for _, deep := range []string{strings.Repeat("[", 10001), strings.Repeat(`{"a":`, 10001)} {
		agreeJSON(t, deep)
	}
}

func FuzzJSON(f *testing.F) {
	for _, seed := range jsonSeeds {
		f.Add(seed)
	}
	f.Fuzz(agreeJSON)
}

// agreeJSON holds that our first error is that of encoding/json, in its words and at its place, and that without one the
// values are the same.
func agreeJSON(t *testing.T, text string) {
	t.Helper()
	if len(text) > 1<<16 {
		return
	}
	doc := parseJSON(text)
	checkPlaces(t, doc)
	var want any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	err := json.Unmarshal([]byte(text), &want)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		if len(doc.Errors) == 0 {
			t.Fatalf("%q: encoding/json refuses it (%v), but there is no error", text, err)
		}
		first := doc.Errors[0]
		at := int(syntax.Offset) - 1
		if int(syntax.Offset) == len(text) && first.At.Start == len(text) {
			at = len(text) // encoding/json counts the end of the text as the byte before it
		}
		if first.Message != syntax.Error() || first.At.Start != at {
			t.Fatalf("%q: error %q at %d, encoding/json has %q at %d", text, first.Message, first.At.Start, syntax, at)
		}
		return
	}
	if len(doc.Errors) > 0 {
		t.Fatalf("%q: encoding/json reads it, but we say %q", text, doc.Errors[0].Message)
	}
	if err := decoder.Decode(&want); err != nil {
		t.Fatal(err)
	}
	var a, b bytes.Buffer
	writeJSON(&a, doc.Root())
	writeAny(&b, want)
	if a.String() != b.String() {
		t.Fatalf("%q: read as %s, encoding/json has %s", text, a.String(), b.String())
	}
}

// writeJSON and writeAny write values in one form, with the last of several equal names.
func writeJSON(w *bytes.Buffer, v *Value) {
	switch v.Kind {
	case Mapping:
		fields := map[string]*Value{}
		for _, e := range v.Entries {
			fields[string([]rune(e.Name()))] = e.Value
		}
		parts := make(map[string]string, len(fields))
		for name, field := range fields {
			var b bytes.Buffer
			writeJSON(&b, field)
			parts[name] = b.String()
		}
		fmt.Fprintf(w, "%v", parts)
	case Sequence:
		w.WriteString("[")
		for _, item := range v.Items {
			writeJSON(w, item)
			w.WriteString(",")
		}
		w.WriteString("]")
	case String:
		fmt.Fprintf(w, "%q", []rune(v.Text.String()))
	default:
		w.WriteString(v.Text.String())
	}
}

func writeAny(w *bytes.Buffer, v any) {
	switch v := v.(type) {
	case map[string]any:
		parts := make(map[string]string, len(v))
		for name, field := range v {
			var b bytes.Buffer
			writeAny(&b, field)
			parts[name] = b.String()
		}
		fmt.Fprintf(w, "%v", parts)
	case []any:
		w.WriteString("[")
		for _, item := range v {
			writeAny(w, item)
			w.WriteString(",")
		}
		w.WriteString("]")
	case string:
		fmt.Fprintf(w, "%q", []rune(v))
	case nil:
		w.WriteString("null")
	default:
		fmt.Fprintf(w, "%v", v)
	}
}

// parseJSON reads a whole file.
func parseJSON(text string) *Document {
	return ParseJSON(source.New("daemon.json", text), source.Span{End: len(text)})
}
