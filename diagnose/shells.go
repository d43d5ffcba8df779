package diagnose

// shells is the errors of cmd and PowerShell in a step.
var shells = []*Kind{
	{
		ID: "cmdlet-in-cmd", Certainty: Certain,
		Patterns: onWindows(`'?"?((Add|Copy|Disable|Enable|Expand|Get|Import|Install|Invoke|Move|New|Remove|Set|Start|Stop|Test|Write)-[A-Z]\w+|\$\w+)'?"? is not recognized as an internal or external command`),
		Rules:    []string{"powershell-left-after-switch", "powershell-variable-in-cmd", "pipe-taken-by-cmd"},
		Refs:     []string{"The SHELL instruction: https://docs.docker.com/reference/dockerfile/#shell"},
	},
	{
		ID: "linux-command-in-cmd", Certainty: Certain,
		Patterns: onWindows(`'(apt|apt-get|yum|apk|sudo|chmod|chown|ls|cp|mv|rm|cat|touch|export|sh|bash|mkdir -p|wget|grep|sed)' is not recognized as an internal or external command`),
		Rules:    []string{"linux-package-manager", "unix-command", "compose-linux-shell"},
		Refs:     []string{"The cmd command: https://learn.microsoft.com/windows-server/administration/windows-commands/cmd"},
	},
	{
		ID: "command-not-recognized", Certainty: Likely,
		Patterns: onWindows(`is not recognized as an internal or external command`),
		Rules:    []string{"nano-missing-tool", "path-without-system", "setx-in-one-line", "quotes-stripped", "unquoted-space"},
		Refs:     []string{"moby/buildkit#4901"},
	},
	{
		ID: "builder-took-the-variable", Certainty: Certain,
		Patterns: onWindows(`The term '(Stop|SilentlyContinue|Continue|=)' is not recognized`),
		Rules:    []string{"foreign-variable", "drive-swallowed", "compose-powershell-variable"},
		Refs:     []string{"Variables in a Dockerfile: https://docs.docker.com/reference/dockerfile/#environment-replacement"},
	},
	{
		ID: "pwsh-runs-files", Certainty: Certain,
		Patterns: onWindows(`The argument '\S+' is not recognized as the name of a script file`),
		Rules:    []string{"powershell-prints-text"},
		Refs:     []string{"PowerShell/PowerShell#5946"},
	},
	{
		ID: "term-not-recognized", Certainty: Likely,
		Patterns: onWindows(`[Tt]he term '[^']+' is not recognized as (the|a) name of a`),
		Rules:    []string{"cmd-syntax-in-powershell", "unix-command", "windows-feature-on-nano", "state-does-not-persist"},
		Refs:     []string{"How PowerShell finds a command: https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_command_precedence"},
	},
	{
		ID: "scripts-disabled", Certainty: Certain,
		Patterns: onWindows(`running scripts is disabled on this system`),
		Rules:    []string{"execution-policy"},
		Refs:     []string{"PowerShell execution policies: https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_execution_policies"},
	},
	{
		ID: "and-operator-in-5.1", Certainty: Certain,
		Patterns: onWindows(`The token '(&&|\|\|)' is not a valid statement separator`),
		Rules:    []string{"and-or-in-windows-powershell", "compose-healthcheck-shell"},
		Refs:     []string{"PowerShell pipeline chain operators: https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_pipeline_chain_operators"},
	},
	{
		ID: "tls-too-old", Certainty: Certain,
		Patterns: onWindows(`Could not create SSL/TLS secure( |$)`),
		Rules:    []string{"old-tls", "release-out-of-support"},
		Refs:     []string{"docker-library/python#228"},
	},
	{
		ID: "web-request-parses-page", Certainty: Certain,
		Patterns: onWindows(`Internet Explorer engine is not available`),
		Rules:    []string{"web-request-parses-page", "curl-alias"},
		Refs:     []string{"Invoke-WebRequest: https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/invoke-webrequest"},
	},
	{
		ID: "parameter-of-curl", Certainty: Certain,
		Patterns: onWindows(`parameter cannot be found that matches parameter name '(L|o|O|sSL|fsSL|q|s|sL|SL)'`),
		Rules:    []string{"curl-alias"},
		Refs:     []string{"Invoke-WebRequest: https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/invoke-webrequest"},
	},
	{
		ID: "interactive-prompt", Certainty: Certain,
		Patterns: onWindows(
			`NonInteractive mode\. Read and Prompt`,
			`Cannot prompt for input`,
			`requires interactive`,
		),
		Rules: []string{"interactive-command"},
		Refs:  []string{"Parameters of powershell.exe: https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_powershell_exe"},
	},
	{
		ID: "powershell-parse-error", Certainty: Likely,
		Patterns: onWindows(
			`FullyQualifiedErrorId ?: ?(UnexpectedToken|MissingEndCurlyBrace|TerminatorExpectedAtEndOfString|ExpectedExpression|MissingArgument)`,
			`\+ CategoryInfo ?: ?ParserError`,
		),
		Rules: []string{"quotes-lost", "missing-separator", "comment-swallows-rest", "shell-form-quotes"},
		Refs:  []string{"moby/moby#34013"},
	},
	{
		ID: "cmd-parse-error", Certainty: Likely,
		Patterns: onWindows(
			`was unexpected at this time\.`,
			`The syntax of the command is incorrect\.`,
		),
		Rules: []string{"percent-doubled", "quotes-stripped"},
		Refs:  []string{"The cmd command: https://learn.microsoft.com/windows-server/administration/windows-commands/cmd"},
	},
	{
		ID: "zip-only", Certainty: Certain,
		Patterns: onWindows(`is not a supported archive file format`),
		Rules:    []string{"expand-archive-of-non-zip"},
		Refs:     []string{"Expand-Archive: https://learn.microsoft.com/powershell/module/microsoft.powershell.archive/expand-archive"},
	},
}
