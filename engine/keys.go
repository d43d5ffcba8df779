package engine

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// Support is what becomes on Windows of a key of a compose file or an option of a command.
type Support int

// What becomes of it. Of what is unknown nothing is said for certain, or something else than the key tells.
const (
	UnknownSupport Support = iota
	Works
	Ignored // accepted, and without effect
	Refused // the container is not created, or does not start
)

func (s Support) String() string { return [...]string{"unknown", "works", "ignored", "refused"}[s] }

// Stack is what `docker stack deploy` does with a key, if that is not what Compose does.
type Stack int

// What a stack does: the same, drops the key with a warning, gives it its meaning, or refuses the file on every system.
const (
	SameInStack Stack = iota
	DroppedInStack
	WorksInStack
	RefusedInStack
)

// A Key is what is known of one key of compose files for Windows containers.
type Key struct {
	Path     string   // "services.*.privileged"; "*" is a name, "[]" an item of a list. Jobs and pre_start hooks are services
	Support  Support  // of the key with a value that is not in Harmless
	Says     string   // if it is refused, the engine's or Compose's words; if it is ignored, why, as one or two sentences
	Instead  Instead  // what can be set in its place
	Scope    string   // the versions that this is about, if not all: "Docker Engine 28.0 and later"
	Harmless []string // values that change nothing: "false", "0"; "" is an empty list or mapping, too
	ByValue  bool     // that is so for some values only, and the key alone tells nothing
	Stack    Stack
	Source   string // where it is written
}

// Instead is what can be set in place of a key, and in place of the option that does the same: a sentence that says so, or "".
type Instead struct{ Key, Option string }

// Sources that many rows share. The engine's are files of moby, the client's are files of docker/cli and docker/compose.
const (
	hostConfig   = "moby daemon/internal/runconfig/hostconfig_windows.go"
	daemonCreate = "moby daemon/daemon_windows.go, verifyPlatformContainerResources"
	ociSpec      = "moby daemon/oci_windows.go"
	mountParser  = "moby daemon/volume/mounts/windows_parser.go"
	windowsShim  = "moby daemon/libnetwork/drivers/windows/windows.go"
	noCodePath   = "moby: read in *_linux.go and *_unix.go only"
	architecture = "Microsoft Learn, container-networking/architecture, unsupported features"
)

const (
	unsupportedNetwork = "Microsoft lists the setting as not supported."
	noNamespaces       = "A Windows container does not have Linux namespaces."
	noCgroups          = "Windows does not have control groups."
	noDeviceRequests   = "Docker Engine reads device requests only on Linux."
)

var (
	insteadCPU    = Instead{"Use `cpus` to limit processor time.", "Use `--cpus` to limit processor time."}
	insteadMemory = Instead{"Use `mem_limit` to limit memory.", "Use `--memory` to limit memory."}
	insteadGPU    = Instead{
		"Use `devices: [class/5B45201D-F2F2-4F3B-85BB-30FF1F953599]` to assign a GPU.",
		"Use `--device class/5B45201D-F2F2-4F3B-85BB-30FF1F953599` to assign a GPU.",
	}
)

const since28 = "error text of Docker 28.0 and later"

