package ci

import (
	"testing"

	"github.com/winlint/winlint/source"
)

func TestGitLabPipeline(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"scripts are joined", `
stages: [build]
default:
  before_script: [docker version]
variables: {A: b}
build:
  tags: [windows]
  script:
    - docker build
      -t app
      .
    - |
      docker ps
      docker images
    - [a, [b]]
  after_script: [docker rm x]
`, `build() on windows
  run: docker version
docker build -t app .
docker ps
docker images

a
b
  run: docker rm x
`},
		{"a job that extends another", `
image: alpine
.base:
  tags: [one]
  script: [a]
  image: {name: "x:$TAG"}
.more:
  tags: [two]
  extends: .base
job:
  extends: [.base, .more]
  before_script: [!reference [.base, script], b]
other:
  script: c $[[ inputs.x ]] $VAR
`, `job() on two in x:*
  run: a
b
a
other() on in alpine
  run: c * $VAR
`},
		{"jobs that refer to themselves", "a: {extends: a, script: !reference [a, script]}\nb: {extends: c}\nc: {extends: b}\n", ""},
		{"no jobs", "workflow: {rules: []}\ninclude: x\n.hidden: {script: [a]}\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := told(Parse(GitLab, source.New(".gitlab-ci.yml", test.text))); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}
