package subject

import (
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/windows"
)

// hints are the weak evidence: the first thing in a stage that only Windows knows, and the first that only Linux does.
type hints struct {
	windows, linux *Evidence
}

// aimByContent tells the operating system of a stage by what stands in it, where nothing in it speaks against that.
func (r *reader) aimByContent(s *Scope) {
	h := r.hints(s)
	switch {
	case h.linux != nil:
		if s.OS == windows.Windows {
			s.Target = Target{}
		}
	case s.OS == windows.Windows:
	case h.windows != nil:
		s.Target = Target{OS: windows.Windows, Why: []Evidence{*h.windows}}
	case s.OS == windows.UnknownOS:
		r.aimByFile(s)
	}
}

// aimByFile tells the operating system of a stage by what is said of the file as a whole.
func (r *reader) aimByFile(s *Scope) {
	if r.doc.EscapeFrom != nil && r.doc.Escape == '`' {
		s.OS = windows.Windows
		s.because(r.doc.EscapeFrom.Span(), "the escape character `")
		return
	}
	if os, word := r.fileName(); os == windows.Windows {
		s.OS = windows.Windows
		s.because(source.At(0), "the word %s in the file's name", word)
	}
}

// fileName is what the words of the file's name tell, and the word that tells it.
func (r *reader) fileName() (os windows.OS, word string) {
	return windows.OSOfName(path.Base(r.doc.File.Path))
}

// aimByOthers takes a stage of which nothing is known for Windows where all other stages are and nothing in it speaks
// against that.
func (r *reader) aimByOthers(s *Scope) {
	if s.OS != windows.UnknownOS || len(s.bases) > 1 {
		return
	}
	if s.Base != nil {
		s.inherit()
		return
	}
	other := r.windowsOnly()
	if other == nil || s.From.Flag("platform") != nil || r.hints(s).linux != nil {
		return
	}
	s.OS = windows.Windows
	s.because(other.From.Span(), "the other stages of the file")
}

// windowsOnly is the first stage that is certainly for Windows; nil where there is none or where one is for Linux.
func (r *reader) windowsOnly() *Scope {
	var found *Scope
	for _, s := range r.stages {
		switch {
		case s.OS == windows.Linux:
			return nil
		case s.OS == windows.Windows && s.Strong && found == nil:
			found = s
		}
	}
	return found
}

// hints reads a stage. A name of the file that says Linux speaks for all of its stages.
func (r *reader) hints(s *Scope) hints {
	var h hints
	if os, word := r.fileName(); os == windows.Linux {
		h.linux = &Evidence{Text: "the word " + word + " in the file's name"}
	}
	for _, in := range s.body {
		if len(in.Words) > 0 {
			h.read(in)
		}
	}
	return h
}

func (h *hints) read(in *dockerfile.Instruction) {
	switch in.Name {
	case "SHELL":
		h.shell(in.Words[0])
	case "USER":
		h.user(in.Words[0])
	case "WORKDIR", "VOLUME", "CMD", "ENTRYPOINT":
		h.path(in.Words[0])
	case "COPY", "ADD":
		h.path(in.Words[len(in.Words)-1])
	case "ENV":
		for _, pair := range in.Pairs {
			if pair.Value != nil {
				h.path(pair.Value)
			}
		}
	case "RUN":
		h.run(in.Words[0])
	}
}

func (h *hints) tell(os windows.OS, what string, text source.Text) {
	e := &Evidence{Text: what + " " + text.String(), At: text.Span()}
	switch {
	case os == windows.Windows && h.windows == nil:
		h.windows = e
	case os == windows.Linux && h.linux == nil:
		h.linux = e
	}
}

// shell takes the program of SHELL. PowerShell 7 runs anywhere, and so does bash.
func (h *hints) shell(w *dockerfile.Word) {
	switch l := script.LanguageOf(w.Value); {
	case l == script.Cmd, l == script.WindowsPowerShell:
		h.tell(windows.Windows, "the shell", w.Text)
	case l.IsSh():
		if strings.HasPrefix(w.Value, "/") {
			h.tell(windows.Linux, "the shell", w.Text)
		}
	}
}

func (h *hints) user(w *dockerfile.Word) {
	switch {
	case windows.IsContainerUser(w.Value):
		h.tell(windows.Windows, "the user", w.Text)
	case w.Value == "root", w.Value == "0", w.Value == "nobody":
		h.tell(windows.Linux, "the user", w.Text)
	}
}

// linuxFolders is where paths on Linux begin and paths on Windows do not.
var linuxFolders = []string{
	"/bin/", "/etc/", "/go/", "/home/", "/opt/", "/root", "/sbin/", "/tmp", "/usr/", "/var/",
}

// path takes a word that may begin with a drive letter or with a folder that Linux has.
func (h *hints) path(w *dockerfile.Word) {
	s := strings.TrimLeft(w.Value, `"'`)
	if windows.IsDrivePath(s) {
		h.tell(windows.Windows, "the path", w.Text)
		return
	}
	if slices.ContainsFunc(linuxFolders, func(folder string) bool { return strings.HasPrefix(s, folder) }) {
		h.tell(windows.Linux, "the path", w.Text)
	}
}

// The programs that only one of the operating systems has, by the first word of a RUN.
var (
	windowsPrograms = []string{
		"choco", "cmd", "dism", "icacls", "md", "mklink", "msiexec", "powershell", "regsvr32", "setx", "takeown",
	}
	linuxPrograms = []string{
		"[", "adduser", "apk", "apt", "apt-get", "bash", "chmod", "chown", "dnf", "export", "groupadd", "install", "ln",
		"make", "microdnf", "rm", "sed", "sh", "sudo", "tdnf", "touch", "useradd", "wget", "yum", "zypper",
	}
)

// run takes the first word of a command.
func (h *hints) run(w *dockerfile.Word) {
	end := strings.IndexAny(w.Value+" ", " \t\n")
	first := strings.Trim(w.Value[:end], `"@;&`)
	program := script.ProgramName(first)
	switch {
	case slices.Contains(windowsPrograms, program), looksLikeCmdlet(first):
		h.tell(windows.Windows, "the command", w.Slice(0, end))
	case slices.Contains(linuxPrograms, program), isAssignment(first), strings.HasPrefix(first, "/"),
		strings.HasPrefix(w.Value, "mkdir -p"), strings.HasPrefix(w.Value, "set -"):
		h.tell(windows.Linux, "the command", w.Slice(0, end))
	}
}

// looksLikeCmdlet reports whether s looks like Verb-Noun.
func looksLikeCmdlet(s string) bool {
	verb, noun, found := strings.Cut(s, "-")
	return found && len(verb) > 2 && len(noun) > 2 && isUpper(verb[0]) && isUpper(noun[0]) && !isUpper(verb[1])
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

// isAssignment reports whether s looks like NAME=value, which sh takes in front of a command.
func isAssignment(s string) bool {
	name, _, found := strings.Cut(s, "=")
	return found && name != "" && strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}
