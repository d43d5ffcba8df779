package diagnose

// programs is the errors of programs in a step or a container, and what their exit codes mean.
var programs = []*Kind{
	{
		ID: "container-dns", Certainty: OneOf,
		Patterns: onWindows(
			`name could not be resolved`,
			`No such host is known`,
			`[Cc]ould not resolve host`,
			`could not find host \S+\. Please check the name`,
		),
		Refs: []string{"docker/for-win#6453", "docker/for-win#5251", "microsoft/DockerTools#247", "microsoft/DockerTools#84", "dotnet/core#8337"},
	},
	{
		ID: "package-feed-unreachable", Certainty: OneOf,
		Patterns: onWindows(`Unable to load the service index for source`),
		Refs:     []string{"microsoft/DockerTools#247", "dotnet/dotnet-docker#543", "NuGet/Home#5358"},
	},
	{
		ID: "container-network", Certainty: OneOf,
		Patterns: onWindows(
			`Unable to connect to the remote server`,
			`WinHttp.*12029`,
		),
		Refs: []string{"Troubleshooting Windows containers: https://learn.microsoft.com/virtualization/windowscontainers/troubleshooting"},
	},
	{
		ID: "access-denied-on-nano", Certainty: Likely, Codes: "Win32 5",
		Patterns: onNano(
			`Access to the path.*is denied`,
			`^(#\d+ [0-9.]+ )?Access is denied\.?$`,
			`: Access is denied\.?$`,
			`System error 5 has occurred`,
		),
		Rules: []string{"nano-needs-administrator", "unknown-user"},
		Refs:  []string{"moby/buildkit#4731", "dotnet/dotnet-docker#1010", "dotnet/dotnet-docker#569"},
	},
	{
		ID: "move-in-volume", Certainty: Likely, Codes: "Win32 11",
		Patterns: onWindows(
			`cannot move the file to a different disk drive`,
			`Move-?Item.*(denied|part of the path)`,
		),
		Rules: []string{"install-into-volume", "volume-not-filled"},
		Refs:  []string{"docker/for-win#1058", "moby/moby#38256"},
	},
	{
		ID: "installer-failed", Certainty: OneOf, Codes: "MSI",
		Patterns: onWindows(`(exit ?code:?|ExitCode|returned a non-zero code:|error code) ?:? ?(1601|1603|1618|1619|1620|1638|1639|5003|5007|0x80070643)\b`),
		Rules:    []string{"installer-not-awaited", "installer-not-silent", "quotes-lost"},
		Refs:     []string{"moby/moby#30395"},
	},
	{
		ID: "installer-wants-reboot", Certainty: Certain, Codes: "MSI",
		Patterns: onWindows(`(exit ?code:?|ExitCode|returned a non-zero code:) ?:? ?(3010|1641)\b`),
		Rules:    []string{"exit-code-dropped", "start-process-not-awaited"},
		Refs:     []string{"MicrosoftDocs/visualstudio-docs#4390"},
	},
	{
		ID: "dll-not-found", Certainty: OneOf, Codes: "NT C0000135",
		Patterns: onWindows(
			`3221225781`,
			`-1073741515`,
			`0x[cC]0000135`,
		),
		Rules: []string{"nano-missing-tool", "system-dll-of-other-release", "host-mismatch"},
		Refs:  []string{"microsoft/iis-docker#187", "NTSTATUS values: https://learn.microsoft.com/openspecs/windows_protocols/ms-erref/596a1078-e883-4972-9bbc-49e60bebca55"},
	},
	{
		ID: "entry-point-not-found", Certainty: Likely, Codes: "NT C0000139",
		Patterns: onWindows(
			`3221225785`,
			`-1073741511`,
			`0x[cC]0000139`,
		),
		Rules: []string{"system-dll-of-other-release", "host-mismatch"},
		Refs:  []string{"NTSTATUS values: https://learn.microsoft.com/openspecs/windows_protocols/ms-erref/596a1078-e883-4972-9bbc-49e60bebca55"},
	},
	{
		ID: "dll-init-failed", Certainty: OneOf, Codes: "NT C0000142",
		Patterns: onWindows(
			`3221225794`,
			`-1073741502`,
			`0x[cC]0000142`,
		),
		Rules: []string{"host-mismatch"},
		Refs:  []string{"docker/for-win#5773"},
	},
	{
		ID: "access-violation", Certainty: OneOf, Codes: "NT C0000005",
		Patterns: onWindows(
			`3221225477`,
			`-1073741819`,
			`0x[cC]0000005\b`,
		),
		Refs: []string{"NTSTATUS values: https://learn.microsoft.com/openspecs/windows_protocols/ms-erref/596a1078-e883-4972-9bbc-49e60bebca55"},
	},
	{
		ID: "fail-fast", Certainty: OneOf, Codes: "NT C0000409; 80131623",
		Patterns: onWindows(
			`3221226505`,
			`-1073740791`,
			`0x[cC]0000409`,
			`2148734499`,
			`0x80131623`,
		),
		Rules: []string{"host-mismatch"},
		Refs:  []string{"moby/moby#40328", "MicrosoftDocs/visualstudio-docs#4772"},
	},
	{
		ID: "stopped-by-ctrl-c", Certainty: Certain, Codes: "NT C000013A",
		Patterns: onWindows(
			`3221225786`,
			`-1073741510`,
			`0x[cC]000013[aA]`,
		),
		Refs: []string{"dotnet/announcements#128"},
	},
	{
		ID: "process-killed-at-shutdown", Certainty: Certain, Codes: "NT 40010004",
		Patterns: onWindows(
			`1073807364`,
			`0x40010004`,
		),
		Refs: []string{"NTSTATUS values: https://learn.microsoft.com/openspecs/windows_protocols/ms-erref/596a1078-e883-4972-9bbc-49e60bebca55"},
	},
	{
		ID: "exit-minus-one", Certainty: OneOf, Codes: "-1", Weight: FollowUp,
		Patterns: onWindows(`(returned a non-zero code:|exit code:?|exited with code|Exited \() ?4294967295`),
		Refs:     []string{"moby/moby#36682", "docker/for-win#1878"},
	},
}
