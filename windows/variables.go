package windows

import (
	"slices"
	"strings"
)

// variables are those that Windows gives every process, in lower case.
var variables = []string{
	"allusersprofile", "appdata", "commonprogramfiles", "commonprogramfiles(x86)", "computername", "comspec", "homedrive",
	"homepath", "localappdata", "number_of_processors", "os", "path", "pathext", "processor_architecture", "programdata",
	"programfiles", "programfiles(x86)", "programw6432", "psmodulepath", "public", "systemdrive", "systemroot", "temp", "tmp",
	"userdomain", "username", "userprofile", "windir",
}

// SetsVariable reports whether Windows sets the environment variable in each container, in any case of letters.
func SetsVariable(name string) bool { return slices.Contains(variables, strings.ToLower(name)) }
