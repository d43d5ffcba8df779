package rules

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// inCompose is what the default rules find in a compose file, as "line rule", without the advice on versions and links.
func inCompose(f *source.File, environment engine.Environment) []string {
	environment.Today = today
	l := &lint.Linter{Rules: usual(), Environment: environment, Known: known}
	var found []string
	for _, finding := range l.Lint(f).Findings {
		if finding.Severity > lint.Info {
			found = append(found, fmt.Sprintf("%d %s", f.Position(finding.Span.Start).Line, finding.Rule.ID))
		}
	}
	return found
}

// Files that are right as they are, each of which looks like one that is not. Nothing above information is said of them.
func TestComposeNearMisses(t *testing.T) {
	const web = "services:\n  web:\n    image: mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022\n"
	for name, text := range map[string]string{
		"wine on Linux": `
services:
  game:
    image: example.com/team/wine
    command: wine /microkiri/microkiri.exe
    volumes: [./game:/microkiri]
    security_opt: [seccomp:unconfined]
    cap_add: [SYS_NICE]
`,
		"mono on Linux": `
services:
  app:
    image: mono:6.12
    command: mono /app/server.exe
    volumes: [./app:/app]
    ulimits: {nofile: 4096}
    read_only: true
`,
		"pwsh on Linux": `
services:
  run:
    image: mcr.microsoft.com/powershell:latest
    command: pwsh -File /scripts/run.ps1
    volumes: [./scripts:/scripts]
    init: true
    extra_hosts: ["host.docker.internal:host-gateway"]
`,
		"a program called cmd": `
services:
  server:
    image: golang:1.22
    command: go run ./cmd/server
    volumes: [./src:/src]
    working_dir: /src
    user: "1000:1000"
`,
		"an option of Windows on Linux": `
services:
  cache:
    image: redis:7
    cpu_count: 2
    volumes: [./data:/data]
    sysctls: {net.core.somaxconn: 1024}
`,
		"the default isolation": `
services:
  db:
    image: example.com/team/db
    isolation: ${ISOLATION:-default}
    volumes: [./d:/data]
    shm_size: 1g
`,
		"a cross-compiler": `
services:
  build:
    image: me/builder:windows-amd64
    volumes: [./src:/src]
    privileged: true
  other:
    image: x/y:1809
    volumes: ['./out:/out:z']
`,
		"Windows in a virtual machine": `
services:
  windows:
    image: dockurr/windows
    environment: {VERSION: "2022"}
    devices: [/dev/kvm, /dev/net/tun]
    cap_add: [NET_ADMIN]
    ports: ["127.0.0.1:8006:8006", 3389:3389/tcp]
    volumes: [./windows:/storage]
    stop_grace_period: 2m
  other:
    image: ghcr.io/dockur/windows:5.07
    devices: [/dev/kvm]
    cap_add: [NET_ADMIN]
`,
		"paths of Docker Desktop": `
services:
  web:
    image: example.com/team/web
    volumes:
      - C:\src\web:/app
      - ./conf:/etc/web
      - //var/run/docker.sock:/var/run/docker.sock
`,
		"the network nat in a file for both systems": `
services:
  numbers:
    image: example.com/diamol/numbers
    networks: [app]
  db:
    image: diamol/postgres:11.5
    volumes: ['C:\data\postgres:/var/lib/postgresql/data']
    networks: [app]
networks:
  app:
    external: {name: nat}
`,
		"services for both systems": `
services:
  linux:
    image: example.com/arrow:amd64-ubuntu-22.04
    shm_size: 2G
    ulimits: {core: -1}
    security_opt: [seccomp:unconfined]
    networks: [back]
  windows:
    image: example.com/arrow:windows-ltsc2022
    volumes: ['.:C:\arrow']
    networks: [front]
networks:
  back: {driver: bridge}
  front: {}
`,
		"a network of both systems": `
services:
  db:
    image: postgres:16-alpine
  web:
    image: mcr.microsoft.com/windows/nanoserver:ltsc2022
networks:
  default: {driver: bridge}
`,
		"values that ask for nothing": web + `    privileged: false
    read_only: false
    ulimits: {}
    blkio_config: {weight: 0}
    mem_reservation: 0
    cpu_period: 0
    oom_kill_disable: false
    pids_limit: -1
    mem_swappiness: -1
    cap_drop: [ALL]
    security_opt: [systempaths=unconfined]
    init: false
    tmpfs: []
    cpu_percent: 0
    shm_size: ${SHM_SIZE}
    user: ${USER_ID}
    stop_signal: SIGQUIT
    working_dir: /app
    extra_hosts: []
`,
		"mounts that Windows takes": web + `    volumes:
      - ./site:C:\site:cached
      - data:C:\data:nocopy
      - D:\logs:c:/logs:rw
      - \\.\pipe\docker_engine:\\.\pipe\docker_engine
      - C:\sites\my.config:C:\sites\my.config
      - .\conf.d:C:\conf.d
      - .\app.settings:C:\app.settings
      - "./windows.ltsc2022:c:\\app"
      - 'cache:G:'
volumes: {data: {}, cache: {driver: local}}
`,
		"a stack": `
version: "3.8"
services:
  web:
    image: mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022
    privileged: true
    security_opt: [no-new-privileges:true]
    devices: [/dev/ttyS0]
    network_mode: host
    pid: host
    shm_size: 1g
    links: [db]
    ports: ["127.0.0.1:80:80", "8000-8010:90"]
    credential_spec: {config: web}
    secrets: [key]
    deploy:
      placement: {constraints: [node.platform.os == windows]}
      resources: {reservations: {memory: 512m}}
  db:
    image: example.com/team/db:2-windowsservercore-ltsc2022
    credential_spec: {file: db.json}
    configs: [{source: app, target: /app.json}]
secrets: {key: {external: true}}
configs: {app: {file: app.json}}
`,
		"plugins": web + `    logging: {driver: "grafana/loki-docker-driver:3.3.2"}
    volumes: ['share:C:\share']
    networks: [n]
networks: {n: {driver: azure-vnet}}
volumes: {share: {driver: example/share:1, driver_opts: {server: 192.0.2.4}}}
`,
		"a range on both sides": web + "    ports: ['8000-8010:8000-8010', '0.0.0.0:80:80', '[::]:81:81', '53:53/udp']\n",
	} {
		t.Run(name, func(t *testing.T) {
			if found := inCompose(source.New("compose.yaml", strings.TrimPrefix(text, "\n")), engine.Environment{}); len(found) > 0 {
				t.Errorf("found %q in\n%s", found, text)
			}
		})
	}
}

