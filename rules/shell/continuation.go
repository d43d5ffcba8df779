package shell

import (
	"fmt"
	"sort"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

var continuations = []*lint.Rule{
	{
		ID: "continuation-of-other-shell", Summary: "A command ends early because of another shell's line continuation character", Topic: "command-line",
		Severity: lint.Error, Fix: lint.Unsafe, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs: []string{
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_parsing#line-continuation",
			"https://www.gnu.org/software/bash/manual/html_node/Escape-Character.html",
		},
		Check: lint.Both{lint.Each(continuationOfOther), lint.Each(backtickInSh)},
	},
}

// continuationOfOther looks at the last word of a docker command: where the next line continues with an option or an argument, a
// character that continues lines in another shell was meant to do so here.
func continuationOfOther(p *lint.Pass, c *docker.Command) {
	if len(c.Args) == 0 || c.Script == nil {
		return
	}
	language := c.Script.Language
	own, known := continues(language)
	last := c.Args[len(c.Args)-1]
	if !known || last.Is(own) || !isContinuation(last) {
		return
	}
	text := c.Script.Text
	at := place(text, last.Span().Start)
	var others []int // where the character is on the lines that were to be joined
	for ; at >= 0 && continuesAt(text.String()[at:], last.String()); at = nextEnd(text.String(), at, last.String()) {
		others = append(others, at)
	}
	if len(others) == 0 {
		return
	}
	where := language.String()
	if language == script.Batch {
		where = "a batch file"
	}
	note := fmt.Sprintf("`docker` receives the %s as an argument, and the next line runs as a separate command.", characterNames[last.String()])
	if operator := operatorAfter(text.String(), others); language.IsPowerShell() && operator != "" {
		note = fmt.Sprintf("PowerShell fails with `Missing expression after unary operator '%s'`, so none of the script runs.", operator)
	}
	f := p.Reportf(last, "A %s does not continue a line in %s", characterNames[last.String()], where).
		Notef("%s", note).
		Helpf("Replace the %s with a %s.", characterNames[last.String()], characterNames[own])
	for _, i := range others {
		f.Replace(text.Slice(i, i+1), own)
	}
	f.AlsoChanges(text.Slice(others[0], endOfNext(text.String(), others[len(others)-1])))
}

// operatorAfter is the dash or dashes at the beginning of the first line with an option among those after the given bytes. Without
// a continuation, PowerShell reads them as an operator.
func operatorAfter(text string, ends []int) string {
	for _, i := range ends {
		_, next, _ := strings.Cut(text[i:], "\n")
		next = strings.TrimLeft(next, " \t")
		if dashes := len(next) - len(strings.TrimLeft(next, "-")); dashes > 0 {
			return next[:min(dashes, 2)]
		}
	}
	return ""
}

// backtickInSh finds a backtick at the end of a line in sh. It begins a command substitution, so that most such scripts cannot be
// read, and no command is known.
func backtickInSh(p *lint.Pass, u *subject.Unit) {
	for _, s := range u.Scripts {
		if !s.Language.IsSh() {
			continue
		}
		for _, at := range endsInBacktick.FindAllStringSubmatchIndex(s.Text.String(), -1) {
			p.Reportf(s.Text.Slice(at[2], at[3]), "A backtick does not continue a line in %s", s.Language).
				Notef("The backtick begins a command substitution, which ends at the next backtick.").Helpf("Replace the backtick with a backslash.")
		}
	}
}

// endsInBacktick is a docker command whose only backtick ends its line, before a line with an option.
var endsInBacktick = lazy.MustCompile("(?m)^[ \\t]*docker(?:\\.exe)?[ \\t][^\\n'\"#`]*[ \\t](`)[ \\t]*\\r?\\n[ \\t]+-")

// isContinuation reports whether a word is written as a character that continues lines in some shell, without quotes.
func isContinuation(w *script.Arg) bool {
	return characterNames[w.String()] != "" && w.Text().Len() == 1
}

// place is the byte of a text that is at an offset of the file; -1 if none does.
func place(text source.Text, offset int) int {
	i := sort.Search(text.Len(), func(i int) bool { return text.Offset(i) >= offset })
	if i == text.Len() || text.Offset(i) != offset {
		return -1
	}
	return i
}

// continuesAt reports whether a text begins with the character at the end of its line, and continues with what cannot be a
// command.
func continuesAt(text, character string) bool {
	blank, next, found := strings.Cut(text[len(character):], "\n")
	return found && strings.TrimSpace(blank) == "" && goesOn.MatchString(next)
}

// endOfNext is the end of the line after the one of byte i.
func endOfNext(text string, i int) int {
	start := i + strings.IndexByte(text[i:], '\n') + 1
	if n := strings.IndexByte(text[start:], '\n'); n >= 0 {
		return start + n
	}
	return len(text)
}

// nextEnd is where the line after the one of byte i ends with the character; -1 if it does not.
func nextEnd(text string, i int, character string) int {
	start := i + strings.IndexByte(text[i:], '\n') + 1
	line := text[start:endOfNext(text, i)]
	if line = strings.TrimRight(line, " \t\r"); strings.HasSuffix(line, " "+character) {
		return start + len(line) - len(character)
	}
	return -1
}

var characterNames = map[string]string{"`": "backtick", "^": "caret", "\\": "backslash"}

// continues is the character that continues a line in a language.
func continues(l script.Language) (character string, known bool) {
	switch {
	case l.IsPowerShell():
		return "`", true
	case l.IsCmd():
		return "^", true
	case l.IsSh():
		return "\\", true
	}
	return "", false
}

// goesOn is a line that cannot be a command of its own: an option, an image of a registry, a directory.
var goesOn = lazy.MustCompile(`(?m)\A(?:[ \t]+(?:[\w.-]+(?:\.[a-z]+|:\d+)/[\w./-]+|\.[ \t\\/^` + "`" + `]*\r?$)|[ \t]*--?[A-Za-z])`)
