package rules

import "github.com/winlint/winlint/lint"

// Topics is what rules can be about, in the order in which lists show it. A name is a key of the settings: it stays, and no
// rule has it for an id.
func Topics() []lint.Topic {
	return []lint.Topic{
		{Name: "image", About: "Images, their tags and platforms, and the Windows releases that they contain."},
		{Name: "escape", About: "What the escape character does to paths and line endings."},
		{Name: "instructions", About: "Instructions, flags and bytes that a builder rejects or reads differently."},
		{Name: "copy", About: "The sources and destinations of COPY and ADD."},
		{Name: "environment", About: "ENV, ARG, environment variables, and what expands them."},
		{Name: "command-line", About: "How exec forms, shell forms and the commands of services become command lines."},
		{Name: "powershell", About: "How Windows PowerShell and PowerShell 7 read a command."},
		{Name: "cmd", About: "How cmd reads a command."},
		{Name: "exit-codes", About: "Failures that a build or a health check does not notice."},
		{Name: "install", About: "Downloads, installers, package managers, and programs that are missing from an image."},
		{Name: "layers", About: "Instructions that make an image larger than necessary."},
		{Name: "security", About: "Accounts, privileges, secrets, and files whose origin is not verified."},
		{Name: "mounts", About: "Volumes and mounts."},
		{Name: "networks", About: "Networks, ports and host names."},
		{Name: "container", About: "Other settings of containers, and operations on existing containers."},
		{Name: "compose", About: "The compose file itself: YAML, interpolation, versions, and other files that it reads."},
		{Name: "daemon", About: "daemon.json, the configuration file of dockerd on Windows."},
		{Name: "ci", About: "What CI files require from Windows machines that run their jobs."},
		{Name: "comments", About: "Comments that make winlint ignore a finding."},
	}
}