// A stack file of a Windows shop in UTF-16, as PowerShell writes it, is read, and is one for a stack.
func TestComposeInUTF16(t *testing.T) {
	text := "services:\r\n  web:\r\n    image: mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022\r\n    privileged: true\r\n    read_only: true\r\n"
	for name, want := range map[string]string{"docker-stack.yml": "[5 setting-refused]", "compose.yaml": "[4 setting-refused 5 setting-refused]"} {
		f := source.New(name, "")
		f.Encoding = source.UTF16LE
		raw, err := f.Encode(text)
		if err != nil {
			t.Fatal(err)
		}
		if found := fmt.Sprint(inCompose(source.Decode(name, raw), engine.Environment{})); found != want {
			t.Errorf("%s: found %s, want %s", name, found, want)
		}
	}
}

// What the user states of the programs that read the file decides what is said, and how gravely.
func TestComposeWorlds(t *testing.T) {
	const iis = "services:\n  web:\n    image: mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022\n"
	long := "version: '3.1'\n" + iis + "    volumes:\n      - {type: bind, source: ./a, target: 'C:\\a'}\n"
	spec := iis + "    credential_spec: {file: web.json}\n"
	pipe := iis + "    volumes:\n      - //./pipe/docker_engine://./pipe/docker_engine\n"
	reserved := iis + "    deploy: {resources: {reservations: {memory: 1g}}}\n"
	v1, v2, stack := engine.Environment{Compose: engine.ComposeV1}, engine.Environment{Compose: engine.ComposeV2}, engine.Environment{Stack: true}
	for _, test := range []struct {
		name, text  string
		environment engine.Environment
		want        string // "severity rule" of each finding, those about the version and the old form aside
	}{
		{"the long form of volumes", long, engine.Environment{}, "warning version-too-low"},
		{"the long form of volumes, compose v1", long, v1, "error version-too-low"},
		{"the long form of volumes, compose v2", long, v2, ""},
		{"the long form of volumes, a stack", long, stack, "error version-too-low"},
		{"credential_spec", spec, engine.Environment{}, "error credential-spec-ignored"},
		{"credential_spec, compose v1", spec, v1, ""},
		{"credential_spec, a stack", spec, stack, ""},
		{"a pipe with slashes", pipe, engine.Environment{}, "error pipe-mount"},
		{"a pipe with slashes, compose v1", pipe, v1, ""},
		{"a pipe with slashes, a stack", pipe, stack, ""},
		{"a reservation", reserved, engine.Environment{}, "warning setting-refused"},
		{"a reservation, compose v2", reserved, v2, "error setting-refused"},
		{"a reservation, a stack", reserved, stack, ""},
		{"cpu_percent", iis + "    cpu_percent: 50\n", v2, "error cpu-limits"},
		{"cpu_percent, compose v1", iis + "    cpu_percent: 50\n", v1, ""},
		{"limits that reach the nodes of a stack", iis + "    read_only: true\n    deploy: {resources: {limits: {pids: 5}}}\n", stack,
			"error setting-refused, error setting-refused"},
		{"a service of which nothing is known beside one for Windows", iis + "  own:\n    image: example.com/own\n    privileged: true\n", engine.Environment{},
			"warning setting-refused"},
		{"a service of which nothing is known", "services:\n  own:\n    image: example.com/own\n    privileged: true\n", engine.Environment{}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.environment.Today = today
			l := &lint.Linter{Rules: usual(), Environment: test.environment, Known: known}
			result := l.Lint(source.New("compose.yaml", test.text))
			l.Prove(result)
			var found []string
			for _, f := range result.Findings {
				if f.Rule.ID != "compose-version" {
					found = append(found, f.Severity.String()+" "+f.Rule.ID)
				}
				if f.Severity < lint.Error && f.Rule.ID == "setting-refused" && f.Fixable() && strings.Contains(test.text, "own") {
					t.Errorf("a fix on weak evidence: %v", f.Edits)
				}
			}
			if got := strings.Join(found, ", "); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

// A fix changes its lines only: order, comments, quotes and line ends of the others stay.
func TestServiceFixes(t *testing.T) {
	const before = `# the shop
services:
  web: # the site
    image: "mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022"

    ulimits: # for Linux
      nofile: 65536 # many
    ports: [ "80:80" ] # behind
    init: true
    volumes:
      - 'C:\a:C:\a:z,ro'   # certificates
      - "//./pipe/docker_engine://./pipe/docker_engine"
    credential_spec:
      file: web.json
    # last
    environment: {A: 'x'}
`
	const after = `# the shop
services:
  web: # the site
    image: "mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022"

    ports: [ "80:80" ] # behind
    volumes:
      - 'C:\a:C:\a:ro'   # certificates
      - "\\\\.\\pipe\\docker_engine:\\\\.\\pipe\\docker_engine"
    security_opt:
      - 'credentialspec=file://web.json'
    credential_spec:
      file: web.json
    # last
    environment: {A: 'x'}
`
	for name, end := range map[string]string{"LF": "\n", "CRLF": "\r\n"} {
		t.Run(name, func(t *testing.T) {
			f := source.New("compose.yaml", strings.ReplaceAll(before, "\n", end))
			l := &lint.Linter{Rules: usual(), Environment: engine.Environment{Today: today}, Known: known}
			if got, want := l.Fix(f, lint.Unsafe).Unit.File.Text, strings.ReplaceAll(after, "\n", end); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// A mounted file that is there is an error, whatever it is called; of one that is not, only the name can tell.
func TestMountOfFile(t *testing.T) {
	const text = `services:
  web:
    image: mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022
    volumes:
      - .\conf\hosts:C:\conf\hosts
      - ./web.config:C:\site\web.config
      - ./conf:C:\conf
`
	there := func(name string) (*source.File, error) {
		if name == "shop/conf/hosts" {
			return source.New(name, ""), nil
		}
		return nil, fs.ErrNotExist
	}
	l := &lint.Linter{Rules: usual(), Environment: engine.Environment{Today: today}, Known: known, Open: there}
	file := source.New("shop/compose.yaml", text)
	var found []string
	for _, f := range l.Lint(file).Findings {
		if f.Rule.ID == "mount-of-file" {
			found = append(found, fmt.Sprint(file.Position(f.Span.Start).Line, " ", f.Severity))
		}
	}
	if got := strings.Join(found, ", "); got != "5 error, 6 warning" {
		t.Errorf("found %q", got)
	}
}
