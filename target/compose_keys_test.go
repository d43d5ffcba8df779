package target_test

import (
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/schema"

	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/target"
)

// Every key of the compose specification has a fate. A key that a newer compose-go brings fails here until someone has
// found out what becomes of it on Windows.
func TestEveryComposeKeyHasAFate(t *testing.T) {
	for _, path := range schema.AttributePaths() {
		if target.FateOf(string(path)) == nil {
			t.Errorf("%s has no fate", path)
		}
	}
}

// No fate is left over of a key that the specification no longer has.
func TestEveryFateIsOfAComposeKey(t *testing.T) {
	spec := map[string]bool{}
	for _, path := range schema.AttributePaths() {
		spec[string(path)] = true
	}
	for _, path := range target.ComposePaths() {
		hook := strings.Replace(path, "services.*", "services.*.pre_start.[]", 1)
		if !spec[path] && !spec[hook] && !spec[strings.Replace(path, "services.*", "jobs.*", 1)] {
			t.Errorf("%s is no key of the specification", path)
		}
	}
}

func TestFates(t *testing.T) {
	for path, want := range map[string]string{
		"services.*.privileged": "refused", "jobs.*.privileged": "refused", "services.*.pre_start.[].privileged": "refused",
		"services.*.shm_size": "ignored", "services.*.cpus": "works", "services.*.umask": "unknown",
		"services.*.ulimits.*.hard": "refused", "services.*.healthcheck.test": "works", "services.*.models.*.model_var": "unknown",
	} {
		if got := target.FateOf(path).Fate.String(); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	if key := target.FateOf("services.*.nope"); key != nil {
		t.Errorf("services.*.nope has a fate: %+v", key)
	}
}

// A key with a value that changes nothing is not refused.
func TestSettings(t *testing.T) {
	doc := compose.Parse(source.New("compose.yaml", `
x-base: &base {shm_size: 1g}
services:
  web:
    <<: *base
    image: x
    privileged: true
    read_only: false
    pids_limit: -1
    ulimits: {}
    mem_reservation:
    init: true
    sysctls: {a: b}
    blkio_config:
      weight: 10
    deploy:
      resources:
        limits: {pids: 5, cpus: "1"}
    volumes:
      - {type: bind, source: a, target: b, bind: {propagation: rshared}}
    pre_start:
      - {image: y, oom_kill_disable: true}
    isolation: process
    environment: {privileged: "true"}
`))
	var got []string
	for _, s := range target.Settings(doc.Services[0]) {
		if s.Key.Fate != target.Works && s.Key.Of(s.Entry.Value) {
			got = append(got, s.Key.Path+" "+s.Key.Fate.String())
		}
	}
	want := []string{
		"services.*.privileged refused", "services.*.init ignored", "services.*.sysctls ignored", "services.*.blkio_config.weight refused",
		"services.*.deploy.resources.limits.pids refused", "services.*.volumes.[].bind.propagation refused",
		"services.*.oom_kill_disable refused", "services.*.shm_size ignored",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
