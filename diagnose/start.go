package diagnose

// starts is the errors of the Host Compute Service when it starts a container or a process in one.
var starts = []*Kind{
	{
		ID: "hyperv-not-available", Certainty: Certain, Codes: "HCS 0102, 0114; HV c0351000",
		Patterns: always(
			`required feature is not installed`,
			`No hypervisor is present`,
			`0x[c8]0370102`,
			`0x[c8]0370114`,
			`0xc0351000`,
		),
		Rules: []string{"host-mismatch", "isolation-value"},
		Refs:  []string{"Error codes of the Host Compute System: https://learn.microsoft.com/virtualization/api/hcs/reference/hcshresult", "docker/for-win#851", "docker/for-win#1477", "docker/for-win#2710", "docker/for-win#6427", "moby/moby#29079", "MicrosoftDocs/azure-docs#47058"},
	},
	{
		ID: "compute-system-exited", Certainty: OneOf, Codes: "HCS 0106, 0100",
		Patterns: always(
			`(compute system|virtual machine or container) exited unexpectedly`,
			`0x[c8]0370106`,
			`0x[c8]0370100`,
			`"Error":-1070137082`,
		),
		Rules: []string{"host-mismatch"},
		Refs:  []string{"docker/for-win#2501", "docker/for-win#902", "docker/for-win#703", "docker/for-win#2158", "microsoft/hcsshim#917", "microsoft/hcsshim#598", "microsoft/navcontainerhelper#3923"},
	},
	{
		ID: "compute-system-timeout", Certainty: OneOf, Codes: "HCS 0109, 0118",
		Patterns: always(
			`response was not received from the (Virtual Machine|virtual machine)`,
			`0x[c8]0370109`,
			`0x[c8]0370118`,
			`hcsshim: timeout waiting for notification`,
		),
		Refs: []string{"microsoft/hcsshim#152", "microsoft/hcsshim#846", "docker/compose#5504", "MicrosoftDocs/Virtualization-Documentation#587"},
	},
	{
		ID: "compute-connection-closed", Certainty: OneOf, Codes: "HCS 010A", Weight: FollowUp,
		Patterns: always(
			`connection with the (Virtual Machine hosting the container|virtual machine or container) was closed`,
			`0x[c8]037010a`,
		),
		Rules: []string{"volume-not-empty", "mount-over-system"},
		Refs:  []string{"moby/moby#30556"},
	},
	{
		ID: "compute-system-exists", Certainty: Likely, Codes: "HCS 010F",
		Patterns: always(
			`([Cc]ompute [Ss]ystem|virtual machine or container) with the specified identifier already exists`,
			`0x[c8]037010f`,
		),
		Refs: []string{"microsoft/navcontainerhelper#35"},
	},
	{
		ID: "compute-system-gone", Certainty: OneOf, Codes: "HCS 010E, 0110", Weight: FollowUp,
		Patterns: always(
			`0x[c8]037010e`,
			`0x[c8]0370110`,
			`identifier (does not exist|is not running)`,
		),
		Refs: []string{"docker/for-win#9885"},
	},
	{
		ID: "hcs-not-administrator", Certainty: Certain, Codes: "HCS 011B",
		Patterns: always(
			`0x8037011b`,
			`members of the Hyper-V Administrators`,
		),
		Refs: []string{"Error codes of the Host Compute System: https://learn.microsoft.com/virtualization/api/hcs/reference/hcshresult"},
	},
	{
		ID: "guest-critical-error", Certainty: OneOf, Codes: "HCS 011C, 011E",
		Patterns: always(
			`0x8037011[ce]`,
			`reported a critical error and was stopped`,
		),
		Refs: []string{"Error codes of the Host Compute System: https://learn.microsoft.com/virtualization/api/hcs/reference/hcshresult"},
	},
	{
		ID: "host-memory", Certainty: Likely, Codes: "Win32 5af, 5aa, 8",
		Patterns: always(
			`paging file is too small`,
			`Insufficient system resources exist`,
			`0x800705af`,
			`\(0x5af\)`,
			`\(0x5aa\)`,
			`Not enough memory resources are available`,
		),
		Refs: []string{"microsoft/navcontainerhelper#870", "microsoft/navcontainerhelper#4027", "docker/for-win#6691", "microsoft/hcsshim#869", "moby/moby#30950"},
	},
	{
		ID: "namespace-attach-failed", Certainty: OneOf, Codes: "HCN 2E",
		Patterns: always(
			`operation for attach namespace failed`,
			`0x803b002e`,
		),
		Rules: []string{"host-mismatch"},
		Refs:  []string{"containerd/nerdctl#2412", "moby/buildkit#5668"},
	},
	{
		ID: "mount-fix-missing-on-host", Certainty: Likely, Codes: "Win32 10b",
		Patterns: always(`CreateComputeSystem.*The directory name is invalid`),
		Refs:     []string{"antrea-io/antrea#2774", "containerd/containerd#10347"},
	},
	{
		ID: "working-directory-invalid", Certainty: Certain, Codes: "Win32 10b",
		Patterns: always(`CreateProcess.*(directory name is invalid|\(0x10b\))`),
		Rules:    []string{"working-dir", "not-on-system-drive", "backslash-eaten"},
		Refs:     []string{"microsoft/hcsshim: internal/hcs/errors.go"},
	},
	{
		ID: "account-logon-failed", Certainty: OneOf, Codes: "Win32 52e",
		Patterns: always(`(CreateProcess|CreateComputeSystem).*(user name or password is incorrect|\(0x52e\))`),
		Rules:    []string{"unknown-user", "credential-spec-form"},
		Refs:     []string{"MicrosoftDocs/Virtualization-Documentation#1033", "docker/for-win#1976"},
	},
	{
		ID: "not-a-win32-program", Certainty: Certain, Codes: "Win32 c1",
		Patterns: always(`CreateProcess.*(\(0xc1\)|%1 is not a valid Win32 application)`),
		Rules:    []string{"script-as-executable", "copy-from-linux"},
		Refs:     []string{"Windows system error codes: https://learn.microsoft.com/windows/win32/debug/system-error-codes"},
	},
	{
		ID: "command-line-too-long-at-start", Certainty: Certain, Codes: "Win32 ce",
		Patterns: always(
			`CreateProcess.*\(0xce\)`,
			`(^|: )The filename or extension is too long`,
			`(^|: )The command line is too long`,
		),
		Rules: []string{"command-line-too-long"},
		Refs:  []string{"Windows system error codes: https://learn.microsoft.com/windows/win32/debug/system-error-codes"},
	},
	{
		ID: "executable-not-found", Certainty: Likely, Codes: "Win32 2",
		Patterns: always(`CreateProcess.*(cannot find the file specified|\(0x2\))`),
		Rules:    []string{"nano-missing-tool", "exec-form-not-json", "exec-form-control-character", "path-without-system", "script-as-executable", "compose-linux-shell", "single-quotes-in-cmd"},
		Refs:     []string{"docker/for-win#6551", "docker/for-win#2679", "PowerShell/PowerShell#6826", "containerd/containerd#6300"},
	},
	{
		ID: "windows-command-on-linux-engine", Certainty: Likely,
		Patterns: always(`exec: \\*"(powershell|pwsh|cmd)(\.exe)?\\*": executable file not found in \$PATH`),
		Rules:    []string{"platform-mismatch", "mixed-systems"},
		Refs:     []string{"docker/for-win#2108"},
	},
	{
		ID: "start-on-other-system-drive", Certainty: Likely, Codes: "Win32 11",
		Patterns: always(`CreateContainer.*(different disk drive|\(0x11\))`),
		Refs:     []string{"docker/for-win#2157"},
	},
	{
		ID: "start-not-supported", Certainty: OneOf, Codes: "Win32 32",
		Patterns: always(`(CreateContainer|CreateComputeSystem|System::Start).*(The request is not supported|\(0x32\))`),
		Rules:    []string{"pipe-mount", "mount-target", "mount-source"},
		Refs:     []string{"docker/for-win#1840"},
	},
	{
		ID: "start-element-not-found", Certainty: OneOf, Codes: "Win32 490",
		Patterns: always(`CreateContainer.*(Elemen ?t not found|\(0x490\))`),
		Rules:    []string{"host-mismatch"},
		Refs:     []string{"moby/moby#32595", "docker/for-win#697"},
	},
	{
		ID: "start-path-not-found", Certainty: OneOf, Codes: "Win32 3",
		Patterns: always(`(CreateContainer|CreateComputeSystem|CreateProcess|System::Start).*(cannot find the path specified|\(0x3\))`),
		Rules:    []string{"mount-source"},
		Refs:     []string{"moby/moby#31469"},
	},
	{
		ID: "start-access-denied", Certainty: OneOf, Codes: "Win32 5",
		Patterns: always(`(CreateContainer|CreateComputeSystem).*(Access is denied|\(0x5\))`),
		Rules:    []string{"mount-source"},
		Refs:     []string{"docker/for-win#7885", "microsoft/hcsshim#2017"},
	},
	{
		ID: "start-resource-in-use", Certainty: OneOf, Codes: "Win32 aa",
		Patterns: always(`CreateComputeSystem.*(requested resource is in use|\(0xaa\))`),
		Rules:    []string{"device-form"},
		Refs:     []string{"microsoft/navcontainerhelper#2593"},
	},
	{
		ID: "start-incorrect-function", Certainty: OneOf, Codes: "Win32 1",
		Patterns: always(`CreateContainer.*(Incorrect function|\(0x1\))`),
		Rules:    []string{"host-mismatch"},
		Refs:     []string{"moby/moby#33210"},
	},
	{
		ID: "utility-vm-missing", Certainty: Certain,
		Patterns: always(
			`utility VM image could not be found`,
			`failed to find UtilityVM directory`,
			`utility VM folder could not be found`,
			`does not exist in Utility VM image`,
		),
		Rules: []string{"from-scratch", "isolation-value"},
		Refs:  []string{"moby/moby: daemon/internal/libcontainerd/local/local_windows.go"},
	},
}
