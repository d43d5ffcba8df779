package docker_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
)

// read is the first docker command of a script.
func read(t *testing.T, language script.Language, text string) *docker.Command {
	t.Helper()
	f := source.New("x", text)
	for c := range script.Read(language, f.Sub(source.Span{End: len(text)})).Commands() {
		if cmd := docker.Read(c); cmd != nil {
			return cmd
		}
	}
	return nil
}

// shown is what was read, in one line: "run rm volume=?:C:\x | image cmd", with "?" for what is not known.
func shown(c *docker.Command) string {
	if c == nil {
		return "none"
	}
	words := []string{c.Verb}
	for _, o := range c.Options {
		word := o.Name
		if o.Value.Arg != nil {
			word += "=" + pattern(o.Value)
		}
		words = append(words, word)
	}
	words = append(words, "|")
	for _, w := range c.Operands {
		words = append(words, pattern(w))
	}
	if !c.Complete {
		words = append(words, "...")
	}
	return strings.Join(words, " ")
}

func pattern(w docker.Word) string { return docker.Fill(w.Pattern, "?") }

func TestRead(t *testing.T) {
	for _, test := range []struct {
		language script.Language
		text     string
		want     string
	}{
		{script.PowerShell, `docker run -it --rm -p 80:80 img cmd /c dir -x`, `run interactive tty rm publish=80:80 | img cmd /c dir -x`},
		{script.PowerShell, `& 'C:\Docker\docker.exe' --host npipe://x run -dp80:80 -e=A=b img`, `run detach publish=80:80 env=A=b | img`},
		{script.PowerShell, `docker container run -v ${pwd}:C:\x --net nat --read-only=false img`, `run volume=?:C:\x network=nat read-only=false | img`},
		{script.PowerShell, `docker run --mount type=bind,source=$x,target=C:\b $img a`, `run mount=type=bind,source=?,target=C:\b | ? a`},
		{script.PowerShell, `docker run @opts img`, `run | ...`},
		{script.PowerShell, `docker run --what img`, `run | ...`},
		{script.PowerShell, `docker image ls -q`, `images quiet |`},
		{script.PowerShell, `docker build . -t a:$tag --no-cache`, `build tag=a:? no-cache | .`},
		{script.Batch, `docker run -v "%cd%":C:\x %OPTS% img`, `run volume=?:C:\x | ? img`},
		{script.Bash, `docker rm -fv "$id" -- -x`, `rm force volumes | ? -x`},
		{script.Bash, `docker run "$@" img`, `run | ...`},
		{script.Bash, `docker frobnicate x`, `none`},
		{script.Bash, `docker compose up -d`, `none`},
		{script.Bash, `docker`, `none`},
		{script.Bash, `docker run -v`, `run | ...`},
	} {
		if got := shown(read(t, test.language, test.text)); got != test.want {
			t.Errorf("%s:\n got %q\nwant %q", test.text, got, test.want)
		}
	}
}

func TestReadMount(t *testing.T) {
	for text, want := range map[string]string{
		`-v C:\a:D:\b:ro`:                     ` | C:\a | D:\b | ro`,
		`-v data:C:/b`:                        ` | data | C:/b | `,
		`-v C:\a`:                             ` |  | C:\a | `,
		`-v C:\a:/data`:                       ` | C:\a | /data | `,
		`-v d:C:\data`:                        ` | d | C:\data | `,
		`-v \\.\pipe\x:\\.\pipe\x`:            ` | \\.\pipe\x | \\.\pipe\x | `,
		`-v \\?\C:\a:D:\b:ro`:                 ` | \\?\C:\a | D:\b | ro`,
		`-v C:\a:\\?\D:\b`:                    ` | C:\a | \\?\D:\b | `,
		`-v D:a:C:\b`:                         ` | D:a | C:\b | `,
		`-v "${x}:C:\b"`:                      ` | ? | C:\b | `,
		`-v D:source:C:\source`:               ` | D:source | C:\source | `,
		`-v C:\a:D:b`:                         ` | C:\a | D:b | `,
		`-v d:C:\data:ro`:                     ` | d | C:\data | ro`,
		`-v web:d:ro`:                         ` | web | d | ro`,
		`-v \\?\C:\x:D:\y`:                    ` | \\?\C:\x | D:\y | `,
		`-v C:`:                               ` |  | C: | `,
		`--mount type=bind,src=C:\a,dst=C:\b`: `bind | C:\a | C:\b | `,
		`--mount source=a,target=b,readonly`:  `volume | a | b | readonly`,
	} {
		c := read(t, script.PowerShell, "docker run "+text+" img")
		m := docker.ReadMount(c.Options[0])
		got := fmt.Sprintf("%s | %s | %s | %s", m.Type, pattern(m.Source), pattern(m.Target), pattern(m.Mode))
		if got != want {
			t.Errorf("%s:\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	text := "docker run -it --name 'web' -v ${x}:C:\\b img"
	c := read(t, script.PowerShell, text)
	at := func(s source.Span) string { return text[s.Start:s.End] }
	m := docker.ReadMount(c.Options[3])
	for got, want := range map[string]string{
		at(c.VerbAt): "run", at(c.Options[0].Flag.Span()): "-i", at(c.Options[1].Flag.Span()): "t", at(c.Options[2].Span()): "--name 'web",
		at(m.Target.Span()): `C:\b`, at(c.Operands[0].Span()): "img",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
