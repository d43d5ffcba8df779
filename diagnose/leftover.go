package diagnose

// leftovers is the errors of which only the operation is known. They are looked for last.
var leftovers = []*Kind{
	{
		ID: "layer-failed-other", Certainty: OneOf, Weight: Vague,
		Patterns: append(always(
			`hcsshim::\w*Layer\w*( -)? failed`,
			`re-exec error`,
		), onWindows(`failed to (register|extract) layer`)...),
		Refs: []string{"moby/moby: daemon/graphdriver/windows/windows.go", "moby/moby: daemon/internal/distribution/xfer/download.go"},
	},
	{
		ID: "start-failed-other", Certainty: OneOf, Weight: Vague,
		Patterns: always(
			`encountered an error during (hcs\S*::)?(System::)?(Create\w+|Start)`,
			`hcs(shim)?::(CreateComputeSystem|System::(Start|CreateProcess)) `,
			`CreateComputeSystem [0-9a-f]{12}`,
		),
		Refs: []string{"microsoft/hcsshim: internal/hcs/errors.go"},
	},
	{
		ID: "hns-create-failed", Certainty: OneOf, Weight: Vague,
		Patterns: always(
			`(HNS|hns) failed with error`,
			`failed to create endpoint \S+ on network nat\b`,
			`(hnsCall|hcn\w+) failed in Win32`,
		),
		Refs: []string{"microsoft/hcsshim#54"},
	},
}
