package e2e

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// An action is what action.yml says.
type action struct {
	Inputs map[string]struct{ Default string }
	Runs   struct {
		Steps []struct {
			Uses             string
			Run              string
			Env              map[string]string
			WorkingDirectory string `yaml:"working-directory"`
		}
	}
}

// An actionRun is what came of the action: its log, and what the runner reads afterwards.
type actionRun struct {
	*command
	summary, output string
	temp            string
}

// run does what a runner on Linux does with the action: it puts the inputs into the environment of each step, runs the
// script, and adds what a step writes to GITHUB_PATH to the PATH of the next one. A step that fails ends the run. Steps that
// use other actions are left out: they need GitHub.
func (a *action) run(t *testing.T, workspace string, inputs map[string]string) *actionRun {
	t.Helper()
	temp := t.TempDir()
	file := func(name string) string { return filepath.Join(temp, name) }
	for _, name := range []string{"path", "output", "summary"} {
		if err := os.WriteFile(file(name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	expression := regexp.MustCompile(`\$\{\{ (\S+) \}\}`)
	expand := func(text string) string {
		return expression.ReplaceAllStringFunc(text, func(found string) string {
			switch name := expression.FindStringSubmatch(found)[1]; {
			case name == "github.action_path":
				return root
			case name == "github.action_ref":
				return inputs["action_ref"]
			case strings.HasPrefix(name, "inputs."):
				name = strings.TrimPrefix(name, "inputs.")
				input, known := a.Inputs[name]
				if !known {
					t.Errorf("action.yml has no input %q", name)
				}
				if value, given := inputs[name]; given {
					return value
				}
				return input.Default
			}
			t.Errorf("the test does not know %s", found)
			return ""
		})
	}
	all := &actionRun{command: &command{}, temp: temp}
	for _, step := range a.Runs.Steps {
		if step.Run == "" {
			continue
		}
		path := strings.Join(append(strings.Fields(text(t, file("path"))), os.Getenv("PATH")), ":")
		c := &command{dir: filepath.Join(workspace, expand(step.WorkingDirectory)), env: []string{
			"PATH=" + path, "GITHUB_ACTIONS=true", "RUNNER_OS=Linux", "RUNNER_ARCH=X64", "RUNNER_TEMP=" + temp, "GITHUB_WORKSPACE=" + workspace,
			"GITHUB_PATH=" + file("path"), "GITHUB_OUTPUT=" + file("output"), "GITHUB_STEP_SUMMARY=" + file("summary"),
		}}
		for name, value := range step.Env {
			c.env = append(c.env, name+"="+expand(value))
		}
		// As `shell: bash` has it.
		c.run(t, "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.Run)
		all.stdout, all.stderr, all.code = all.stdout+c.stdout, all.stderr+c.stderr, c.code
		if c.code != 0 {
			break
		}
	}
	all.summary, all.output = text(t, file("summary")), text(t, file("output"))
	return all
}

// releases serves the files of the release as GitHub does, and gives the URL.
func (r *release) releases(t *testing.T) string {
	t.Helper()
	serve := func(w http.ResponseWriter, q *http.Request) {
		name := q.PathValue("file")
		if name == "checksums.txt" {
			http.ServeFile(w, q, filepath.Join(r.dist, name))
		} else if path, found := r.paths[name]; found {
			http.ServeFile(w, q, path)
		} else {
			http.NotFound(w, q)
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /latest/download/{file}", serve)
	mux.HandleFunc("GET /download/v"+r.version+"/{file}", serve)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func readAction(t *testing.T) *action {
	t.Helper()
	var a action
	if err := yaml.Unmarshal([]byte(text(t, filepath.Join(root, "action.yml"))), &a); err != nil {
		t.Fatal(err)
	}
	return &a
}

// The action downloads a release, checks it, and shows the findings in the log, in a SARIF log and on the page of the run.
func TestAction(t *testing.T) {
	r, a := released(t), readAction(t)
	releases := r.releases(t)
	for _, test := range []struct {
		name   string
		inputs map[string]string
		code   int
		log    string // a part of the log
	}{
		{"latest", nil, 1, "::error file=src/a b.dockerfile,line=2,"},
		{"tag of the action", map[string]string{"action_ref": "v" + r.version}, 1, "winlint v" + r.version + " ("},
		{"branch", map[string]string{"action_ref": "main"}, 1, "winlint v" + r.version + " ("},
		{"version", map[string]string{"version": r.version}, 1, "::error file="},
		{"version that does not exist", map[string]string{"version": "v99.0.0"}, 2, "/download/v99.0.0/winlint_linux_amd64 cannot be downloaded"},
		{"no version", map[string]string{"version": "main"}, 2, `invalid version "main"`},
		{"paths", map[string]string{"paths": "clean\n\"src\"x\nsrc/a b.dockerfile\n"}, 2, "src"},
		{"clean", map[string]string{"paths": "clean"}, 0, ""},
		{"directory", map[string]string{"working-directory": "src"}, 1, "::error file="},
		{"formats", map[string]string{"format": "concise\njunit=winlint.xml"}, 1, "src/a b.dockerfile" + trap},
		{"args", map[string]string{"args": "--exit-zero\n--ignore\nbackslash-eaten"}, 0, "winlint v"},
		{"fail-on", map[string]string{"fail-on": "nonsense"}, 2, ""},
		{"no reports", map[string]string{"sarif": "", "summary": "false"}, 1, "::error file="},
	} {
		t.Run(test.name, func(t *testing.T) {
			workspace := write(t, map[string]string{"src/a b.dockerfile": trapped, "clean/Dockerfile": clean})
			(&command{dir: workspace}).run(t, "git", "init", "-q").want(t, 0)
			inputs := map[string]string{"releases": releases}
			for name, value := range test.inputs {
				inputs[name] = value
			}
			run := a.run(t, workspace, inputs)
			run.want(t, test.code)
			if !strings.Contains(run.stdout, test.log) {
				t.Errorf("no %q in the log:\n%s", test.log, run.stdout)
			}
			if test.code == 2 {
				return
			}
			sarif, asked := test.inputs["sarif"]
			log := filepath.Join(workspace, test.inputs["working-directory"], "winlint.sarif")
			if asked && sarif == "" {
				if _, err := os.Stat(log); err == nil || run.output != "" || run.summary != "" {
					t.Errorf("outputs %q and summary %q, though none was asked for; SARIF: %v", run.output, run.summary, err)
				}
				return
			}
			path, _ := strings.CutPrefix(strings.TrimSpace(run.output), "sarif=")
			if filepath.Join(workspace, path) != log {
				t.Errorf("the output names the log %q", run.output)
			}
			if found := text(t, log); !strings.Contains(found, "sarif-schema-2.1.0.json") {
				t.Errorf("the SARIF log is %q", found)
			}
			if test.code == 1 && !strings.Contains(run.summary, "backslash-eaten") {
				t.Errorf("the page of the run shows %q", run.summary)
			}
		})
	}
}

// A baseline that was written before keeps the findings that it knows out of the run.
func TestActionWithBaseline(t *testing.T) {
	r, a := released(t), readAction(t)
	workspace := write(t, map[string]string{"Dockerfile": trapped})
	(&command{dir: workspace}).run(t, winlint, "lint", "--baseline", "known.json", "--write-baseline").want(t, 0)
	inputs := map[string]string{"releases": r.releases(t), "baseline": "known.json"}
	a.run(t, workspace, inputs).want(t, 0)
}

// A program that is not the one of checksums.txt does not run.
func TestActionChecksTheProgram(t *testing.T) {
	released(t)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /latest/download/winlint_linux_amd64", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("#!/bin/sh\necho evil\n")) })
	mux.HandleFunc("GET /latest/download/checksums.txt", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(strings.Repeat("0", 64) + "  winlint_linux_amd64\n"))
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	run := readAction(t).run(t, write(t, map[string]string{"Dockerfile": trapped}), map[string]string{"releases": server.URL})
	run.want(t, 2)
	if strings.Contains(run.stdout, "evil") || !strings.Contains(run.stdout, "does not have the checksum") {
		t.Errorf("the log is %q", run.stdout)
	}
}

// `installed` is the winlint that a step before the action put on the PATH.
func TestActionInstalled(t *testing.T) {
	a := readAction(t)
	workspace := write(t, map[string]string{"Dockerfile": trapped})
	t.Setenv("PATH", filepath.Dir(winlint)+":"+os.Getenv("PATH"))
	a.run(t, workspace, map[string]string{"version": "installed"}).want(t, 1)
}