// composeKeys is every key about which something is known without its value.
var composeKeys = []Key{
	{Path: "services.*.privileged", Support: Refused, Harmless: no, Stack: DroppedInStack, Scope: since28, Source: hostConfig,
		Says: "invalid option: privileged mode is not supported for Windows containers"},
	{Path: "services.*.read_only", Support: Refused, Harmless: no, Scope: since28, Source: hostConfig,
		Says: "invalid option: read-only mode is not supported for Windows containers"},
	{Path: "services.*.cpu_rt_period", Support: Refused, Harmless: zero, Scope: since28, Source: hostConfig,
		Says: "invalid option: CPU real-time period is not supported for Windows containers"},
	{Path: "services.*.cpu_rt_runtime", Support: Refused, Harmless: zero, Scope: since28, Source: hostConfig,
		Says: "invalid option: CPU real-time runtime is not supported for Windows containers"},
	{Path: "services.*.isolation", Support: Refused, ByValue: true, Scope: since28, Source: hostConfig,
		Says: "invalid isolation (%s): Windows supports 'default', 'process', or 'hyperv'"},

	{Path: "services.*.pids_limit", Support: Refused, Harmless: []string{"0", "-1"}, Source: daemonCreate, Says: notSupported + "PidsLimit"},
	{Path: "services.*.deploy.resources.limits.pids", Support: Refused, Harmless: []string{"0", "-1"}, Source: daemonCreate,
		Says: notSupported + "PidsLimit"},
	{Path: "services.*.mem_reservation", Support: Refused, Harmless: zero, Source: daemonCreate, Says: notSupported + "MemoryReservation",
		Instead: insteadMemory},
	{Path: "services.*.deploy.resources.reservations.memory", Support: Refused, Harmless: zero, Stack: WorksInStack, Source: daemonCreate,
		Scope: "Docker Compose 2.13.0 and later", Says: notSupported + "MemoryReservation",
		Instead: Instead{Key: "Use `deploy.resources.limits.memory` to limit memory."}},
	{Path: "services.*.memswap_limit", Support: Refused, Harmless: zero, Stack: RefusedInStack, Source: daemonCreate,
		Says: notSupported + "MemorySwap", Instead: insteadMemory},
	{Path: "services.*.mem_swappiness", Support: Refused, Harmless: []string{"0", "-1"}, Source: daemonCreate,
		Says: notSupported + "MemorySwappiness"},
	{Path: "services.*.ulimits", Support: Refused, Harmless: nothing, Source: daemonCreate, Says: notSupported + "Ulimits"},
	{Path: "services.*.cpuset", Support: Refused, Harmless: nothing, Stack: RefusedInStack, Source: daemonCreate,
		Says:    notSupported + "CpusetCpus",
		Instead: insteadCPU},
	{Path: "services.*.cpu_period", Support: Refused, Harmless: zero, Source: daemonCreate, Says: notSupported + "CPUPeriod",
		Instead: insteadCPU},
	{Path: "services.*.cgroup_parent", Support: Refused, Harmless: nothing, Stack: DroppedInStack, Source: daemonCreate,
		Says: notSupported + "CgroupParent"},
	{Path: "services.*.oom_kill_disable", Support: Refused, Harmless: no, Source: daemonCreate, Says: notSupported + "OomKillDisable"},
	{Path: "services.*.blkio_config.weight", Support: Refused, Harmless: zero, Source: daemonCreate, Says: notSupported + "BlkioWeight"},
	{Path: "services.*.blkio_config.weight_device", Support: Refused, Harmless: nothing, Source: daemonCreate,
		Says: notSupported + "BlkioWeightDevice"},
	{Path: "services.*.blkio_config.device_read_bps", Support: Refused, Harmless: nothing, Source: daemonCreate,
		Says: notSupported + "BlkioDeviceReadBps"},
	{Path: "services.*.blkio_config.device_read_iops", Support: Refused, Harmless: nothing, Source: daemonCreate,
		Says: notSupported + "BlkioDeviceReadIOps"},
	{Path: "services.*.blkio_config.device_write_bps", Support: Refused, Harmless: nothing, Source: daemonCreate,
		Says: notSupported + "BlkioDeviceWriteBps"},
	{Path: "services.*.blkio_config.device_write_iops", Support: Refused, Harmless: nothing, Source: daemonCreate,
		Says: notSupported + "BlkioDeviceWriteIOps"},
	{Path: "services.*.cpu_shares", Support: Refused, ByValue: true, Stack: RefusedInStack, Source: daemonCreate,
		Says: "range of CPUShares is from 1 to 10000"},
	{Path: "services.*.cpu_percent", Support: Refused, ByValue: true, Source: daemonCreate,
		Scope: "Docker Compose 2.15.0 and later, which sends the value times 100", Says: "range of CPUPercent is from 1 to 100"},

	{Path: "services.*.cap_add", Support: Refused, ByValue: true, Scope: "Docker Engine 23.0 and later; earlier ones ignore it",
		Source: "moby daemon/pkg/oci/caps", Says: `invalid CapAdd: unknown capability: "%s"`},
	{Path: "services.*.cap_drop", Support: Refused, ByValue: true, Scope: "Docker Engine 23.0 and later; earlier ones ignore it",
		Source: "moby daemon/pkg/oci/caps", Says: `invalid CapDrop: unknown capability: "%s"`},
	{Path: "services.*.security_opt", Support: Refused, ByValue: true, Stack: DroppedInStack, Source: ociSpec,
		Says: "security option not supported: %s"},
	{Path: "services.*.devices", Support: Refused, ByValue: true, Stack: DroppedInStack, Source: ociSpec,
		Says: "invalid device assignment path: '%s', must be 'class/ID' or 'IDType://ID'"},
	{Path: "services.*.stop_signal", Support: Refused, ByValue: true, Source: "moby pkg/signal/signal_windows.go", Says: "Invalid signal: %s"},
	{Path: "services.*.logging.driver", Support: Refused, ByValue: true, Source: "moby daemon/logdrivers_windows.go",
		Says: `error looking up logging plugin %s: plugin "%[1]s" not found`},
	{Path: "services.*.working_dir", Support: Refused, ByValue: true, Source: "moby daemon/container.go, translateWorkingDir",
		Says: "the working directory '%s' is invalid, it needs to be an absolute path"},
	{Path: "services.*.use_api_socket", Support: Refused, Harmless: no, Source: "docker/compose and docker/cli",
		Says: "use_api_socket can't be used with a Windows Docker Engine"},

	{Path: "services.*.network_mode", Support: Refused, ByValue: true, Stack: DroppedInStack, Source: "moby daemon/libnetwork/error.go",
		Says: "network %s not found"},
	{Path: "services.*.ports.[].host_ip", Support: Refused, ByValue: true, Stack: WorksInStack, Source: windowsShim,
		Says: "Windows does not support host IP addresses in NAT settings"},
	{Path: "services.*.ports.[].published", Support: Refused, ByValue: true, Stack: WorksInStack, Source: windowsShim,
		Says: "Windows does not support more than one host port in NAT settings"},
	{Path: "services.*.ports.[].protocol", Support: Refused, ByValue: true, Source: windowsShim, Says: "invalid protocol %s"},
	{Path: "services.*.networks.*.ipv6_address", Support: Refused, Harmless: nothing, Source: architecture},
	{Path: "networks.*.driver", Support: Refused, ByValue: true, Source: windowsShim,
		Says: "could not find plugin %s in v1 plugin registry: plugin not found"},
	{Path: "networks.*.enable_ipv6", Support: Refused, Harmless: no, Source: "moby daemon/libnetwork/ipams/windowsipam",
		Says: "this request is not supported by the 'windows' ipam driver"},
	{Path: "networks.*.enable_ipv4", Support: Refused, Harmless: []string{"true"}, Source: windowsShim, Says: "IPv4 cannot be disabled on Windows"},
	{Path: "networks.*.ipam.config.[].ip_range", Support: Refused, Harmless: nothing, Source: "moby daemon/libnetwork/ipams/windowsipam",
		Says: "this request is not supported by the 'windows' ipam driver"},
	{Path: "networks.*.ipam.config.[].aux_addresses", Support: Ignored, Harmless: nothing, Source: architecture,
		Says: unsupportedNetwork},
	{Path: "networks.*.ipam.driver", Support: Ignored, Harmless: []string{"default", "windows"}, Source: architecture,
		Says: unsupportedNetwork},
	{Path: "networks.*.ipam.options", Support: Ignored, Harmless: nothing, Source: architecture,
		Says: unsupportedNetwork},
	{Path: "networks.*.internal", Support: Ignored, Harmless: no, Source: architecture,
		Says: "The network is not isolated. Microsoft lists the setting as not supported."},
	{Path: "networks.*.driver_opts", Support: Ignored, ByValue: true, Source: "moby daemon/libnetwork/drivers/windows/labels.go"},
	{Path: "volumes.*.driver_opts", Support: Refused, ByValue: true, Source: "moby daemon/volume/local/local_windows.go",
		Says: "options are not supported on this platform"},

	{Path: "services.*.volumes.[].source", Support: Refused, ByValue: true, Source: mountParser, Says: "invalid volume specification: '%s'"},
	{Path: "services.*.volumes.[].target", Support: Refused, ByValue: true, Source: mountParser, Says: "invalid volume specification: '%s'"},
	{Path: "services.*.volumes.[].type", Support: Refused, ByValue: true, Source: mountParser,
		Says: `invalid mount config for type "%s": mount type unknown`},
	{Path: "services.*.volumes.[].bind.propagation", Support: Refused, Harmless: nothing, Source: mountParser, Says: "invalid propagation mode: %s"},
	{Path: "services.*.volumes.[].bind.selinux", Support: Refused, Harmless: nothing, Source: mountParser, Says: "invalid volume specification: '%s'"},
	{Path: "services.*.volumes.[].bind.create_host_path", Support: Ignored, Harmless: no, Source: mountParser},
	{Path: "services.*.volumes.[].consistency", Support: Ignored, Harmless: nothing, Source: "compose-go format/volume.go"},
	{Path: "services.*.volumes.[].tmpfs", Support: Refused, Harmless: nothing, Source: mountParser,
		Says: `invalid mount config for type "tmpfs": mount type unknown`},
	{Path: "services.*.volumes.[].image", Support: Refused, Harmless: nothing, Source: mountParser,
		Says: `invalid mount config for type "image": mount type unknown`},
	{Path: "services.*.volumes.[].volume.subpath", Source: mountParser},
	{Path: "services.*.volumes.[].bind.recursive", Source: mountParser},
	{Path: "services.*.secrets", Support: Refused, ByValue: true, Stack: WorksInStack, Source: "docker/compose pkg/compose/create.go; " + mountParser,
		Says: "invalid mount path: '/run/secrets/%s'"},
	{Path: "services.*.configs", Support: Refused, ByValue: true, Stack: WorksInStack, Source: "docker/compose pkg/compose/create.go; " + mountParser,
		Says: "invalid mount path: '/%s'"},

	{Path: "services.*.credential_spec", Support: Ignored, Stack: WorksInStack, Scope: "Docker Compose 2.0 and later",
		Source: "docker/compose: no reference in pkg"},
	{Path: "services.*.extra_hosts", Support: Ignored, Harmless: nothing, Source: "moby daemon/libnetwork/sandbox_dns_windows.go",
		Scope: "host-gateway is refused by Docker Engine 28.0 and later: unable to derive the IP value for host-gateway"},
	{Path: "services.*.shm_size", Support: Ignored, Harmless: zero, Stack: DroppedInStack, Source: noCodePath,
		Says: "A Windows container does not have `/dev/shm`."},
	{Path: "services.*.sysctls", Support: Ignored, Harmless: nothing, Source: noCodePath,
		Says: "The setting is for the Linux kernel, which a Windows container does not have."},
	{Path: "services.*.tmpfs", Support: Ignored, Harmless: nothing, Source: "moby container_unix.go",
		Says:    "Docker Engine on Windows mounts nothing at this path.",
		Instead: Instead{"To mount an empty volume, add an item with only the path to `volumes`.", "To mount an empty volume, use `-v` with only the path."}},
	{Path: "services.*.init", Support: Ignored, Harmless: no, Source: noCodePath,
		Says: "No init process is started before the program."},
	{Path: "services.*.pid", Support: Ignored, Harmless: nothing, Stack: DroppedInStack, Source: noCodePath,
		Says: noNamespaces},
	{Path: "services.*.ipc", Support: Ignored, Harmless: nothing, Stack: DroppedInStack, Source: noCodePath,
		Says: noNamespaces},
	{Path: "services.*.uts", Support: Ignored, Harmless: nothing, Source: noCodePath,
		Says: noNamespaces},
	{Path: "services.*.userns_mode", Support: Ignored, Harmless: nothing, Stack: DroppedInStack, Source: noCodePath,
		Says: noNamespaces},
	{Path: "services.*.cgroup", Support: Ignored, Harmless: nothing, Source: noCodePath,
		Says: noNamespaces},
	{Path: "services.*.group_add", Support: Ignored, Harmless: nothing, Source: noCodePath,
		Says: "The process runs under one Windows account, to which no groups are added."},
	{Path: "services.*.device_cgroup_rules", Support: Ignored, Harmless: nothing, Source: noCodePath,
		Says: noCgroups},
	{Path: "services.*.oom_score_adj", Support: Ignored, Harmless: zero, Source: noCodePath,
		Says: "Windows does not have an out-of-memory killer."},
	{Path: "services.*.cpu_quota", Support: Ignored, Harmless: zero, Stack: RefusedInStack, Source: noCodePath,
		Says:    noCgroups,
		Instead: insteadCPU},
	{Path: "services.*.dns_opt", Support: Ignored, Harmless: nothing, Source: noCodePath + "; " + architecture,
		Says: "The Windows resolver does not have such options."},
	{Path: "services.*.gpus", Support: Ignored, Harmless: nothing, Source: "moby: DeviceRequests are read in oci_linux.go only",
		Says:    noDeviceRequests,
		Instead: insteadGPU},
	{Path: "services.*.deploy.resources.reservations.devices", Support: Ignored, Harmless: nothing,
		Source:  "moby: DeviceRequests are read in oci_linux.go only",
		Says:    noDeviceRequests,
		Instead: insteadGPU},
	{Path: "services.*.links", Support: Ignored, Harmless: nothing, Stack: DroppedInStack, Source: "moby: registerLinks does nothing on Windows",
		Scope: "compose still waits for the service that is linked to"},
	{Path: "services.*.external_links", Support: Ignored, Harmless: nothing, Stack: DroppedInStack, Source: "moby: registerLinks does nothing on Windows"},
	{Path: "services.*.runtime", Support: Ignored, Harmless: nothing, Source: noCodePath, Scope: "if the engine does not use containerd"},

	{Path: "services.*.user", Support: Refused, ByValue: true, Source: "the logon of the Host Compute Service: 0x52e",
		Says: "The user name or password is incorrect."},
	{Path: "services.*.platform", Support: Refused, ByValue: true, Source: "moby: one engine runs one system; LCOW was removed in 23.0"},
	{Path: "services.*.umask", Source: "a key of 2026; no code path for Windows was looked for"},
	{Path: "services.*.annotations", Source: "no code path for Windows was looked for"},
	{Path: "services.*.domainname", Stack: DroppedInStack, Source: "no code path for Windows was looked for"},
	{Path: "services.*.models", Source: "Docker Model Runner"},
	{Path: "services.*.build.isolation", Source: "the classic builder alone has it"},
	{Path: "services.*.build.secrets", Source: classicBuilder, Says: "the classic builder doesn't support secrets, set DOCKER_BUILDKIT=1 to use BuildKit"},
	{Path: "services.*.build.ssh", Source: classicBuilder},
	{Path: "services.*.build.additional_contexts", Source: classicBuilder},
	{Path: "services.*.build.privileged", Source: classicBuilder},
	{Path: "services.*.build.platforms", Source: classicBuilder},
	{Path: "services.*.build.entitlements", Source: classicBuilder},
	{Path: "services.*.build.network", Source: "depends on the builder"},
	{Path: "services.*.build.shm_size", Source: noCodePath},
	{Path: "services.*.build.ulimits", Source: noCodePath},
	{Path: "services.*.build.extra_hosts", Source: "depends on the builder"},
	{Path: "services.*.build.cache_to", Source: classicBuilder},
	{Path: "services.*.build.no_cache_filter", Source: classicBuilder},
	{Path: "services.*.build.provenance", Source: classicBuilder},
	{Path: "services.*.build.sbom", Source: classicBuilder},
	{Path: "services.*.networks.*.link_local_ips", Source: "no code path for Windows was looked for"},
	{Path: "services.*.networks.*.gw_priority", Source: "no code path for Windows was looked for"},
	{Path: "services.*.networks.*.interface_name", Source: "no code path for Windows was looked for"},
	{Path: "services.*.networks.*.driver_opts", Source: "no code path for Windows was looked for"},
	{Path: "services.*.volumes_from", Stack: RefusedInStack, Source: mountParser},
}

