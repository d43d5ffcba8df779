// Command pack writes the compressed pages that a release is built with, into the directory of the pages: rules.pack and
// errors.pack. Its only argument is that directory.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/winlint/winlint/docs"
)

func main() {
	if len(os.Args) != 2 {
		fail("Usage: pack DIRECTORY")
	}
	for name, packed := range map[string][]byte{
		"rules.pack":  docs.Pack(docs.Pages(), docs.Page),
		"errors.pack": docs.Pack(docs.ErrorPages(), docs.ErrorPage),
	} {
		if err := os.WriteFile(filepath.Join(os.Args[1], name), packed, 0o644); err != nil {
			fail(err)
		}
	}
}

func fail(why any) {
	fmt.Fprintln(os.Stderr, "pack:", why)
	os.Exit(1)
}
