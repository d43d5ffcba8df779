package rules

import "github.com/winlint/winlint/lint"

// Topics is what rules can be about, in the order in which lists show it. A name is a key of the settings: it stays, and no
// rule has it for an id.
func Topics() []lint.Topic {
	return []lint.Topic{
		{Name: "image", About: "Images, their tags and platforms, and the Windows releases that they contain."},
		{Name: "escape", About: "What the escape character does to paths and to the ends of lines."},
		{Name: "instructions", About: "Instructions, flags and bytes that a builder rejects or reads as something else."},
		{Name: "copy", About: "What COPY and ADD copy, from where and to where."},
		{Name: "environment", About: "ENV, ARG, the environment, and what expands a variable."},
		{Name: "command-line", About: "How exec forms, shell forms and the commands of services become a command line."},
		{Name: "powershell", About: "What Windows PowerShell and PowerShell 7 read in a command."},
		{Name: "cmd", About: "What cmd reads in a command."},
		{Name: "exit-codes", About: "Failures that a build or a health check does not notice."},
		{Name: "install", About: "Downloads, installers and package managers, and programs that an image does not have."},
		{Name: "layers", About: "What makes an image larger than it needs to be."},
		{Name: "security", About: "Accounts, privileges, secrets, and files whose origin nothing checks."},
		{Name: "mounts", About: "Volumes and mounts."},
		{Name: "networks", About: "Networks, ports and names of hosts."},
		{Name: "container", About: "Other settings of containers, and operations on existing containers."},
		{Name: "compose", About: "The compose file itself: YAML, interpolation, versions, other files that it reads."},
		{Name: "daemon", About: "The configuration file of dockerd on Windows, daemon.json."},
		{Name: "ci", About: "What CI files require from the machines that run their jobs on Windows."},
		{Name: "comments", About: "The comments that make winlint ignore a finding."},
	}
}
