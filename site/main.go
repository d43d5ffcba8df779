// Command site makes a static site from the pages of docs: rules and errors by topic, by symptom and by search, in files
// that need neither a server nor a network.
//
//	go run . -out DIR
//
// It is a module of its own, so that nothing of it is in winlint. It fails if a link or an anchor leads nowhere.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	docs := flag.String("docs", "../docs", "the `directory` with the pages")
	out := flag.String("out", "../bin/site", "the `directory` to write the site to")
	flag.Parse()
	if err := run(*docs, *out); err != nil {
		fmt.Fprintln(os.Stderr, "site:", err)
		os.Exit(1)
	}
}

// run makes the site.
func run(docs, out string) error {
	s, err := read(docs)
	if err != nil {
		return err
	}
	if err := s.checkLinks(); err != nil {
		return err
	}
	return s.write(out)
}