const (
	notSupported   = "invalid option: Windows does not support "
	classicBuilder = "docker/compose: refused for the classic builder, which is the default of dockerd on Windows"
)

var (
	no      = []string{"false"}
	zero    = []string{"0"}
	nothing = []string{""}
)

// composeWorks is the keys that work on Windows as elsewhere, or that compose alone reads.
const composeWorks = `
name version include include.[].path include.[].env_file include.[].project_directory
services services.* services.*.attach services.*.image services.*.command services.*.entrypoint services.*.environment
services.*.env_file services.*.label_file services.*.labels services.*.container_name services.*.hostname services.*.expose
services.*.restart services.*.scale services.*.profiles services.*.depends_on services.*.extends services.*.provider
services.*.pull_policy services.*.pull_refresh_after services.*.stdin_open services.*.tty services.*.stop_grace_period
services.*.storage_opt services.*.mem_limit services.*.cpus services.*.cpu_count services.*.dns services.*.dns_search
services.*.mac_address services.*.healthcheck services.*.logging services.*.logging.options services.*.develop
services.*.pre_start services.*.post_start services.*.pre_stop services.*.per_replica services.*.triggers
services.*.blkio_config services.*.ports services.*.ports.[].target services.*.ports.[].name services.*.ports.[].mode
services.*.ports.[].app_protocol services.*.volumes services.*.volumes.[].read_only services.*.volumes.[].bind
services.*.volumes.[].volume services.*.volumes.[].volume.nocopy services.*.volumes.[].volume.labels
services.*.networks services.*.networks.* services.*.networks.*.aliases services.*.networks.*.ipv4_address
services.*.networks.*.mac_address services.*.networks.*.priority services.*.networks.*.use_service_name_alias
services.*.build services.*.build.context services.*.build.dockerfile services.*.build.dockerfile_inline services.*.build.args
services.*.build.labels services.*.build.cache_from services.*.build.no_cache services.*.build.pull services.*.build.tags
services.*.build.target
services.*.deploy services.*.deploy.mode services.*.deploy.replicas services.*.deploy.endpoint_mode services.*.deploy.labels
services.*.deploy.placement services.*.deploy.restart_policy services.*.deploy.update_config services.*.deploy.rollback_config
services.*.deploy.resources services.*.deploy.resources.limits services.*.deploy.resources.limits.cpus
services.*.deploy.resources.limits.memory services.*.deploy.resources.reservations services.*.deploy.resources.reservations.cpus
services.*.deploy.resources.reservations.generic_resources
jobs jobs.* models models.* networks networks.* networks.*.name networks.*.external networks.*.attachable networks.*.labels
networks.*.ipam networks.*.ipam.config networks.*.ipam.config.[].subnet networks.*.ipam.config.[].gateway
volumes volumes.* volumes.*.name volumes.*.external volumes.*.driver volumes.*.labels
secrets secrets.* configs configs.*
`

