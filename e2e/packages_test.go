package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What each package of Linux installs, but for where zsh looks for completions.
var installed = []string{
	"usr/bin/winlint", "usr/share/man/man1/winlint.1.gz", "usr/share/man/man1/winlint-lint.1.gz", "usr/share/doc/winlint/NOTICES.txt",
	"usr/share/bash-completion/completions/winlint", "usr/share/fish/vendor_completions.d/winlint.fish",
}

// inspect tests that a package was installed under a root: the files are there, the program runs, its manual is readable and
// bash loads its completion.
func (r *release) inspect(t *testing.T, top string, files ...string) {
	t.Helper()
	for _, file := range append(files, installed...) {
		if info, err := os.Stat(filepath.Join(top, file)); err != nil || info.Size() == 0 {
			t.Errorf("/%s: %v", file, err)
		}
	}
	c := (&command{}).run(t, top+"/usr/bin/winlint", "--version").want(t, 0)
	r.hasVersion(t, c.stdout, "linux/amd64")
	manual := (&command{}).run(t, "gzip", "-dc", top+"/usr/share/man/man1/winlint-lint.1.gz").want(t, 0).stdout
	if !strings.Contains(manual, ".TH ") || !strings.Contains(manual, "baseline") {
		t.Errorf("the manual is %.200q", manual)
	}
	completion := top + "/usr/share/bash-completion/completions/winlint"
	c = (&command{}).run(t, "bash", "-c", `. "$1" && complete -p winlint`, "bash", completion)
	if c.code != 0 || !strings.Contains(c.stdout, "winlint") {
		t.Errorf("bash has no completion: %d %s%s", c.code, c.stdout, c.stderr)
	}
}

// dpkg installs the package for Debian and Ubuntu, and leaves nothing when it removes it.
func TestDeb(t *testing.T) {
	r := released(t)
	top := t.TempDir()
	database := write(t, map[string]string{"status": "", "available": "", "updates/.keep": "", "info/format": "1\n"})
	if err := os.Remove(filepath.Join(database, "updates", ".keep")); err != nil {
		t.Fatal(err)
	}
	dpkg := func(args ...string) string {
		return (&command{}).run(t, "dpkg", append([]string{"--force-not-root", "--instdir=" + top, "--admindir=" + database}, args...)...).want(t, 0).stdout
	}
	dpkg("--install", r.paths["winlint_"+r.version+"_amd64.deb"])
	r.inspect(t, top, "usr/share/zsh/vendor-completions/_winlint", "usr/share/doc/winlint/copyright")
	if status := dpkg("--status", "winlint"); !strings.Contains(status, "Status: install ok installed\n") || !strings.Contains(status, "\nVersion: "+r.version+"\n") {
		t.Errorf("dpkg says %s", status)
	}
	dpkg("--purge", "winlint")
	if left, err := os.ReadDir(top); err != nil || len(left) > 0 {
		t.Errorf("left in /: %v %v", left, err)
	}
	arm := (&command{}).run(t, "dpkg", "--field", r.paths["winlint_"+r.version+"_arm64.deb"], "Architecture").want(t, 0).stdout
	if strings.TrimSpace(arm) != "arm64" {
		t.Errorf("the package for ARM is for %q", arm)
	}
}

// rpm installs the package for Fedora and its relatives, and removes it.
func TestRPM(t *testing.T) {
	r := released(t)
	top := t.TempDir()
	file := r.paths["winlint-"+r.version+"-1.x86_64.rpm"]
	rpm := func(args ...string) string {
		return (&command{}).run(t, "rpm", append([]string{"--root", top}, args...)...).want(t, 0).stdout
	}
	rpm("--checksig", "--nosignature", file)
	rpm("--install", "--nodeps", file) // the database under this root has nothing that it could depend on
	r.inspect(t, top, "usr/share/zsh/site-functions/_winlint", "usr/share/licenses/winlint/LICENSE")
	if got := rpm("-q", "--queryformat", "%{VERSION} %{ARCH} %{LICENSE} %{BUILDHOST}", "winlint"); got != r.version+" x86_64 Apache-2.0 localhost" {
		t.Errorf("rpm says %s", got)
	}
	rpm("--erase", "winlint")
	if _, err := os.Stat(top + "/usr/bin/winlint"); err == nil {
		t.Error("the program is left")
	}
}

