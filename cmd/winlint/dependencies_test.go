package main

import (
	"bufio"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// The libraries that are known to import net, and why: docs/dependencies.md. None of them opens a connection.
var importNet = []string{
	"github.com/compose-spec/compose-go/v2/validation", "github.com/docker/go-connections/nat",
	"github.com/go-viper/mapstructure/v2", "github.com/spf13/pflag",
}

// Nothing in the program can speak HTTP, and nothing new can open a connection.
func TestNothingOpensConnections(t *testing.T) {
	list := exec.Command("go", "list", "-deps", "-f", "{{$p := .ImportPath}}{{if not .Standard}}{{range .Imports}}{{$p}} {{.}}\n{{end}}{{end}}", ".")
	out, err := list.Output()
	if err != nil {
		t.Skip("no go command: ", err)
	}
	var found []string
	for lines := bufio.NewScanner(strings.NewReader(string(out))); lines.Scan(); {
		by, of, _ := strings.Cut(lines.Text(), " ")
		switch of {
		case "net":
			found = append(found, by)
		case "net/http", "crypto/tls":
			t.Errorf("%s imports %s", by, of)
		}
	}
	if len(found) == 0 {
		t.Fatal("nothing imports net: go list says something else than this test reads")
	}
	for _, by := range found {
		if !slices.Contains(importNet, by) {
			t.Errorf("%s imports net; see docs/dependencies.md", by)
		}
	}
}
