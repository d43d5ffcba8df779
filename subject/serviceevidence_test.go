package subject_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// services reads a file and shows each service with its system; "?" after it where the evidence is weak.
func services(name, text string) string {
	var got []string
	for _, s := range subject.Read(source.Decode(name, []byte(text)), &subject.World{}).Scopes {
		if s.Kind != subject.Service {
			continue
		}
		line := s.Name + " " + s.OS.String()
		if s.OS != windows.UnknownOS && !s.Strong {
			line += "?"
		}
		got = append(got, line)
	}
	return strings.Join(got, ", ")
}

func service(lines string) string { return "services:\n  s:\n    " + lines + "\n" }

func TestServicesTellTheirSystem(t *testing.T) {
	for _, test := range []struct{ lines, want string }{
		// What is for Windows.
		{`image: mcr.microsoft.com/windows/servercore:ltsc2022`, "s windows"},
		{`image: "registry/${NAME}:${V}-windowsservercore-${W}"`, "s windows"},
		{`image: example.com/x:ltsc2022`, "s windows"},
		{`platform: windows/amd64`, "s windows"},
		{`platform: ${P:-windows}`, "s windows"},
		{`isolation: HyperV`, "s windows"},
		{`isolation: ${ISOLATION:-process}`, "s windows?"},
		{`isolation: ${ISOLATION}`, "s windows?"},
		{`volumes: ['.\data:C:\data']`, "s windows"},
		{`volumes: ['data:D:']`, "s unknown"},                 // a drive alone is a name for others
		{`volumes: ['a:/a', 'b:/var/lib/data']`, "s unknown"}, // a letter and a path may be a volume and its target
		{`volumes: [{type: npipe, source: '\\.\pipe\x', target: '\\.\pipe\x'}]`, "s windows"},
		{`volumes: ['\\.\pipe\docker_engine:\\.\pipe\docker_engine']`, "s windows"},
		{`credential_spec: {file: x.json}`, "s windows"},
		{`security_opt: ['credentialspec=file://x.json']`, "s windows"},
		{`user: ContainerAdministrator`, "s windows"},
		{`user: 'NT AUTHORITY\SYSTEM'`, "s windows"},
		{`labels: ['com.microsoft.visualstudio.targetoperatingsystem=windows']`, "s windows"},
		{`deploy: {placement: {constraints: ["node.platform.os == windows"]}}`, "s windows"},
		{`command: powershell -Command Start-Sleep 5`, "s windows?"},
		{`healthcheck: {test: [CMD, cmd, /c, dir]}`, "s windows?"},
		{`entrypoint: ['C:\app\run.exe']`, "s windows"},
		{"image: example.com/x\n    x-winlint: {os: windows}\n    volumes: ['a:/b']", "s windows"},

		// What is for Linux, and looks like Windows in part.
		{"command: wine /microkiri/microkiri.exe\n    volumes: ['./game:/microkiri']\n    security_opt: [seccomp:unconfined]", "s linux?"},
		{"image: mono:6.12\n    command: mono /app/server.exe\n    volumes: ['./app:/app']", "s linux?"},
		{"image: mcr.microsoft.com/powershell:latest\n    command: pwsh -File /scripts/run.ps1\n    volumes: ['./scripts:/scripts']", "s linux?"},
		{"image: golang:1.22\n    command: go run ./cmd/server\n    volumes: ['.:/src']", "s linux?"},
		{"image: golang:1.22\n    command: go run ./cmd/server", "s unknown"},
		{"image: redis:7\n    cpu_count: 2\n    volumes: ['./data:/data']", "s linux?"},
		{"isolation: ${ISOLATION:-default}\n    volumes: ['./d:/data']", "s linux?"},
		{"image: me/builder:windows-amd64\n    volumes: ['.:/src']", "s unknown"},
		{"image: me/builder:x86_64-windows-gnu", "s unknown"},
		{"image: x/y:1809\n    volumes: ['.:/src']", "s unknown"},
		{"image: dockurr/windows\n    devices: [/dev/kvm]\n    cap_add: [NET_ADMIN]", "s linux"},
		{"image: ghcr.io/dockur/windows:5.07\n    devices: [/dev/kvm]\n    volumes: ['./windows:/storage']", "s linux"},
		{"image: x/y\n    devices: ['/dev/net/tun:/dev/net/tun']", "s linux"},
		{`volumes: ['C:\src:/app']`, "s linux?"},
		{`volumes: ['//var/run/docker.sock:/var/run/docker.sock']`, "s linux?"},
		{`volumes: ['//./pipe/docker_engine:/var/run/docker.sock']`, "s linux?"},
		{`command: ["/bin/sh", "-c", "x"]`, "s linux?"},
		{`command: bash -c x`, "s unknown"},
		{`working_dir: /app`, "s unknown"},
		{`platform: linux/amd64`, "s linux"},
		{`labels: {com.microsoft.visualstudio.targetoperatingsystem: linux}`, "s linux"},

		// What tells nothing.
		{`image: example.com/x`, "s unknown"},
		{`image: ${IMAGE}`, "s unknown"},
		{`healthcheck: {test: [CMD, curl, "http://localhost/"]}`, "s unknown"},
		{`environment: {URL: "http://x/y", SOCKET: "unix:/x"}`, "s unknown"},
		{`command: dotnet app.dll`, "s unknown"},
		{`command: dotnet test.exe`, "s unknown"},
		{`command: [msbuild, "/p:Configuration=Release", /c, /t:a/b]`, "s unknown"},
		{`cap_add: [NET_ADMIN]`, "s unknown"},
		{`shm_size: 1g`, "s unknown"},
		{`cpu_percent: 50`, "s unknown"},
		{"image: example.com/x\nnetworks:\n  default: {external: {name: nat}}", "s unknown"},
		{"image: postgres\n    volumes: ['/data/postgres:/var/lib/postgresql/data']\nnetworks:\n  default: {external: {name: nat}}", "s linux?"},

		// A target of Linux in a service that is for Windows is a mistake in it.
		{"image: mcr.microsoft.com/windows/servercore:ltsc2022\n    volumes: ['C:\\src:/app']", "s windows"},
	} {
		if got := services("compose.yaml", service(test.lines)); got != test.want {
			t.Errorf("%s: %s, want %s", test.lines, got, test.want)
		}
	}
}

