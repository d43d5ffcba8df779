package e2e

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestPreCommitManifest(t *testing.T) {
	(&command{}).run(t, "pre-commit", "validate-manifest", filepath.Join(root, ".pre-commit-hooks.yaml")).want(t, 0)
}

func TestPreCommitHooks(t *testing.T) {
	// pre-commit builds with a GOPATH of its own: let it take the modules that are here already.
	modules := strings.TrimSpace((&command{}).run(t, "go", "env", "GOMODCACHE").want(t, 0).stdout)
	for _, test := range []struct {
		name, hook, file, text string
		code                   int
		out                    string // a part of what pre-commit prints
	}{
		{"trap", "winlint", "build/Dockerfile.windows", trapped, 1, "build/Dockerfile.windows" + trap},
		{"names in any case", "winlint", "APP.DOCKERFILE", trapped, 1, "APP.DOCKERFILE" + trap},
		{"UTF-16", "winlint", "app.dockerfile", "\xff\xfe" + utf16(trapped), 1, "app.dockerfile" + trap},
		{"clean", "winlint", "Dockerfile", clean, 0, "Passed"},
		{"script", "winlint", "build.ps1", running, 1, "build.ps1:2:15: error: `docker commit` fails"},
		{"script that has nothing to do with docker", "winlint", "build.ps1", "Write-Host hello\n", 0, "Passed"},
		{"compose file", "winlint", "docker-compose.override.yml", "services:\n  web:\n    image: mcr.microsoft.com/windows/servercore\n", 1, "docker-compose.override.yml:3:12: error: "},
		{"another YAML file", "winlint", "dockerfile-lint.yml", trapped, 0, "no files to check"},
		{"not for winlint", "winlint", "Dockerfile.md", trapped, 0, "no files to check"},
		{"installed program, trap", "winlint-system", "Dockerfile", trapped, 1, "Dockerfile" + trap},
		{"installed program, clean", "winlint-system", "Dockerfile", clean, 0, "Passed"},
		{"fixes", "winlint-fix", "Dockerfile", trapped, 1, "files were modified by this hook"},
		{"nothing to fix", "winlint-fix", "Dockerfile", clean, 0, "Passed"},
		{"fixes of the installed program", "winlint-fix-system", "Dockerfile", trapped, 1, "files were modified by this hook"},
		{"whole repository, trap", "winlint-all", "Dockerfile", trapped, 1, "Dockerfile" + trap},
		{"whole repository, clean", "winlint-all", "Dockerfile", clean, 0, "Passed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := write(t, map[string]string{test.file: test.text})
			(&command{dir: dir}).run(t, "git", "init", "-q").want(t, 0)
			(&command{dir: dir}).run(t, "git", "add", "--all").want(t, 0)
			c := &command{dir: dir, env: []string{"GOMODCACHE=" + modules, "NO_COLOR=1"}}
			if strings.HasSuffix(test.hook, "-system") { // without Go
				c.env = append(c.env, "PATH="+filepath.Dir(winlint)+":/usr/bin:/bin")
			}
			c.run(t, "pre-commit", "try-repo", root, test.hook, "--all-files", "--verbose", "--color", "never").want(t, test.code)
			if !strings.Contains(c.stdout, test.out) {
				t.Errorf("pre-commit printed %s\nwant %q in it", c.stdout, test.out)
			}
			want := test.text
			if strings.Contains(test.hook, "fix") {
				want = clean
			}
			if got := text(t, filepath.Join(dir, test.file)); got != want {
				t.Errorf("the file is %q afterwards, want %q", got, want)
			}
		})
	}
}

// running is a script that commits a container while it runs.
const running = "docker run -d --name web mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022\ndocker commit web web:done\n"

// utf16 is ASCII text in UTF-16 LE.
func utf16(text string) string {
	return strings.Join(strings.Split(text, ""), "\x00") + "\x00"
}