// composeParts is the keys that are treated as the key around them.
const composeParts = `
services.*.annotations.* services.*.environment.* services.*.labels.* services.*.sysctls.* services.*.extra_hosts.* services.*.models.*
services.*.models.*.endpoint_var services.*.models.*.model_var services.*.logging.options.* services.*.networks.*.driver_opts.*
services.*.blkio_config.weight_device.[].path services.*.blkio_config.weight_device.[].weight
services.*.blkio_config.device_read_bps.[].path services.*.blkio_config.device_read_bps.[].rate
services.*.blkio_config.device_read_iops.[].path services.*.blkio_config.device_read_iops.[].rate
services.*.blkio_config.device_write_bps.[].path services.*.blkio_config.device_write_bps.[].rate
services.*.blkio_config.device_write_iops.[].path services.*.blkio_config.device_write_iops.[].rate
services.*.credential_spec.config services.*.credential_spec.file services.*.credential_spec.registry
services.*.depends_on.* services.*.depends_on.*.condition services.*.depends_on.*.required services.*.depends_on.*.restart
services.*.devices.[].source services.*.devices.[].target services.*.devices.[].permissions
services.*.env_file.[].path services.*.env_file.[].format services.*.env_file.[].required services.*.extends.file services.*.extends.service
services.*.gpus.[].capabilities services.*.gpus.[].count services.*.gpus.[].device_ids services.*.gpus.[].driver services.*.gpus.[].options
services.*.gpus.[].options.* services.*.provider.type services.*.provider.options services.*.provider.options.*
services.*.healthcheck.disable services.*.healthcheck.interval services.*.healthcheck.retries services.*.healthcheck.start_interval
services.*.healthcheck.start_period services.*.healthcheck.test services.*.healthcheck.timeout
services.*.post_start.[].command services.*.post_start.[].environment services.*.post_start.[].environment.*
services.*.post_start.[].privileged services.*.post_start.[].user services.*.post_start.[].working_dir
services.*.pre_stop.[].command services.*.pre_stop.[].environment services.*.pre_stop.[].environment.*
services.*.pre_stop.[].privileged services.*.pre_stop.[].user services.*.pre_stop.[].working_dir
services.*.secrets.[].source services.*.secrets.[].target services.*.secrets.[].gid services.*.secrets.[].uid services.*.secrets.[].mode
services.*.configs.[].source services.*.configs.[].target services.*.configs.[].gid services.*.configs.[].uid services.*.configs.[].mode
services.*.triggers.manual services.*.triggers.schedule services.*.triggers.schedule.[].concurrency services.*.triggers.schedule.[].cron
services.*.triggers.schedule.[].missed_fires services.*.triggers.schedule.[].timezone
services.*.ulimits.* services.*.ulimits.*.hard services.*.ulimits.*.soft
services.*.volumes.[].tmpfs.mode services.*.volumes.[].tmpfs.size services.*.volumes.[].image.subpath
services.*.volumes.[].volume.labels.*
services.*.build.args.* services.*.build.labels.* services.*.build.additional_contexts.* services.*.build.extra_hosts.* services.*.build.ssh.*
services.*.build.ulimits.* services.*.build.ulimits.*.hard services.*.build.ulimits.*.soft services.*.build.secrets.[].gid
services.*.build.secrets.[].mode services.*.build.secrets.[].source services.*.build.secrets.[].target services.*.build.secrets.[].uid
services.*.deploy.labels.* services.*.deploy.placement.constraints services.*.deploy.placement.max_replicas_per_node
services.*.deploy.placement.preferences services.*.deploy.placement.preferences.[].spread
services.*.deploy.restart_policy.condition services.*.deploy.restart_policy.delay services.*.deploy.restart_policy.max_attempts
services.*.deploy.restart_policy.window services.*.deploy.update_config.delay services.*.deploy.update_config.failure_action
services.*.deploy.update_config.max_failure_ratio services.*.deploy.update_config.monitor services.*.deploy.update_config.order
services.*.deploy.update_config.parallelism services.*.deploy.rollback_config.delay services.*.deploy.rollback_config.failure_action
services.*.deploy.rollback_config.max_failure_ratio services.*.deploy.rollback_config.monitor services.*.deploy.rollback_config.order
services.*.deploy.rollback_config.parallelism
services.*.deploy.resources.reservations.devices.[].capabilities services.*.deploy.resources.reservations.devices.[].count
services.*.deploy.resources.reservations.devices.[].device_ids services.*.deploy.resources.reservations.devices.[].driver
services.*.deploy.resources.reservations.devices.[].options services.*.deploy.resources.reservations.devices.[].options.*
services.*.deploy.resources.reservations.generic_resources.[].discrete_resource_spec
services.*.deploy.resources.reservations.generic_resources.[].discrete_resource_spec.kind
services.*.deploy.resources.reservations.generic_resources.[].discrete_resource_spec.value
services.*.develop.watch services.*.develop.watch.[].action services.*.develop.watch.[].exec services.*.develop.watch.[].exec.command
services.*.develop.watch.[].exec.environment services.*.develop.watch.[].exec.environment.* services.*.develop.watch.[].exec.privileged
services.*.develop.watch.[].exec.user services.*.develop.watch.[].exec.working_dir services.*.develop.watch.[].ignore
services.*.develop.watch.[].include services.*.develop.watch.[].initial_sync services.*.develop.watch.[].path
services.*.develop.watch.[].target
networks.*.driver_opts.* networks.*.labels.* networks.*.external.name networks.*.ipam.config.[].aux_addresses.* networks.*.ipam.options.*
volumes.*.driver_opts.* volumes.*.labels.* volumes.*.external.name
secrets.*.name secrets.*.file secrets.*.environment secrets.*.external secrets.*.external.name secrets.*.labels secrets.*.labels.*
secrets.*.driver secrets.*.driver_opts secrets.*.driver_opts.* secrets.*.template_driver
configs.*.name configs.*.file configs.*.environment configs.*.content configs.*.external configs.*.external.name configs.*.labels
configs.*.labels.* configs.*.template_driver
models.*.name models.*.model models.*.context_size models.*.runtime_flags
`

