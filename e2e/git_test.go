package e2e

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"
)

// What winlint leaves out of a directory is what git leaves out, whatever the ignore files say.
func TestIgnoresWhatGitIgnores(t *testing.T) {
	for round := range uint64(40) {
		random := rand.New(rand.NewPCG(round, 1))
		files := map[string]string{".git/info/exclude": ignoreFile(random, 2)}
		for _, dir := range []string{"", "a", "b", "a/b", "a/a", "b/a/b", "build", "a/.hidden"} {
			if random.IntN(3) == 0 || dir == "" {
				files[path.Join(dir, ".gitignore")] = ignoreFile(random, 5)
			}
			for _, name := range []string{"Dockerfile", "Dockerfile.a", "Dockerfile.b b", "b.dockerfile", "Dockerfile-[x]"} {
				files[path.Join(dir, name)] = clean
			}
		}
		dir := write(t, files)
		(&command{dir: dir}).run(t, "git", "init", "-q").want(t, 0)
		list := (&command{dir: dir, env: []string{"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null"}}).
			run(t, "git", "ls-files", "-z", "--others", "--exclude-standard").want(t, 0)
		want := slices.DeleteFunc(strings.Split(list.stdout, "\x00"), func(name string) bool {
			return !strings.Contains(path.Base(name), "ockerfile")
		})
		got := linted(t, dir)
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("round %d: winlint reads %q\ngit has %q\nby %s", round, got, want, describe(files))
		}
	}
}

// linted is the files that winlint reads in a directory.
func linted(t *testing.T, dir string) (files []string) {
	t.Helper()
	c := (&command{dir: dir}).run(t, winlint, "lint", "--format", "json", "--no-config").want(t, 0)
	var parsed struct {
		Files []struct{ Path string }
	}
	if err := json.Unmarshal([]byte(c.stdout), &parsed); err != nil {
		t.Fatal(err)
	}
	for _, f := range parsed.Files {
		files = append(files, f.Path)
	}
	return files
}

// ignoreFile is up to that many lines of an ignore file, made of parts that mean something there. Double stars after a
// letter are left out: git takes the text before the first star away, and then reads "b**/x" as "**/x".
func ignoreFile(random *rand.Rand, most int) string {
	parts := []string{
		"a", "b", "a", "b", "build", "Dockerfile", "Dockerfile", "*", "**", "?", "*.a", "D*", "[ab]", "[!a]", "[^[:alpha:]]", "[]x]",
		"Dockerfile.[a-z]", "Dockerfile.b\\ b", "Dockerfile-\\[x]", "*.dockerfile", ".hidden", "**a", "Dockerfile-[[]x]", "\\a",
	}
	var text strings.Builder
	for range random.IntN(most + 1) {
		if random.IntN(3) == 0 {
			text.WriteString("!")
		}
		if random.IntN(4) == 0 {
			text.WriteString("/")
		}
		for i := range 1 + random.IntN(3) {
			if i > 0 {
				text.WriteString("/")
			}
			text.WriteString(parts[random.IntN(len(parts))])
		}
		text.WriteString([]string{"", "", "", "/", " ", "/**"}[random.IntN(6)])
		text.WriteString([]string{"\n", "\n", "\r\n", "\n# a comment\n"}[random.IntN(4)])
	}
	return text.String()
}

// describe shows the ignore files.
func describe(files map[string]string) string {
	var out strings.Builder
	for name, text := range files {
		if strings.HasSuffix(name, ".gitignore") || strings.HasSuffix(name, "exclude") {
			fmt.Fprintf(&out, "%s: %q\n", name, text)
		}
	}
	return out.String()
}
