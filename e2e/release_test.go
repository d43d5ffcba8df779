package e2e

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"debug/elf"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A release is what GoReleaser makes of a clone that has the tag of the newest version. Nothing is published.
type release struct {
	version string            // without a "v"
	dist    string            // the directory
	sums    map[string]string // the SHA-256 of each file, by its name in the release
	paths   map[string]string // where each of them is
}

// platforms are those that a release is built for, as Go names them.
var platforms = []string{"linux_amd64", "linux_arm64", "windows_amd64", "windows_arm64", "darwin_amd64", "darwin_arm64"}

// released is the release that the tests look at. It takes a minute, so all of them share it.
func released(t *testing.T) *release {
	t.Helper()
	theRelease.Do(func() { theRelease.release = build(t, filepath.Join(scratch, "release")) })
	if theRelease.release == nil {
		t.Fatal("there is no release to look at: building it failed in another test")
	}
	return theRelease.release
}

var theRelease struct {
	sync.Once
	release *release
}

func build(t *testing.T, dir string) *release {
	t.Helper()
	version := newest(t)
	(&command{}).run(t, "git", "clone", "--quiet", root, dir).want(t, 0)
	(&command{dir: dir}).run(t, "git", "tag", "--force", "v"+version).want(t, 0)
	c := &command{dir: dir, env: []string{"GORELEASER_CURRENT_TAG=v" + version}}
	c.run(t, "goreleaser", "release", "--clean", "--skip=publish,announce,validate").want(t, 0)

	r := &release{version: version, dist: filepath.Join(dir, "dist"), sums: map[string]string{}, paths: map[string]string{}}
	for line := range strings.Lines(text(t, filepath.Join(r.dist, "checksums.txt"))) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		r.sums[name] = sum
	}
	var artifacts []struct{ Name, Path string }
	if err := json.Unmarshal([]byte(text(t, filepath.Join(r.dist, "artifacts.json"))), &artifacts); err != nil {
		t.Fatal(err)
	}
	for _, a := range artifacts {
		r.paths[a.Name] = filepath.Join(dir, a.Path)
	}
	return r
}

// newest is the version at the top of CHANGELOG.md, the one that comes next or was just released.
func newest(t *testing.T) string {
	t.Helper()
	top := regexp.MustCompile(`(?m)^## \[(\d+\.\d+\.\d+)\]`).FindStringSubmatch(text(t, filepath.Join(root, "CHANGELOG.md")))
	if top == nil {
		t.Fatal("CHANGELOG.md has no version")
	}
	return top[1]
}

func text(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// hasVersion tests that a program of the release states its version and platform.
func (r *release) hasVersion(t *testing.T, says, platform string) {
	t.Helper()
	if !strings.HasPrefix(says, "winlint v"+r.version+" (go") || !strings.Contains(says, platform) {
		t.Errorf("--version says %q, want version %s for %s", says, r.version, platform)
	}
}

// The checksums are those of the files, and each file that is published has one.
func TestChecksums(t *testing.T) {
	r := released(t)
	for name, want := range r.sums {
		sum := sha256.Sum256([]byte(text(t, r.paths[name])))
		if got := hex.EncodeToString(sum[:]); got != want {
			t.Errorf("%s: %s, but checksums.txt has %s", name, got, want)
		}
	}
	for _, platform := range platforms {
		goos, _, _ := strings.Cut(platform, "_")
		archive, program := ".tar.gz", ""
		if goos == "windows" {
			archive, program = ".zip", ".exe"
		}
		for _, name := range []string{"winlint_" + platform + archive, "winlint_" + platform + program, "winlint_" + platform + ".cdx.json"} {
			if r.sums[name] == "" {
				t.Errorf("checksums.txt has no %s", name)
			}
		}
	}
}

// mostBytes is how large a program may be, on either processor (docs/benchmarks.md).
var mostBytes = map[string]int64{"linux": 14_400_000, "windows": 14_900_000, "darwin": 14_700_000}

// Every archive has the program, its licenses, its manual and its completions, and the programs run if they can here.
func TestArchives(t *testing.T) {
	r := released(t)
	for _, platform := range platforms {
		t.Run(platform, func(t *testing.T) {
			goos, _, _ := strings.Cut(platform, "_")
			name, program := "winlint_"+platform+".tar.gz", "winlint"
			if goos == "windows" {
				name, program = "winlint_"+platform+".zip", "winlint.exe"
			}
			dir := t.TempDir()
			if goos == "windows" {
				unzip(t, r.paths[name], dir)
			} else {
				untar(t, strings.NewReader(text(t, r.paths[name])), dir)
			}
			for _, want := range []string{
				"LICENSE", "NOTICES.txt", "README.md", "CHANGELOG.md", "man/winlint.1", "man/winlint-lint.1",
				"completions/winlint.bash", "completions/_winlint", "completions/winlint.fish", "completions/winlint.ps1",
			} {
				if text(t, filepath.Join(dir, want)) == "" {
					t.Errorf("%s is empty", want)
				}
			}
			path := filepath.Join(dir, program)
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d bytes", info.Size())
			if most := mostBytes[goos]; info.Size() > most {
				t.Errorf("the program has %d bytes; the bound is %d", info.Size(), most)
			}
			demo := filepath.Join(root, "testdata", "demo")
			switch platform {
			case "linux_amd64":
				c := (&command{}).run(t, path, "--version").want(t, 0)
				r.hasVersion(t, c.stdout, "linux/amd64")
				(&command{}).run(t, path, "lint", demo).want(t, 1)
				samePages(t, path)
			case "windows_amd64":
				w := newWine(t)
				c := w.run(t, dir, path, "--version").want(t, 0)
				r.hasVersion(t, c.stdout, "windows/amd64")
				w.run(t, demo, path, "lint", ".").want(t, 1)
			}
			if goos == "linux" {
				static(t, path)
			}
		})
	}
}

// samePages tests that a release explains what the program that Go alone builds does: its pages are compressed.
func samePages(t *testing.T, path string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "docs", "errors", "[a-z0-9]*.md"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d pages of errors, %v", len(files), err)
	}
	for _, id := range []string{"stopsignal", "unused-ignore", strings.TrimSuffix(filepath.Base(files[0]), ".md"), strings.TrimSuffix(filepath.Base(files[len(files)-1]), ".md")} {
		packed := (&command{}).run(t, path, "explain", id).want(t, 0)
		if plain := (&command{}).run(t, winlint, "explain", id).want(t, 0); packed.stdout != plain.stdout {
			t.Errorf("explain %s: the release and the program that Go alone builds differ", id)
		}
	}
	const explainNothing = "explain"
	packed, plain := (&command{}).run(t, path, "__complete", explainNothing, ""), (&command{}).run(t, winlint, "__complete", explainNothing, "")
	if packed.stdout != plain.stdout || packed.stdout == "" {
		t.Error("the release explains something else than the program that Go alone builds")
	}
}

