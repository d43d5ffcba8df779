package engine

import (
	"maps"
	"slices"
	"strings"
)

// optionKeys is the options of docker run that do what a key of a service does, with that key. The engine does the same with both.
var optionKeys = map[string]string{
	"privileged": "privileged", "read-only": "read_only", "cpu-rt-period": "cpu_rt_period", "cpu-rt-runtime": "cpu_rt_runtime",
	"pids-limit": "pids_limit", "memory-reservation": "mem_reservation", "memory-swap": "memswap_limit",
	"memory-swappiness": "mem_swappiness", "ulimit": "ulimits", "cpuset-cpus": "cpuset", "cpu-period": "cpu_period",
	"cgroup-parent": "cgroup_parent", "oom-kill-disable": "oom_kill_disable", "blkio-weight": "blkio_config.weight",
	"blkio-weight-device": "blkio_config.weight_device", "device-read-bps": "blkio_config.device_read_bps",
	"device-read-iops": "blkio_config.device_read_iops", "device-write-bps": "blkio_config.device_write_bps",
	"device-write-iops": "blkio_config.device_write_iops",

	"tmpfs": "tmpfs", "shm-size": "shm_size", "sysctl": "sysctls", "init": "init", "pid": "pid", "ipc": "ipc", "uts": "uts",
	"userns": "userns_mode", "cgroupns": "cgroup", "group-add": "group_add", "device-cgroup-rule": "device_cgroup_rules",
	"oom-score-adj": "oom_score_adj", "cpu-quota": "cpu_quota", "dns-option": "dns_opt", "gpus": "gpus",

	"add-host": "extra_hosts", "cap-add": "cap_add", "cap-drop": "cap_drop", "cpu-count": "cpu_count", "cpu-percent": "cpu_percent",
	"cpu-shares": "cpu_shares", "cpus": "cpus", "device": "devices", "isolation": "isolation", "link": "links",
	"health-cmd": "healthcheck.test",
	"log-driver": "logging.driver", "log-opt": "logging.options", "network": "network_mode", "platform": "platform",
	"security-opt": "security_opt", "stop-signal": "stop_signal", "user": "user", "workdir": "working_dir",

	"annotation": "annotations", "dns": "dns", "dns-search": "dns_search", "domainname": "domainname", "entrypoint": "entrypoint",
	"env": "environment", "env-file": "env_file", "expose": "expose", "hostname": "hostname", "interactive": "stdin_open",
	"label": "labels", "label-file": "label_file", "mac-address": "mac_address", "memory": "mem_limit", "name": "container_name",
	"pull": "pull_policy", "restart": "restart", "runtime": "runtime", "storage-opt": "storage_opt", "tty": "tty",
	"volumes-from": "volumes_from",
}

// networkOptionKeys is the same for docker network create and the keys of a network.
var networkOptionKeys = map[string]string{
	"driver": "driver", "opt": "driver_opts", "ipv6": "enable_ipv6", "ipv4": "enable_ipv4", "ip-range": "ipam.config.[].ip_range",
	"aux-address": "ipam.config.[].aux_addresses", "subnet": "ipam.config.[].subnet", "ipam-driver": "ipam.driver",
	"ipam-opt": "ipam.options", "internal": "internal", "gateway": "ipam.config.[].gateway", "attachable": "attachable",
	"label": "labels",
}

// volumeOptionKeys is the same for docker volume create and the keys of a volume.
var volumeOptionKeys = map[string]string{"driver": "driver", "opt": "driver_opts", "label": "labels"}

// buildOptionKeys is the options of docker build that do what a key of a service does. What the classic builder does with the
// others in buildOptions is what the engine does with those of docker run.
var buildOptionKeys = map[string]string{"isolation": "build.isolation"}

// buildOptions is the options of docker build that the classic builder passes to the containers of RUN.
var buildOptions = []string{"cgroup-parent", "cpu-period", "cpuset-cpus", "cpuset-mems", "memory-swap", "ulimit"}

// otherOptions is the options of docker run for which a service does not have a key, or one that gets other words.
var otherOptions = map[string]*Key{
	"cpuset-mems": {Support: Refused, Harmless: nothing, Source: daemonCreate, Says: notSupported + "CpusetMems", Instead: insteadCPU},
	"kernel-memory": {Support: Refused, Harmless: zero, Source: daemonCreate, Scope: "before Docker 29, which does not have the option",
		Says: notSupported + "KernelMemory"},
	"use-api-socket": {Support: Refused, Harmless: no, Source: "docker/cli cli/command/container/create.go",
		Says: "--use-api-socket can't be used with a Windows Docker Engine"},
}

// optionsOf is the options of a command that do what keys do, and the section of a compose file with these keys.
func optionsOf(verb string) (options map[string]string, section string) {
	switch verb {
	case "run", "create":
		return optionKeys, "services.*."
	case "build":
		return buildOptionKeys, "services.*."
	case "network create":
		return networkOptionKeys, "networks.*."
	case "volume create":
		return volumeOptionKeys, "volumes.*."
	}
	return nil, ""
}

// CommandSection is the section of a compose file with the keys that do what the options of a command do: "services" for run,
// create and build, "networks", "volumes"; "" for other commands.
func CommandSection(verb string) string {
	_, section := optionsOf(verb)
	return strings.TrimSuffix(section, ".*.")
}

// OptionPath is the path of the key of compose files that an option of a command does the same as, by its long name:
// "services.*.cap_add"; "" if there is none.
func OptionPath(verb, name string) string {
	options, section := optionsOf(verb)
	if key, found := options[name]; found {
		return section + key
	}
	return ""
}

// OptionKey is what is known of an option of a command, by its long name: of run, create, update, network create and volume
// create, and of build with the classic builder; nil if nothing is.
func OptionKey(verb, name string) *Key {
	if verb == "update" || verb == "build" && slices.Contains(buildOptions, name) {
		verb = "run"
	}
	if path := OptionPath(verb, name); path != "" {
		return KeyAt(path)
	}
	if verb == "run" || verb == "create" {
		return otherOptions[name]
	}
	return nil
}

// OptionNames is the options of a command of which something is known, in order.
func OptionNames(verb string) []string {
	options, _ := optionsOf(verb)
	names := slices.Collect(maps.Keys(options))
	if verb == "run" || verb == "create" {
		names = slices.AppendSeq(names, maps.Keys(otherOptions))
	}
	slices.Sort(names)
	return names
}

// Command is the command with the option that does the same as the key: "docker run --cap-add"; "" if there is none.
func (k *Key) Command() string {
	for _, verb := range [...]string{"run", "network create", "volume create"} {
		options, section := optionsOf(verb)
		key, found := strings.CutPrefix(k.Path, section)
		if !found {
			continue
		}
		for name, of := range options {
			if of == key {
				return "docker " + verb + " --" + name
			}
		}
	}
	return ""
}
