package e2e

import (
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// packages packs the npm packages of the release.
func (r *release) packages(t *testing.T) []string {
	t.Helper()
	out := filepath.Join(r.dist, "npm")
	if _, err := os.Stat(out); err != nil {
		(&command{dir: filepath.Dir(r.dist)}).run(t, "node", "packaging/npm/pack.mjs", "dist", out).want(t, 0)
	}
	files, err := filepath.Glob(filepath.Join(out, "*.tgz"))
	if err != nil || len(files) != len(platforms)+1 {
		t.Fatalf("npm packages: %q, want %d; %v", files, len(platforms)+1, err)
	}
	return files
}

// registry is the environment in which npm takes the packages from a registry on this machine, and has nothing from before. All
// tests share it, so that npx installs winlint once.
func (r *release) registry(t *testing.T) []string {
	t.Helper()
	theRegistry.Do(func() { theRegistry.url = r.serve(t).URL })
	return []string{
		"npm_config_registry=" + theRegistry.url, "npm_config_cache=" + filepath.Join(scratch, "npm"), "npm_config_update_notifier=false",
	}
}

var theRegistry struct {
	sync.Once
	url string
}

// serve serves the packages in the way of npm's registry, until the tests end.
func (r *release) serve(t *testing.T) *httptest.Server {
	t.Helper()
	type dist struct {
		Tarball   string `json:"tarball"`
		Integrity string `json:"integrity"`
	}
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	for _, file := range r.packages(t) {
		data := text(t, file)
		dir := t.TempDir()
		untar(t, strings.NewReader(data), dir)
		var manifest map[string]any
		if err := json.Unmarshal([]byte(text(t, filepath.Join(dir, "package", "package.json"))), &manifest); err != nil {
			t.Fatal(err)
		}
		sum := sha512.Sum512([]byte(data))
		name, tarball := manifest["name"].(string), "/-/"+filepath.Base(file)
		manifest["dist"] = dist{server.URL + tarball, "sha512-" + base64.StdEncoding.EncodeToString(sum[:])}
		page, err := json.Marshal(map[string]any{
			"name": name, "dist-tags": map[string]string{"latest": r.version}, "versions": map[string]any{r.version: manifest},
		})
		if err != nil {
			t.Fatal(err)
		}
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(page) })
		mux.HandleFunc("GET "+tarball, func(w http.ResponseWriter, q *http.Request) { http.ServeFile(w, q, file) })
	}
	return server
}

// A person who only has npm gets a first finding with one command.
func TestNpx(t *testing.T) {
	r := released(t)
	dir := write(t, map[string]string{"Dockerfile": trapped})
	env := r.registry(t)
	c := (&command{dir: dir, env: env}).run(t, "npx", "--yes", "winlint", "lint").want(t, 1)
	if !strings.Contains(c.stdout, "Dockerfile"+trap) {
		t.Errorf("npx winlint lint printed %q", c.stdout)
	}
	c = (&command{dir: dir, env: env}).run(t, "npx", "--yes", "winlint@"+r.version, "--version").want(t, 0)
	r.hasVersion(t, c.stdout, "linux/amd64")
}

// In a project, npm installs the program of this platform and no other, and without it the launcher says what is missing.
func TestNpmInstall(t *testing.T) {
	r := released(t)
	dir := write(t, map[string]string{"package.json": "{}", "Dockerfile": trapped})
	env := r.registry(t)
	install := []string{"install", "--save-dev", "--no-audit", "--no-fund", "winlint"}
	(&command{dir: dir, env: env}).run(t, "npm", install...).want(t, 0)
	installed, err := filepath.Glob(filepath.Join(dir, "node_modules", "winlint*"))
	if err != nil || len(installed) != 2 || filepath.Base(installed[1]) != "winlint-linux-x64" {
		t.Errorf("npm installed %q, want the launcher and the program for this platform", installed)
	}
	(&command{dir: dir}).run(t, "npx", "winlint", "lint").want(t, 1)
	(&command{dir: dir, stdin: clean}).run(t, "npx", "winlint", "lint", "-").want(t, 0)
	(&command{dir: dir}).run(t, "npx", "winlint", "lint", "--nonsense").want(t, 2)

	bare := write(t, map[string]string{"package.json": "{}"})
	(&command{dir: bare, env: env}).run(t, "npm", append(install, "--omit=optional")...).want(t, 0)
	c := (&command{dir: bare}).run(t, "npx", "winlint", "lint").want(t, 2)
	if !strings.Contains(c.stderr, "the package winlint-linux-x64 is not installed") {
		t.Errorf("without the program it says %q", c.stderr)
	}
}

// The packed tarballs alone are enough, without any registry.
func TestNpmTarballs(t *testing.T) {
	r := released(t)
	dir := write(t, map[string]string{"package.json": "{}", "Dockerfile": trapped})
	args := []string{"install", "--offline", "--no-audit", "--no-fund"}
	for _, file := range r.packages(t) {
		if name := filepath.Base(file); name == "winlint-"+r.version+".tgz" || name == "winlint-linux-x64-"+r.version+".tgz" {
			args = append(args, file)
		}
	}
	(&command{dir: dir, env: []string{"npm_config_cache=" + t.TempDir()}}).run(t, "npm", args...).want(t, 0)
	(&command{dir: dir}).run(t, "npx", "winlint", "lint").want(t, 1)
}
