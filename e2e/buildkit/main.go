// Command buildkit does with Dockerfiles what winlint is measured against: "parse" has BuildKit's parser read them, "lint" has
// BuildKit check them, and "convert" has it make build steps of them, for Windows. Only "convert" prints what it finds: one line
// for each file that BuildKit rejects, with its path, a tab and the error.
package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/solver/pb"
	"github.com/opencontainers/go-digest"
	platforms "github.com/opencontainers/image-spec/specs-go/v1"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: buildkit parse|lint|convert FILE...")
		os.Exit(2)
	}
	do := map[string]func(name string, text []byte) error{"parse": parse, "lint": lint, "convert": convert}[os.Args[1]]
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
	_, err := dockerfile2llb.DockerfileLint(context.Background(), text, options(name, text))
	return err
}

// convert stops where a builder would hand the steps to its workers. A file that is rejected is no failure.
func convert(name string, text []byte) error {
	if _, err := dockerfile2llb.Dockerfile2LLB(context.Background(), text, options(name, text)); err != nil {
		fmt.Printf("%s\t%s\n", name, strings.ReplaceAll(err.Error(), "\n", " "))
	}
	return nil
}

func options(name string, text []byte) dockerfile2llb.ConvertOpt {
	windows := platforms.Platform{OS: "windows", Architecture: "amd64"}
	all := pb.Caps.CapSet(pb.Caps.All())
	return dockerfile2llb.ConvertOpt{
		MetaResolver:   anyImage{},
		SourceMap:      &llb.SourceMap{Definition: &llb.Definition{}, Filename: name, Data: text},
		TargetPlatform: &windows,
		LLBCaps:        &all,
		Config:         dockerui.Config{BuildPlatforms: []platforms.Platform{windows}},
	}
}

// anyImage knows each image, as one that sets nothing, so that no registry is asked.
type anyImage struct{}

func (anyImage) ResolveImageConfig(_ context.Context, ref string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	return ref, "", []byte(`{"os":"windows","architecture":"amd64","config":{}}`), nil
}
