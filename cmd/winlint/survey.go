package main

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/winlint/winlint/config"
	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/report"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/terminal"
	"github.com/winlint/winlint/windows"
)

// A survey is what the files of a directory tell about how they are built and run.
type survey struct {
	dir       string
	extends   string // the settings file that applies so far; "" if there is none
	run       lint.Run
	kinds     map[*subject.Kind]int
	clues     []clue
	templates []string
	images    []string        // "build/Dockerfile:1 uses nexus.example.com/base:1"; of registries that winlint does not know
	mirrors   map[string]bool // these registries
}

// A clue speaks for the value of a key.
type clue struct {
	key, value string
	at         string // "build.ps1:3"
	says       string // "runs on windows-2022"
}

// place is a path as seen from the directory, with slashes.
func (s *survey) place(path string) string {
	full, err := filepath.Abs(path)
	if err != nil {
		return filepath.ToSlash(path)
	}
	dir, err := filepath.Abs(s.dir)
	if err != nil {
		return filepath.ToSlash(path)
	}
	below, err := filepath.Rel(dir, full)
	if err != nil {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(below)
}

// add adds what was understood of a file.
func (s *survey) add(result *lint.Result) {
	s.run.Add(result, lint.Never)
	u := result.Unit
	s.kinds[u.Kind]++
	at := s.place(u.File.Path)
	saw := func(key, value string, e *subject.Evidence) {
		line := u.File.Position(e.At.Start).Line
		s.clues = append(s.clues, clue{key, value, fmt.Sprintf("%s:%d", at, line), "has `" + shortened(u.File.Slice(u.File.Line(line))) + "`"})
	}
	if u.Template != nil {
		s.templates = append(s.templates, at)
	}
	if u.Builder != engine.AnyBuilder && u.Shown != nil {
		saw("builder", u.Builder.String(), u.Shown)
	}
	if u.Stack != nil {
		saw("stack", "true", u.Stack)
	}
	for _, scope := range u.Scopes {
		if scope.Kind != subject.Stage {
			continue
		}
		at := fmt.Sprintf("%s:%d", at, u.File.Position(scope.Span().Start).Line)
		if scope.Final && scope.OS == windows.Windows && scope.Release != "" {
			s.clues = append(s.clues, clue{"host", string(scope.Release), at, "builds an image for " + string(scope.Release)})
		}
		s.image(scope.Image, at)
	}
}

// image notes an image of a registry that is not known.
func (s *survey) image(image *windows.Image, at string) {
	if image == nil || image.Registry == mcr || image.Registry == dockerHub {
		return
	}
	s.images = append(s.images, at+" uses "+image.Text)
	if s.mirrors == nil {
		s.mirrors = map[string]bool{}
	}
	s.mirrors[image.Registry] = true
}

// The registries whose images winlint knows.
const (
	mcr       = "mcr.microsoft.com"
	dockerHub = "docker.io"
)

// shortened is a line as a comment shows it.
func shortened(line string) string {
	const most = 60
	if letters := []rune(strings.TrimSpace(line)); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return strings.TrimSpace(line)
}

// hints is what words in pipelines and scripts speak for.
var hints = []struct {
	words      *lazy.Regexp
	key, value string // "$1" is replaced by what the first group matches
	says       string
}{
	{lazy.MustCompile(`(?i)\bwindows-(20(?:19|22|25))\b`), "host", "ltsc$1", "runs on windows-$1"},
	{lazy.MustCompile(`\bDOCKER_BUILDKIT\W{1,6}1\b`), "builder", "buildkit", "sets DOCKER_BUILDKIT to 1"},
	{lazy.MustCompile(`\bDOCKER_BUILDKIT\W{1,6}0\b`), "builder", "classic", "sets DOCKER_BUILDKIT to 0"},
	{lazy.MustCompile(`(?i)\bdocker(?:\.exe)?[ \t]+buildx[ \t]+(?:build|bake)\b`), "builder", "buildkit", "calls docker buildx"},
	{lazy.MustCompile(`(?i)\bdocker(?:\.exe)?[ \t]+stack[ \t]+deploy\b`), "stack", "true", "calls docker stack deploy"},
	{lazy.MustCompile(`(?i)\bdocker(?:\.exe)?[ \t]+compose[ \t]`), "compose", "v2", "calls docker compose"},
	{lazy.MustCompile(`(?i)\bdocker-compose(?:\.exe)?[ \t]+(?:[-\w.]+[ \t]+)*?(?:up|build|run|down|pull|config)\b`), "compose", "v1", "calls docker-compose, which is v1 or a stand-alone v2"},
}

// read looks for hints in the text of a file.
func (s *survey) read(path string, text []byte) {
	n := 0
	for line := range bytes.Lines(text) {
		n++
		if comment := bytes.TrimSpace(line); bytes.HasPrefix(comment, []byte("#")) {
			continue
		}
		for _, hint := range hints {
			m := hint.words.FindSubmatchIndex(line)
			if m == nil {
				continue
			}
			expand := func(template string) string { return string(hint.words.Expand(nil, []byte(template), line, m)) }
			s.clues = append(s.clues, clue{hint.key, expand(hint.value), fmt.Sprintf("%s:%d", s.place(path), n), expand(hint.says)})
		}
	}
}

// proposed is the value of a key that most speaks for, with the clues, "" if nothing speaks for one.
func (s *survey) proposed(key string) (value string, clues []clue) {
	count := map[string]int{}
	for _, c := range s.clues {
		if c.key == key {
			clues = append(clues, c)
			count[c.value]++
		}
	}
	if clues == nil {
		return "", nil
	}
	values := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(b, a))
	})
	return values[0], clues
}

