package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// A Dockerfile is also judged for the hosted machines of the jobs that build it as it is.
func TestJobsThatBuild(t *testing.T) {
	job := func(runner, command string) string {
		return "on: push\njobs:\n  image:\n    runs-on: " + runner + "\n    steps:\n      - uses: actions/checkout@v6\n      - run: " + command + "\n"
	}
	const later = "ARG REPO=app\nARG TAG=ltsc2025\nFROM mcr.microsoft.com/windows/servercore:${TAG}\nRUN echo hello\n"
	for _, test := range []struct {
		name, pipeline, text string
		found                bool
	}{
		{"a later image", ".github/workflows/ci.yml", job("windows-2022", "docker build -t app images/app"), true},
		{"the Dockerfile by its name", ".github/workflows/ci.yml", job("windows-2022", "docker build -f images/app/dockerfile ."), true},
		{"Azure Pipelines", "azure-pipelines.yml", "pool: {vmImage: windows-2022}\nsteps:\n- script: docker build ^\n    -t app .\n  workingDirectory: images/app\n", true},
		{"the release of the host", ".github/workflows/ci.yml", job("windows-2025", "docker build -t app images/app"), false},
		{"another Dockerfile", ".github/workflows/ci.yml", job("windows-2022", "docker build -t app images/other"), false},
		{"an argument that changes the image", ".github/workflows/ci.yml", job("windows-2022", "docker build --build-arg TAG=ltsc2022 images/app"), false},
		{"somebody's own machine", ".github/workflows/ci.yml", job("[self-hosted, windows]", "docker build images/app"), false},
		{"Linux", ".github/workflows/ci.yml", job("ubuntu-24.04", "docker build images/app"), false},
		{"another directory", ".github/workflows/ci.yml", job("windows-2022", "cd images; docker build images/app"), false},
		{"Hyper-V", ".github/workflows/ci.yml", job("windows-2022", "docker build --isolation=hyperv --build-arg TAG=ltsc2019 images/app"), false},
		{"a file that cannot be read", ".github/workflows/ci.yml", "a: [windows docker", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			writeAll(t, dir, map[string]string{".git/HEAD": "x", "images/app/Dockerfile": later, test.pipeline: test.text})
			out, stderr, _ := winlint(t, "", "lint", "--select", "host-mismatch", filepath.Join(dir, "images", "app", "Dockerfile"))
			if got := strings.Contains(out, "of `"+test.pipeline+"` builds this file on `windows-2022`"); got != test.found || stderr != "" && strings.Contains(stderr, "error") {
				t.Errorf("found %v, want %v\n%s%s", got, test.found, out, stderr)
			}
		})
	}
}

// Outside a clone, the named directory is where the project begins, or a directory in it that has CI files.
func TestJobsOutsideClone(t *testing.T) {
	const job = "on: push\njobs:\n  image:\n    runs-on: windows-2022\n    steps:\n      - run: docker build -f win/Dockerfile .\n"
	for _, named := range []string{"app", "."} {
		dir := t.TempDir()
		writeAll(t, dir, map[string]string{
			"app/win/Dockerfile": "FROM mcr.microsoft.com/windows/servercore:ltsc2025\n", "app/.github/workflows/ci.yml": job,
		})
		out, _, _ := winlint(t, "", "lint", "--select", "host-mismatch", filepath.Join(dir, named))
		if !strings.Contains(out, "of `.github/workflows/ci.yml` builds this file on `windows-2022`") {
			t.Errorf("%s: %s", named, out)
		}
	}
}

// What is known of each job is told, and what is not checked in it, and why.
func TestExplainJobs(t *testing.T) {
	const text = `on: push
jobs:
  image:
    strategy: {matrix: {os: [windows-2022, ubuntu-24.04]}}
    runs-on: ${{ matrix.os }}
    steps:
      - uses: actions/checkout@v6
      - run: docker ps
      - shell: python
        run: print("docker")
      - if: github.ref == 'x'
        run: docker ps
`
	dir := t.TempDir()
	writeAll(t, dir, map[string]string{".github/workflows/ci.yml": text})
	out, _, _ := winlint(t, "", "lint", "--explain-target", filepath.Join(dir, ".github"))
	for _, want := range []string{
		"  line 3: job image (ubuntu-24.04)\n    runner  ubuntu-24.04, hosted\n    steps   not checked, because they do not run on Windows\n",
		"  line 3: job image (windows-2022)\n    runner  windows-2022, hosted, with the host ltsc2022\n    system  windows\n",
		"    engine  Docker Engine for Windows containers; its built-in builder is the classic builder\n" +
			"    step    uses actions/checkout@v6 (line 7)\n    step    PowerShell 7 (line 8)\n" +
			"    step    not checked, because its shell is unknown (line 10)\n    step    not checked, because this step may run only on another system (line 12)\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("want\n%s\nin\n%s", want, out)
		}
	}
}

// A job that builds with the classic builder makes findings about that builder warnings, also in a file that is for BuildKit.
func TestBuilderOfJobs(t *testing.T) {
	const stage = "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n"
	for _, test := range []struct {
		name, dockerfile, command, rule string
		found                           bool
	}{
		{"classic", stage + "COPY a b C:/app\n", "docker build .", "copy-several-sources", true},
		{"a file for BuildKit", stage + "RUN --mount=type=cache,target=C:/cache dir\n", "docker build .", "buildkit-only-flag", true},
		{"buildx", stage + "RUN --mount=type=cache,target=C:/cache dir\n", "docker buildx build .", "buildkit-only-flag", false},
		{"BuildKit", stage + "COPY a b C:/app\n", "$env:DOCKER_BUILDKIT = 1; docker build .", "copy-several-sources", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			name := filepath.Join(dir, "Dockerfile")
			writeAll(t, dir, map[string]string{
				"Dockerfile":               test.dockerfile,
				".github/workflows/ci.yml": "jobs:\n  a:\n    runs-on: windows-2022\n    steps:\n      - run: " + test.command + "\n",
			})
			out, _, _ := winlint(t, "", "lint", "--format", "json", "--select", test.rule, name)
			if got := strings.Contains(out, `"severity": "warning"`) && strings.Contains(out, "Line 5 of `.github/workflows/ci.yml` builds this file"); got != test.found {
				t.Errorf("found %v, want %v\n%s", got, test.found, out)
			}
			if strings.Contains(test.dockerfile, "--mount") {
				if out, _, _ := winlint(t, "", "fix", "--diff", "--select", test.rule, name); strings.Contains(out, "+RUN") {
					t.Errorf("a flag of BuildKit is removed from a file that is for it:\n%s", out)
				}
			}
		})
	}
}
