package rules

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// A spoken is a setting of a container, a network or a volume, as an option of a docker command and as YAML. Each %s of both is
// a part of one of the values, which "|" divides.
type spoken struct {
	option, yaml string
	values       []string
}

// spokenSettings is the settings of containers.
var spokenSettings = []spoken{
	{"--privileged=%s", "privileged: %s", words("true false")},
	{"--read-only=%s", "read_only: %s", words("true false")},
	{"--init=%s", "init: %s", words("true false")},
	{"--oom-kill-disable=%s", "oom_kill_disable: %s", words("true false")},
	{"--use-api-socket=%s", "use_api_socket: %s", words("true false")},
	{"--pids-limit=%s", "pids_limit: %s", words("100 0 -1")},
	{"--memory=%s", "mem_limit: %s", words("1g 0")},
	{"--memory-reservation=%s", "mem_reservation: %s", words("1g 0")},
	{"--memory-swap=%s", "memswap_limit: %s", words("2g 0")},
	{"--memory-swappiness=%s", "mem_swappiness: %s", words("60 0 -1")},
	{"--cpu-period=%s", "cpu_period: %s", words("1000 0")},
	{"--cpu-quota=%s", "cpu_quota: %s", words("5000 0")},
	{"--cpu-rt-period=%s", "cpu_rt_period: %s", words("400 0")},
	{"--cpu-rt-runtime=%s", "cpu_rt_runtime: %s", words("400 0")},
	{"--cpuset-cpus=%s", "cpuset: '%s'", words("0,1 0")},
	{"--cpus=%s", "cpus: %s", words("1.5 0")},
	{"--cpu-count=%s", "cpu_count: %s", words("2 0")},
	{"--cpu-percent=%s", "cpu_percent: %s", words("0 1 50 200")},
	{"--cpu-shares=%s", "cpu_shares: %s", words("0 512 10000 20000 -1")},
	{"--cpus=2 --cpu-shares=%s", "cpus: 2, cpu_shares: %s", words("0 512")},
	{"--cpus=2 --cpu-percent=%s", "cpus: 2, cpu_percent: %s", words("0 1")},
	{"--cpus=2 --cpu-count=1 --cpu-shares=%s", "cpus: 2, cpu_count: 1, cpu_shares: %s", words("512")},
	{"--cgroup-parent=%s", "cgroup_parent: %s", words("/x")},
	{"--blkio-weight=%s", "blkio_config: {weight: %s}", words("100 0")},
	{"--blkio-weight-device=/dev/sda:%s", "blkio_config: {weight_device: [{path: /dev/sda, weight: %s}]}", words("100")},
	{"--device-read-bps=/dev/sda:%s", "blkio_config: {device_read_bps: [{path: /dev/sda, rate: %s}]}", words("1mb")},
	{"--device-write-iops=/dev/sda:%s", "blkio_config: {device_write_iops: [{path: /dev/sda, rate: %s}]}", words("100")},
	{"--shm-size=%s", "shm_size: %s", words("1g 0")},
	{"--pid=%s", "pid: %s", words("host")},
	{"--ipc=%s", "ipc: %s", words("host private")},
	{"--uts=%s", "uts: %s", words("host")},
	{"--userns=%s", "userns_mode: %s", words("host")},
	{"--cgroupns=%s", "cgroup: %s", words("host private")},
	{"--oom-score-adj=%s", "oom_score_adj: %s", words("500 0")},
	{"--gpus=%s", "gpus: %s", words("all")},
	{"--ulimit=nofile=%s", "ulimits: {nofile: %s}", words("1024")},
	{"--sysctl=net.core.somaxconn=%s", "sysctls: {net.core.somaxconn: %s}", words("1024")},
	{"--tmpfs=%s", `tmpfs: ['%s']`, words(`C:\x /run`)},
	{"--group-add=%s", `group_add: ['%s']`, words(`100 docker`)},
	{"'--device-cgroup-rule=%s'", `device_cgroup_rules: ['%s']`, []string{"c 1:3 mr"}},
	{"--dns-opt=%s", `dns_opt: ['%s']`, words("ndots:1")},
	{"--dns=%s", `dns: ['%s']`, words("192.0.2.1")},
	{"--dns-search=%s", `dns_search: ['%s']`, words("example.com")},
	{"--storage-opt=size=%s", `storage_opt: {size: %s}`, words("40G")},
	{"--hostname=%s", `hostname: %s`, words("web")},
	{"--restart=%s", `restart: %s`, words("always")},

	{"--cap-add=%s", "cap_add: ['%s']", words("NET_ADMIN CAP_SYS_TIME all")},
	{"--cap-drop=%s", "cap_drop: ['%s']", words("net_raw ALL")},
	{"--security-opt=%s", "security_opt: ['%s']", words(`no-new-privileges:true seccomp=unconfined apparmor=x credentialspec=file://a.json
		credentialspec=a.json credentialspec:file://a.json credentialspec=config://x credentialspec=raw://x systempaths=unconfined`)},
	{"--device=%s", "devices: ['%s']", words(`class/5B45201D-F2F2-4F3B-85BB-30FF1F953599 class://5B45201D-F2F2-4F3B-85BB-30FF1F953599 /dev/sda
		\\.\COM1 nvidia.com/gpu=all`)},
	{"--isolation=hyperv --device=%s", "isolation: hyperv, devices: ['%s']", words("class/5B45201D-F2F2-4F3B-85BB-30FF1F953599")},
	{"--isolation=%s", "isolation: %s", words("default process hyperv HyperV hyper-v none")},
	{"--network=%s", "network_mode: %s", words("nat none default host bridge front")},
	{"--isolation=hyperv --network=%s", "isolation: hyperv, network_mode: '%s'", words("container:web nat")},
	{"--log-driver=%s", "logging: {driver: %s}", words("json-file journald syslog local none etwlogs journal:latest")},
	{"--log-driver=syslog --log-opt=%s=tcp://192.0.2.7:514", "logging: {driver: syslog, options: {%s: 'tcp://192.0.2.7:514'}}",
		words("syslog-address tag")},
	{"--add-host=%s", "extra_hosts: ['%s']", words("db:192.0.2.1 db:host-gateway")},
	{"--link=%s", "links: ['%s']", words("db db:store")},
	{"--stop-signal=%s", "stop_signal: '%s'", words("SIGTERM TERM 9 SIGFOO 0")},
	{"--user=%s", "user: '%s'", words(`root 0 1000:1000 ContainerUser app app:app NT\x`)},
	{"--workdir=%s", "working_dir: '%s'", words(`app ./app C:\app C:app C: /app \app D:\x`)},
	{"--platform=%s", "platform: %s", words("windows/amd64 windows/386 windows linux/amd64")},
	{"--health-cmd='%s'", "healthcheck: {test: '%s'}", []string{"ping localhost", "Get-Service w3svc"}},

	{"--publish=%s", "ports: ['%s']", words("80 80:80 8000-8010:80 8000-8010:8000-8010 127.0.0.1:80:80 0.0.0.0:80:80 [::1]:80:80 5000:5000/sctp 53:53/udp")},
	{"-v %s", "volumes: ['%s']", words(`C:\a:C:\b c:/a:c:/b C:\a:C:\b:ro C:\a:C:\b:z C:\a:C:\b:ro,Z C:\a:C:\b:rshared C:\a:C:\Windows .\a:C:\b
		~\a:C:\b a:C:\b C:\b D: C: C:\a:C: C:\a:/b /b C:\a:b /c/a:C:\b \\server\share:C:\b C:a:C:\b a.conf:C:\a.conf C:\x.conf:C:\a.conf
		/var/run/docker.sock:/var/run/docker.sock \\.\pipe\a:\\.\pipe\a \\.\pipe\a:\\.\pipe\a:ro \\.\pipe\a:C:\b C:\a:C:\b:cached C:\a:C:\b:nocopy
		//./pipe/a://./pipe/a C:\a:C:\b:RO`)},
	{"-v C:\\a:%s -v C:\\b:%s", "volumes: ['C:\\a:%s', 'C:\\b:%s']", []string{`C:\x|C:\y`, `C:\x|c:\X`, `C:\x|C:\x`}},
	{"--mount=type=%s,source=%s,target=%s", "volumes: [{type: %s, source: '%s', target: '%s'}]", []string{
		`bind|C:\a|C:\b`, `bind|C:\a|/b`, `bind|C:\a|C:`, `bind|/c/a|C:\b`, `bind|C:|C:\b`, `bind|\\server\share|C:\b`, `volume|a|C:\b`, `volume|a|b`,
		`npipe|\\.\pipe\a|\\.\pipe\a`, `npipe|//./pipe/a|//./pipe/a`, `npipe|C:\a|\\.\pipe\a`, `image|a|C:\b`,
	}},
	{"--mount=type=tmpfs,target=%s", "volumes: [{type: tmpfs, target: '%s'}]", words(`C:\b`)},
	{`--mount=type=bind,source=C:\a,target=C:\b,bind-propagation=%s`, `volumes: [{type: bind, source: 'C:\a', target: 'C:\b', bind: {propagation: %s}}]`,
		words("rslave")},
	{`--mount=type=npipe,source=\\.\pipe\a,target=\\.\pipe\a,readonly=%s`, `volumes: [{type: npipe, source: '\\.\pipe\a', target: '\\.\pipe\a', read_only: %s}]`,
		words("true")},
}