// proposals says for which keys the files speak.
func (s *survey) proposals() string {
	var names []string
	for _, k := range config.Keys {
		if value, _ := s.proposed(k.Name); value != "" {
			names = append(names, k.Name+" "+value)
		}
	}
	if names == nil {
		return "with all facts that you can state"
	}
	return "with all facts that you can state, and what your files suggest (" + strings.Join(names, ", ") + ")"
}

// write writes the settings file.
func (s *survey) write(w io.Writer) error {
	out := bufio.NewWriter(w) // keeps the first error
	fmt.Fprint(out, `# yaml-language-server: $schema=https://raw.githubusercontent.com/winlint/winlint/main/docs/winlint.schema.json
#
# Settings of winlint, created by `+"`winlint init`"+`. All keys: https://github.com/winlint/winlint/blob/main/docs/config.md
# Everything below is commented out and has no effect. If a line is true for these files, remove its "#".
#
`)
	fmt.Fprintf(out, "# %s\n", s.files())
	if s.run.Files > 0 {
		fmt.Fprintf(out, "# Result of winlint lint: %s.\n", report.Summary(&s.run, false))
	}
	if s.run.Total().Findings > 0 {
		fmt.Fprint(out, "# To report only new findings from now on: winlint lint --baseline .winlint-baseline.json --write-baseline\n")
	}
	if s.extends != "" {
		fmt.Fprintf(out, "\n# These settings applied here before. Without this line, they no longer apply.\nextends: %s\n", yamlText(s.extends))
	}
	for _, k := range config.Keys {
		s.key(out, k)
	}
	s.registries(out)
	fmt.Fprint(out, `
# The shell that your own images set by SHELL: cmd, powershell, pwsh, or a list with the words of SHELL.
#shell:
#  registry.example.com/base: powershell

# The lowest severity that makes the exit code 1: error, warning or info.
#fail-on: warning

# Require a reason in every ignore comment.
#require-reason: true

# Rules and topics, each with off, on or the severity of its findings: info, warning or error. `+"`winlint rules`"+` lists them.
#rules:
#  image-not-pinned: info
#  stopsignal: off

# Files that winlint does not read.
`)
	s.list(out, s.templates, " is a template, which is not checked")
	fmt.Fprint(out, "#exclude:\n#  - third_party\n")
	return out.Flush()
}

// key writes one fact, with what speaks for it.
func (s *survey) key(out io.Writer, k config.Key) {
	value, clues := s.proposed(k.Name)
	about := strings.ToUpper(k.About[:1]) + k.About[1:]
	if len(k.Values) > mostInType { // releases, the newest one last
		value = cmp.Or(value, k.Values[len(k.Values)-1])
	} else if !k.IsBool() {
		about += ". Write " + strings.Join(k.Values, " or ")
	}
	fmt.Fprintf(out, "\n# %s.\n", about)
	var places []string
	for _, c := range clues {
		places = append(places, c.at+" "+c.says)
	}
	s.list(out, places, "")
	if value == "" {
		value = k.Values[0]
	}
	fmt.Fprintf(out, "#%s: %s\n", k.Name, value)
}

// registries writes the registries that may have copies of images.
func (s *survey) registries(out io.Writer) {
	fmt.Fprint(out, "\n# Registries that mirror another registry. What winlint knows about an original image then applies to its copy.\n")
	s.list(out, s.images, "")
	fmt.Fprint(out, "#registries:\n")
	names := slices.Sorted(maps.Keys(s.mirrors))
	for _, name := range names[:min(len(names), mostClues)] {
		fmt.Fprintf(out, "#  %s: %s\n", yamlText(name), mcr)
	}
	if len(names) == 0 {
		fmt.Fprintf(out, "#  registry.example.com/mcr: %s\n", mcr)
	}
}

// mostClues is how many places are named that speak for something.
const mostClues = 5

// list writes places as a list in a comment.
func (s *survey) list(out io.Writer, places []string, says string) {
	for _, place := range places[:min(len(places), mostClues)] {
		fmt.Fprintln(out, "# - "+terminal.Visible(place)+says)
	}
	if more := len(places) - mostClues; more > 0 {
		fmt.Fprintf(out, "# - and %s\n", count(more, "more place"))
	}
}

// files says what was read: "Found here: 3 Dockerfiles, 1 compose file."
func (s *survey) files() string {
	if s.run.Files == 0 {
		return "There are no files here that winlint reads."
	}
	var kinds []string
	for _, kind := range subject.Kinds {
		if n := s.kinds[kind]; n > 0 {
			kinds = append(kinds, kindCount(n, kind.Title))
		}
	}
	return "Found here: " + strings.Join(kinds, ", ") + "."
}

func kindCount(n int, title string) string {
	if strings.Contains(title, ".") { // a name, such as .dockerignore
		title += " file"
	}
	return count(n, title)
}

// yamlText is a text in YAML.
func yamlText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(terminal.Visible(s)) + `"`
}
