package ci

import (
	"fmt"
	"strings"
	"testing"

	"github.com/winlint/winlint/internal/lineartest"
	"github.com/winlint/winlint/source"
)

// Whatever a file holds, the time to read it grows with the file.
func TestLinear(t *testing.T) {
	numbered := func(format string) func(int) string {
		return func(n int) string {
			var b strings.Builder
			for i := range n {
				fmt.Fprintf(&b, format, i)
			}
			return b.String()
		}
	}
	const job = "jobs:\n  a:\n    runs-on: ${{ matrix.os }}\n"
	for _, test := range []struct {
		name   string
		system System
		before string
		part   func(int) string
	}{
		{"steps", GitHub, job + "    steps:\n", numbered("    - run: echo ${{ matrix.x }} %d\n")},
		{"variables", GitHub, job + "    steps: [{run: '" + strings.Repeat("${{ env.a7 }}", 100) + "'}]\n    env:\n", numbered("      a%d: x\n")},
		{"jobs", GitHub, "jobs:\n", numbered("  a%d: {runs-on: windows-2022, steps: [{run: docker ps}]}\n")},
		{"a list of a matrix", GitHub, job + "    strategy:\n      matrix:\n        os:\n", numbered("        - a%d\n")},
		{"lists of a matrix", GitHub, job + "    strategy:\n      matrix:\n", numbered("        a%d: [1, 2]\n")},
		{"include", GitHub, job + "    strategy:\n      matrix:\n        os: [a, b]\n        include:\n", numbered("        - {os: x%d}\n")},
		{"exclude", GitHub, job + "    strategy:\n      matrix:\n        os: [a, b]\n        exclude:\n", numbered("        - {os: x%d}\n")},
		{"expressions in a text", GitHub, job + "    steps:\n    - run: ", numbered("${{ a.b%d }} ")},
		{"an expression", GitHub, job + "    steps:\n    - if: true", numbered(" && a.b%d")},
		{"parentheses", GitHub, job + "    steps:\n    - if: ", func(n int) string { return strings.Repeat("(", n) }},
		{"members", GitHub, job + "    steps:\n    - if: a", func(n int) string { return strings.Repeat(".*.b", n) }},
		{"stages", AzurePipelines, "stages:\n", numbered("- stage: a%d\n  jobs: [{job: x, steps: [{script: a}]}]\n")},
		{"variables of Azure Pipelines", AzurePipelines, "steps: [{script: $(a7) $(a8)}]\nvariables:\n", numbered("  a%d: x\n")},
		{"a matrix of Azure Pipelines", AzurePipelines, "jobs:\n- job: a\n  steps: [{script: $(x)}]\n  strategy:\n    matrix:\n", numbered("      a%d: {x: y}\n")},
		{"macros", AzurePipelines, "steps:\n- script: ", numbered("$(a%d) ${{ b }} ")},
		{"jobs of GitLab", GitLab, ".b: {script: [x]}\n", numbered("a%d: {extends: .b}\n")},
		{"jobs that extend each other", GitLab, "", func(n int) string { return "a0: {script: [x]}\n" + chained(n) }},
		{"lines", GitLab, "a:\n  script:\n", numbered("  - docker ps %d\n")},
		{"a list that jobs share", GitLab, "", func(n int) string {
			return ".a: &a\n" + numbered("- docker ps %d\n")(n) + numbered("a%d: {script: *a}\n")(n)
		}},
		{"references", GitLab, ".b: {script: [!reference [.b, script], !reference [.b, script]]}\na:\n  script:\n", numbered("  - !reference [.b, script] # %d\n")},
		{"entries of AppVeyor", AppVeyor, "image: [a, b]\nbuild_script:\n", numbered("- ps: docker ps %d\n")},
		{"parameters of CircleCI", CircleCI, "jobs: {a: {steps: [{run: '", func(n int) string { return strings.Repeat("<< a.b ", n) + "'}]}}" }},
		{"steps of Buildkite", Buildkite, "steps:\n", numbered("- command: docker ps $A %d\n")},
		{"pipelines of Drone", Drone, "", numbered("---\nkind: pipeline\nsteps: [{name: a%d, image: b, commands: [c]}]\n")},
		{"variables of Drone", Drone, "kind: pipeline\nsteps: [{name: a, commands: ['", func(n int) string { return strings.Repeat("${", n) + "']}]" }},
		{"steps of Jenkins", Jenkins, "", numbered("bat \"docker ps ${x} %d\"\n")},
		{"escapes of Jenkins", Jenkins, "bat '''", func(n int) string { return strings.Repeat(`a\n`, n) + "'''" }},
		{"quotes of Jenkins", Jenkins, "", func(n int) string { return strings.Repeat(`bat """`, n) }},
		{"braces of Jenkins", Jenkins, "", func(n int) string { return strings.Repeat("dir('x') {", n) + strings.Repeat("}", n) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			lineartest.Check(t, 400, func(n int) string { return test.before + test.part(n) }, func(text string) {
				Parse(test.system, source.New("x.yml", text))
			})
		})
	}
}

// chained is jobs each of which extends the one before.
func chained(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d: {extends: a%d}\n", i+1, i)
	}
	return b.String()
}
