package script

import (
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/source"
)

// A Sign says how surely a text tells which language it is in.
type Sign int

// The signs, the weakest first.
const (
	NoSign   Sign = iota
	Probably      // nothing points to the other language
	Only          // the other language rejects the text, or does something else with it
)

// Decide is which of cmd and Windows PowerShell the text of a RUN is written for, as the text itself tells. defined reports
// whether a variable of that name is set, so that cmd expands it.
func Decide(text source.Text, defined func(name string) bool) (Language, Sign) {
	s := strings.TrimSpace(text.String())
	first := strings.TrimLeft(s, "( \t")
	switch {
	case matchesAny(first, onlyPowerShell) || startsCmdlet(first) || startsPowerShellScript(s):
		return WindowsPowerShell, Only
	case matchesAny(first, onlyCmd):
		return Cmd, Only
	}
	quoted := quotedText
	if callsPowerShell.MatchString(first) {
		quoted = argumentText
	}
	bare := quoted.ReplaceAllString(s, " x ")
	cmd := matchesAny(bare, probablyCmd) || expandsVariable(s, defined)
	powerShell := matchesAny(bare, probablyPowerShell)
	switch {
	case cmd && !powerShell:
		return Cmd, Probably
	case powerShell && !cmd:
		return WindowsPowerShell, Probably
	}
	return Unknown, NoSign
}

func matchesAny(s string, list []*lazy.Regexp) bool {
	for _, re := range list {
		if re.MatchString(s) {
			return true
		}
	}
	return false
}

// startsCmdlet reports whether the text begins with a cmdlet as people write it, in capitals.
func startsCmdlet(s string) bool {
	name := capitalized.FindString(s)
	return name != "" && IsCmdletName(strings.ToLower(name))
}

// expandsVariable reports whether the text has the name of a variable that is set between percent signs. PowerShell passes
// the signs on.
func expandsVariable(s string, defined func(string) bool) bool {
	for _, m := range percentName.FindAllStringSubmatch(s, -1) {
		if defined(m[1]) {
			return true
		}
	}
	return false
}

// startsPowerShellScript reports whether a command of the text is a script of PowerShell by its path. cmd opens a .ps1 with
// an editor, and does not understand ./ at all.
func startsPowerShellScript(s string) bool {
	for part := range strings.SplitSeq(quotedText.ReplaceAllString(s, " x "), ";") {
		word, _, _ := strings.Cut(strings.TrimSpace(part), " ")
		if strings.HasSuffix(strings.ToLower(word), ".ps1") {
			return true
		}
	}
	return false
}

var (
	quotedText = lazy.MustCompile(`"[^"]*"|'[^']*'`)
	// argumentText is the same in an argument of a program, in which `\"` is a quote of the text.
	argumentText    = lazy.MustCompile(`"(?:\\"|[^"])*"|'[^']*'`)
	callsPowerShell = lazy.MustCompile(`(?i)^(?:powershell|pwsh)(?:\.exe)?\s`)

	capitalized = lazy.MustCompile(`^[A-Z][A-Za-z]+-[A-Z][A-Za-z]+\b`)
	percentName = lazy.MustCompile(`%([A-Za-z_][A-Za-z0-9_()]*)%`)
)

// What only PowerShell runs, at the beginning of the text. To cmd a `$` is a part of a name, and `&` may not come first.
var onlyPowerShell = compiled(
	`^\$(?:\w|\{)`, `^\[[A-Za-z][\w.]*(?:\[\])?\]`, `^&\s*['"{$]`,
	`(?i)^(?:try|do)\s*\{`, `(?i)^function\s+[\w-]+\s*(?:\([^)]*\)\s*)?\{`, `(?i)^(?:foreach|while|switch)\s*\(`, `(?i)^param\s*\(`,
	`(?i)^throw\s`, `(?i)^if\s*\([^)]*.*\)\s*\{`, `(?i)^(?:iex|iwr|irm)\b`,
)

// What only cmd runs, at the beginning of the text.
var onlyCmd = compiled(
	`(?i)^@[a-z]`,
	`(?i)^if\s+(?:/i\s|not\s|exist\s|defined\s|errorlevel\s|")`, `(?i)^for\s+(?:/[fdlr]\s|%)`,
	`(?i)^set\s+(?:/[ap]\s|"|\w+=)`, `(?i)^(?:call|goto|setlocal|endlocal|rem|mklink|assoc|ftype)\b`,
	`(?i)^(?:copy|del|erase|rd|rmdir|dir|cd|chdir|start|move)\s+/[a-z]\b`,
)

// What one of them takes for its own syntax anywhere outside of quotes, while the other may take it too, to another end.
var (
	probablyCmd        = compiled(`&&|\|\|`, `(?i)>\s*nul\b`, `\^[&|<>]`, `(?i)^(?:md|mkdir)\s+[^-\s]\S*\s+[^-\s]\S*\s*$`)
	probablyPowerShell = compiled(`;\s*[A-Z][a-z]+-[A-Z]\w+`, `(?i)\$env:\w`, `\$\w+\s*=[^=]`)
)

func compiled(expressions ...string) []*lazy.Regexp {
	list := make([]*lazy.Regexp, len(expressions))
	for i, e := range expressions {
		list[i] = lazy.MustCompile(e)
	}
	return list
}
