package check

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
)

// urlBefore and urlAfter match the parts of a URL before and after a "&" between two values of its query.
var (
	urlBefore = lazy.MustCompile(`(?i)https?://[^\s"'&|<>]+\?[^\s"'|<>]*$`)
	urlAfter  = lazy.MustCompile(`^&[\w.%-]+=[^\s"'|<>)]*`)
)

// urlEnds is what no URL contains.
const urlEnds = " \t\n\f\r\"'|<>"

// URLCutAt is the URL in whose query the byte at an offset of a file is a "&" between two values, in bytes of the file.
func URLCutAt(file *source.File, offset int) (source.Span, bool) {
	if offset >= len(file.Text) || file.Text[offset] != '&' {
		return source.Span{}, false
	}
	line := file.FullLine(file.Position(offset).Line)
	after := urlAfter.FindStringIndex(file.Text[offset:line.End])
	if after == nil {
		return source.Span{}, false
	}
	word := line.Start + strings.LastIndexAny(file.Text[line.Start:offset], urlEnds) + 1
	before := urlBefore.FindStringIndex(file.Text[word:offset])
	if before == nil {
		return source.Span{}, false
	}
	return source.Span{Start: word + before[0], End: offset + after[1]}, true
}

// DownloadedFile is the file that a command downloads to, and its name.
func DownloadedFile(c *script.Command) (lint.Placed, string) {
	if c.Script.Language.IsPowerShell() {
		switch c.Cmdlet() {
		case "invoke-webrequest", "invoke-restmethod":
			return argument(c.Param("outfile"))
		case "start-bitstransfer":
			return argument(c.Param("destination"))
		}
	}
	if !c.Is("curl", "wget") {
		return nil, ""
	}
	for i, arg := range c.Args {
		if name := arg.Value().String(); i+1 < len(c.Args) && toFile(c, name) {
			next := c.Args[i+1]
			return next, next.Value().String()
		}
	}
	return namedByURL(c)
}

// namedByURL is the file that a program names after the last part of the URL, and its name.
func namedByURL(c *script.Command) (lint.Placed, string) {
	if c.Is("curl") && !slices.ContainsFunc(c.Args, func(a *script.Arg) bool { return remoteName.MatchString(a.Value().String()) }) {
		return nil, ""
	}
	for _, arg := range c.Args {
		if url := arg.Value().String(); strings.Contains(url, "://") {
			return arg, url[:strings.IndexAny(url+"?", "?#")]
		}
	}
	return nil, ""
}

var remoteName = lazy.MustCompile(`^(-\w*O|--remote-name)$`)

// toFile reports whether an option of curl or wget is followed by the name of the file: "-o", "-fSLo", "--output".
func toFile(c *script.Command, option string) bool {
	if c.Is("wget") {
		return option == "-O" || option == "--output-document"
	}
	return option == "--output" || strings.HasPrefix(option, "-") && !strings.HasPrefix(option, "--") && strings.HasSuffix(option, "o")
}

// argument is the value of a parameter.
func argument(_, value *script.Arg) (lint.Placed, string) {
	if value == nil {
		return nil, ""
	}
	return value, value.Value().String()
}

// WritesFile reports whether a command that fetches something writes it into a file.
func WritesFile(c *script.Command) bool {
	switch c.Cmdlet() {
	case "invoke-webrequest", "invoke-restmethod":
		return HasSwitch(c, "outfile") || Splats(c)
	case "curl":
		for _, arg := range c.Args {
			if curlOutput.MatchString(arg.Value().String()) {
				return true
			}
		}
		return false
	}
	return true
}

var curlOutput = lazy.MustCompile(`^(-\w*[oO]|--output|--remote-name)$`)

// FileName is the last part of a path in lower case; "" if it contains more than a name.
func FileName(s string) string {
	s = strings.ToLower(strings.Trim(s, `"'`))
	s = s[strings.LastIndexAny(s, `/\`)+1:]
	if strings.ContainsAny(s, "$%*?(){}`") {
		return ""
	}
	return s
}

// IsSQLSetup reports whether a command is the setup of SQL Server, a console program.
func IsSQLSetup(c *script.Command) bool {
	return !c.Keyword && !script.IsCmdletName(c.Lower) && slices.ContainsFunc(c.Args, func(a *script.Arg) bool {
		return strings.HasPrefix(strings.ToUpper(a.Value().String()), "/ACTION=")
	})
}

// Splats reports whether parameters of a command come from a variable.
func Splats(c *script.Command) bool {
	for v := range script.Nodes[*script.Variable](c) {
		if v.Splat {
			return true
		}
	}
	return false
}

// IsSilent reports whether an argument of a command says that an installer shows no dialogs.
func IsSilent(c *script.Command) bool { return silent.MatchString(c.String()) }

var silent = lazy.MustCompile(`(?i)(^|[\s'",(=])[-/]{1,2}(q[nbrfu]?[-+!]*|quiet|s|silent|verysilent|passive)($|[\s'",)])`)
