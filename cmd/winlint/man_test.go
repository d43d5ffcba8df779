package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"
)

// The man pages of docs/man are what the commands and their flags are. They are made here, so that what makes them is not
// in the program.
func TestManPages(t *testing.T) {
	pages := map[string]string{}
	manPages(t, newRoot(), pages)
	folder := filepath.Join("..", "..", "docs", "man")
	if *update {
		for name, page := range pages {
			if err := os.WriteFile(filepath.Join(folder, name), []byte(page), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if _, found := pages[entry.Name()]; !found {
			t.Errorf("docs/man/%s is the page of no command", entry.Name())
		}
	}
	for name, want := range pages {
		got, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil || string(got) != want {
			t.Errorf("docs/man/%s is not what the command takes now (%v); `make docs`", name, err)
		}
	}
}

// sayValues adds the values of a flag to what is said about it: the pages do not show its type.
func sayValues(f *pflag.Flag) {
	if values := f.Value.Type(); strings.Contains(values, "|") {
		f.Usage += ": " + strings.ReplaceAll(values, "|", ", ")
	}
}

func manPages(t *testing.T, cmd *cobra.Command, pages map[string]string) {
	t.Helper()
	cmd.InitDefaultHelpFlag()
	cmd.Flags().VisitAll(sayValues)
	cmd.DisableAutoGenTag = true // no date: the pages change when the commands do
	var page bytes.Buffer
	if err := doc.GenMan(cmd, &doc.GenManHeader{Section: "1", Source: "winlint", Manual: "winlint", Date: &time.Time{}}, &page); err != nil {
		t.Fatal(err)
	}
	pages[strings.ReplaceAll(cmd.CommandPath(), " ", "-")+".1"] = strings.Replace(page.String(), `"Jan 0001"`, `""`, 1)
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			manPages(t, sub, pages)
		}
	}
}
