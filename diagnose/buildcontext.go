package diagnose

// contexts is the errors about the build context and the files that are copied from it.
var contexts = []*Kind{
	{
		ID: "copy-source-missing", Certainty: Likely, Codes: "Win32 2, 3",
		Patterns: append(always(
			`(COPY|ADD) failed: (GetFileAttributesEx|CreateFile)`,
			`(GetFileAttributesEx|CreateFile) \S*docker-builder`,
		), onWindows(
			`file not found in build context or excluded by \.dockerignore`,
			`failed to (calculate checksum of ref|compute cache key).*not found`,
		)...),
		Rules: []string{"copy-from-host", "dockerignore-separator", "backslash-eaten"},
		Refs:  []string{"moby/moby#34893", "microsoft/iis-docker#60", "moby/moby: daemon/builder/dockerfile/copy.go"},
	},
	{
		ID: "copy-write-failed", Certainty: OneOf,
		Patterns: onWindows(`failed to copy files?: .*(chtimes|Volume\{)`),
		Rules:    []string{"path-continues-line", "backslash-eaten"},
		Refs:     []string{"docker/for-win#4701"},
	},
	{
		ID: "dockerfile-not-found", Certainty: Certain, Codes: "Win32 2",
		Patterns: always(`unable to evaluate symlinks in (Dockerfile|context) path: (CreateFile|GetFileAttributesEx)`),
		Refs:     []string{"dotnet/core#5723", "dotnet/core#5380", "dotnet/core#4529", "docker/for-win#8077"},
	},
	{
		ID: "context-unreadable", Certainty: Likely,
		Patterns: onWindows(`[Ee]rror checking context: '?(can't stat|no permission)`),
		Rules:    []string{"dockerignore-separator"},
		Refs:     []string{"moby/moby#27739", "docker/for-win#338"},
	},
	{
		ID: "context-file-mode", Certainty: Likely,
		Patterns: onWindows(`archive/tar: unknown file mode`),
		Refs:     []string{"docker/for-win#14083"},
	},
}
