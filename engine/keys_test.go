package engine_test

import (
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/schema"

	"github.com/winlint/winlint/engine"
)

// What becomes of every key of the compose specification is known. A key that a newer compose-go brings fails here until someone has
// found out what becomes of it on Windows.
func TestEveryComposeKeyIsKnown(t *testing.T) {
	for _, path := range schema.AttributePaths() {
		if engine.KeyAt(string(path)) == nil {
			t.Errorf("of %s nothing is known", path)
		}
	}
}

// Nothing is left over of a key that the specification no longer has.
func TestEveryKeyIsOfTheSpecification(t *testing.T) {
	spec := map[string]bool{}
	for _, path := range schema.AttributePaths() {
		spec[string(path)] = true
	}
	for _, path := range engine.KeyPaths() {
		hook := strings.Replace(path, "services.*", "services.*.pre_start.[]", 1)
		if !spec[path] && !spec[hook] && !spec[strings.Replace(path, "services.*", "jobs.*", 1)] {
			t.Errorf("%s is no key of the specification", path)
		}
	}
}

func TestWhatBecomesOfKeys(t *testing.T) {
	for path, want := range map[string]string{
		"services.*.privileged": "refused", "jobs.*.privileged": "refused", "services.*.pre_start.[].privileged": "refused",
		"services.*.shm_size": "ignored", "services.*.cpus": "works", "services.*.umask": "unknown",
		"services.*.ulimits.*.hard": "refused", "services.*.healthcheck.test": "works", "services.*.models.*.model_var": "unknown",
	} {
		if got := engine.KeyAt(path).Support.String(); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	if key := engine.KeyAt("services.*.nope"); key != nil {
		t.Errorf("of services.*.nope is known: %+v", key)
	}
}

// Each option of a command does what a key of the specification does, or has facts of its own.
func TestEveryOptionIsKnown(t *testing.T) {
	for _, verb := range []string{"run", "create", "network create", "volume create", "build"} {
		for _, name := range engine.OptionNames(verb) {
			if engine.OptionKey(verb, name) == nil {
				t.Errorf("docker %s --%s is the key %s, of which nothing is known", verb, name, engine.OptionPath(verb, name))
			}
		}
	}
}
