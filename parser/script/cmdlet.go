package script

import "strings"

// IsCmdletName reports whether a name in lower case is that of a cmdlet: a verb that PowerShell approves, a dash, and a noun.
func IsCmdletName(name string) bool {
	verb, noun, found := strings.Cut(name, "-")
	return found && approvedVerbs[verb] && noun != "" && strings.Trim(noun, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

// approvedVerbs is the verbs of Get-Verb that occur in scripts of images.
var approvedVerbs = map[string]bool{
	"add": true, "clear": true, "close": true, "copy": true, "enter": true, "exit": true, "find": true, "format": true,
	"get": true, "hide": true, "join": true, "lock": true, "move": true, "new": true, "open": true, "optimize": true,
	"pop": true, "push": true, "redo": true, "remove": true, "rename": true, "reset": true, "resize": true, "search": true,
	"select": true, "set": true, "show": true, "skip": true, "split": true, "step": true, "switch": true, "undo": true,
	"unlock": true, "watch": true, "backup": true, "checkpoint": true, "compare": true, "compress": true, "convert": true,
	"convertfrom": true, "convertto": true, "dismount": true, "edit": true, "expand": true, "export": true, "group": true,
	"import": true, "initialize": true, "limit": true, "merge": true, "mount": true, "out": true, "publish": true,
	"restore": true, "save": true, "sync": true, "unpublish": true, "update": true, "debug": true, "measure": true,
	"ping": true, "repair": true, "resolve": true, "test": true, "trace": true, "connect": true, "disconnect": true,
	"read": true, "receive": true, "send": true, "write": true, "block": true, "grant": true, "protect": true,
	"revoke": true, "unblock": true, "unprotect": true, "approve": true, "assert": true, "build": true, "complete": true,
	"confirm": true, "deny": true, "deploy": true, "disable": true, "enable": true, "install": true, "invoke": true,
	"register": true, "request": true, "restart": true, "resume": true, "start": true, "stop": true, "submit": true,
	"suspend": true, "uninstall": true, "unregister": true, "wait": true, "use": true, "where": true, "foreach": true,
	"sort": true, "tee": true,
}
