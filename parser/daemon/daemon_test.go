package daemon

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/source"
)

func TestSettings(t *testing.T) {
	for text, want := range map[string]string{
		"":     "",
		" \n":  "",
		"null": "",
		"[1]":  "",
		`{"hosts": ["npipe://"], "proxies": {"http-proxy": "a"}, "log-opts": {"max-size": "1m"}}`: "hosts http-proxy log-opts",
		`{"debug": true, "debug": false}`:                         "debug debug(shadows)",
		`{"a": {"b": {"c": 1}, "d": 2}}`:                          "d",
		"{\"data-root\": \"D:\\docker\", // x\n\"debug\": true,}": "data-root debug",
	} {
		var got []string
		for _, s := range Parse(source.New("daemon.json", text)).Settings {
			name := s.Name()
			if s.Shadowed != nil {
				name += "(shadows)"
			}
			got = append(got, name)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// Words without quotes, which dockerd rejects, are not the strings of a setting: what a rule says of them would not be so.
func TestStrings(t *testing.T) {
	for text, want := range map[string]string{
		`{"hosts": ["npipe://", "tcp://0.0.0.0:2375"]}`: "npipe:// tcp://0.0.0.0:2375",
		`{"hosts": "npipe://"}`:                         "npipe://",
		`{"hosts": ["npipe://", tcp://0.0.0.0:2375]}`:   "npipe://",
		`{"hosts": npipe}`:                              "",
		`{"hosts": [1, null, "a"]}`:                     "a",
	} {
		settings := Parse(source.New("daemon.json", text)).Settings
		if len(settings) != 1 {
			t.Fatalf("%s: %d settings", text, len(settings))
		}
		var got []string
		for _, v := range settings[0].Strings() {
			got = append(got, v.String())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
