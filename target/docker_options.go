package target

import (
	"maps"
	"slices"
)

// optionKeys is the options of "docker run" that do what a key of compose files does. Their fate is that of the key.
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

// otherOptions is the options that no key of compose files is like.
var otherOptions = map[string]*ComposeKey{
	"cpuset-mems": {Fate: Refused, Harmless: nothing, Source: daemonCreate, Says: notSupported + "CpusetMems"},
	"kernel-memory": {Fate: Refused, Harmless: zero, Source: daemonCreate, Scope: "Docker Engine up to 28; later ones know no such option",
		Says: notSupported + "KernelMemory"},
	"use-api-socket": {Fate: Refused, Harmless: no, Source: "docker/cli cli/command/container/create.go",
		Says: "--use-api-socket can't be used with a Windows Docker Engine"},
}

// OptionFate is what is known of an option of "docker run" and "docker create", by its long name; nil where nothing is.
func OptionFate(name string) *ComposeKey {
	if key, found := optionKeys[name]; found {
		return FateOf("services.*." + key)
	}
	return otherOptions[name]
}

// OptionNames is the options that have a fate, in order.
func OptionNames() []string {
	return slices.Sorted(func(yield func(string) bool) {
		for name := range maps.Keys(optionKeys) {
			if !yield(name) {
				return
			}
		}
		for name := range maps.Keys(otherOptions) {
			if !yield(name) {
				return
			}
		}
	})
}