// The package for Alpine is three archives in a row: without a signature, its metadata and its files.
func TestAPK(t *testing.T) {
	r := released(t)
	top := t.TempDir()
	untar(t, strings.NewReader(text(t, r.paths["winlint_"+r.version+"_x86_64.apk"])), top)
	r.inspect(t, top, "usr/share/zsh/site-functions/_winlint", "usr/share/licenses/winlint/LICENSE")
	info := text(t, filepath.Join(top, ".PKGINFO"))
	for _, want := range []string{"pkgname = winlint\n", "pkgver = " + r.version, "arch = x86_64\n", "license = Apache-2.0\n", "datahash = "} {
		if !strings.Contains(info, want) {
			t.Errorf("no %q in %s", want, info)
		}
	}
}

// Each file that a manifest names is in the release with that checksum.
func TestManifests(t *testing.T) {
	r := released(t)
	manifests, err := filepath.Glob(filepath.Join(r.dist, "winget", "manifests", "w", "winlint", "winlint", r.version, "*.yaml"))
	if err != nil || len(manifests) != 3 {
		t.Errorf("winget has %q, want the version, the installer and the texts; %v", manifests, err)
	}
	manifests = append(manifests, filepath.Join(r.dist, "scoop", "winlint.json"), filepath.Join(r.dist, "homebrew", "Casks", "winlint.rb"))
	url := regexp.MustCompile(`https://github\.com/winlint/winlint/releases/download/([^/"]+)/([^"\s]+)`)
	sum := regexp.MustCompile(`\b[0-9a-f]{64}\b`)
	tag := regexp.MustCompile(`^v(#\{version\}|` + regexp.QuoteMeta(r.version) + `)$`) // Ruby puts the version in
	total := 0
	for _, file := range manifests {
		t.Run(filepath.Base(file), func(t *testing.T) {
			manifest := text(t, file)
			if !strings.Contains(manifest, r.version) {
				t.Errorf("no version in %s", manifest)
			}
			sums := sum.FindAllString(manifest, -1)
			for i, found := range url.FindAllStringSubmatch(manifest, -1) {
				if want := r.sums[found[2]]; !tag.MatchString(found[1]) || want == "" || i >= len(sums) || sums[i] != want {
					t.Errorf("%s is not in the release with that checksum", found[0])
				}
				total++
			}
		})
	}
	if total != 2+2+4 { // Scoop, winget and Homebrew
		t.Errorf("the manifests name %d files", total)
	}
}

// Scoop's manifest has what Scoop asks for, and its program is in the archive.
func TestScoop(t *testing.T) {
	r := released(t)
	var manifest struct {
		Version, Homepage, License, Description string
		Architecture                            map[string]struct {
			URL  string
			Bin  []string
			Hash string
		}
	}
	if err := json.Unmarshal([]byte(text(t, filepath.Join(r.dist, "scoop", "winlint.json"))), &manifest); err != nil {
		t.Fatal(err)
	}
	if manifest.Version != r.version || manifest.License != "Apache-2.0" || manifest.Homepage == "" || manifest.Description == "" {
		t.Errorf("%+v", manifest)
	}
	for _, arch := range []string{"64bit", "arm64"} {
		if got := manifest.Architecture[arch]; !slices.Equal(got.Bin, []string{"winlint.exe"}) {
			t.Errorf("%s: %+v", arch, got)
		}
	}
}

// Ruby reads the cask.
func TestCask(t *testing.T) {
	r := released(t)
	(&command{}).run(t, "ruby", "-c", filepath.Join(r.dist, "homebrew", "Casks", "winlint.rb")).want(t, 0)
}

