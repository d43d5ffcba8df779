package ci

import (
	"fmt"
	"strings"
	"testing"

	"github.com/winlint/winlint/source"
)

// told is what a document says of its jobs, one line for each leg and each of its steps.
func told(d *Document) string {
	var b strings.Builder
	for _, j := range d.Jobs {
		for _, l := range j.Legs {
			fmt.Fprintf(&b, "%s(%s) on", j.Name, l.Name)
			for _, r := range l.Runner {
				fmt.Fprintf(&b, " %s", r.Fill("*"))
			}
			if l.Image.Len() > 0 {
				fmt.Fprintf(&b, " in %s", l.Image.Fill("*"))
			}
			b.WriteByte('\n')
			for _, s := range l.Steps {
				for _, part := range []struct {
					name string
					text Text
				}{{"shell", s.Shell}, {"dir", s.Dir}, {"uses", s.Uses}, {"run", s.Run}} {
					if part.text.Len() > 0 {
						fmt.Fprintf(&b, "  %s: %s", part.name, part.text.Fill("*"))
					}
				}
				b.WriteByte('\n')
			}
		}
	}
	return b.String()
}

func TestWorkflow(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"defaults", `
defaults: {run: {shell: bash}}
jobs:
  a:
    runs-on: windows-2022
    defaults: {run: {working-directory: src}}
    steps:
      - run: docker ps
      - shell: cmd
        working-directory: other
        run: |
          docker ps
          ver
      - uses: actions/checkout@v6
`, `a() on windows-2022
  shell: bash  dir: src  run: docker ps
  shell: cmd  dir: other  run: docker ps
ver

  shell: bash  uses: actions/checkout@v6
`},
		{"a matrix", `
jobs:
  a:
    strategy:
      matrix:
        os: [windows-2022, ubuntu-24.04]
        tag: [x, y]
        exclude:
          - {os: ubuntu-24.04, tag: y}
        include:
          - {os: windows-2022, shell: cmd}
          - {os: windows-2025, tag: z}
    runs-on: ${{ matrix.os }}
    steps:
      - run: echo ${{ matrix.tag }} ${{ github.sha }}
        shell: ${{ matrix.shell || 'pwsh' }}
`, `a(x, windows-2022, cmd) on windows-2022
  shell: cmd  run: echo x *
a(y, windows-2022, cmd) on windows-2022
  shell: cmd  run: echo y *
a(ubuntu-24.04, x) on ubuntu-24.04
  shell: pwsh  run: echo x *
a(windows-2025, z) on windows-2025
  shell: pwsh  run: echo z *
`},
		{"legs that differ in nothing", `
jobs:
  a:
    strategy: {matrix: {n: [1, 2, 3]}}
    runs-on: [self-hosted, windows]
    steps: [{run: docker ps}]
`, "a(1) on self-hosted windows\n  run: docker ps\n"},
		{"objects and lists in a matrix", `
jobs:
  a:
    strategy: {matrix: {on: [{labels: [self-hosted, win], name: one}, {labels: ubuntu-24.04, name: two}]}}
    runs-on: ${{ matrix.on.labels }}
    steps: [{run: "echo ${{ matrix.on.name }} ${{ matrix.on['name'] }} ${{ matrix.none }}."}]
`, "a() on self-hosted win\n  run: echo one one .\na() on ubuntu-24.04\n  run: echo two two .\n"},
		{"what is not known", `
jobs:
  a:
    strategy: {matrix: "${{ fromJSON(inputs.matrix) }}"}
    runs-on: ${{ matrix.os }}
    steps: [{run: "echo ${{ matrix.a }}"}]
  b:
    strategy: {matrix: {os: "${{ fromJSON(inputs.os) }}", tag: [x]}}
    runs-on: ${{ inputs.os }}
    steps: [{run: "echo ${{ matrix.tag }} ${{ matrix.os }}"}]
`, "a() on *\n  run: echo *\nb(x) on *\n  run: echo x *\n"},
		{"a group, a container, variables", `
env: {A: one, B: "${{ secrets.B }}"}
jobs:
  a:
    runs-on: {group: x, labels: windows-2025}
    container: {image: "img:${{ env.A }}"}
    env: {A: two}
    steps: [{run: "echo ${{ env.A }} ${{ env.B }} ${{ env.C }}"}]
`, "a() on windows-2025 in img:two\n  run: echo two * *\n"},
		{"a variable that a step sets", `
env: {A: one}
jobs:
  a:
    runs-on: windows-2025
    steps:
      - run: echo A=two >> $GITHUB_ENV
      - run: echo ${{ env.A }}
`, "a() on windows-2025\n  run: echo A=two >> $GITHUB_ENV\n  run: echo *\n"},
		{"a job without steps", "jobs:\n  a:\n    uses: ./.github/workflows/b.yml\n", "a() on\n"},
		{"nothing", "jobs:\n", ""},
		{"no mapping", "- a\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := told(Parse(GitHub, source.New("ci.yml", test.text))); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestCompositeAction(t *testing.T) {
	const text = `
runs:
  using: composite
  steps:
    - run: docker build ${{ inputs.args }} .
      shell: pwsh
`
	want := "() on\n  shell: pwsh  run: docker build * .\n"
	if got := told(Parse(GitHubAction, source.New("action.yml", text))); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := told(Parse(GitHubAction, source.New("action.yml", "runs: {using: docker, image: Dockerfile}"))); got != "" {
		t.Errorf("a container action has the jobs %s", got)
	}
}