// spokenNetworks is the settings of networks, and spokenVolumes of volumes.
var (
	spokenNetworks = []spoken{
		{"--driver=%s", "driver: %s", words("nat transparent NAT bridge macvlan overlay example")},
		{"--internal=%s", "internal: %s", words("true false")},
		{"--ipv6=%s", "enable_ipv6: %s", words("true false")},
		{"--ipv4=%s", "enable_ipv4: %s", words("true false")},
		{"--subnet=%s", "ipam: {config: [{subnet: '%s'}]}", words("192.0.2.0/24 fd00::/64")},
		{"--ip-range=%s", "ipam: {config: [{ip_range: '%s'}]}", words("192.0.2.0/25")},
		{"--aux-address=a=%s", "ipam: {config: [{aux_addresses: {a: '%s'}}]}", words("192.0.2.5")},
		{"--ipam-driver=%s", "ipam: {driver: %s}", words("default windows other")},
		{"--ipam-opt=a=%s", "ipam: {options: {a: '%s'}}", words("b")},
		{"--opt=com.docker.network.%s=%s", "driver_opts: {com.docker.network.%s: '%s'}",
			words("windowsshim.vlanid|5 windowsshim.vlan|5 bridge.name|x windowsshim.macpool|00-15 driver.mtu|1400")},
	}
	spokenVolumes = []spoken{
		{"--driver=%s", "driver: %s", words("local other")},
		{"--opt=type=%s", "driver_opts: {type: %s}", words("cifs")},
		{"--driver=other --opt=type=%s", "driver: other, driver_opts: {type: %s}", words("cifs")},
	}
)