// NuGet packs what Chocolatey would, with the program of the release in it. The NuGet of Debian knows an older name of the
// schema.
func TestChocolatey(t *testing.T) {
	r := released(t)
	dir := t.TempDir()
	(&command{dir: filepath.Dir(r.dist)}).run(t, "packaging/chocolatey/prepare.sh", "dist", dir).want(t, 0)
	spec := filepath.Join(dir, "winlint.nuspec")
	older := strings.Replace(text(t, spec), "packaging/2015/06/nuspec.xsd", "packaging/2013/05/nuspec.xsd", 1)
	if err := os.WriteFile(spec, []byte(older), 0o666); err != nil {
		t.Fatal(err)
	}
	c := (&command{dir: dir, env: []string{"HOME=" + t.TempDir()}}).run(t, "nuget", "pack", spec)
	if c.code != 0 {
		t.Fatalf("nuget pack: %s%s", c.stdout, c.stderr)
	}
	unpacked := t.TempDir()
	unzip(t, filepath.Join(dir, "winlint."+r.version+".nupkg"), unpacked)
	if text(t, filepath.Join(unpacked, "tools", "winlint.exe")) != text(t, r.paths["winlint_windows_amd64.exe"]) {
		t.Error("the program is not the one of the release")
	}
	if says := text(t, filepath.Join(unpacked, "tools", "VERIFICATION.txt")); !strings.Contains(says, r.sums["winlint_windows_amd64.exe"]) {
		t.Errorf("VERIFICATION.txt: %s", says)
	}
}

// winlint lints the Dockerfiles of its own images clean, and the program that they start is the one that they copy.
func TestImages(t *testing.T) {
	dir := filepath.Join(root, "packaging", "docker")
	(&command{dir: root}).run(t, winlint, "lint", "--no-config", "--fail-on", "info", dir).want(t, 0)
	c := (&command{dir: root}).run(t, winlint, "lint", "--no-config", "--explain-target", filepath.Join(dir, "nanoserver.Dockerfile")).want(t, 0)
	if !strings.Contains(c.stdout, "windows nanoserver ltsc2022") {
		t.Errorf("the target is %s", c.stdout)
	}
}

// The image of the release for Linux is built from scratch, and in it the program lints what is mounted.
func TestScratchImage(t *testing.T) {
	r := released(t)
	store, content := t.TempDir(), t.TempDir()
	untar(t, strings.NewReader(text(t, r.paths["winlint_linux_amd64.tar.gz"])), content)
	buildah := func(args ...string) *command {
		where := []string{"--storage-driver", "vfs", "--root", filepath.Join(store, "root"), "--runroot", filepath.Join(store, "run")}
		return (&command{}).run(t, "buildah", append(where, args...)...)
	}
	file := filepath.Join(root, "packaging", "docker", "scratch.Dockerfile")
	buildah("bud", "--quiet", "--isolation", "chroot", "--file", file, "--tag", "winlint", content).want(t, 0)

	var image struct {
		OCIv1 struct {
			Config struct{ User, WorkingDir string }
		}
	}
	if err := json.Unmarshal([]byte(buildah("inspect", "--type", "image", "localhost/winlint").want(t, 0).stdout), &image); err != nil {
		t.Fatal(err)
	}
	if c := image.OCIv1.Config; c.User != "65532:65532" || c.WorkingDir != "/src" {
		t.Errorf("the image runs as %q in %q", c.User, c.WorkingDir)
	}
	container := strings.TrimSpace(buildah("from", "localhost/winlint").want(t, 0).stdout)
	run := func(args ...string) *command {
		demo := filepath.Join(root, "testdata", "demo") + ":/src:ro"
		return buildah(append([]string{"run", "--isolation", "chroot", "--volume", demo, container, "/winlint"}, args...)...)
	}
	r.hasVersion(t, run("--version").want(t, 0).stdout, "linux/amd64")
	if c := run("lint", "--format", "concise").want(t, 1); !strings.HasPrefix(c.stdout, "Dockerfile:") {
		t.Errorf("it finds %s%s", c.stdout, c.stderr)
	}
}
