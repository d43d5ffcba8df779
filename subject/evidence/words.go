package evidence

import (
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/windows"
)

// linuxDirectories is the directories at the root that Linux has, and that nobody makes on a drive of Windows.
var linuxDirectories = []string{
	"bin", "boot", "dev", "etc", "home", "lib", "lib64", "media", "mnt", "opt", "proc", "root", "run", "sbin", "srv", "sys",
	"tmp", "usr", "var",
}

// inLinuxDirectory reports whether a path is in one of linuxDirectories.
func inLinuxDirectory(s string) bool {
	rest, rooted := strings.CutPrefix(s, "/")
	first, _, _ := strings.Cut(rest, "/")
	return rooted && slices.Contains(linuxDirectories, first)
}

// isRooted reports whether a path begins at the root, and not with the name of a host or a pipe. Windows takes such paths,
// too, as those of its current drive.
func isRooted(s string) bool {
	return strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//")
}

// isLongPath reports whether a word is a path with two names at least. One name may be a switch: "/c", "/p:A=b/c".
func isLongPath(s string) bool {
	first, _, found := strings.Cut(strings.TrimPrefix(s, "/"), "/")
	return found && isRooted(s) && len(first) > 1 && !strings.ContainsAny(first, `:=\`)
}

// isWindowsShell takes cmd and Windows PowerShell, also after a batch file. PowerShell 7 runs anywhere, and so does bash.
func isWindowsShell(s string) bool {
	language := script.LanguageOf(s)
	return language == script.Cmd || language == script.WindowsPowerShell || windows.IsDrivePath(s)
}

// isLinuxShell takes a shell by a path that Windows has not.
func isLinuxShell(s string) bool { return strings.HasPrefix(s, "/") && script.LanguageOf(s).IsSh() }

// isPosixShell takes sh and bash, which containers of Windows may have from Git.
func isPosixShell(s string) bool { return script.LanguageOf(s).IsSh() }

// isWindowsProgram reports whether a program is one of Windows by its name.
func isWindowsProgram(s string) bool {
	switch path.Ext(strings.ToLower(s)) {
	case ".exe", ".ps1", ".bat", ".cmd":
		return true
	}
	name := script.ProgramName(s)
	return name == "cmd" || name == "powershell"
}

// isLinuxProgram takes what runs or makes programs of Windows on Linux.
func isLinuxProgram(s string) bool {
	first, _, _ := strings.Cut(s, " ")
	name := script.ProgramName(first)
	return name == "wine" || name == "wine64" || strings.HasPrefix(name, "x86_64-w64-mingw32") ||
		strings.HasPrefix(name, "i686-w64-mingw32") || name == "makensis" && isRooted(first)
}

// The commands that only one of the systems has, by the first word of a RUN, and those that are more common on Linux, but
// that PowerShell or Git brings, too.
var (
	windowsCommands = []string{
		"choco", "cmd", "dism", "icacls", "md", "mklink", "msiexec", "powershell", "regsvr32", "setx", "takeown",
	}
	packageManagers = []string{"apk", "apt", "apt-get", "dnf", "microdnf", "tdnf", "yum", "zypper"}
	linuxCommands   = []string{"[", "adduser", "chmod", "chown", "export", "groupadd", "sudo", "useradd"}
	sharedCommands  = []string{
		"bash", "cat", "cp", "curl", "install", "ln", "ls", "make", "mv", "rm", "sed", "sh", "touch", "wget",
	}
)

// commandWords is the first word of a RUN without what shells allow around it, and the second.
func commandWords(s string) (first, second string) {
	first, second, _ = strings.Cut(s, " ")
	return strings.Trim(first, `"@;&`), second
}

func isWindowsCommand(s string) bool {
	first, _ := commandWords(s)
	return slices.Contains(windowsCommands, script.ProgramName(first)) || looksLikeCmdlet(first)
}

func isPackageManager(s string) bool {
	first, _ := commandWords(s)
	return slices.Contains(packageManagers, script.ProgramName(first))
}

func isLinuxCommand(s string) bool {
	first, second := commandWords(s)
	switch name := script.ProgramName(first); {
	case slices.Contains(packageManagers, name), slices.Contains(linuxCommands, name), isAssignment(first):
		return true
	case name == "mkdir":
		return second == "-p"
	case name == "ln":
		return strings.HasPrefix(second, "-s")
	case name == "set":
		return strings.HasPrefix(second, "-")
	}
	return false
}

func isSharedCommand(s string) bool {
	first, _ := commandWords(s)
	return slices.Contains(sharedCommands, script.ProgramName(first)) || isRooted(first)
}

// looksLikeCmdlet reports whether s looks like Verb-Noun.
func looksLikeCmdlet(s string) bool {
	verb, noun, found := strings.Cut(s, "-")
	return found && len(verb) > 2 && len(noun) > 2 && isUpper(verb[0]) && isUpper(noun[0]) && !isUpper(verb[1])
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

// isAssignment reports whether s looks like NAME=value, which sh takes before a command.
func isAssignment(s string) bool {
	name, _, found := strings.Cut(s, "=")
	return found && name != "" && strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}
