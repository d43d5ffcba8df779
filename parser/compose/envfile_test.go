package compose

import (
	"testing"

	"github.com/winlint/winlint/source"
)

// What compose refuses or changes in a file of variables, without the values, which may be secret.
func TestEnvFaults(t *testing.T) {
	for _, test := range []struct {
		text string
		want []EnvFault
	}{
		{"# one\nA=C:\\temp\\new\nB='C:\\new'\nexport C = \"x y\" # z\nD=\"a\\nb\"\nE: f\n\n", nil},
		{"A=\"C:\\data\\x\"\nB=\"C:\\\\temp\"\nC=\"http:\\new\"\n", nil},
		{"A=b\nset C=d\n", []EnvFault{{Line: 2, Refused: "key cannot contain a space"}}},
		{"$env:SECRET='s3cret'\n", []EnvFault{{Line: 1, Refused: `unexpected character "$" in variable name`}}},
		{"A='C:\\s3cret\\'\n", []EnvFault{{Refused: "unterminated quoted value"}}},
		{"A=${s3cret\n", []EnvFault{{Refused: "Invalid template"}}},
		{"A=\"C:\\temp\"\r\nB=\"D:\\work;C:\\new\"\r\n", []EnvFault{{Line: 1, Name: "A", Escape: `\t`}, {Line: 2, Name: "B", Escape: `\n`}}},
	} {
		got := EnvFaults(source.New(".env", test.text))
		if len(got) != len(test.want) {
			t.Errorf("%q: %+v, want %+v", test.text, got, test.want)
			continue
		}
		for i := range got {
			if got[i] != test.want[i] {
				t.Errorf("%q: %+v, want %+v", test.text, got[i], test.want[i])
			}
		}
	}
	utf16 := source.Decode(".env", []byte("\xff\xfeA\x00=\x00b\x00"))
	if got := EnvFaults(utf16); len(got) != 1 || got[0].Refused == "" {
		t.Errorf("UTF-16: %+v", got)
	}
}
