package diagnose

// images is the errors about an image that does not fit the engine or the release of Windows.
var images = []*Kind{
	{
		ID: "os-version-mismatch", Certainty: Certain, Codes: "HCS 0101",
		Patterns: always(
			`container operating system does not match the host operating system`,
			`operating system of the container does not match the operating system of the host`,
			`0x[c8]0370101`,
			`error #3224830209`,
		),
		Rules: []string{"host-mismatch", "mixed-releases", "image-not-pinned"},
		Refs:  []string{"Error codes of the Host Compute System: https://learn.microsoft.com/virtualization/api/hcs/reference/hcshresult", "microsoft/navcontainerhelper#518", "microsoft/navcontainerhelper#461"},
	},
	{
		ID: "image-newer-than-host", Certainty: Certain,
		Patterns: always(`a Windows version [0-9.…]+-based image is incompatible with a [0-9.…]+ host`),
		Rules:    []string{"host-mismatch", "image-not-published"},
		Refs:     []string{"moby/moby: daemon/internal/distribution/pull_v2_windows.go", "moby/moby#39328", "appveyor/ci#2466"},
	},
	{
		ID: "no-matching-manifest-windows", Certainty: OneOf,
		Patterns: always(
			`no matching manifest for (windows[/( ]|unknown in)`,
			`no supported platform found in manifest list`,
		),
		Rules: []string{"host-mismatch", "image-not-published", "platform-mismatch", "copy-from-linux"},
		Refs:  []string{"moby/moby: daemon/internal/distribution/pull_v2.go", "docker/kitematic#3231", "docker/kitematic#3610"},
	},
	{
		ID: "no-matching-manifest-linux", Certainty: Likely,
		Patterns: onWindows(`no matching manifest for linux/(amd64|arm64)`),
		Rules:    []string{"platform-mismatch", "mixed-systems"},
		Refs:     []string{"moby/moby: daemon/internal/distribution/pull_v2.go"},
	},
	{
		ID: "linux-image-on-windows-engine", Certainty: Certain,
		Patterns: always(
			`image operating system "?\\?"?linux\\?"? cannot be used on this platform`,
			`image with operating system "linux" when requesting "windows"`,
			`linux containers are not supported on this platform`,
		),
		Rules: []string{"platform-mismatch", "mixed-systems", "copy-from-linux"},
		Refs:  []string{"moby/moby: daemon/internal/distribution/config.go", "docker/for-win#7132", "docker/kitematic#2828"},
	},
	{
		ID: "windows-image-on-linux-engine", Certainty: Certain,
		Patterns: always(
			`image operating system "?\\?"?windows\\?"? cannot be used on this platform`,
			`image with operating system "windows" when requesting "linux"`,
		),
		Rules: []string{"mixed-systems", "platform-mismatch"},
		Refs:  []string{"docker/for-win#4116", "docker/for-win#1161", "docker/kitematic#2687"},
	},
	{
		ID: "os-not-supported", Certainty: Likely,
		Patterns: onWindows(`(^|: )operating system is not supported`),
		Rules:    []string{"platform-mismatch"},
		Refs:     []string{"moby/moby: daemon/internal/image/image_os.go"},
	},
	{
		ID: "platform-not-the-one-wanted", Certainty: Certain,
		Patterns: onWindows(`image with reference \S+ was found but (its platform \([^)]*\) )?does not match the specified platform.*windows`),
		Rules:    []string{"platform-mismatch"},
		Refs:     []string{"moby/moby: daemon/images/image.go"},
	},
	{
		ID: "image-tag-not-found", Certainty: Likely,
		Patterns: onWindows(
			`manifest for \S+ not found`,
			`manifest unknown`,
			`(mcr\.microsoft\.com|docker\.io)/\S+: not found`,
		),
		Rules: []string{"image-without-tag", "image-not-published", "release-out-of-support"},
		Refs:  []string{"moby/moby: daemon/internal/distribution/errors.go"},
	},
	{
		ID: "retired-image-name", Certainty: Certain,
		Patterns: always(
			`pull access denied for (docker\.io/)?(library/)?microsoft/`,
			`docker\.io/(library/)?microsoft/\S+: pull access denied`,
		),
		Rules: []string{"retired-image-name"},
		Refs:  []string{"docker/for-win#3761", "moby/moby: daemon/internal/distribution/errors.go"},
	},
	{
		ID: "insider-image", Certainty: Certain, Codes: "HCS 0113",
		Patterns: always(
			`0x[c8]0370113`,
			`you must join the Windows Insider Program`,
		),
		Rules: []string{"image-not-published"},
		Refs:  []string{"Error codes of the Host Compute System: https://learn.microsoft.com/virtualization/api/hcs/reference/hcshresult"},
	},
}
