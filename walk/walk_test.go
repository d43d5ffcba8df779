package walk_test

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/winlint/winlint/walk"
)

// tree makes files in a new directory, by slash path; a name that ends in a slash is a directory.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		folder := filepath.Dir(path)
		if strings.HasSuffix(name, "/") {
			folder = path
		}
		if err := os.MkdirAll(folder, 0o777); err != nil {
			t.Fatal(err)
		}
		if folder == path {
			continue
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// found is the files below the paths, which are relative to root, as are the results.
func found(t *testing.T, root string, paths ...string) []string {
	t.Helper()
	t.Chdir(root)
	files, unread := walk.Files(paths, func(path string) bool { return strings.HasPrefix(filepath.Base(path), "Dockerfile") })
	if len(unread) > 0 {
		t.Errorf("unread: %v", unread)
	}
	var list []string
	for _, file := range files {
		list = append(list, filepath.ToSlash(file.Path))
	}
	return list
}

func TestFiles(t *testing.T) {
	root := tree(t, map[string]string{
		"Dockerfile":                     "",
		"README":                         "",
		"b/Dockerfile.b":                 "",
		"b/.hidden/Dockerfile":           "",
		"a/Dockerfile.b":                 "",
		"a/Dockerfile.a":                 "",
		"a/Dockerfile/other":             "",
		"a/node_modules/x/Dockerfile":    "",
		"b/.git/Dockerfile":              "",
		"outside/Dockerfile":             "",
		"ignored/Dockerfile":             "",
		"ignored/below/Dockerfile":       "",
		".gitignore":                     "/ignored/\n",
		"b/.hidden/nothing/of/interest/": "",
	})
	link := func(to, name string) {
		if err := os.Symlink(to, filepath.Join(root, name)); err != nil && runtime.GOOS != "windows" {
			t.Fatal(err)
		}
		if _, err := os.Lstat(filepath.Join(root, name)); err != nil { // they need a privilege on Windows
			t.Skipf("no links here: %v", err)
		}
	}
	link(filepath.Join("..", "outside"), "b/link")
	link(filepath.Join(root, "outside", "Dockerfile"), "b/Dockerfile.link")
	link("nowhere", "b/Dockerfile.dangling")
	for _, test := range []struct {
		paths, want []string
	}{
		{[]string{"."}, []string{"Dockerfile", "a/Dockerfile.a", "a/Dockerfile.b", "b/.hidden/Dockerfile", "b/Dockerfile.b", "outside/Dockerfile"}},
		{[]string{"b", "a/"}, []string{"b/.hidden/Dockerfile", "b/Dockerfile.b", "a/Dockerfile.a", "a/Dockerfile.b"}},
		{[]string{"README", "ignored/Dockerfile"}, []string{"README", "ignored/Dockerfile"}},
		{[]string{"ignored/below"}, []string{"ignored/below/Dockerfile"}},
		{[]string{"b/Dockerfile.link", "b/link"}, []string{"b/Dockerfile.link"}},
		{[]string{"b/link", filepath.Join(root, "outside"), "outside/Dockerfile"}, []string{"b/link/Dockerfile"}},
		{[]string{"a", "./a/Dockerfile.a", "a"}, []string{"a/Dockerfile.a", "a/Dockerfile.b"}},
	} {
		if got := found(t, root, test.paths...); !slices.Equal(got, test.want) {
			t.Errorf("%q: got %q, want %q", test.paths, got, test.want)
		}
	}
}

func TestMissing(t *testing.T) {
	root := tree(t, map[string]string{"a/Dockerfile": ""})
	t.Chdir(root)
	files, unread := walk.Files([]string{"nowhere", "a"}, func(string) bool { return true })
	if want := []walk.File{{Path: filepath.Join("a", "Dockerfile")}}; !slices.Equal(files, want) {
		t.Errorf("got %v, want %v", files, want)
	}
	if len(unread) != 1 || unread[0].Path != "nowhere" || !os.IsNotExist(unread[0]) {
		t.Errorf("unread: %v", unread)
	}
}

// What an ignore file at the root, named in its key, leaves of the Dockerfiles of a tree.
func TestIgnore(t *testing.T) {
	paths := []string{
		"Dockerfile", "a/Dockerfile", "a/b/Dockerfile", "a/b/c/Dockerfile", "b/Dockerfile", "build/Dockerfile",
		"Dockerfile.[x]", "Dockerfile.é", "Dockerfile.x",
	}
	if runtime.GOOS != "windows" { // no name ends with a space there
		paths = append(paths, "Dockerfile.y ")
	}
	for _, test := range []struct {
		name   string
		ignore string
		gone   []string
	}{
		{"nothing", "", nil},
		{"a comment and empty lines", "# Dockerfile\n\n   \n", nil},
		{"a name, anywhere", "Dockerfile\n", []string{"Dockerfile", "a/Dockerfile", "a/b/Dockerfile", "a/b/c/Dockerfile", "b/Dockerfile", "build/Dockerfile"}},
		{"a folder, anywhere", "b/\n", []string{"a/b/Dockerfile", "a/b/c/Dockerfile", "b/Dockerfile"}},
		{"a folder's pattern leaves files", "Dockerfile/\n", nil},
		{"a rooted name", "/b\n", []string{"b/Dockerfile"}},
		{"a slash in the middle roots", "a/b\n", []string{"a/b/Dockerfile", "a/b/c/Dockerfile"}},
		{"a star stops at a slash", "a/*/Dockerfile\n", []string{"a/b/Dockerfile"}},
		{"two stars do not", "a/**/Dockerfile\n", []string{"a/Dockerfile", "a/b/Dockerfile", "a/b/c/Dockerfile"}},
		{"two stars in front", "**/c/Dockerfile\n", []string{"a/b/c/Dockerfile"}},
		{"two stars at the end are what is in a folder", "a/b/**\n", []string{"a/b/Dockerfile", "a/b/c/Dockerfile"}},
		{"two stars within a name are one", "b**d\n", []string{"build/Dockerfile"}},
		{"the last line decides", "Dockerfile*\n!/Dockerfile\nDockerfile.x\n", []string{"Dockerfile.[x]", "Dockerfile.x", "Dockerfile.y ", "Dockerfile.é", "a/Dockerfile", "a/b/Dockerfile", "a/b/c/Dockerfile", "b/Dockerfile", "build/Dockerfile"}},
		{"what is in an ignored folder cannot come back", "a/\n!a/Dockerfile\n", []string{"a/Dockerfile", "a/b/Dockerfile", "a/b/c/Dockerfile"}},
		{"what is in a folder can", "a/*\n!a/Dockerfile\n", []string{"a/b/Dockerfile", "a/b/c/Dockerfile"}},
		{"a question mark is one letter, of any length", "Dockerfile.?\n", []string{"Dockerfile.x", "Dockerfile.é"}},
		{"a class", "Dockerfile.[a-x]\n", []string{"Dockerfile.x"}},
		{"a class, negated", "Dockerfile.[!a-x]\n", []string{"Dockerfile.é"}},
		{"a class, negated as in regular expressions", "Dockerfile.[^[:alpha:]]\n", []string{"Dockerfile.é"}},
		{"a named class", "Dockerfile.[[:alpha:]]\n", []string{"Dockerfile.x"}},
		{"a class that nothing is in", "Dockerfile.[z-a]\n", nil},
		{"a class of brackets", "Dockerfile.[[]x[]]\n", []string{"Dockerfile.[x]"}},
		{"a class without end matches nothing", "Dockerfile.[x\n", nil},
		{"escaped brackets", "Dockerfile.\\[x]\n", []string{"Dockerfile.[x]"}},
		{"a backslash at the end matches nothing", "Dockerfile.x\\\n", nil},
		{"spaces at the end are no part of it", "Dockerfile.x  \n", []string{"Dockerfile.x"}},
		{"but for an escaped one", "Dockerfile.y\\ \n", []string{"Dockerfile.y "}},
		{"line ends of Windows and a byte order mark", "\ufeff/b\r\n/build\r\n", []string{"b/Dockerfile", "build/Dockerfile"}},
		{"no line end at the end", "/b", []string{"b/Dockerfile"}},
		{"a dot is a dot", "Dockerfile?x\nDockerfile.\n", []string{"Dockerfile.x"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{".gitignore": test.ignore}
			var want []string
			for _, path := range paths {
				files[path] = ""
				if !slices.Contains(test.gone, path) {
					want = append(want, path)
				}
			}
			got := found(t, tree(t, files), ".")
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%q leaves %q\nwant %q", test.ignore, got, want)
			}
		})
	}
}

