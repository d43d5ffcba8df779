package diagnose

// layers is the errors about the layers of images and containers, and about the disks that hold them.
var layers = []*Kind{
	{
		ID: "layer-remove-failed", Certainty: OneOf, Codes: "Win32 5, 20", Weight: FollowUp,
		Patterns: append(always(
			`windowsfilter\W+ ?failed to remove root filesystem`,
			`hcsshim::DestroyLayer.*\(0x(5|20)\)`,
		), onWindows(`(failed to remove root|unable to remove) filesystem`)...),
		Refs: []string{"moby/moby#36218", "moby/moby#24980", "moby/moby#32838"},
	},
	{
		ID: "layer-locked-by-antivirus", Certainty: OneOf, Codes: "Win32 5, 20, 3e3",
		Patterns: always(`(failed to register layer|re-exec error|failed to extract layer|hcsshim::I ?m ?p ?ortLayer|ProcessBaseLayer|ProcessUtilityVMImage|OpenForBackup|OpenRelative|windowsfilter).*((Access is|[Aa]ccess) denied|being used by another process|I/O operation has been aborted|\(0x5\)|\(0x20\)|\(0x3e3\))`),
		Refs:     []string{"moby/moby commit f66f555ad4: https://github.com/moby/moby/commit/f66f555ad4", "moby/moby#35988", "moby/moby#52611", "moby/moby#36618", "docker/for-win#2807", "docker/for-win#9240", "docker/for-win#1577", "docker/for-win#10637", "microsoft/hcsshim#2380"},
	},
	{
		ID: "layer-filter-driver", Certainty: Likely, Codes: "Win32 1",
		Patterns: always(`hcsshim::PrepareLayer.*\(0x1\)`),
		Refs:     []string{"docker/for-win#3884", "docker/for-win#6421", "docker/for-win#12520", "docker/for-win#13932", "dotnet/core#3798"},
	},
	{
		ID: "layer-size-option", Certainty: Likely, Codes: "Win32 57",
		Patterns: always(`hcsshim::PrepareLayer.*\(0x57\)`),
		Rules:    []string{"setting-refused"},
		Refs:     []string{"moby/moby#36831", "moby/moby#39524"},
	},
	{
		ID: "layer-timeout", Certainty: OneOf, Codes: "Win32 5b4",
		Patterns: always(`hcsshim::(PrepareLayer|ActivateLayer).*\(0x(5b4|102)\)`),
		Refs:     []string{"moby/moby#27588"},
	},
	{
		ID: "layer-in-use", Certainty: OneOf, Codes: "Win32 20",
		Patterns: always(
			`hcsshim::(ActivateLayer|PrepareLayer).*\(0x20\)`,
			`ActivateLayer.*(being used by another process)`,
		),
		Rules: []string{"cp-of-running-hyperv-container"},
		Refs:  []string{"moby/moby#31606", "docker/for-win#7591", "microsoft/hcsshim#2553"},
	},
	{
		ID: "layer-missing", Certainty: Likely,
		Patterns: onWindows(`failed to get layer (for image )?\S+: layer does not exist`),
		Refs:     []string{"docker/for-win#2452"},
	},
	{
		ID: "layer-import-newer-image", Certainty: Likely, Codes: "Win32 2, 57",
		Patterns: always(`failed to register layer.*hcsshim::(ImportLayer|ProcessBaseLayer).*(\(0x2\)|\(0x57\)|parameter is incorrect)`),
		Rules:    []string{"host-mismatch", "release-out-of-support"},
		Refs:     []string{"docker/for-win#1362", "docker/for-win#933", "docker/for-win#1686"},
	},
	{
		ID: "layer-import-path", Certainty: OneOf, Codes: "Win32 3, 10b",
		Patterns: always(`hcsshim::(ImportLayer|ExportLayer).*\((0x3|0x10b)\)`),
		Rules:    []string{"deleted-in-later-layer", "several-runs"},
		Refs:     []string{"moby/moby#32838", "moby/moby#37821", "moby/moby#38763", "microsoft/hcsshim#368", "microsoft/hcsshim#835", "docker/for-win#3682", "MicrosoftDocs/Virtualization-Documentation#294"},
	},
	{
		ID: "layer-of-other-os", Certainty: Likely, Codes: "Win32 3",
		Patterns: always(`hcsshim::ProcessBaseLayer.*The system cannot find the path specified`),
		Rules:    []string{"platform-mismatch"},
		Refs:     []string{"moby/buildkit#5758"},
	},
	{
		ID: "layer-format-unknown", Certainty: Likely, Codes: "HCS 0112",
		Patterns: always(
			`0x[c8]0370112`,
			`layer with an unrecognized format`,
		),
		Rules: []string{"platform-mismatch"},
		Refs:  []string{"Error codes of the Host Compute System: https://learn.microsoft.com/virtualization/api/hcs/reference/hcshresult"},
	},
	{
		ID: "disk-full", Certainty: OneOf, Codes: "Win32 70",
		Patterns: onWindows(
			`There is not enough space on the disk`,
			`\(0x70\)`,
			`no space left on device`,
		),
		Rules: []string{"archive-left", "deleted-in-later-layer", "package-cache-left"},
		Refs:  []string{"docker/for-win#14425", "moby/moby#39524"},
	},
	{
		ID: "refs-volume", Certainty: Certain,
		Patterns: always(
			`ReFS volumes are not supported`,
			`is not on an NTFS volume`,
		),
		Refs: []string{"moby/moby: daemon/graphdriver/windows/windows.go"},
	},
	{
		ID: "too-many-layers", Certainty: Certain,
		Patterns: onWindows(`max depth exceeded`),
		Rules:    []string{"several-runs"},
		Refs:     []string{"moby/moby: daemon/internal/layer/layer_store.go", "moby/moby#25957"},
	},
}
