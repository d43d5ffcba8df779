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
