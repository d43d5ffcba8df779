package subject_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// jobsIn is what a CI file is known to run, one line for each leg of a job, each of its steps, and each docker command.
func jobsIn(path, text string) string {
	u := subject.Read(source.New(path, text), &subject.World{})
	var b strings.Builder
	for _, s := range u.Scopes {
		switch s.Kind {
		case subject.Job:
			fmt.Fprintf(&b, "%s on %s: %v strong=%v host=%s\n", s.Name, s.Runner.Label, s.OS, s.Strong, s.Runner.Host())
			for _, n := range s.Nodes {
				if step, ok := n.Node.(*ci.Step); ok {
					if read := s.StepScript(step); read != nil {
						fmt.Fprintf(&b, "  %s\n", read.Language)
					} else {
						b.WriteString("  not read\n")
					}
				}
			}
			if len(s.Skipped) > 0 {
				fmt.Fprintf(&b, "  %d skipped\n", len(s.Skipped))
			}
		case subject.Command:
			fmt.Fprintf(&b, "docker %s: %v strong=%v\n", s.Docker.Verb, s.OS, s.Strong)
		}
	}
	return b.String()
}

func TestWorkflowJobs(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"hosted", `jobs:
  a:
    runs-on: windows-latest
    steps:
      - run: docker ps
      - shell: cmd
        run: docker ps
      - shell: bash
        run: docker ps
      - shell: python
        run: import docker
`, `a on windows-latest: windows strong=true host=ltsc2025
  PowerShell 7
  batch
  bash
  not read
docker ps: windows strong=true
docker ps: windows strong=true
docker ps: windows strong=true
`},
		{"somebody's own machine", `jobs:
  a:
    runs-on: [self-hosted, windows]
    steps: [{run: docker ps}]
  b:
    runs-on: windows-2022-16core
    steps: [{run: docker ps}]
  c:
    runs-on: ${{ inputs.os }}
    steps: [{run: docker ps}, {run: docker run -v x:C:\y z, shell: pwsh}]
`, `a on windows: windows strong=true host=
  PowerShell 7
docker ps: unknown strong=false
b on windows-2022-16core: windows strong=false host=
  PowerShell 7
docker ps: unknown strong=false
c on : unknown strong=false host=
  not read
  PowerShell 7
docker run: windows strong=true
`},
		{"Linux is not read", `jobs:
  a:
    runs-on: ubuntu-24.04
    steps: [{run: docker run -v x:C:\y z, shell: pwsh}]
`, "a on ubuntu-24.04: linux strong=true host=\n"},
		{"a job without containers is not read", "jobs:\n  a:\n    runs-on: windows-2022\n    steps: [{run: dir}]\n", ""},
		{"a matrix of both", `jobs:
  a:
    strategy: {matrix: {os: [windows-2022, ubuntu-24.04]}}
    runs-on: ${{ matrix.os }}
    steps:
      - run: docker ps
      - {if: runner.os == 'Windows', run: docker ps}
      - {if: runner.os == 'Linux', run: docker ps}
      - {if: github.event_name == 'push', run: docker ps}
      - run: |
          if ($IsLinux) { docker ps }
`, `a on windows-2022: windows strong=true host=ltsc2022
  PowerShell 7
  PowerShell 7
  2 skipped
a on ubuntu-24.04: linux strong=true host=
docker ps: windows strong=true
docker ps: windows strong=true
`},
		{"a shell that only Windows has", `jobs:
  a:
    runs-on: ${{ inputs.os }}
    steps: [{run: docker ps, shell: powershell}, {run: docker ps}]
  b:
    runs-on: ${{ inputs.os }}
    steps: [{run: docker ps, shell: powershell, if: inputs.os == 'x'}, {run: docker ps}]
`, `a on : windows strong=true host=
  Windows PowerShell
  PowerShell 7
docker ps: unknown strong=false
docker ps: unknown strong=false
b on : unknown strong=false host=
  Windows PowerShell
  not read
docker ps: unknown strong=false
`},
		{"the engine of another machine", `env: {DOCKER_HOST: "tcp://1.2.3.4:2376"}
jobs:
  a:
    runs-on: windows-2022
    steps: [{run: docker ps}]
`, "a on windows-2022: windows strong=true host=ltsc2022\n  PowerShell 7\ndocker ps: unknown strong=false\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := jobsIn(".github/workflows/ci.yml", test.text); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// Jobs that share the lines of a script share what is read of it, and each runs it on its own machine.
func TestSharedScript(t *testing.T) {
	const text = `.lines: &lines [docker ps]
a: {tags: [saas-windows-medium-amd64], script: *lines, after_script: *lines}
b: {tags: [saas-windows-medium-amd64], script: *lines}
c: {tags: [saas-linux-small-amd64], script: *lines}
`
	const want = `docker ps: windows strong=true
docker ps: windows strong=true
docker ps: windows strong=true
a on saas-windows-medium-amd64: windows strong=true host=ltsc2022
  PowerShell
  PowerShell
b on saas-windows-medium-amd64: windows strong=true host=ltsc2022
  PowerShell
c on saas-linux-small-amd64: linux strong=true host=
`
	if got := jobsIn(".gitlab-ci.yml", text); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if n := len(subject.Read(source.New(".gitlab-ci.yml", text), &subject.World{}).Scripts); n != 2 {
		t.Errorf("%d scripts are read, want 2: script and after_script", n)
	}
}
