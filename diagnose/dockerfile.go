package diagnose

// dockerfiles is the errors of builders that read a Dockerfile.
var dockerfiles = []*Kind{
	{
		ID: "file-encoding", Certainty: Certain,
		Patterns: onWindows(`unknown instruction: (\x{FFFD}|��|\xff|ÿþ|\\ufffd|F\x00)`),
		Rules:    []string{"file-encoding"},
		Refs:     []string{"moby/buildkit: frontend/dockerfile/parser/parser.go"},
	},
	{
		ID: "unknown-instruction", Certainty: Likely,
		Patterns: onWindows(`unknown instruction: \S+`),
		Rules:    []string{"backtick-continuation", "caret-continuation", "blank-after-continuation", "escape-directive-ignored", "here-string", "path-continues-line"},
		Refs:     []string{"moby/buildkit: frontend/dockerfile/instructions/parse.go", "devcontainers/cli#632"},
	},
	{
		ID: "escape-directive-invalid", Certainty: Certain,
		Patterns: onWindows(
			`invalid escape token`,
			`only one escape parser directive`,
			`invalid ESCAPE`,
		),
		Rules: []string{"escape-directive-invalid"},
		Refs:  []string{"moby/buildkit: frontend/dockerfile/parser/parser.go"},
	},
	{
		ID: "env-syntax", Certainty: Likely,
		Patterns: onWindows(`Syntax error - can't find = in`),
		Rules:    []string{"unquoted-space", "path-continues-line", "joined-env"},
		Refs:     []string{"moby/buildkit: frontend/dockerfile/parser/line_parsers.go"},
	},
	{
		ID: "quote-open", Certainty: Certain,
		Patterns: onWindows(`unexpected end of statement while looking for matching (double|single)-quote`),
		Rules:    []string{"quote-eaten", "word-refused"},
		Refs:     []string{"moby/buildkit: frontend/dockerfile/shell/lex.go"},
	},
	{
		ID: "powershell-variable-in-builder", Certainty: Certain,
		Patterns: onWindows(
			`unsupported modifier \(:?\S+\) in substitution`,
			`failed to process \S+: (syntax|missing|bad)`,
		),
		Rules: []string{"foreign-variable", "word-refused"},
		Refs:  []string{"moby/buildkit: frontend/dockerfile/shell/lex.go"},
	},
	{
		ID: "shell-not-json", Certainty: Certain,
		Patterns: onWindows(`requires the arguments to be in JSON form`),
		Rules:    []string{"exec-form-not-json", "json-over-lines"},
		Refs:     []string{"moby/buildkit: frontend/dockerfile/instructions/errors_windows.go"},
	},
	{
		ID: "heredoc-unterminated", Certainty: Certain,
		Patterns: onWindows(`unterminated heredoc`),
		Rules:    []string{"run-heredoc"},
		Refs:     []string{"moby/buildkit: frontend/dockerfile/parser/parser.go"},
	},
	{
		ID: "buildkit-only-flag", Certainty: Certain,
		Patterns: onWindows(`the --\S+ option requires BuildKit`),
		Rules:    []string{"buildkit-only-flag", "run-mount-type", "chmod"},
		Refs:     []string{"moby/moby: daemon/builder/dockerfile/dispatchers.go"},
	},
	{
		ID: "from-scratch", Certainty: Certain,
		Patterns: always(`Windows does not support FROM scratch`),
		Rules:    []string{"from-scratch"},
		Refs:     []string{"moby/moby: daemon/builder/dockerfile/dispatchers.go"},
	},
	{
		ID: "stopsignal", Certainty: Certain,
		Patterns: always(`does not support the command stopsignal`),
		Rules:    []string{"stopsignal"},
		Refs:     []string{"moby/buildkit: frontend/dockerfile/instructions/commands.go"},
	},
	{
		ID: "not-on-system-drive", Certainty: Certain,
		Patterns: always(
			`not on the system drive \(C:\)`,
			`destinations not on the system drive`,
			`relative paths when WORKDIR is not the system drive`,
		),
		Rules: []string{"not-on-system-drive", "backslash-eaten"},
		Refs:  []string{"moby/buildkit: util/system/path.go", "moby/moby: daemon/builder/dockerfile/copy_windows.go"},
	},
	{
		ID: "copy-system-folder", Certainty: Certain,
		Patterns: always(`copy from c:\\ or c:\\windows is not allowed on windows`),
		Rules:    []string{"copy-system-folder"},
		Refs:     []string{"moby/moby: daemon/builder/dockerfile/copy_windows.go"},
	},
	{
		ID: "copy-several-sources", Certainty: Certain,
		Patterns: onWindows(`When using (COPY|ADD) with more than one source file, the destination must be a directory`),
		Rules:    []string{"copy-several-sources"},
		Refs:     []string{"moby/moby: daemon/builder/dockerfile/copy.go"},
	},
	{
		ID: "chown-account", Certainty: Certain,
		Patterns: always(`unable to map container user account name to SID`),
		Rules:    []string{"chown"},
		Refs:     []string{"moby/moby: daemon/builder/dockerfile/internals.go"},
	},
	{
		ID: "mount-type-on-windows", Certainty: Certain,
		Patterns: append(always(`invalid windows mount type: '?[a-z]`), onWindows(`unable to setup secret mount`)...),
		Rules:    []string{"run-mount-type"},
		Refs:     []string{"moby/buildkit: solver/llbsolver/mounts/mount.go"},
	},
	{
		ID: "copy-link", Certainty: Certain,
		Patterns: always(`diffApply not yet supported on windows`),
		Rules:    []string{"copy-link"},
		Refs:     []string{"moby/buildkit: snapshot/diffapply_unsupported.go"},
	},
	{
		ID: "runtime-on-other-os", Certainty: Certain,
		Patterns: always(`runtime execution on platform windows/\w+ not supported`),
		Rules:    []string{"platform-mismatch"},
		Refs:     []string{"docker/buildx#172"},
	},
	{
		ID: "context-from-stdin", Certainty: Likely,
		Patterns: always(`removing drive letter: UNC paths are not supported`),
		Refs:     []string{"moby/buildkit#4918"},
	},
}
