package flow_test

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/flow"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
)

// committed is the state of the container that the last "docker commit" of a script is about: "none" where nothing is
// known of it.
func committed(language script.Language, text string) string {
	s := script.Read(language, source.New("script", text).Sub(source.Span{End: len(text)}))
	var commands []*docker.Command
	for inner := range s.All() {
		for c := range inner.Commands() {
			if cmd := docker.Read(c); cmd != nil {
				commands = append(commands, cmd)
			}
		}
	}
	return state(commands, flow.Follow([]flow.Run{{{Script: s}}}, commands, map[*script.Script]flow.Values{s: flow.Constants(s)}))
}

// state is the state of the container that the last "docker commit" is about.
func state(commands []*docker.Command, about map[*docker.Command]*flow.Container) string {
	state := "no commit"
	for _, cmd := range commands {
		if cmd.Verb != "commit" {
			continue
		}
		state = "none"
		if c := about[cmd]; c != nil {
			state = [...]string{"unknown", "created", "running", "exited", "removed"}[c.Status]
		}
	}
	return state
}

// What a script does with a container before "docker commit". The image stays up.
func TestContainers(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		// by name
		{"ps1", `docker run -d --name web iis; docker commit web x`, "running"},
		{"ps1", `docker container run --detach --name=web iis; docker container commit web x`, "running"},
		{"ps1", `docker run --name web iis; docker commit web x`, "exited"},
		{"ps1", `docker run -d=false --name web iis; docker commit web x`, "unknown"},
		{"ps1", `docker create --name web iis; docker cp a web:C:\a; docker commit web x`, "created"},
		{"ps1", `docker create --name web iis; docker start web; docker commit web x`, "running"},
		{"ps1", `docker create --name web iis; docker start -a web; docker commit web x`, "exited"},
		{"ps1", `docker run -d --name web iis; docker stop web; docker commit web x`, "exited"},
		{"ps1", `docker run -d --name web iis; docker stop -t 5 db web; docker commit web x`, "exited"},
		{"ps1", `docker run -d --name web iis; docker stop db; docker commit web x`, "running"},
		{"ps1", `docker run -d --name web iis; docker kill web; docker commit web x`, "exited"},
		{"ps1", `docker run -d --name web iis; docker wait web; docker commit web x`, "exited"},
		{"ps1", `docker run -d --name web iis; docker rm -f web; docker commit web x`, "removed"},
		{"ps1", `docker run -d --name web iis; docker stop web; docker restart web; docker commit web x`, "running"},
		{"ps1", `docker run -d --name web iis; docker pause web; docker commit web x`, "running"},
		{"ps1", `docker run -d --name web iis; docker rename web old; docker commit old x`, "running"},
		{"ps1", `docker run -d --name web iis; docker logs -f web; docker commit web x`, "unknown"},
		{"ps1", `docker run -d --name web iis; docker attach web; docker commit web x`, "unknown"},
		{"ps1", `docker run -d --name web iis; docker exec web powershell Stop-Service w3svc; docker commit web x`, "unknown"},
		{"ps1", `docker commit web x`, "unknown"},
		{"ps1", `docker exec web cmd /c setup.exe; docker commit web x`, "running"},
		{"ps1", `docker run -d --name $name iis; docker commit $name x`, "running"},
		{"ps1", `$name = 'web'; docker run -d --name $name iis; docker commit web x`, "running"},
		{"ps1", `docker run -d --name "web-$n" iis; docker commit "web-$n" x`, "running"},
		{"ps1", `docker run -d --name "web-$n" iis; $n = 2; docker commit "web-$n" x`, "unknown"},
		// by id
		{"ps1", `$id = docker run -d iis; docker commit $id x`, "running"},
		{"ps1", `$id = docker run -d iis; docker commit "$id" x`, "running"},
		{"ps1", `[string]$id = (docker run -d iis).Trim(); docker commit $id x`, "running"},
		{"ps1", `$id = $(docker run -d iis) | Select-Object -First 1; docker commit $id x`, "running"},
		{"ps1", `$id = docker run -d iis; $other = $id; docker stop $other; docker commit $id x`, "exited"},
		{"ps1", `$id = docker run -d iis; $id = docker run -d b; docker stop $id; docker commit $id x`, "exited"},
		{"ps1", `$id = docker run -d iis; $id = Get-Content id.txt; docker commit $id x`, "unknown"},
		{"ps1", `$script:id = docker run -d iis; docker commit $id x`, "running"},
		{"ps1", `docker commit (docker run -d iis) x`, "running"},
		{"ps1", `docker run -d iis; docker commit $(docker ps -lq) x`, "running"},
		{"ps1", `docker run -d iis; docker commit $(docker ps -q) x`, "none"},
		{"ps1", `$out = docker run iis; docker commit $out x`, "unknown"},
		{"ps1", `$id = docker create iis; docker commit $id x`, "created"},
		// all of them
		{"ps1", `docker run -d --name web iis; docker stop $(docker ps -q); docker commit web x`, "unknown"},
		{"ps1", `docker run -d --name web iis; docker ps -q | % { docker stop $_ }; docker commit web x`, "unknown"},
		{"ps1", `docker run -d --name web iis; foreach ($c in docker ps -q) { docker stop $c }; docker commit web x`, "unknown"},
		{"ps1", `docker run -d --name web iis; docker stop @all; docker commit web x`, "unknown"},
		// branches, loops, functions
		{"ps1", `docker run -d --name web iis; if ($a) { docker stop web }; docker commit web x`, "unknown"},
		{"ps1", `docker run -d --name web iis; if ($a) { docker stop web } else { docker kill web }; docker commit web x`, "exited"},
		{"ps1", `docker run -d --name web iis; if ($a) { docker stop web; exit 1 }; docker commit web x`, "running"},
		{"ps1", `if ($a) { docker run -d --name web iis }; docker commit web x`, "unknown"},
		{"ps1", `if ($a) { docker run -d --name web iis; docker commit web x }`, "running"},
		{"ps1", `foreach ($a in $b) { docker run -d --name web iis; docker commit web x; docker rm -f web }`, "running"},
		{"ps1", `docker run -d --name web iis; while ($a) { docker commit web x; docker stop web }`, "unknown"},
		{"ps1", `docker run -d --name web iis; while ($true) { if ($a) { docker stop web; break } }; docker commit web x`, "unknown"},
		{"ps1", `docker run -d --name web iis; do { sleep 1 } while ((docker inspect -f x web) -eq 'true'); docker commit web x`, "unknown"},
		{"ps1", `docker run -d --name web iis; while (docker ps -q) { sleep 1 }; docker commit web x`, "unknown"},
		{"ps1", `switch ($a) { 1 { docker run -d --name web iis } }; docker commit web x`, "unknown"},
		{"ps1", `try { docker run -d --name web iis; docker commit web x } finally { docker rm -f web }`, "running"},
		{"ps1", `docker run -d --name web iis; try { docker stop web; throw 1 } catch { }; docker commit web x`, "unknown"},
		{"ps1", `function F { docker run -d --name web iis; docker commit web x }`, "running"},
		{"ps1", `function Stop { docker stop web }; docker run -d --name web iis; Stop; docker commit web x`, "unknown"},
		{"ps1", `function Say { Write-Host hello }; docker run -d --name web iis; Say; docker commit web x`, "running"},
		{"ps1", `docker run -d --name web iis; .\wait.ps1; docker commit web x`, "unknown"},
		{"ps1", `$id = docker run -d iis; Wait-Container $id; docker commit $id x`, "unknown"},
		{"ps1", `$id = docker run -d iis; Write-Host "made $id"; docker commit $id x`, "running"},
		{"ps1", `exit; docker run -d --name web iis; docker commit web x`, "none"},
		// time
		{"ps1", `docker run -d --name b iis setup.exe; docker commit b x`, "running"},
		{"ps1", `docker run -d --name b iis setup.exe; Start-Sleep 60; docker commit b x`, "unknown"},
		{"ps1", `docker run -d --name b iis ping -t localhost; Start-Sleep 60; docker commit b x`, "running"},
		{"ps1", `docker run -d --name b iis; Start-Sleep 60; docker commit b x`, "running"},
		{"ps1", `docker run -d --name b mcr.microsoft.com/windows/servercore:ltsc2022; docker commit b x`, "running"},
		{"ps1", `docker run -d --name b mcr.microsoft.com/windows/servercore:ltsc2022; Start-Sleep 5; docker commit b x`, "unknown"},
		{"ps1", `docker run -dt --name b mcr.microsoft.com/windows/servercore:ltsc2022; docker commit b x`, "running"},
		// cmd
		{"cmd", "FOR /F %%i IN ('docker run -d iis') DO docker commit %%i x", "running"},
		{"cmd", "FOR /F \"tokens=*\" %%i IN ('docker run -d iis') DO (docker stop %%i & docker commit %%i x)", "exited"},
		{"cmd", "FOR /F %%i IN ('docker run -d iis') DO set ID=%%i\r\ndocker commit %ID% x", "running"},
		{"cmd", "FOR /F %%i IN ('docker run -d iis') DO set \"ID=%%i\"\r\ndocker stop %id%\r\ndocker commit !ID! x", "exited"},
		{"cmd", "docker run -d --name web iis && docker commit web x", "running"},
		{"cmd", "docker run -d --name web iis\r\ncall stop.cmd\r\ndocker commit web x", "unknown"},
		{"cmd", "docker run -d --name web iis\r\ngoto next\r\n:next\r\ndocker commit web x", "unknown"},
		{"cmd", "start docker run --name web iis\r\ndocker commit web x", "unknown"},
		{"cmd", "docker run -d --name web iis || docker start web\r\ndocker commit web x", "running"},
		// sh
		{"sh", `id=$(docker run -d iis); docker commit $id x`, "running"},
		{"sh", "id=`docker run -d iis`\ndocker stop \"$id\"\ndocker commit \"$id\" x", "exited"},
		{"sh", `id="$(docker run -d iis)"; docker commit "${id}" x`, "running"},
		{"sh", `f() { local id=$(docker run -d iis); docker commit $id x; }`, "running"},
		{"sh", `docker run --name web iis & docker commit web x`, "unknown"},
		{"sh", `docker run -d --name web iis; docker stop "$@"; docker commit web x`, "unknown"},
		{"sh", `docker run -d --name web iis; case $1 in a) docker stop web;; esac; docker commit web x`, "unknown"},
	} {
		language := map[string]script.Language{"ps1": script.PowerShell, "cmd": script.Batch, "sh": script.Bash}[test.name]
		text := strings.ReplaceAll(test.text, "iis", "mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022")
		if got := committed(language, text); got != test.want {
			t.Errorf("%s\n got %s, want %s", test.text, got, test.want)
		}
	}
}

