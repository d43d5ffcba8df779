package diagnose

// composeFiles is the errors of Docker Compose when it reads its file.
var composeFiles = []*Kind{
	{
		ID: "yaml-escape", Certainty: Certain,
		Patterns: onWindows(`found unknown escape character`),
		Rules:    []string{"yaml-escape"},
		Refs:     []string{"compose-go, the library that reads compose files: https://github.com/compose-spec/compose-go"},
	},
	{
		ID: "compose-interpolation", Certainty: Certain,
		Patterns: onWindows(
			`invalid interpolation format`,
			`The \\?"?env\\?"? variable is not set`,
		),
		Rules: []string{"compose-powershell-variable"},
		Refs:  []string{"compose-go, the library that reads compose files: https://github.com/compose-spec/compose-go"},
	},
}
