package compose

import (
	"context"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/winlint/winlint/source"
)

var inconsistent = []string{
	web(""),
	"services:\n  web: {}\n",
	web("    build: {context: ., dockerfile: a, dockerfile_inline: b}\n"),
	web("    network_mode: host\n    networks: [a]\nnetworks: {a: {}}\n"),
	web("    network_mode: host\n    networks: []\n"),
	web("    platform: windows/amd64\n    build: {context: ., platforms: [linux/amd64]}\n"),
	web("    platform: windows/amd64\n    build: {context: ., platforms: [linux/amd64, windows/amd64]}\n"),
	web("    networks: [a]\n"),
	web("    networks: {a: {}, default: {}}\n"),
	web("    healthcheck: {test: [curl, x]}\n"),
	web("    healthcheck: {test: []}\n"),
	web("    healthcheck: {test: [NONE]}\n"),
	web("    depends_on: [db]\n"),
	web("    depends_on: {db: {condition: service_started}}\n"),
	web("    network_mode: service:db\n"),
	web("    volumes: ['data:C:\\data', 'C:\\a:C:\\b', '.\\a:C:\\c', 'C:\\anonymous']\n"),
	web("    volumes: ['data:C:\\data']\nvolumes:\n  data:\n"),
	web("    volumes: ['src\\data:C:\\data']\n"),
	web("    volumes: [{type: volume, source: x, target: 'C:\\x'}]\n"),
	web("    secrets: [a]\n"),
	web("    secrets: [{source: a, target: b}]\n"),
	web("    configs: [a]\nconfigs: {a: {file: b}}\n"),
	web("    depends_on: [web]\n"),
	web("    links: ['db:x']\n"),
	web("    volumes_from: ['db:ro']\n"),
	web("    volumes_from: ['container:db:ro']\n"),
	web("    pid: service:db\n"),
	web("    ipc: service:db\n"),
	web("    uts: service:db\n"),
	web("    cgroup: service:db\n"),
	"services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, depends_on: [c]}\n  c: {image: x, depends_on: [a]}\n",
	"services:\n  a: {image: x, depends_on: [b, c]}\n  b: {image: x, depends_on: [c]}\n  c: {image: x}\n",
}

// compose-go's check of consistency is the judge: what it reports is among what we report, and where it reports nothing
// so do we.
func TestConsistencyAgreesWithComposeGo(t *testing.T) {
	for _, text := range inconsistent {
		agreeConsistency(t, Parse(source.New("compose.yaml", text)))
	}
	for _, d := range corpus(t) {
		if len(d.Errors) == 0 && !strings.Contains(d.File.Text, "$") && !strings.Contains(d.File.Text, "extends") {
			agreeConsistency(t, d)
		}
	}
}

func agreeConsistency(t *testing.T, d *Document) {
	t.Helper()
	j := newJudge(d)
	details := types.ConfigDetails{ConfigFiles: []types.ConfigFile{{Filename: "x", Content: []byte(d.File.Text)}}}
	_, err := loader.LoadWithContext(context.Background(), details, func(o *loader.Options) {
		j.options(o)
		o.SkipConsistencyCheck = false
	})
	if len(d.Judge()) > 0 {
		return // it is refused before
	}
	var got []string
	for _, p := range d.Inconsistent() {
		got = append(got, p.Message)
	}
	if err == nil {
		if len(got) > 0 {
			t.Errorf("%s %q: %q, but compose-go takes it", d.File.Path, head(d), got)
		}
		return
	}
	want := strings.TrimSuffix(err.Error(), ": invalid compose project")
	for _, message := range got {
		if message == want || strings.HasPrefix(message, "dependency cycle") && strings.HasPrefix(want, "dependency cycle") {
			return
		}
	}
	t.Errorf("%s %q: compose-go says %q, we say %q", d.File.Path, head(d), want, got)
}

func head(d *Document) string { return d.File.Text[:min(len(d.File.Text), 200)] }

// Problems of consistency stand where the name is written.
func TestConsistencyHasPlaces(t *testing.T) {
	text := web("    depends_on:\n      - db\n    volumes:\n      - data:C:\\data\n      - ${V}:C:\\v\n    networks:\n      - front\n  b:\n    extends: a\n  p:\n    profiles: [x]\n")
	want := []string{
		`db | service "web" depends on undefined service "db"`, `data | service "web" refers to undefined volume data`,
		`front | service "web" refers to undefined network front`, `a | cannot extend service "b": service "a" not found`,
	}
	if got := shown(parse(text), parse(text).Inconsistent()); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got := parse("include: [other.yml]\n" + text).Inconsistent(); len(got) != 1 {
		t.Errorf("with an include there are %d", len(got))
	}
}
