// Command buildkit does with Dockerfiles what winlint's benchmarks are measured against: "parse" has BuildKit's parser read
// them, "lint" has BuildKit check them. It prints nothing of what it finds.
package main

import (
	"bytes"
	"context"
	"fmt"
	"os"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/opencontainers/go-digest"
	platforms "github.com/opencontainers/image-spec/specs-go/v1"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: buildkit parse|lint FILE...")
		os.Exit(2)
	}
	do := parse
	if os.Args[1] == "lint" {
		do = lint
	}
	for _, name := range os.Args[2:] {
		text, err := os.ReadFile(name)
		if err == nil {
			err = do(name, text)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
			os.Exit(2)
		}
	}
}

// parse reads a file. That it has faults is no failure.
func parse(_ string, text []byte) error {
	_, _ = parser.Parse(bytes.NewReader(text))
	return nil
}

func lint(name string, text []byte) error {
	_, err := dockerfile2llb.DockerfileLint(context.Background(), text, dockerfile2llb.ConvertOpt{
		MetaResolver:   anyImage{},
		SourceMap:      &llb.SourceMap{Definition: &llb.Definition{}, Filename: name, Data: text},
		TargetPlatform: &platforms.Platform{OS: "windows", Architecture: "amd64"},
	})
	return err
}

// anyImage knows each image, as one that sets nothing, so that no registry is asked.
type anyImage struct{}

func (anyImage) ResolveImageConfig(_ context.Context, ref string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	return ref, "", []byte(`{"os":"windows","architecture":"amd64","config":{}}`), nil
}
