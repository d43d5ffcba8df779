package check

import (
	"slices"
	"strings"
)

// windowsVariables are those that Windows gives every process, in lower case.
var windowsVariables = []string{
	"allusersprofile", "appdata", "commonprogramfiles", "commonprogramfiles(x86)", "computername", "comspec", "homedrive",
	"homepath", "localappdata", "number_of_processors", "os", "path", "pathext", "processor_architecture", "programdata",
	"programfiles", "programfiles(x86)", "programw6432", "psmodulepath", "public", "systemdrive", "systemroot", "temp", "tmp",
	"userdomain", "username", "userprofile", "windir",
}

// IsWindowsVariable reports whether Windows sets the environment variable in each container, in any case of letters.
func IsWindowsVariable(name string) bool {
	return slices.Contains(windowsVariables, strings.ToLower(name))
}
