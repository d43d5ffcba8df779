package config

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/winlint/winlint/report"
	"github.com/winlint/winlint/rules"
)

var update = flag.Bool("update", false, "write docs/winlint.schema.json")

// formats is the names of the report formats, as cmd/winlint passes them.
func formats() (names []string) {
	for _, f := range report.Formats {
		names = append(names, f.Name)
	}
	return names
}

// The JSON Schema that is in the repository, for editors, is what the code takes.
func TestSchema(t *testing.T) {
	want, err := Schema(&Vocabulary{rules.All(), rules.Topics(), formats()})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("..", "docs", "winlint.schema.json")
	got, err := os.ReadFile(path)
	if *update {
		err = os.WriteFile(path, want, 0o666)
		got = want
	}
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("docs/winlint.schema.json is not what the code takes; read the difference, then `make docs`")
	}
}
