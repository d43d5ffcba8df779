package config

import (
	"slices"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/windows"
)

// A Key is one thing that can be stated, with one word as its value.
type Key struct {
	Name    string
	About   string   // what it says, for help texts
	Values  []string // those that it can have; nil: Valid knows
	Default string   // what is in force if nothing is stated; "" is nothing
	Run     bool     // it holds for the whole run, as the settings for its directory say, so it is not for some files only

	valid func(value string, v *Vocabulary) (wrong string) // nil: one of the values
	set   func(s *Settings, value string)
}

// check says what is wrong with a value, "" if it can be stated.
func (k *Key) check(value string, v *Vocabulary) (wrong string) {
	switch {
	case k.valid != nil:
		return k.valid(value, v)
	case slices.Contains(k.Values, value):
		return ""
	}
	return unknown(k.Name, value, k.Values)
}

// IsBool reports whether the key is true or false.
func (k *Key) IsBool() bool { return slices.Equal(k.Values, yesOrNo) }

var yesOrNo = []string{"true", "false"}

// Keys is the facts about the user's environment, in the order in which they are shown. Each is a flag of every command
// that lints.
var Keys = []Key{
	{
		Name:   "system",
		About:  "the system to use if a file does not show it with certainty",
		Values: []string{"windows", "linux"},
		set:    func(s *Settings, v string) { s.Images.System = windows.OSNamed(v) },
	},
	{
		Name:   "builder",
		About:  "the builder of the images, which is dockerd's classic builder (the Windows default) or BuildKit",
		Values: []string{"classic", "buildkit"},
		set:    func(s *Settings, v string) { s.Environment.Builder = named(v, engine.Classic, engine.BuildKit) },
	},
	{
		Name:   "host",
		About:  "the Windows release of the machines that run the containers",
		Values: releases(),
		set:    func(s *Settings, v string) { s.Environment.Host = windows.Release(v) },
	},
	{
		Name:   "isolation",
		About:  "the isolation mode of the containers",
		Values: []string{"process", "hyperv"},
		set:    func(s *Settings, v string) { s.Environment.Isolation = named(v, windows.Process, windows.HyperV) },
	},
	{
		Name:   "compose",
		About:  "the version of Docker Compose (v1 is docker-compose up to 1.29)",
		Values: []string{"v1", "v2"},
		set:    func(s *Settings, v string) { s.Environment.Compose = named(v, engine.ComposeV1, engine.ComposeV2) },
	},
	{
		Name:   "stack",
		About:  "compose files are deployed with docker stack deploy",
		Values: yesOrNo,
		set:    func(s *Settings, v string) { s.Environment.Stack = v == "true" },
	},
}

// Options is what a user asks of winlint itself.
var Options = []Key{
	{
		Name:    "fail-on",
		About:   "the lowest severity that makes the exit code 1",
		Values:  []string{"error", "warning", "info"},
		Default: "warning",
		set:     func(s *Settings, v string) { s.FailOn = named(v, lint.Error, lint.Warning, lint.Info) },
	},
	{
		Name:    "require-reason",
		About:   "an ignore comment without a reason has no effect",
		Values:  yesOrNo,
		Default: "false",
		set:     func(s *Settings, v string) { s.RequireReason = v == "true" },
	},
	{
		Name:  "format",
		About: "the format of the report if --format is not given",
		Run:   true,
		valid: func(value string, v *Vocabulary) string {
			if slices.Contains(v.Formats, value) {
				return ""
			}
			return unknown("format", value, v.Formats)
		},
		set: func(s *Settings, v string) { s.Format = v },
	},
	{
		Name:  "docs-url",
		About: "the URL of a site with winlint's pages; reports link to it instead of the repository",
		Run:   true,
		valid: func(value string, _ *Vocabulary) string {
			if _, err := docs.LinksTo(value); err != nil {
				return err.Error()
			}
			return ""
		},
		set: func(s *Settings, v string) { s.Links, _ = docs.LinksTo(v) }, // it is valid
	},
}

// Option is the option of a name, which there must be.
func Option(name string) Key {
	return Options[slices.IndexFunc(Options, func(k Key) bool { return k.Name == name })]
}

// named is the one of the values that has that name.
func named[V interface {
	comparable
	String() string
}](name string, values ...V) (v V) {
	for _, v := range values {
		if v.String() == name {
			return v
		}
	}
	return v
}

func releases() []string {
	var names []string
	for _, r := range windows.Releases() {
		names = append(names, string(r))
	}
	return names
}
