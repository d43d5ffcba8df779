package ci

import (
	"testing"

	"github.com/winlint/winlint/source"
)

// Whatever the text, every part of every job stands in the file, and every hole in its text.
func FuzzParse(f *testing.F) {
	for system, texts := range map[System][]string{
		GitHub: {
			"jobs:\n  a:\n    strategy: {matrix: {os: [windows-2022], include: [{os: x, b: {c: d}}]}}\n    runs-on: ${{ matrix.os }}\n" +
				"    steps:\n    - if: runner.os == 'Windows' && !failure()\n      run: |\n        docker ps ${{ matrix.b.c || 'x' }}\n",
			"jobs: {a: {runs-on: [self-hosted, windows], container: x, steps: [{uses: 'docker://a', with: {b: c}}]}}",
			"jobs: {a: {runs-on: '${{ matrix.a }}', strategy: {matrix: {a: [[b, c]], exclude: [{}]}}, steps: [*x, {run: \"${{ '\"}]}}",
		},
		GitHubAction: {"runs: {using: composite, steps: [{run: a, shell: bash}]}"},
		AzurePipelines: {
			"pool: {vmImage: $(os)}\nvariables: {os: windows-2022}\nsteps:\n- ${{ if eq(variables.os, 'x') }}:\n  - script: docker ps $(a.b)\n",
			"stages: [{stage: a, jobs: [{deployment: b, strategy: {runOnce: {deploy: {steps: [{task: PowerShell@2, inputs: {targetType: inline, script: x}}]}}}}]}]",
		},
		GitLab:    {".a: {script: [x]}\nb: {extends: .a, tags: [windows], image: {name: c}, before_script: [!reference [.a, script], [d, |\n  e]]}\n"},
		AppVeyor:  {"image: [Visual Studio 2022]\nfor: [{matrix: {only: [{image: x}]}, build_script: [a]}]\nbuild_script: [{ps: a}, b]\n"},
		CircleCI:  {"jobs: {a: {machine: {image: windows-server-2022}, steps: [{run: {command: 'a << b.c >>'}}, {when: {steps: [{run: b}]}}]}}"},
		Buildkite: {"steps: [{commands: ['a $b ${c}'], agents: {os: windows}}, {group: d, steps: [{command: e}]}]"},
		Drone:     {"kind: pipeline\nplatform: {os: windows}\nsteps: [{name: a, image: b, commands: ['c ${d}']}]\n---\nkind: secret\n"},
		Jenkins:   {"dir('a') { bat script: \"b ${c} \\t$d.e\", x: 1 } // f\npowershell '''g\\\nh''' + i"},
	} {
		for _, text := range texts {
			f.Add(int(system), text)
		}
	}
	f.Fuzz(func(t *testing.T, system int, text string) {
		file := source.New("x.yml", text)
		inside := func(s source.Span) {
			if s.Start < 0 || s.End < s.Start || s.End > len(file.Text) {
				t.Fatalf("the span %v is not in the file of %d bytes", s, len(file.Text))
			}
		}
		whole := func(text Text) {
			if text.Len() > 0 {
				inside(text.Span())
			}
			at := 0
			for _, h := range text.Holes {
				if h.Start < at || h.End <= h.Start || h.End > text.Len() {
					t.Fatalf("the hole %v after %d in %q", h, at, text.String())
				}
				at = h.End
			}
			text.Fill("*")
		}
		for _, job := range Parse(System(uint(system)%uint(Drone+1)), file).Jobs {
			inside(job.Span())
			inside(job.All)
			job.If.Holds(func(string) (string, bool) { return "x", true })
			for _, leg := range job.Legs {
				inside(leg.Span())
				for _, label := range leg.Runner {
					whole(label)
				}
				whole(leg.Image)
				for _, step := range leg.Steps {
					inside(step.Span())
					step.If.Holds(func(string) (string, bool) { return "", false })
					for _, part := range []Text{step.Run, step.Shell, step.Dir, step.Uses, step.Image} {
						whole(part)
					}
					input, _ := step.Input("path")
					whole(input)
					variable, _ := step.Variable("A")
					whole(variable)
				}
			}
		}
	})
}
