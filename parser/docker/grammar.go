package docker

import (
	"strings"
	"sync"
)

// A grammar is the options that a verb takes, by docker/cli (cli/command); those of earlier versions are in it, too. They are
// lists of words, which are read when a command with the verb is: "volume,v" is --volume and -v, and "net=network" is --net,
// which means --network.
type grammar struct {
	switches, valued string // without and with values
	mixed            bool   // options may be after operands

	once  sync.Once
	long  map[string]kind
	short map[byte]kind
}

type kind struct {
	name     string
	isSwitch bool
}

// options makes a grammar of the switches and of the options with values.
func options(mixed bool, switches, valued string) *grammar {
	return &grammar{switches: switches, valued: valued, mixed: mixed}
}

// named is the option of a long name.
func (g *grammar) named(name string) (k kind, known bool) {
	g.once.Do(g.read)
	k, known = g.long[name]
	return k, known
}

// lettered is the option of a letter.
func (g *grammar) lettered(letter byte) (k kind, known bool) {
	g.once.Do(g.read)
	k, known = g.short[letter]
	return k, known
}

func (g *grammar) read() {
	g.long, g.short = map[string]kind{}, map[byte]kind{}
	g.add(g.switches, true)
	g.add(g.valued, false)
	g.add("help", true)
}

func (g *grammar) add(list string, isSwitch bool) {
	for _, word := range strings.Fields(list) {
		word, short, _ := strings.Cut(word, ",")
		written, name, renamed := strings.Cut(word, "=")
		if !renamed {
			name = written
		}
		if short != "" {
			g.short[short[0]] = kind{name, isSwitch}
		}
		g.long[written] = kind{name, isSwitch}
	}
}

// groups is the first words of verbs of two words.
var groups = map[string]bool{
	"builder": true, "buildx": true, "checkpoint": true, "container": true, "image": true, "network": true, "volume": true,
}

// aliases is the short forms of verbs.
var aliases = map[string]string{
	"builder build": "build", "image build": "build", "buildx b": "buildx build",
	"container attach": "attach", "container commit": "commit", "container cp": "cp", "container create": "create",
	"container diff": "diff", "container exec": "exec", "container export": "export", "container inspect": "inspect",
	"container kill": "kill", "container logs": "logs", "container ls": "ps", "container list": "ps", "container ps": "ps",
	"container pause": "pause", "container port": "port", "container rename": "rename", "container restart": "restart",
	"container rm": "rm", "container run": "run", "container start": "start", "container stats": "stats",
	"container stop": "stop", "container top": "top", "container unpause": "unpause", "container update": "update",
	"container wait": "wait",
	"image history":  "history", "image import": "import", "image inspect": "inspect", "image load": "load",
	"image ls": "images", "image list": "images", "image pull": "pull", "image push": "push", "image rm": "rmi",
	"image remove": "rmi", "image save": "save", "image tag": "tag",
	"network remove": "network rm", "network list": "network ls", "volume remove": "volume rm", "volume list": "volume ls",
}

var global = options(false, "debug,D tls tlsverify version,v",
	"config context,c host,H log-level,l tlscacert tlscert tlskey")

