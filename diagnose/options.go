package diagnose

// options is the errors about options, mounts and commands that an engine on Windows rejects.
var options = []*Kind{
	{
		ID: "option-refused", Certainty: Certain,
		Patterns: always(
			`invalid option: (Windows does not support \w+|.*is not supported for Windows containers)`,
			`Windows does not support (privileged mode|root filesystem in read-only mode|CPU real-time)`,
			`[Ii]nvalid isolation.*Windows supports`,
			`network stack of another container is not supported while using Hyper-V`,
		),
		Rules: []string{"setting-refused", "isolation-value", "network-mode"},
		Refs:  []string{"moby/moby: daemon/daemon_windows.go", "moby/moby: daemon/internal/runconfig/hostconfig_windows.go"},
	},
	{
		ID: "capability-unknown", Certainty: Certain,
		Patterns: onWindows(`invalid (CapAdd|CapDrop|capability): unknown capability`),
		Rules:    []string{"unknown-capability"},
		Refs:     []string{"moby/moby: daemon/pkg/oci/caps/utils_other.go"},
	},
	{
		ID: "security-option-refused", Certainty: Certain,
		Patterns: onWindows(`security option not supported: \S+`),
		Rules:    []string{"security-option"},
		Refs:     []string{"moby/moby: daemon/oci_windows.go"},
	},
	{
		ID: "port-host-address", Certainty: Certain,
		Patterns: always(`Windows does not support host IP addresses in NAT settings`),
		Rules:    []string{"port-host-address"},
		Refs:     []string{"moby/moby: daemon/libnetwork/drivers/windows/windows.go"},
	},
	{
		ID: "port-range", Certainty: Certain,
		Patterns: always(`Windows does not support more than one host port in NAT settings`),
		Rules:    []string{"port-range"},
		Refs:     []string{"moby/moby: daemon/libnetwork/drivers/windows/windows.go"},
	},
	{
		ID: "mount-source-is-file", Certainty: Certain,
		Patterns: always(
			`source path must be a directory`,
			`Only directories can be mapped on this platform`,
		),
		Rules: []string{"mount-of-file", "file-secret"},
		Refs:  []string{"moby/moby: daemon/volume/mounts/windows_parser.go", "moby/moby#26340"},
	},
	{
		ID: "mount-target-system-drive", Certainty: Certain,
		Patterns: always(`destination path \S* ?cannot be 'c:' or 'c:\\\\?'`),
		Rules:    []string{"mount-target", "volume-path"},
		Refs:     []string{"moby/moby: daemon/volume/mounts/windows_parser.go"},
	},
	{
		ID: "mount-source-missing", Certainty: Certain,
		Patterns: onWindows(`bind source path does not exist: [A-Za-z]:`),
		Rules:    []string{"mount-source"},
		Refs:     []string{"moby/moby: daemon/volume/mounts/validate.go"},
	},
	{
		ID: "mount-spec-invalid", Certainty: OneOf,
		Patterns: append(always(`invalid volume spec(ification:)? ['"]?[A-Za-z]:`), onWindows(
			`invalid volume specification: `,
			`mount path must be absolute`,
			`invalid volume name`,
		)...),
		Rules: []string{"mount-target", "mount-option", "one-letter-volume", "backslash-eaten", "mount-source"},
		Refs:  []string{"docker/cli#240", "docker/cli#2203", "docker/compose#6400", "docker/compose#5712", "moby/moby#37328", "docker/for-win#1840"},
	},
	{
		ID: "local-volume-options", Certainty: Certain,
		Patterns: onWindows(`options are not supported on this platform`),
		Rules:    []string{"local-volume-options"},
		Refs:     []string{"moby/moby: daemon/volume/local/local_windows.go"},
	},
	{
		ID: "log-driver", Certainty: Certain,
		Patterns: onWindows(`error looking up logging plugin \S+: plugin \S+ not found`),
		Rules:    []string{"log-driver"},
		Refs:     []string{"moby/moby: daemon/logger/plugin.go"},
	},
	{
		ID: "commit-of-running-container", Certainty: Certain,
		Patterns: always(`windows does not support commit of a running container`),
		Rules:    []string{"commit-of-running-container"},
		Refs:     []string{"moby/moby: daemon/commit.go"},
	},
	{
		ID: "export-of-container", Certainty: Certain,
		Patterns: always(`does not support exporting Windows containers`),
		Rules:    []string{"export-of-container"},
		Refs:     []string{"moby/moby: daemon/export.go"},
	},
	{
		ID: "diff-of-running-container", Certainty: Certain,
		Patterns: always(`Windows does not support diff of a running container`),
		Rules:    []string{"diff-of-running-container"},
		Refs:     []string{"moby/moby: daemon/changes.go"},
	},
	{
		ID: "cp-of-running-hyperv-container", Certainty: Certain,
		Patterns: always(`filesystem operations against a running Hyper-V container are not supported`),
		Rules:    []string{"cp-of-running-hyperv-container"},
		Refs:     []string{"moby/moby: daemon/archive_windows.go", "moby/moby#31864", "microsoft/navcontainerhelper#69"},
	},
	{
		ID: "checkpoint", Certainty: Certain,
		Patterns: always(`Windows: Containers do not support checkpoints`),
		Rules:    []string{"checkpoint"},
		Refs:     []string{"moby/moby: daemon/internal/libcontainerd/local/local_windows.go"},
	},
	{
		ID: "device-with-hyperv", Certainty: Certain,
		Patterns: always(`device assignment is not supported for HyperV containers`),
		Rules:    []string{"device-form"},
		Refs:     []string{"moby/moby: daemon/internal/libcontainerd/local/local_windows.go"},
	},
	{
		ID: "process-isolation-no-pause", Certainty: Certain,
		Patterns: always(
			`not implemented for containers using process isolation`,
			`cannot resume Windows Server Containers`,
		),
		Refs: []string{"moby/moby: daemon/internal/libcontainerd/local/local_windows.go"},
	},
	{
		ID: "credential-spec", Certainty: Certain,
		Patterns: always(
			`credential spec .*(could not be read|was not found)`,
			`CredentialSpecs\S* for container \S+ as the`,
			`invalid credential spec`,
			`failed to load credential spec`,
		),
		Rules: []string{"credential-spec-form", "credential-spec-ignored"},
		Refs:  []string{"moby/moby: daemon/oci_windows.go"},
	},
	{
		ID: "working-dir-relative", Certainty: Certain,
		Patterns: onWindows(`the working directory '[^']*' is invalid, it needs to be an absolute path`),
		Rules:    []string{"working-dir"},
		Refs:     []string{"moby/moby: daemon/container.go"},
	},
}
