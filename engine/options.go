package engine

import (
	"iter"
	"maps"
	"slices"
)

// optionKeys is the options of "docker run" that do what a key of compose files does. What becomes of them is what becomes of the key.
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
}

// networkOptionKeys is the same of "docker network create".
var networkOptionKeys = map[string]string{
	"ipv6": "enable_ipv6", "ipv4": "enable_ipv4", "ip-range": "ipam.config.[].ip_range", "aux-address": "ipam.config.[].aux_addresses",
	"ipam-driver": "ipam.driver", "ipam-opt": "ipam.options", "internal": "internal",
}

// buildOptions is the options of "docker build" that the classic builder hands to the containers of RUN.
var buildOptions = []string{"cgroup-parent", "cpu-period", "cpuset-cpus", "cpuset-mems", "memory-swap", "ulimit"}

// otherOptions is the options that no key of compose files is like.
var otherOptions = map[string]*Key{
	"cpuset-mems": {Support: Refused, Harmless: nothing, Source: daemonCreate, Says: notSupported + "CpusetMems"},
	"kernel-memory": {Support: Refused, Harmless: zero, Source: daemonCreate, Scope: "Docker Engine up to 28; later ones know no such option",
		Says: notSupported + "KernelMemory"},
	"use-api-socket": {Support: Refused, Harmless: no, Source: "docker/cli cli/command/container/create.go",
		Says: "--use-api-socket can't be used with a Windows Docker Engine"},
}

// OptionKey is what is known of an option of a command, by its long name: of "run", "create" and "network create", and of
// "build" with the classic builder; nil where nothing is.
func OptionKey(verb, name string) *Key {
	switch verb {
	case "build":
		if slices.Contains(buildOptions, name) {
			return OptionKey("run", name)
		}
	case "run", "create":
		if key, found := optionKeys[name]; found {
			return KeyAt("services.*." + key)
		}
		return otherOptions[name]
	case "network create":
		if key, found := networkOptionKeys[name]; found {
			return KeyAt("networks.*." + key)
		}
	}
	return nil
}

// OptionNames is the options of a command of which something is known, in order.
func OptionNames(verb string) []string {
	if verb == "network create" {
		return slices.Sorted(maps.Keys(networkOptionKeys))
	}
	return slices.Sorted(func(yield func(string) bool) {
		for _, names := range []iter.Seq[string]{maps.Keys(optionKeys), maps.Keys(otherOptions)} {
			for name := range names {
				if !yield(name) {
					return
				}
			}
		}
	})
}