// differs is what the dialects say differently, each with its reason.
var differs = map[string]string{
	"--cpu-percent=50":  "Compose multiplies it by 100",
	"--cpu-percent=200": "Compose rejects it before the engine gets it",
	"--device=class://5B45201D-F2F2-4F3B-85BB-30FF1F953599": "Compose cuts a device at its first colon, and the CLI does not",
	`-v a:C:\b`:                               "Compose reads a letter before a colon as a drive",
	`-v C:\a:C:\b:cached`:                     "Compose ignores the option, and the CLI passes it on",
	`-v C:\a:C:\b:nocopy`:                     "Compose ignores the option, and the CLI passes it on",
	`-v C:\a:C:\b:RO`:                         "Compose ignores the option, and the engine knows it in upper case, too",
	`-v //./pipe/a://./pipe/a`:                "Compose cleans the target as a Linux path",
	`-v C:\a:C:\x -v C:\b:C:\x`:               "Compose uses the later of two mounts that are written alike",
	`--mount=type=bind,source=C:,target=C:\b`: "Compose passes it as one string, in which a source has another form than in parts",
}

func words(s string) []string { return strings.Fields(s) }

// The rules say the same of a setting, whether a compose file or a docker command has it. Only what is named in differs differs.
func TestSettingsInBothDialects(t *testing.T) {
	t.Parallel()
	const image = "mcr.microsoft.com/windows/servercore:ltsc2022"
	count := 0
	compare := func(list []spoken, found func(name, text string) []string, command, file string) {
		usual := [2][]string{found("run.ps1", fmt.Sprintf(command, "")), found("compose.yaml", fmt.Sprintf(file, ""))}
		for _, s := range list {
			for _, value := range s.values {
				var args []any
				for part := range strings.SplitSeq(value, "|") {
					args = append(args, part)
				}
				count++
				option, yaml := fmt.Sprintf(s.option, args...), fmt.Sprintf(s.yaml, args...)
				inScript := without(found("run.ps1", fmt.Sprintf(command, option)), usual[0])
				inFile := without(found("compose.yaml", fmt.Sprintf(file, yaml)), usual[1])
				switch reason, named := differs[option]; {
				case inScript != inFile && !named:
					t.Errorf("%s: %q\n%s: %q", option, inScript, yaml, inFile)
				case inScript == inFile && named:
					t.Errorf("%s: %q in both dialects, although %s", option, inFile, reason)
				}
			}
		}
	}
	compare(spokenSettings, found, "docker run %s "+image+" ping localhost\n",
		"services:\n  web: {image: '"+image+"', %s}\n  db: {image: '"+image+"'}\nvolumes: {a: {}}\n")
	windows := "docker run " + image + " ping localhost\n"
	service := "services:\n  web: {image: '" + image + "', networks: [back], volumes: ['data:C:\\data']}\n"
	compare(spokenNetworks, rulesOf, windows+"docker network create -d nat %s back\n", service+"volumes: {data: {}}\nnetworks:\n  back: {%s}\n")
	compare(spokenVolumes, rulesOf, windows+"docker volume create %s data\n", service+"networks: {back: {}}\nvolumes:\n  data: {%s}\n")
	if count < 200 {
		t.Errorf("%d settings are fewer than expected", count)
	}
}

