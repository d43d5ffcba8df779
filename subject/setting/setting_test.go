package setting_test

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject/setting"
)

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
	for _, s := range setting.Of(doc.Services[0]) {
		if s.Key.Support != engine.Works && s.Asks() {
			got = append(got, s.Key.Path+" "+s.Key.Support.String())
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

// What the engine on Windows refuses of a mount, in its words, at the part that it is about.
func TestRefusalsOfMounts(t *testing.T) {
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
		{`${SRC}:/app`, "/app", "invalid volume specification"},
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
		doc := compose.Parse(source.New("compose.yaml", "services:\n  web:\n    image: x\n    volumes:\n      - "+item+"\n"))
		var at, message string
		if refusals := setting.Mounts(doc.Services[0].Mounts[0])[0].Refusals(); len(refusals) > 0 {
			at, message = doc.File.Slice(refusals[0].At), refusals[0].Message
		}
		if at != test.at || message != test.message {
			t.Errorf("%s: %q at %q, want %q at %q", test.item, message, at, test.message, test.at)
		}
	}
}