// What the steps of a job do with a container, one after another in shells of their own. A step that begins with "maybe" may be
// left out, and "?" is one of which nothing is known.
func TestContainersOverParts(t *testing.T) {
	const box = "docker run -d --name box iis cmd /c ping -t localhost"
	for _, test := range []struct {
		name  string
		parts []string
		want  string
	}{
		{"running", []string{box, "docker commit box x"}, "running"},
		{"stopped", []string{box, "docker stop box", "docker commit box x"}, "exited"},
		{"perhaps stopped", []string{box, "maybe docker stop box", "docker commit box x"}, "unknown"},
		{"something else runs", []string{box, "?", "docker commit box x"}, "unknown"},
		{"it may have ended by itself", []string{"docker run -d --name box iis app.exe", "docker commit box x"}, "unknown"},
		{"a variable is gone", []string{"$id = docker run -d iis cmd /c ping -t localhost", "docker commit $id x"}, "unknown"},
		{"the end of a branch goes on", []string{box, "if ($a) { docker stop box; exit 0 }", "docker commit box x"}, "unknown"},
		{"the end of a script goes on", []string{box, "docker stop box; exit $LASTEXITCODE", "docker commit box x"}, "exited"},
		{"a failure does not", []string{box, "if ($a) { docker stop box; exit 1 }", "docker commit box x"}, "running"},
		{"a script that cannot be read", []string{box, "if (", "docker commit box x"}, "unknown"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var run flow.Run
			var commands []*docker.Command
			for _, text := range test.parts {
				text, maybe := strings.CutPrefix(text, "maybe ")
				part := flow.Part{Maybe: maybe}
				if text != "?" {
					part.Script = script.Read(script.PowerShell7, source.Loose(text))
					for c := range part.Script.Commands() {
						if cmd := docker.Read(c); cmd != nil {
							commands = append(commands, cmd)
						}
					}
				}
				run = append(run, part)
			}
			about := flow.Follow([]flow.Run{run}, commands, nil)
			if got := state(commands, about); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}
