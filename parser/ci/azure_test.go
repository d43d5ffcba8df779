package ci

import (
	"testing"

	"github.com/winlint/winlint/source"
)

func TestAzurePipeline(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"steps at the top", `
pool: {vmImage: windows-2022}
steps:
  - checkout: self
  - script: docker ps $(Build.BuildId) $(Get-Date)
    workingDirectory: src
  - powershell: docker ps
  - template: x.yml
  - task: Docker@2
    inputs: {command: build}
`, `() on windows-2022
  dir: src  run: docker ps * $(Get-Date)
  shell: powershell  run: docker ps
  uses: Docker@2
`},
		{"what is inherited", `
pool: {vmImage: windows-2025}
container: {image: a}
stages:
  - stage: one
    jobs:
      - job: x
        steps: [{bash: ls}]
      - job: y
        pool: {vmImage: ubuntu-latest}
        steps: [{bash: ls}]
  - stage: two
    pool: {name: Own, demands: [npm, Agent.OS -equals Windows_NT]}
    container: b
    jobs:
      - deployment: z
        strategy:
          runOnce:
            deploy:
              steps: [{pwsh: ls}]
resources:
  containers:
    - container: b
      image: c:1
`, `x() on windows-2025 in a
  shell: bash  run: ls
y() on ubuntu-latest in a
  shell: bash  run: ls
z() on npm Agent.OS -equals Windows_NT in c:1
  shell: pwsh  run: ls
`},
		{"tasks that run scripts", `
steps:
  - task: PowerShell@2
    inputs: {targetType: inline, script: a}
  - task: PowerShell@2
    inputs: {TargetType: Inline, Script: b, pwsh: true, workingDirectory: w}
  - task: PowerShell@2
    inputs: {filePath: c.ps1}
  - task: CmdLine@2
    inputs: {script: d}
  - task: Bash@3
    inputs: {targetType: inline, script: e}
  - task: AzureCLI@2
    inputs: {scriptType: pscore, scriptLocation: inlineScript, inlineScript: f}
`, `() on
  shell: powershell  uses: PowerShell@2  run: a
  shell: pwsh  dir: w  uses: PowerShell@2  run: b
  uses: PowerShell@2
  uses: CmdLine@2  run: d
  shell: bash  uses: Bash@3  run: e
  shell: pwsh  uses: AzureCLI@2  run: f
`},
		{"variables and a matrix", `
variables:
  - name: tag
    value: x
  - group: g
  - name: image
    value: windows-2022
jobs:
  - job: a
    strategy:
      matrix:
        one: {os: $(image), t: 1}
        two: {os: ubuntu-24.04, t: 2}
    pool: {vmImage: $(os)}
    steps: [{script: docker ps $(t) $(tag) $(image)}]
  - job: b
    variables: {tag: y}
    pool: {vmImage: "${{ variables.image }}"}
    steps: [{script: docker ps $(tag)}]
`, `a(one) on *
  run: docker ps 1 * windows-2022
a(two) on ubuntu-24.04
  run: docker ps 2 * windows-2022
b() on windows-2022
  run: docker ps y
`},
		{"a variable that a step sets", `
variables: {tag: x, image: windows-2022}
pool: {vmImage: $(image)}
steps:
  - script: 'echo ##vso[task.setvariable variable=tag]y'
  - script: docker ps $(tag)
`, `() on windows-2022
  run: echo ##vso[task.setvariable variable=tag]y
  run: docker ps *
`},
		{"what template expressions put in", `
parameters: [{name: os}]
jobs:
  - ${{ if eq(parameters.os, 'x') }}:
    - job: a
      pool: {vmImage: "${{ parameters.os }}"}
      steps:
        - ${{ each s in parameters.steps }}:
          - script: docker ps
        - ${{ parameters.steps }}
`, "a() on *\n  run: docker ps\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := told(Parse(AzurePipelines, source.New("azure-pipelines.yml", test.text))); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestAzureConditions(t *testing.T) {
	for text, want := range map[string]Truth{
		"condition: eq(variables['Agent.OS'], 'Windows_NT')":                   True,
		"condition: and(succeeded(), ne(variables['Agent.OS'], 'Windows_NT'))": False,
		"condition: and(succeeded(), eq(variables['Build.Reason'], 'Manual'))": Unknown,
		"condition: in(variables['Agent.OS'], 'Linux', 'Darwin')":              False,
		"condition: always()": True,
		"condition: false":    False,
		"condition: or(eq(variables.kind, 'a'), startsWith(variables['Agent.OS'], 'L'))": True,
	} {
		f := source.New("azure-pipelines.yml", "variables: {kind: a}\nsteps:\n- script: x\n  "+text+"\n")
		c := Parse(AzurePipelines, f).Jobs[0].Legs[0].Steps[0].If
		if got := c.Holds(func(name string) (string, bool) { return "Windows_NT", name == "variables.agent.os" }); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}
