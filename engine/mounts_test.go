package engine_test

import (
	"testing"

	"github.com/winlint/winlint/engine"
)

func TestPathsOfWindows(t *testing.T) {
	for _, test := range []struct {
		s            string
		host, target bool
	}{
		{`C:\`, true, true}, {`C:`, false, true}, {`c:/a/b`, true, true}, {`C:\a b\c.d\`, true, true}, {`C:\\a`, false, false}, {`C:\a\\b`, false, false},
		{`C:\a*`, false, false}, {`C:\a|b`, false, true}, {`C:a`, false, false}, {`\\?\C:\a`, true, true}, {`\a`, false, false}, {`/a`, false, false},
		{`\\.\pipe\x`, false, true}, {`//./pipe/x`, false, true}, {`\\.\pipe\`, false, false}, {`\\server\share`, false, false}, {`é:\a`, false, false}, {``, false, false},
	} {
		if host, target := engine.IsHostPath(test.s), engine.IsMountTarget(test.s); host != test.host || target != test.target {
			t.Errorf("%q: host path %v, target %v; want %v, %v", test.s, host, target, test.host, test.target)
		}
	}
}
