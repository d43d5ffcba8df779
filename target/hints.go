package target

import (
	"strings"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
)

// Hints are the weak evidence: what stands in a stage whose image does not tell what it is. They lead to no error and
// to no fix.
type hints struct {
	windows, linux *Evidence // the first of each
}

// aimByContent tells the operating system of a stage by what stands in it, where nothing in it speaks against that.
func (r *reader) aimByContent(s *Scope) {
	h := readHints(s.body)
	switch {
	case h.linux != nil && s.OS == Windows:
		s.Target = Target{}
	case h.linux != nil || s.OS == Windows:
	case h.windows != nil:
		s.Target = Target{OS: Windows, Why: []Evidence{*h.windows}}
	case s.OS == UnknownOS && r.doc.Escape == '`':
		s.OS = Windows
		s.because(r.doc.EscapeFrom.Span(), "the escape character `")
	}
}

// aimByOthers takes a stage of which nothing is known for Windows where all other stages are and nothing in it speaks
// against that.
func (r *reader) aimByOthers(s *Scope) {
	if s.OS != UnknownOS {
		return
	}
	if s.Base != nil {
		s.inherit()
		return
	}
	if s.From.Flag("platform") != nil || readHints(s.body).linux != nil {
		return
	}
	var other *Scope
	for _, o := range r.stages {
		switch {
		case o.OS == Linux:
			return
		case o.OS == Windows && o.Strong && other == nil:
			other = o
		}
	}
	if other != nil {
		s.OS = Windows
		s.because(other.From.Span(), "the other stages of the file")
	}
}

func readHints(body []*dockerfile.Instruction) hints {
	var h hints
	for _, in := range body {
		h.read(in)
	}
	return h
}

func (h *hints) read(in *dockerfile.Instruction) {
	if len(in.Words) == 0 {
		return
	}
	switch in.Name {
	case "SHELL":
		switch languageOfProgram(in.Words[0].Value) {
		case Cmd, PowerShell:
			h.tell(Windows, in.Words[0].Text)
		case Sh:
			if strings.HasPrefix(in.Words[0].Value, "/") {
				h.tell(Linux, in.Words[0].Text)
			}
		}
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

func (h *hints) tell(os OS, what source.Text) {
	e := &Evidence{Text: what.String(), At: what.Span()}
	switch {
	case os == Windows && h.windows == nil:
		h.windows = e
	case os == Linux && h.linux == nil:
		h.linux = e
	}
}

func (h *hints) user(w *dockerfile.Word) {
	switch strings.ToLower(w.Value) {
	case strings.ToLower(administrator), strings.ToLower(nanoUser):
		h.tell(Windows, w.Text)
	case "root", "0", "nobody":
		h.tell(Linux, w.Text)
	}
}

// path takes a word that may begin with a drive letter or with a folder that Linux has.
func (h *hints) path(w *dockerfile.Word) {
	s := strings.TrimLeft(w.Value, `"'`)
	if len(s) > 2 && isLowerOrDigit(s[0]|0x20) && s[0] > '9' && s[1] == ':' && (s[2] == '\\' || s[2] == '/' && !strings.HasPrefix(s[2:], "//")) {
		h.tell(Windows, w.Text)
		return
	}
	for _, folder := range [...]string{"/usr/", "/etc/", "/opt/", "/var/", "/home/", "/root", "/bin/", "/sbin/", "/tmp", "/go/"} {
		if strings.HasPrefix(s, folder) {
			h.tell(Linux, w.Text)
			return
		}
	}
}

// run takes the first word of a command.
func (h *hints) run(w *dockerfile.Word) {
	end := strings.IndexAny(w.Value+" ", " \t\n")
	first := strings.Trim(w.Value[:end], `"@;&`)
	switch program := programName(first); program {
	case "powershell", "cmd", "choco", "msiexec", "setx", "mklink", "md", "icacls", "takeown", "dism", "regsvr32":
		h.tell(Windows, w.Slice(0, end))
		return
	case "apt-get", "apt", "apk", "yum", "dnf", "microdnf", "tdnf", "zypper", "chmod", "chown", "ln", "rm", "useradd",
		"adduser", "groupadd", "export", "bash", "sh", "sudo", "make", "touch", "wget", "sed", "install", "[":
		h.tell(Linux, w.Slice(0, end))
		return
	}
	switch {
	case isCmdlet(first):
		h.tell(Windows, w.Slice(0, end))
	case isAssignment(first) || strings.HasPrefix(first, "/") || strings.HasPrefix(w.Value, "mkdir -p") || strings.HasPrefix(w.Value, "set -"):
		h.tell(Linux, w.Slice(0, end))
	}
}

// isCmdlet reports whether s looks like Verb-Noun.
func isCmdlet(s string) bool {
	verb, noun, found := strings.Cut(s, "-")
	return found && len(verb) > 2 && len(noun) > 2 && isUpper(verb[0]) && isUpper(noun[0]) && !isUpper(verb[1])
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

// isAssignment reports whether s looks like NAME=value, which sh takes in front of a command.
func isAssignment(s string) bool {
	name, _, found := strings.Cut(s, "=")
	if !found || name == "" {
		return false
	}
	for i := range len(name) {
		if !(isLowerOrDigit(name[i]|0x20) || name[i] == '_') {
			return false
		}
	}
	return true
}
