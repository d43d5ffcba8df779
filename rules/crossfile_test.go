package rules

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// besideDockerfile is what the rules about services and their Dockerfiles find in a compose file beside a Dockerfile.
func besideDockerfile(compose, dockerfile string) []string {
	open := func(name string) (*source.File, error) {
		if name != "web/Dockerfile" {
			return nil, fs.ErrNotExist
		}
		return source.New(name, dockerfile), nil
	}
	run := &lint.Linter{Rules: only("volume-not-filled", "node-modules-hidden"), Environment: engine.Environment{Today: today}, Known: known, Open: open}
	var ids []string
	for _, f := range run.Lint(source.New("compose.yaml", compose)).Findings {
		ids = append(ids, f.Rule.ID)
	}
	return ids
}

func TestServicesAgainstTheirDockerfile(t *testing.T) {
	const core, linux = "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n", "FROM debian:12\n"
	const base = "FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS base\nWORKDIR C:/app\nCOPY . .\n"
	const app = core + "WORKDIR C:/app\nCOPY . .\n"
	const node = core + "WORKDIR C:/app\nRUN npm ci\nCMD [\"node\", \"x.js\"]\n"
	volume, packages := []string{"volume-not-filled"}, []string{"node-modules-hidden"}
	for _, test := range []struct {
		name, service, dockerfile string
		want                      []string
	}{
		{"a volume", `volumes: ['data:C:\app']`, app, volume},
		{"in another way of writing", `volumes: ['data:c:/APP/']`, app, volume},
		{"without a name", `volumes: ['C:\app']`, app, volume},
		{"above it", `volumes: ['data:C:\data']`, core + "COPY a C:/data/a/b\n", volume},
		{"from the stage below", `volumes: ['data:C:\app']`, base + "FROM base\n", volume},
		{"below it", `volumes: ['data:C:\app\data']`, app, nil},
		{"beside it", `volumes: ['data:C:\app2']`, app, nil},
		{"another drive", `volumes: ['data:D:\app']`, app, nil},
		{"a folder of the host", `volumes: ['.:C:\app']`, app, nil},
		{"a volume that is not to be filled",
			`volumes: [{type: volume, source: data, target: 'C:\app', volume: {nocopy: true}}]`, app, nil},
		{"a volume of the image", `volumes: ['data:C:\app']`, app + "VOLUME C:/app\n", nil},
		{"a place that is not known", `volumes: ['data:${TO}']`, app, nil},
		{"a folder that is not known", `volumes: ['data:C:\app']`, core + "ARG TO\nCOPY . $TO\n", nil},
		{"a working directory that is not known", `volumes: ['data:C:\app']`, core + "ARG TO\nWORKDIR $TO\nCOPY . app\n", nil},
		{"a stage that is not the service's", `volumes: ['data:C:\app']`, app + core, nil},
		{"Linux", `volumes: ['data:C:\app']`, linux + "WORKDIR C:/app\nCOPY . .\n", nil},
		{"no Dockerfile", `volumes: ['data:C:\app']`, "", nil},

		{"packages", `volumes: ['.:C:\app']`, node, packages},
		{"a folder above", `volumes: ['.:C:/app/..']`, node, nil},
		{"by yarn, in PowerShell", `volumes: ['.:C:\app']`,
			strings.Replace(node, "npm ci", "powershell -Command \"yarn install; exit 0\"", 1), packages},
		{"a volume for them", `volumes: ['.:C:\app', 'C:\app\node_modules']`, node, nil},
		{"sources only", `volumes: ['./src:C:\app\src']`, node, nil},
		{"a volume over them", `volumes: ['data:C:\app']`, node, nil},
		{"for the whole image", `volumes: ['.:C:\app']`, strings.Replace(node, "ci", "install -g x", 1), nil},
		{"in another folder", `volumes: ['.:C:\app']`, strings.Replace(node, "npm", "cd C:/other && npm", 1), nil},
		{"installed at the start", "volumes: ['.:C:\\app']\n    command: cmd /c \"npm ci && npm start\"", node, nil},
		{"a script at the start", `volumes: ['.:C:\app']`, node + "ENTRYPOINT [\"cmd\", \"/c\", \"start.cmd\"]\n", nil},
	} {
		got := besideDockerfile("services:\n  web:\n    build: web\n    "+test.service+"\n", test.dockerfile)
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: found %q, want %q", test.name, got, test.want)
		}
	}
}