// allKeys is all keys by their path.
var allKeys = sync.OnceValue(func() map[string]*Key {
	keys := map[string]*Key{}
	for _, path := range strings.Fields(composeWorks) {
		keys[path] = &Key{Path: path, Support: Works}
	}
	for i := range composeKeys {
		keys[composeKeys[i].Path] = &composeKeys[i]
	}
	parts := strings.Fields(composeParts)
	slices.SortStableFunc(parts, func(a, b string) int { return len(a) - len(b) }) // what is around a key is there before it
	for _, path := range parts {
		if around := keys[around(path)]; around != nil {
			keys[path] = around
		}
	}
	return keys
})

// around is the path of the key that a key is in.
func around(path string) string {
	path = path[:strings.LastIndexByte(path, '.')]
	return strings.TrimSuffix(path, ".[]")
}

// KeyPaths is the paths of all keys of compose files of which something is known, in order.
func KeyPaths() []string { return slices.Sorted(maps.Keys(allKeys())) }

// KeyAt is what is known of the key at a path such as "services.*.deploy.resources.limits.pids"; nil if the
// specification has no such key. Of a part of a value it is what is known of that value.
func KeyAt(path string) *Key { return allKeys()[general(path)] }

// general puts services for jobs and for the hooks that are containers of their own, since their keys are the same.
func general(path string) string {
	if rest, found := strings.CutPrefix(path, "jobs.*."); found {
		path = "services.*." + rest
	}
	if rest, found := strings.CutPrefix(path, "services.*.pre_start.[]."); found {
		path = "services.*." + rest
	}
	return path
}

// Is reports whether k is the key at a path itself, and not one around it.
func (k *Key) Is(path string) bool { return k.Path == general(path) }

// Applies reports whether what is known of the key applies to a value: not if it is harmless, nor if only some values
// are meant. The value is in lower case; "" is an empty list or mapping, too.
func (k *Key) Applies(value string) bool {
	return !k.ByValue && !slices.Contains(k.Harmless, value)
}

// DiffersInStack reports whether `docker stack deploy` does something else with the key than Compose does.
func (k *Key) DiffersInStack() bool { return k.Stack != SameInStack }