func TestIgnoreInFolders(t *testing.T) {
	root := tree(t, map[string]string{
		".git/info/exclude":     "Dockerfile.excluded\nDockerfile.back\n",
		".gitignore":            "Dockerfile.a\n!Dockerfile.back\n",
		"sub/.gitignore":        "!Dockerfile.a\n/Dockerfile.b\n",
		"sub/Dockerfile.a":      "",
		"sub/Dockerfile.b":      "",
		"sub/deep/Dockerfile.a": "",
		"sub/deep/Dockerfile.b": "",
		"Dockerfile.a":          "",
		"Dockerfile.b":          "",
		"Dockerfile.back":       "",
		"Dockerfile.excluded":   "",
		// A repository in the repository, with data elsewhere as in a work tree.
		"nested/.git":                     "gitdir: ../data/worktrees/nested\n",
		"data/worktrees/nested/commondir": "../..\n",
		"data/info/exclude":               "Dockerfile.c\n",
		"nested/Dockerfile.a":             "",
		"nested/Dockerfile.c":             "",
	})
	for _, test := range []struct {
		path string
		want []string
	}{
		{".", []string{"Dockerfile.b", "Dockerfile.back", "nested/Dockerfile.a", "sub/Dockerfile.a", "sub/deep/Dockerfile.a", "sub/deep/Dockerfile.b"}},
		{"sub/deep", []string{"sub/deep/Dockerfile.a", "sub/deep/Dockerfile.b"}},
		{"sub", []string{"sub/Dockerfile.a", "sub/deep/Dockerfile.a", "sub/deep/Dockerfile.b"}},
		{"nested", []string{"nested/Dockerfile.a"}},
	} {
		if got := found(t, root, test.path); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.path, got, test.want)
		}
	}
}

// Many double stars must not make it try all ways to match them.
func TestIgnoreTakesBoundedTime(t *testing.T) {
	deep := strings.Repeat("a/", 60)
	root := tree(t, map[string]string{
		".gitignore":        strings.Repeat("**/a/", 25) + "b\n" + strings.Repeat("*a", 25) + "b\n",
		deep + "Dockerfile": "",
	})
	if got := found(t, root, "."); len(got) != 1 {
		t.Errorf("got %q", got)
	}
}
