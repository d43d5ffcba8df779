package diagnose

// registries is the errors on the way to a registry.
var registries = []*Kind{
	{
		ID: "push-of-foreign-layer", Certainty: OneOf,
		Patterns: onWindows(
			`blob unknown to registry`,
			`MANIFEST_BLOB_UNKNOWN`,
			`[Uu]nknown blob`,
		),
		Rules: []string{"revision-pinned", "release-out-of-support"},
		Refs:  []string{"distribution/distribution#2232", "moby/moby#27580", "moby/moby#34216", "goharbor/harbor#12313", "containerd/containerd#5887"},
	},
	{
		ID: "registry-rate-limit", Certainty: Certain,
		Patterns: onWindows(
			`toomanyrequests`,
			`429 Too Many Requests`,
			`pull rate limit`,
		),
		Rules: []string{"image-not-pinned"},
		Refs:  []string{"microsoft/containerregistry#140"},
	},
	{
		ID: "registry-certificate", Certainty: Likely,
		Patterns: onWindows(`x509: `),
		Refs:     []string{"dotnet/dotnet-docker#3579"},
	},
	{
		ID: "registry-proxy", Certainty: Certain, Codes: "HTTP 407",
		Patterns: onWindows(
			`Proxy Authentication Required`,
			`proxyconnect`,
			`invalid proxy URL`,
		),
		Refs: []string{"docker/for-win#10879"},
	},
	{
		ID: "registry-dns", Certainty: Likely,
		Patterns: onWindows(`lookup \S+( on \S+)?: (no such host|i/o timeout|getaddrinfow)`),
		Refs:     []string{"Troubleshooting the Docker daemon: https://docs.docker.com/engine/daemon/troubleshoot/"},
	},
	{
		ID: "registry-timeout", Certainty: OneOf,
		Patterns: onWindows(
			`dial tcp \S+: (i/o timeout|connectex: A connection attempt failed)`,
			`TLS handshake timeout`,
			`Client\.Timeout exceeded`,
			`context deadline exceeded`,
		),
		Refs: []string{"moby/moby#27911", "microsoft/containerregistry#75", "microsoft/containerregistry#175"},
	},
	{
		ID: "registry-reset", Certainty: OneOf,
		Patterns: onWindows(
			`connection reset by peer`,
			`forcibly closed by the remote`,
			`wsarecv`,
			`connection refused`,
			`No connection could be made`,
			`connectex`,
			`unexpected EOF`,
		),
		Rules: []string{"slow-download"},
		Refs:  []string{"dotnet/dotnet-docker#1062", "microsoft/containerregistry#175"},
	},
	{
		ID: "registry-login", Certainty: Likely, Codes: "HTTP 401, 403",
		Patterns: onWindows(
			`unauthorized: authentication required`,
			`no basic auth credentials`,
			`401 Unauthorized`,
			`authorization failed`,
			`(^|[^']: )denied: requested access`,
			`pull access denied for \S+, repository`,
			`403 Forbidden`,
		),
		Refs: []string{"docker login: https://docs.docker.com/reference/cli/docker/login/"},
	},
	{
		ID: "registry-server-error", Certainty: Likely, Codes: "HTTP 5xx",
		Patterns: onWindows(
			`received unexpected HTTP status: 5\d\d`,
			`unexpected status( code)?.*: 5\d\d`,
			`50[0234] (Internal|Bad Gateway|Service Unavailable|Gateway)`,
		),
		Refs: []string{"The registry API: https://distribution.github.io/distribution/spec/api/"},
	},
	{
		ID: "download-corrupt", Certainty: Likely,
		Patterns: onWindows(
			`verification failed for digest`,
			`failed precondition.*digest`,
			`unexpected commit digest`,
		),
		Refs: []string{"moby/moby: daemon/internal/distribution/pull_v2.go"},
	},
	{
		ID: "pull-config-failed", Certainty: OneOf, Weight: Vague,
		Patterns: onWindows(`error pulling image configuration`),
		Rules:    []string{"image-without-tag"},
		Refs:     []string{"MicrosoftDocs/Virtualization-Documentation#455"},
	},
}