// static tests that a program needs no other file: no loader and no library.
func static(t *testing.T, path string) {
	t.Helper()
	file, err := elf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	libraries, err := file.ImportedLibraries()
	loader := slices.ContainsFunc(file.Progs, func(p *elf.Prog) bool { return p.Type == elf.PT_INTERP })
	if err != nil || loader || len(libraries) > 0 {
		t.Errorf("%s is not static: loader %t, libraries %q, %v", path, loader, libraries, err)
	}
}

// Another directory gives the same bytes, and so does an empty cache, which is tried for one platform because it compiles
// everything anew.
func TestReproducible(t *testing.T) {
	r := released(t)
	again := build(t, filepath.Join(scratch, "a b", "again"))
	for name, sum := range r.sums {
		if again.sums[name] != sum {
			t.Errorf("%s is not the same the second time", name)
		}
	}
	if len(again.sums) != len(r.sums) {
		t.Errorf("%d files the first time and %d the second", len(r.sums), len(again.sums))
	}

	program := filepath.Join(t.TempDir(), "winlint")
	c := &command{dir: filepath.Dir(again.dist), env: []string{
		"GORELEASER_CURRENT_TAG=v" + r.version, "GOCACHE=" + filepath.Join(scratch, "cache"), "GOOS=linux", "GOARCH=amd64",
	}}
	c.run(t, "goreleaser", "build", "--clean", "--skip=before,validate", "--single-target", "--output", program).want(t, 0)
	if text(t, program) != text(t, r.paths["winlint_linux_amd64"]) {
		t.Error("an empty cache gives another program")
	}
}

// The bill of materials is valid CycloneDX, and names what is linked in.
func TestBillOfMaterials(t *testing.T) {
	r := released(t)
	for _, platform := range platforms {
		bill := text(t, r.paths["winlint_"+platform+".cdx.json"])
		c := (&command{stdin: bill}).run(t, "node", "cyclonedx.mjs")
		if c.code != 0 {
			t.Errorf("%s: %s%s", platform, c.stdout, c.stderr)
		}
		for _, want := range []string{"pkg:golang/github.com/moby/buildkit@", "pkg:golang/std@", "v" + r.version} {
			if !strings.Contains(bill, want) {
				t.Errorf("%s: no %s", platform, want)
			}
		}
	}
}

// untar unpacks a compressed archive; apk files are several of them in a row.
func untar(t *testing.T, from io.Reader, dir string) {
	t.Helper()
	unpacked, err := gzip.NewReader(from)
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(unpacked); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if header.Typeflag == tar.TypeReg {
			unpack(t, dir, header.Name, header.FileInfo().Mode(), r)
		}
	}
}

func unzip(t *testing.T, file, dir string) {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		unpack(t, dir, f.Name, f.Mode(), r)
		_ = r.Close()
	}
}

// unpack writes one file of an archive, with its permissions.
func unpack(t *testing.T, dir, name string, mode os.FileMode, from io.Reader) {
	t.Helper()
	if !filepath.IsLocal(name) {
		t.Fatalf("the archive has a file %q", name)
	}
	path := filepath.Join(dir, name)
	var data bytes.Buffer
	if _, err := io.Copy(&data, from); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data.Bytes(), mode.Perm()); err != nil {
		t.Fatal(err)
	}
}
