package check

// inCmd is the programs and builtins of Unix that Windows does not have, and what does the same in cmd.
var inCmd = map[string]string{
	"cat": "type", "chmod": "icacls", "chown": "icacls", "cp": "copy", "env": "set", "export": "set", "grep": "findstr", "ln": "mklink",
	"ls": "dir", "mv": "move", "printenv": "set", "pwd": "cd", "rm": "del", "source": "call", "touch": "type nul >", "unset": "set",
	"wget": "curl -fsSLO", "which": "where",
}

// InCmd is what does in cmd what a Unix command does, whose name is in lower case; "" if nothing is known that does.
func InCmd(unix string) string { return inCmd[unix] }