// What "docker run", "create" and "update" have in common with each other and with a service.
const (
	limits = "blkio-weight cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares,c cpus cpuset-cpus cpuset-mems " +
		"kernel-memory memory,m memory-reservation memory-swap pids-limit restart "
	createSwitches = "init interactive,i no-healthcheck oom-kill-disable privileged publish-all,P quiet,q read-only rm tty,t " +
		"use-api-socket disable-content-trust "
	createValued = limits + "add-host annotation attach,a blkio-weight-device cap-add cap-drop cgroup-parent cgroupns cidfile " +
		"cpu-count cpu-percent device device-cgroup-rule device-read-bps device-read-iops device-write-bps device-write-iops " +
		"dns dns-opt=dns-option dns-option dns-search domainname entrypoint env,e env-file expose gpus group-add health-cmd " +
		"health-interval health-retries health-start-interval health-start-period health-timeout hostname,h " +
		"io-maxbandwidth io-maxiops ip ip6 ipc isolation label,l label-file link link-local-ip log-driver log-opt mac-address " +
		"memory-swappiness mount name net=network network net-alias=network-alias network-alias oom-score-adj pid platform " +
		"publish,p pull runtime security-opt shm-size stop-signal stop-timeout storage-opt sysctl tmpfs ulimit user,u userns " +
		"uts volume,v volume-driver volumes-from workdir,w"
	serviceSwitches = "detach,d init no-healthcheck no-resolve-image quiet,q read-only tty,t with-registry-auth "
	serviceValued   = "args cap-add cap-drop constraint container-label credential-spec dns dns-option dns-search endpoint-mode entrypoint " +
		"env,e generic-resource health-cmd health-interval health-retries health-start-interval health-start-period health-timeout " +
		"hostname isolation label,l limit-cpu limit-memory limit-pids log-driver log-opt max-concurrent memory-swap " +
		"memory-swappiness mount name oom-score-adj placement-pref publish,p replicas replicas-max-per-node reserve-cpu " +
		"reserve-memory restart-condition restart-delay restart-max-attempts restart-window rollback-delay rollback-failure-action " +
		"rollback-max-failure-ratio rollback-monitor rollback-order rollback-parallelism stop-grace-period stop-signal sysctl ulimit " +
		"update-delay update-failure-action update-max-failure-ratio update-monitor update-order update-parallelism user,u workdir,w "
	serviceChanges = "config-add config-rm constraint-add constraint-rm container-label-add container-label-rm dns-add dns-option-add " +
		"dns-option-rm dns-rm dns-search-add dns-search-rm env-add env-rm generic-resource-add generic-resource-rm group-add group-rm " +
		"host-add host-rm image label-add label-rm mount-add mount-rm network-add network-rm placement-pref-add placement-pref-rm " +
		"publish-add publish-rm secret-add secret-rm sysctl-add sysctl-rm ulimit-add ulimit-rm"
	buildSwitches = "compress disable-content-trust force-rm no-cache pull quiet,q rm squash stream load push debug,D check"
	buildValued   = "add-host allow annotation attest build-arg build-context builder cache-from cache-to call cgroup-parent " +
		"cpu-period cpu-quota cpu-shares,c cpuset-cpus cpuset-mems file,f iidfile isolation label memory,m memory-swap " +
		"metadata-file network no-cache-filter output,o platform progress provenance sbom secret security-opt shm-size ssh tag,t " +
		"target ulimit"
)

