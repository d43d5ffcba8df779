package ci

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/source"
)

func TestOtherSystems(t *testing.T) {
	for _, test := range []struct {
		name   string
		system System
		text   string
		want   string
	}{
		{"AppVeyor: shells and a part for one image", AppVeyor, `
image: [Visual Studio 2022, Ubuntu2204]
install:
  - docker version
  - ps: docker ps
  - sh: docker images
for:
  - matrix:
      only:
        - image: Ubuntu2204
    build_script: [sh: docker build .]
build_script: docker build -t app .
`, `(Visual Studio 2022) on Visual Studio 2022
  run: docker version
  shell: powershell  run: docker ps
  shell: sh  run: docker images
  run: docker build -t app .
(Ubuntu2204) on Ubuntu2204
  run: docker version
  shell: powershell  run: docker ps
  shell: sh  run: docker images
  shell: sh  run: docker build .
`},
		{"AppVeyor: images in the environment", AppVeyor, `
environment:
  matrix:
    - APPVEYOR_BUILD_WORKER_IMAGE: Visual Studio 2019
    - APPVEYOR_BUILD_WORKER_IMAGE: Ubuntu
test_script:
  - pwsh: |
      docker ps
      docker images
`, `(Visual Studio 2019) on Visual Studio 2019
  shell: pwsh  run: docker ps
docker images

(Ubuntu) on Ubuntu
  shell: pwsh  run: docker ps
docker images

`},
		{"CircleCI: executors and steps under a condition", CircleCI, `
version: 2.1
orbs: {win: circleci/windows@5.0}
executors:
  big: {machine: {image: windows-server-2022-gui:current}, resource_class: windows.large, shell: bash.exe}
jobs:
  a:
    executor: {name: big}
    steps:
      - checkout
      - run: docker build -t app:<< parameters.tag >> . << END
      - when:
          condition: << parameters.x >>
          steps:
            - run: {name: show, command: docker ps, shell: powershell.exe}
  b:
    executor: win/default
    steps: [run: docker ps]
  c:
    docker: [{image: cimg/base:2026.01}]
    steps: [run: docker ps]
`, `a() on windows-server-2022-gui:current windows.large
  uses: checkout
  shell: bash.exe  run: docker build -t app:* . << END
  shell: powershell.exe  run: docker ps
b() on circleci/windows@5.0
  run: docker ps
c() on in cimg/base:2026.01
  run: docker ps
`},
		{"Buildkite: groups and variables", Buildkite, `
agents: {queue: default}
steps:
  - label: image
    command: docker build -t app:$BUILDKITE_COMMIT .
    agents: {os: windows}
  - wait
  - group: tests
    steps:
      - commands: [docker ps, "echo $$HOME"]
`, `image() on windows
  run: docker build -t app:* .
() on default
  run: docker ps
echo *HOME
`},
		{"Drone: two pipelines", Drone, `
kind: pipeline
type: docker
name: one
platform: {os: windows, version: "1809"}
steps:
  - name: build
    image: mcr.microsoft.com/windows/servercore:1809
    commands: ["echo ${DRONE_TAG} $${x}", docker ps]
  - {name: publish, image: plugins/docker}
---
kind: secret
name: two
---
kind: pipeline
name: three
steps: [{name: a, image: golang, commands: [go vet]}]
`, `one() on windows
  shell: powershell  run: echo * $${x}
docker ps

three() on
  run: go vet
`},
		{"Jenkins: calls, strings and comments", Jenkins, `
pipeline { // bat 'docker rm x'
  /* bat 'docker rm y' */
  stages { stage('it is "bat"') { steps {
    dir('web') { bat 'docker build -t "app" .' }
    bat(label: 'x', script: "docker tag app ${env.REPO}/app:$BUILD_NUMBER", returnStatus: true)
    powershell """
      docker ps |
        sort
    """
    bat 'docker ' + command
    bat command
    x.bat 'docker rm z'
    sh 'docker rm w'
    bat 'docker run \u0041\101\608'
    pwsh '''docker run -v C:\\a:C:\\b x'''
  } } }
}
`, `() on bat
  shell: cmd  dir: web  run: docker build -t "app" .
  shell: cmd  run: docker tag app */app:*
  shell: powershell  run: 
      docker ps |
        sort
    
  shell: cmd  run: docker run AA08
  shell: pwsh  run: docker run -v C:\a:C:\b x
`},
		{"Jenkins: what does not compile", Jenkins, `bat 'docker run C:\data'`, ``},
		{"Jenkins: what does not end", Jenkins, `bat 'docker ps`, ``},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := told(Parse(test.system, source.New("x", test.text))); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// The escapes of a Jenkinsfile are those that are refused or that make a control character, each in its string.
func TestGroovyEscapes(t *testing.T) {
	text := `bat 'a\d\\ \t\u0041 \101\$'` + "\n" + `bat "C:\n${x}\q"` + "\n" + `echo 'C:\d'`
	d := Parse(Jenkins, source.New("Jenkinsfile", text))
	var got []string
	for _, e := range d.Escapes {
		s := text[e.At.Start:e.At.End]
		if e.Refused {
			s += "!"
		}
		got = append(got, s)
	}
	if want := `\d! \t \n \q!`; strings.Join(got, " ") != want {
		t.Errorf("the escapes are %s, want %s", strings.Join(got, " "), want)
	}
	if len(d.Jobs) != 0 {
		t.Errorf("a string that does not compile is read: %s", told(d))
	}
}
