package diagnose

// engines is the errors about the engine, its pipe, its settings and its host.
var engines = []*Kind{
	{
		ID: "daemon-not-elevated", Certainty: Certain,
		Patterns: always(
			`Containers feature is installed: Access is denied`,
			`failed to load listeners: open //\./pipe/docker_engine: Access is denied`,
		),
		Refs: []string{"docker/for-win#10644", "docker/for-win#5683", "moby/moby: daemon/daemon_windows.go"},
	},
	{
		ID: "pipe-access-denied", Certainty: Certain, Codes: "Win32 5",
		Patterns: always(
			`pipe[/\\]\S*: (Access is denied|Zugriff verweigert|Accès refusé|Acceso denegado|Accesso negato|Acesso negado|Toegang geweigerd|拒绝访问|アクセスが拒否|Отказано в доступе)`,
			`permission denied while trying to connect to the docker API at npipe`,
		),
		Rules: []string{"docker-socket", "pipe-mount"},
		Refs:  []string{"moby/moby: client/request.go", "docker/for-win#5683"},
	},
	{
		ID: "engine-not-running", Certainty: Likely, Codes: "Win32 2", Weight: FollowUp,
		Patterns: always(
			`(open|dial) (//\./pipe/|\\\\\.\\pipe\\)(docker|buildkit)\w*`,
			`failed to connect to the docker API at npipe:`,
		),
		Rules: []string{"docker-socket"},
		Refs:  []string{"moby/moby: client/request.go", "docker/for-win#4615", "docker/for-win#7310", "docker/for-win#10752", "docker/for-win#8247"},
	},
	{
		ID: "containers-feature-missing", Certainty: Certain,
		Patterns: always(
			`[Ff]ailed to load vmcompute\.dll`,
			`ensure that the Containers feature is installed`,
			`a required service is not installed`,
		),
		Refs: []string{"moby/moby: daemon/daemon_windows.go", "docker/for-win#1082", "docker/for-win#2020", "moby/moby#28327"},
	},
	{
		ID: "windows-too-old", Certainty: Certain,
		Patterns: always(
			`version of Windows does not support the docker daemon`,
			`docker daemon requires build 14393`,
		),
		Refs: []string{"moby/moby: daemon/daemon_windows.go"},
	},
	{
		ID: "daemon-json-unknown-key", Certainty: Certain,
		Patterns: onWindows(`unable to configure the Docker daemon with file.*directives don't match any configuration option`),
		Rules:    []string{"daemon-flag"},
		Refs:     []string{"moby/moby: daemon/config/config.go", "moby/moby#22709"},
	},
	{
		ID: "daemon-json-conflict", Certainty: Certain,
		Patterns: onWindows(`directives are specified both as a flag and in the configuration file`),
		Rules:    []string{"daemon-flag"},
		Refs:     []string{"docker/for-win#2647", "moby/moby#41725"},
	},
	{
		ID: "daemon-json-syntax", Certainty: Certain,
		Patterns: onWindows(`unable to configure the Docker daemon with file.*(invalid character|cannot unmarshal|unexpected end of JSON)`),
		Refs:     []string{"moby/moby: daemon/config/config.go", "The daemon configuration file: https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file"},
	},
	{
		ID: "daemon-already-running", Certainty: Likely,
		Patterns: onWindows(
			`process with PID \d+ is still running`,
			`pid file found`,
		),
		Refs: []string{"moby/moby: pkg/pidfile/pidfile.go"},
	},
	{
		ID: "client-too-old", Certainty: Certain,
		Patterns: onWindows(`client version \S+ is too old\. Minimum supported API version`),
		Refs:     []string{"moby/moby: daemon/server/middleware/version.go"},
	},
}