// grammars is the verbs that are read.
var grammars = map[string]*grammar{
	"run":          options(false, createSwitches+"detach,d sig-proxy", createValued+" detach-keys"),
	"create":       options(false, createSwitches, createValued),
	"exec":         options(false, "detach,d interactive,i privileged tty,t", "detach-keys env,e env-file user,u workdir,w"),
	"build":        options(true, buildSwitches, buildValued),
	"buildx build": options(true, buildSwitches, buildValued),
	"login":        options(true, "password-stdin", "password,p username,u"),
	"commit":       options(false, "pause,p no-pause", "author,a change,c message,m"),
	"cp":           options(true, "archive,a follow-link,L quiet,q", ""),
	"rm":           options(true, "force,f link,l volumes,v", ""),
	"stop":         options(true, "", "signal,s time=timeout timeout,t"),
	"restart":      options(true, "", "signal,s time=timeout timeout,t"),
	"kill":         options(true, "", "signal,s"),
	"wait":         options(true, "", ""),
	"start":        options(true, "attach,a interactive,i", "checkpoint checkpoint-dir detach-keys"),
	"pause":        options(true, "", ""),
	"unpause":      options(true, "", ""),
	"attach":       options(true, "no-stdin sig-proxy", "detach-keys"),
	"logs":         options(true, "details follow,f timestamps,t", "since tail,n until"),
	"top":          options(false, "", ""),
	"diff":         options(true, "", ""),
	"export":       options(true, "", "output,o"),
	"import":       options(true, "", "change,c message,m platform"),
	"update":       options(true, "", limits),
	"rename":       options(true, "", ""),
	"port":         options(true, "", ""),
	"stats":        options(true, "all,a no-stream no-trunc", "format"),
	"inspect":      options(true, "size,s", "format,f type platform"),
	"info":         options(true, "", "format,f"),
	"version":      options(true, "", "format,f"),
	"ps":           options(true, "all,a latest,l no-trunc quiet,q size,s", "filter,f format last,n"),
	"images":       options(true, "all,a digests no-trunc quiet,q tree", "filter,f format"),
	"history":      options(true, "human,H no-trunc quiet,q", "format platform"),
	"pull":         options(true, "all-tags,a disable-content-trust quiet,q", "platform"),
	"push":         options(true, "all-tags,a disable-content-trust quiet,q", "platform"),
	"tag":          options(false, "", ""),
	"rmi":          options(true, "force,f no-prune", "platform"),
	"save":         options(true, "", "output,o platform"),
	"load":         options(true, "quiet,q", "input,i platform"),

	"checkpoint create": options(true, "leave-running", "checkpoint-dir"),
	"checkpoint ls":     options(true, "", "checkpoint-dir"),
	"checkpoint rm":     options(true, "", "checkpoint-dir"),
	"network create": options(true, "attachable config-only ingress internal ipv4 ipv6",
		"aux-address config-from driver,d gateway ip-range ipam-driver ipam-opt label opt,o scope subnet"),
	"network rm":      options(true, "force,f", ""),
	"network inspect": options(true, "verbose,v", "format,f"),
	"volume create": options(true, "", "availability driver,d group label limit-bytes name opt,o required-bytes scope secret "+
		"sharing topology-preferred topology-required type"),
	"volume rm":      options(true, "force,f", ""),
	"service create": options(false, serviceSwitches, serviceValued+"config credential-spec-config env-file group host mode network secret"),
	"service update": options(true, serviceSwitches+"force rollback", serviceValued+serviceChanges),

	Daemon: options(true, "cri-containerd debug,D experimental raw-logs restart,r register-service run-service tls tlsverify "+
		"unregister-service validate version,v "+
		"allow-direct-routing icc init ip-forward ip-forward-no-drop ip-masq ip6tables iptables ipv6 live-restore no-new-privileges "+
		"rootless selinux-enabled userland-proxy disable-legacy-registry",
		"allow-nondistributable-artifacts api-cors-header authorization-plugin bridge,b cdi-spec-dir config-file containerd "+
			"containerd-namespace containerd-plugins-namespace data-root default-network-opt default-runtime default-stop-timeout dns "+
			"dns-opt dns-search exec-opt exec-root feature fixed-cidr graph,g group,G host,H host-gateway-ip http-proxy https-proxy "+
			"insecure-registry label log-driver log-format log-level,l log-opt max-concurrent-downloads max-concurrent-uploads "+
			"max-download-attempts metrics-addr min-api-version mtu network-control-plane-mtu network-diagnostic-port no-proxy "+
			"node-generic-resource nri-opts pidfile,p registry-mirror service-name shutdown-timeout storage-opt "+
			"swarm-default-advertise-addr tlscacert tlscert tlskey "+
			"add-runtime bip bip6 bridge-accept-fwmark cgroup-parent cluster-advertise cluster-store cluster-store-opt cpu-rt-period "+
			"cpu-rt-runtime default-address-pool default-cgroupns-mode default-gateway default-gateway-v6 default-ipc-mode "+
			"default-shm-size default-ulimit firewall-backend fixed-cidr-v6 init-path ip oom-score-adjust seccomp-profile "+
			"storage-driver,s userland-proxy-path userns-remap"),
}