func TestServicesInheritTheirSystem(t *testing.T) {
	const windows, linux = "{image: 'mcr.microsoft.com/windows/nanoserver:ltsc2022'}", "{image: 'alpine:3'}"
	for _, test := range []struct{ text, want string }{
		{"services: {a: " + windows + ", b: {build: .}}", "a windows, b windows?"},
		{"services: {a: " + windows + ", b: {build: .}, c: " + linux + "}", "a windows, b unknown, c linux"},
		{"services: {a: " + linux + ", b: {build: .}}", "a linux, b unknown"},
		{"services: {a: {command: powershell x}, b: {build: .}}", "a windows?, b unknown"},
	} {
		if got := services("compose.yaml", test.text); got != test.want {
			t.Errorf("%s: %s, want %s", test.text, got, test.want)
		}
	}
}

// A file in UTF-16 is read like any other.
func TestStackInUTF16(t *testing.T) {
	var raw strings.Builder
	raw.WriteString("\xFF\xFE")
	for _, c := range "services:\r\n  web:\r\n    image: microsoft/iis\r\n    deploy:\r\n      mode: global\r\n" {
		raw.WriteByte(byte(c))
		raw.WriteByte(0)
	}
	if got := services("docker-stack.yml", raw.String()); got != "web windows" {
		t.Errorf("%s", got)
	}
}

func TestStacks(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       bool
	}{
		{"docker-stack.yml", service("image: x"), true},
		{"compose.yaml", service("deploy: {placement: {constraints: [node.role == manager]}}"), true},
		{"compose.yaml", service("image: x\nnetworks: {n: {driver: overlay}}"), true},
		{"compose.yaml", service("image: x\nsecrets: {n: {external: true}}"), true},
		{"compose.yaml", service("deploy: {resources: {limits: {cpus: '1'}}}"), false},
		{"compose.yaml", service("image: x\nsecrets: {n: {file: a}}"), false},
	} {
		if got := subject.Read(source.New(test.name, test.text), &subject.World{}).Stack != nil; got != test.want {
			t.Errorf("%s %q: a stack %v, want %v", test.name, test.text, got, test.want)
		}
	}
}

// No service of a project for Linux is for Windows: it holds for the trial corpus, which WINLINT_CORPUS names.
func TestLinuxProjectsHaveNoWindowsService(t *testing.T) {
	root := os.Getenv("WINLINT_CORPUS")
	if root == "" {
		return
	}
	err := filepath.WalkDir(filepath.Join(root, "linux"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !subject.KindNamed("compose").Named(filepath.ToSlash(path)) {
			return err
		}
		raw, err := os.ReadFile(path)
		if err == nil && strings.Contains(services(filepath.ToSlash(path), string(raw)), " windows") {
			t.Errorf("%s: %s", path, services(filepath.ToSlash(path), string(raw)))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
