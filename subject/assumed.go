package subject

import (
	"strings"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/windows"
)

// An Assumption is how the text of an instruction is read if the shell of its base image is not known.
type Assumption struct {
	Readings []*script.Script // one if the text tells its language, else one for each shell that it may be; none if one cannot be read
	Likely   bool             // the text only probably tells its language

	// Shell is the shell that the base image probably sets, and Reading the text as that one reads it; nil if nothing tells.
	Shell   *Shell
	Reading *script.Script
}

// Decided reports whether the text tells its language. What the base image's shell sets, such as error preferences, is not
// known even then.
func (a *Assumption) Decided() bool { return len(a.Readings) == 1 }

// windowsShells are the shells that the base image of an unknown Windows stage may bring.
var windowsShells = [][]string{
	{"cmd", "/S", "/C"},
	{"powershell", "-Command"},
	{"powershell", "-Command", "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';"},
}

// Assumed is how a shell form is read under a shell that is not known; nil if the shell is known, or the instruction has no
// shell form, or the stage is not for Windows. If a reading fails, nothing is assumed.
func (u *Unit) Assumed(in *dockerfile.Instruction, scope *Scope, state *State) *Assumption {
	if state == nil || scope.OS != windows.Windows || state.Shell.Words != nil || state.Shell.By != nil ||
		in.Exec || in.Err != nil || in.Parent != nil || !in.Is("RUN", "CMD", "ENTRYPOINT") {
		return nil
	}
	if done, known := u.assumed[in]; known {
		return done
	}
	if u.assumed == nil {
		u.assumed = map[*dockerfile.Instruction]*Assumption{}
	}
	u.assumed[in] = assume(in, state, u.shellPragma(in))
	return u.assumed[in]
}

func assume(in *dockerfile.Instruction, state *State, pragma script.Language) *Assumption {
	text := in.Command()
	if len(in.Heredocs) > 0 {
		text = heredocText(in)
	}
	if text.Len() == 0 {
		return nil
	}
	language, sign := script.Decide(text, func(name string) bool {
		_, set := state.Variables.Get(name)
		return set || windows.SetsVariable(name)
	})
	if pragma != script.Unknown {
		language, sign = pragma, script.Only
	}
	shells := windowsShells
	switch {
	case sign == script.NoSign:
	case language == script.Cmd:
		shells = shells[:1]
	default:
		shells = shells[1:2]
	}
	a := &Assumption{Likely: sign == script.Probably, Readings: readUnder(shells, text)}
	if state.Shell.Likely != nil && pragma == script.Unknown {
		// The name of the image tells more than the text, which may be there by mistake.
		a = &Assumption{Readings: readUnder(windowsShells, text)}
		if read := readUnder([][]string{state.Shell.Likely}, text); read != nil {
			shell := state.Shell.probable()
			a.Shell, a.Reading = &shell, read[0]
		}
	}
	if a.Readings == nil && a.Shell == nil {
		return nil
	}
	return a
}

// readUnder is a text under each of some shells; nil if one of the readings fails.
func readUnder(shells [][]string, text source.Text) (list []*script.Script) {
	for _, words := range shells {
		read := script.Line(script.Texts(words...), text)
		if read == nil || read.Broken() {
			return nil
		}
		list = append(list, read)
	}
	return list
}

// shellPragma is the shell that a comment before the instruction says the base image has: "# hadolint shell=powershell" or
// "# winlint shell=cmd". The last one counts.
func (u *Unit) shellPragma(in *dockerfile.Instruction) (language script.Language) {
	for _, comment := range u.Dockerfile.Comments {
		if comment.Span().Start > in.Span().Start {
			break
		}
		text := strings.TrimSpace(strings.TrimLeft(comment.String(), "#"))
		for _, tool := range []string{"hadolint", "winlint"} {
			if rest, found := strings.CutPrefix(text, tool); found {
				if name, found := strings.CutPrefix(strings.TrimSpace(rest), "shell="); found {
					name, _, _ = strings.Cut(name, " ")
					language = script.LanguageOf(name)
				}
			}
		}
	}
	return language
}
