package diagnose

// networks is the errors of the Host Networking Service.
var networks = []*Kind{
	{
		ID: "host-port-in-use", Certainty: Likely, Codes: "Win32 20; HCN 13",
		Patterns: always(
			`failed to create endpoint.*(\(0x20\)|being used by another process|specified port already exists|0x803b0013)`,
			`access a socket in a way forbidden`,
			`Only one usage of each socket address`,
			`hnsCall failed in Win32: [^(]*\(0x20\)`,
			`0x803b0013`,
		),
		Rules: []string{"port-range", "port-host-address"},
		Refs:  []string{"docker/for-win#3893", "docker/for-win#12530", "docker/for-win#8881", "docker/for-win#6613", "moby/moby#41094"},
	},
	{
		ID: "endpoint-unspecified", Certainty: OneOf, Weight: FollowUp,
		Patterns: always(`failed to create endpoint.*(Unspecified [Ee]rror|Failed to create endpoint)`),
		Rules:    []string{"port-range"},
		Refs:     []string{"docker/for-win#667", "docker/for-win#5683", "docker/for-win#2102", "MicrosoftDocs/Virtualization-Documentation#273"},
	},
	{
		ID: "hns-file-being-deleted", Certainty: OneOf, Codes: "Win32 12f",
		Patterns: always(
			`HNS failed with error.*(process of being deleted|正在被删除)`,
			`\(0x12f\)`,
		),
		Refs: []string{"moby/moby#34498"},
	},
	{
		ID: "hns-degraded", Certainty: OneOf, Codes: "HCN 17",
		Patterns: always(
			`degraded object`,
			`verslechterd object`,
			`0x803b0017`,
		),
		Refs: []string{"docker/for-win#3558"},
	},
	{
		ID: "hns-adapter-not-found", Certainty: Likely, Codes: "HCN 06",
		Patterns: always(
			`An adapter was not found`,
			`0x803b0006`,
		),
		Rules: []string{"network-option"},
		Refs:  []string{"moby/moby#41094"},
	},
	{
		ID: "hns-object-exists", Certainty: OneOf, Codes: "HCN 10, 11",
		Patterns: always(
			`network with this name already exists`,
			`(HNS|hns|hnsCall) failed.*([Oo]bject (already exists|Exists|name already existed)|\(0x1392\))`,
			`0x803b001[01]`,
		),
		Rules: []string{"second-nat-network", "nat-is-there"},
		Refs:  []string{"docker/for-win#726", "moby/moby#32750"},
	},
	{
		ID: "hns-request-unsupported", Certainty: Certain, Codes: "HCN 15, 16",
		Patterns: always(
			`0x803b001[56]`,
			`Port mapping is not supported on the given network`,
		),
		Rules: []string{"network-driver", "network-option"},
		Refs:  []string{"Error codes of the Host Compute Network: https://learn.microsoft.com/virtualization/api/hcn/reference/hcnhresult"},
	},
	{
		ID: "hns-address-invalid", Certainty: Certain, Codes: "HCN 1E, 05, 2F-33",
		Patterns: always(
			`0x803b00(1e|05|2f|30|32|33)`,
			`IP address is either invalid or not part`,
		),
		Rules: []string{"network-subnet-ignored"},
		Refs:  []string{"Error codes of the Host Compute Network: https://learn.microsoft.com/virtualization/api/hcn/reference/hcnhresult"},
	},
	{
		ID: "ics-disabled", Certainty: Certain, Codes: "HCN 2A",
		Patterns: always(
			`0x803b002[aA]`,
			`Internet Connection Sharing service \(SharedAccess\) is disabled`,
		),
		Refs: []string{"Error codes of the Host Compute Network: https://learn.microsoft.com/virtualization/api/hcn/reference/hcnhresult"},
	},
	{
		ID: "hns-service-down", Certainty: Likely, Codes: "Win32 426, 6ba, 23e",
		Patterns: always(`hnsCall.*(service has not been started|\(0x426\)|\(0x6ba\)|RPC server is unavailable|\(0x23e|\{Application Error\})`),
		Refs:     []string{"docker/for-win#8226"},
	},
	{
		ID: "hns-element-not-found", Certainty: OneOf, Codes: "Win32 490",
		Patterns: always(`(HNS|hns|hnsCall) failed.*(Element not found|\(0x490\))`),
		Rules:    []string{"network-option"},
		Refs:     []string{"docker/for-win#4600", "docker/for-win#5999"},
	},
	{
		ID: "hns-parameter-incorrect", Certainty: OneOf, Codes: "Win32 57",
		Patterns: always(`(HNS|hns|hnsCall) failed.*(parameter is incorrect|\(0x57\))`),
		Rules:    []string{"second-nat-network", "external-network-form"},
		Refs:     []string{"docker/for-win#396", "docker/for-win#1165", "docker/for-win#750", "moby/moby#30280"},
	},
	{
		ID: "hns-incorrect-function", Certainty: OneOf, Codes: "Win32 1",
		Patterns: always(`hnsCall failed in Win32: [^(]*\(0x1\)`),
		Refs:     []string{"docker/for-win#4588"},
	},
	{
		ID: "default-network-failed", Certainty: OneOf, Weight: Vague,
		Patterns: always(`[Ee]rror creating default network`),
		Refs:     []string{"docker/for-win#1126", "docker/for-win#2236", "moby/moby#34018"},
	},
	{
		ID: "network-driver-missing", Certainty: Certain,
		Patterns: always(`could not find plugin \S+ in v1 plugin registry`),
		Rules:    []string{"network-driver"},
		Refs:     []string{"moby/moby: pkg/plugins/discovery.go", "deviantony/docker-elk#472", "laradock/laradock#1526", "docker/for-win#227", "portainer/portainer#3182"},
	},
	{
		ID: "network-mode-missing", Certainty: Certain,
		Patterns: onWindows(`network (host|bridge) not found`),
		Rules:    []string{"network-mode"},
		Refs:     []string{"moby/moby: daemon/libnetwork/error.go"},
	},
	{
		ID: "external-network-missing", Certainty: Likely,
		Patterns: onWindows(`[Nn]etwork nat declared as external, but could not be found`),
		Rules:    []string{"external-network-form"},
		Refs:     []string{"docker/compose: pkg/compose/create.go"},
	},
}
