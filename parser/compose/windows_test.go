package compose

import "testing"

// What the engine on Windows refuses of a mount, in its words, at the part that it is about.
func TestRefusedByWindows(t *testing.T) {
	const invalid = "invalid volume specification: "
	for _, test := range []struct{ item, at, message string }{
		{`C:\src:C:\app:ro`, "", ""},
		{`c:/a:c:/b`, "", ""},
		{`.\data:C:\data`, "", ""},
		{`~\x:D:`, "", ""},
		{`data:C:\data`, "", ""},
		{`C:\data`, "", ""},
		{`D:\`, "", ""},
		{`\\.\pipe\docker_engine:\\.\pipe\docker_engine`, "", ""},
		{`C:\src:C:\app:cached`, "", ""},
		{`C:\src:C:\app:RO`, "", ""},
		{`${SRC}:/app`, "", ""},
		{`data:${TARGET}`, "", ""},
		{`C:\src:/app`, "/app", invalid + `'C:\src:/app:rw'`},
		{`vol:/var/lib/x:ro`, "/var/lib/x", invalid + `'vol:/var/lib/x:ro'`},
		{`/data`, "/data", `invalid mount config for type "volume": invalid mount path: '/data'`},
		{`C:`, "C:", `invalid mount config for type "volume": destination path (c:) cannot be 'c:' or 'c:\'`},
		{`/c/src:C:\app`, "/c/src", invalid + `'/c/src:C:\app:rw'`},
		{`\\server\share:C:\d`, `\\server\share`, invalid + `'\\server\share:C:\d:rw'`},
		{`C:src:C:\app`, "C:src", invalid + `'C:src:C:\app:rw'`},
		{`C:\src:C:\app:z`, "z", invalid + `'C:\src:C:\app:rw,z'`},
		{`C:\src:C:\app:rslave`, "rslave", `invalid mount config for type "bind": invalid propagation mode: rslave`},
		{`C:\src:C:\`, `C:\`, invalid + `'C:\src:C:\:rw': invalid mount config for type "bind": destination path (c:\) cannot be 'c:' or 'c:\'`},
		{`data:C:`, "C:", invalid + `'data:C::rw': invalid mount config for type "volume": destination path (c:) cannot be 'c:' or 'c:\'`},
		{`//./pipe/x://./pipe/x`, "//./pipe/x", invalid + `'//./pipe/x:/pipe/x:rw'`},
		{`\\.\pipe\x:\\.\pipe\x:ro`, "ro", invalid + `'\\.\pipe\x:\\.\pipe\x:ro': invalid mount config for type "npipe": field ReadOnly must not be specified`},
		{`\\.\pipe\x:C:\x`, `C:\x`, invalid + `'\\.\pipe\x:C:\x:rw': invalid mount config for type "npipe": 'C:\x' is not a valid pipe path`},
		{`{type: npipe, source: '\\.\pipe\x', target: '\\.\pipe\x'}`, "", ""},
		{`{type: npipe, source: //./pipe/x, target: '\\.\pipe\x'}`, "//./pipe/x", `invalid mount config for type "npipe": '//./pipe/x' is not a valid pipe path`},
		{`{type: npipe, source: '\\.\pipe\x', target: //./pipe/x}`, "//./pipe/x", `invalid mount config for type "npipe": invalid mount path: '/pipe/x'`},
		{`{type: npipe, source: '\\.\pipe\x', target: '\\.\pipe\x', read_only: true}`, "true", `invalid mount config for type "npipe": field ReadOnly must not be specified`},
		{`{type: tmpfs, target: 'C:\x'}`, "tmpfs", `invalid mount config for type "tmpfs": mount type unknown`},
		{`{type: bind, source: data, target: 'C:\x'}`, "", ""},
		{`{type: bind, source: 'C:\x', target: /x}`, "/x", invalid + `'C:\x:/x:rw'`},
		{`{type: bind, source: 'C:\x', target: 'C:\x', bind: {propagation: rshared}}`, "rshared", `invalid mount config for type "bind": invalid propagation mode: rshared`},
		{`{type: volume, source: x, target: 'C:\x', volume: {nocopy: true}}`, "", ""},
	} {
		item := test.item
		if item[0] != '{' {
			item = "'" + item + "'"
		}
		doc := parse(web("    volumes:\n      - " + item + "\n"))
		var at, message string
		if r := doc.Services[0].Mounts[0].RefusedByWindows(); r != nil {
			at, message = doc.File.Slice(r.At), r.Message
		}
		if at != test.at || message != test.message {
			t.Errorf("%s: %q at %q, want %q at %q", test.item, message, at, test.message, test.at)
		}
	}
}

func TestPathsOfWindows(t *testing.T) {
	for _, test := range []struct {
		s            string
		host, target bool
	}{
		{`C:\`, true, true}, {`C:`, false, true}, {`c:/a/b`, true, true}, {`C:\a b\c.d\`, true, true}, {`C:\\a`, false, false}, {`C:\a\\b`, false, false},
		{`C:\a*`, false, false}, {`C:\a|b`, false, true}, {`C:a`, false, false}, {`\\?\C:\a`, true, true}, {`\a`, false, false}, {`/a`, false, false},
		{`\\.\pipe\x`, false, true}, {`//./pipe/x`, false, true}, {`\\.\pipe\`, false, false}, {`\\server\share`, false, false}, {`é:\a`, false, false}, {``, false, false},
	} {
		if host, target := IsHostPath(test.s), IsTarget(test.s); host != test.host || target != test.target {
			t.Errorf("%q: host path %v, target %v; want %v, %v", test.s, host, target, test.host, test.target)
		}
	}
}