// Every byte of a script knows where it stands in the file, through all that YAML does to it.
func TestPlaces(t *testing.T) {
	for _, text := range []string{
		"run: docker ps WORD",
		"run: 'it''s WORD'",
		`run: "a\tb WORD"`,
		"run: |\n          a\n          b WORD\n",
		"run: >-\n          a\n          b WORD\n",
		"run: a ${{ matrix.x }} WORD",
		"run: |\n          ${{ matrix.x }} ${{ github.sha }} WORD\n",
	} {
		f := source.New("ci.yml", "jobs:\n  a:\n    strategy: {matrix: {x: [long-value]}}\n    steps:\n      - "+text+"\n")
		run := Parse(GitHub, f).Jobs[0].Legs[0].Steps[0].Run
		at := strings.Index(run.String(), "WORD")
		if got := f.Slice(run.SpanOf(at, at+len("WORD"))); got != "WORD" {
			t.Errorf("%s: WORD is at %q", text, got)
		}
	}
}

func TestConditions(t *testing.T) {
	for text, want := range map[string]Truth{
		"runner.os == 'Windows'":                                True,
		"${{ runner.os != 'Windows' }}":                         False,
		"runner.os == 'windows' && github.event_name == 'push'": Unknown,
		"runner.os == 'Linux' && github.event_name == 'push'":   False,
		"github.event_name == 'push' && runner.os == 'Linux'":   False,
		"github.ref == 'x' || runner.os == 'Windows'":           True,
		"!startsWith(matrix.os, 'win')":                         False,
		"!(contains(matrix.os, 'ubuntu'))":                      True,
		"startsWith(matrix['os'], 'Win') && always()":           True,
		"matrix.none":                         False,
		"matrix.none == ''":                   True,
		"false":                               False,
		"${{ false }} ":                       False,
		"success()":                           True,
		"failure()":                           Unknown,
		"${{ runner.os == 'Linux' }} && true": Unknown,
		"matrix.n >= 2":                       Unknown,
		"matrix.n == '3'":                     True,
		"runner.os = 'Linux'":                 Unknown,
		"contains(fromJSON('[\"Linux\"]'), runner.os)": Unknown,
		"github.event.labels.*.name == 'x'":            Unknown,
	} {
		f := source.New("ci.yml", "jobs:\n  a:\n    strategy: {matrix: {os: [windows-2022], n: [3]}}\n    runs-on: ${{ matrix.os }}\n    steps:\n      - if: "+
			strings.ReplaceAll(strings.ReplaceAll(`"TEXT"`, "TEXT", strings.ReplaceAll(text, `"`, `\"`)), "\t", "")+"\n        run: x\n")
		c := Parse(GitHub, f).Jobs[0].Legs[0].Steps[0].If
		got := c.Holds(func(name string) (string, bool) { return "Windows", name == "runner.os" })
		if got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}
