package setting_test

import (
	"testing"

	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject/setting"
)

// What the engine on Windows rejects of the mounts of docker run, in its words, at the part that it is about.
func TestRefusalsOfOptions(t *testing.T) {
	const invalid = "invalid volume specification: "
	for _, test := range []struct{ option, at, message string }{
		{`-v C:\src:C:\app:RO`, "", ""},
		{`-v data:C:\data`, "", ""},
		{`-v C:\data`, "", ""},
		{`-v .\src:C:\src`, "", ""},
		{`-v \\?\C:\x:D:\y`, "", ""},
		{`-v //./pipe/x://./pipe/x`, "", ""},
		{`-v $src:C:\app`, "", ""},
		{`-v $src\bin:/app`, "/app", "invalid volume specification"},
		{`-v C:\data:ro`, "ro", invalid + `'C:\data:ro'`},
		{`-v D::C:\x`, "D:", invalid + `'D::C:\x'`},
		{`-v name:C:data:ro`, "C:data", invalid + `'name:C:data:ro'`},
		{`-v 'a|b:C:\x'`, "a|b", invalid + `'a|b:C:\x'`},
		{`-v 'C:\a*:C:\x'`, `C:\a*`, invalid + `'C:\a*:C:\x'`},
		{`-v AUX:C:\x`, "AUX", invalid + `'AUX:C:\x': invalid mount config for type "volume": volume name "aux" cannot be a reserved word for Windows filenames`},
		{`-v data:C:`, "C:", invalid + `'data:C:': invalid mount config for type "volume": destination path (c:) cannot be 'c:' or 'c:\'`},
		{`-v C:\src:C:\app:nocopy`, "nocopy", invalid + `'C:\src:C:\app:nocopy'`},
		{`-v \\.\pipe\x:\\.\pipe\x:ro`, "ro", invalid + `'\\.\pipe\x:\\.\pipe\x:ro': invalid mount config for type "npipe": field ReadOnly must not be specified`},
		{`--mount 'type=bind,source=C:,target=C:\x'`, "", ""},
		{`--mount 'type=bind,source=C:x,target=C:\x'`, "C:x", `invalid mount config for type "bind": invalid mount path: 'C:x' mount path must be absolute`},
		{`--mount 'source=C:\x,target=C:\x'`, `C:\x`, `invalid mount config for type "volume": invalid volume name`},
		{`--mount 'source=aux,target=C:\x'`, `aux`, `invalid mount config for type "volume": volume name "aux" cannot be a reserved word for Windows filenames`},
		{`--mount 'source=AUX,target=C:\x'`, "", ""},
		{`--mount 'type=bnd,source=C:\x,target=C:\x'`, "bnd", `invalid mount config for type "bnd": mount type unknown`},
		{`--mount 'type=npipe,source=\\.\pipe\x,target=\\.\pipe\x,ro'`, "ro", `invalid mount config for type "npipe": field ReadOnly must not be specified`},
	} {
		f := source.New("run.ps1", "docker run "+test.option+" image\n")
		var at, message string
		for c := range script.Read(script.PowerShell, f.Sub(source.Span{End: len(f.Text)})).Commands() {
			for _, m := range setting.Mounts(docker.Read(c)) {
				if refusals := m.Refusals(); len(refusals) > 0 {
					at, message = f.Slice(refusals[0].At), refusals[0].Message
				}
			}
		}
		if at != test.at || message != test.message {
			t.Errorf("%s: %q at %q, want %q at %q", test.option, message, at, test.message, test.at)
		}
	}
}