// found is what is found in a file, without the places.
func found(name, text string) (list []string) {
	l := &lint.Linter{Rules: usual(), Known: known}
	l.Environment.Today = today
	for _, f := range l.Lint(source.New(name, text)).Findings {
		list = append(list, f.Severity.String()+" "+f.Rule.ID)
	}
	slices.Sort(list)
	return list
}

// rulesOf is found without the severities, which cannot be the same for networks and volumes: a command that makes one does not
// name an image, so its system is only likely, and what is found is a warning at most.
func rulesOf(name, text string) []string {
	list := found(name, text)
	for i, s := range list {
		_, list[i], _ = strings.Cut(s, " ")
	}
	return list
}

// without is a list without the words of another one.
func without(list, usual []string) string {
	return strings.Join(slices.DeleteFunc(list, func(s string) bool { return slices.Contains(usual, s) }), ", ")
}

// The page of a rule about settings shows what it finds in each dialect.
func TestPagesInBothDialects(t *testing.T) {
	for _, rule := range All() {
		if !inBothDialects(rule.Check) {
			continue
		}
		raw, err := os.ReadFile("../docs/rules/" + rule.ID + ".md")
		if err != nil {
			t.Fatal(err)
		}
		_, bad, _ := strings.Cut(string(raw), "\n## Bad\n")
		bad, _, _ = strings.Cut(bad, "\n## Good\n")
		script := strings.Contains(bad, "```powershell") || strings.Contains(bad, "```batch") || strings.Contains(bad, "```sh")
		if !script || !strings.Contains(bad, "```yaml") {
			t.Errorf("%s: the examples under Bad are of one dialect", rule.ID)
		}
	}
}

// inBothDialects reports whether a check is, or has in it, one of settings, mounts or ports.
func inBothDialects(c lint.Check) bool {
	switch c := c.(type) {
	case lint.InBothDialects:
		return true
	case lint.Both:
		return slices.ContainsFunc(c, inBothDialects)
	}
	return false
}
