package subject

import (
	"fmt"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/windows"
)

// A RunReading is how the text of a RUN was read, if at all.
type RunReading struct {
	RUN *dockerfile.Instruction
	How How
	Why string // for people: "as PowerShell, as its text tells"; "" if the shell is known
}

// How is how surely a text is read.
type How int

// The ways.
const (
	Understood How = iota // its shell is known
	Assumed               // under an assumption, which limits what is found
	Passed                // not at all
)

func (h How) String() string { return [...]string{"read", "assumed", "unread"}[h] }

// Runs is how each RUN of a stage for Windows was read; empty for other scopes.
func (u *Unit) Runs(s *Scope) (list []RunReading) {
	if s.Kind != Stage || s.OS != windows.Windows {
		return nil
	}
	for _, node := range s.Nodes {
		if in, ok := node.Node.(*dockerfile.Instruction); ok && in.Is("RUN") && in.Err == nil && in.Parent == nil {
			how, why := u.howRead(in, s, node.State)
			list = append(list, RunReading{in, how, why})
		}
	}
	return list
}

func (u *Unit) howRead(in *dockerfile.Instruction, s *Scope, state *State) (How, string) {
	if a := u.Assumed(in, s, state); a != nil {
		return Assumed, a.how()
	}
	read := u.Script(in, state)
	switch {
	case read != nil && read.Language == script.Unknown && state.Shell.By != nil:
		return Passed, fmt.Sprintf("winlint does not know the shell that SHELL on line %d sets", u.File.Position(state.Shell.By.Span().Start).Line)
	case read != nil && read.Broken():
		return Passed, fmt.Sprintf("winlint cannot read it as %s", read.Language)
	case read != nil:
		return Understood, ""
	case len(in.Heredocs) > 0:
		return Passed, "it contains more than the heredoc"
	}
	return Passed, "the shell of the base image is unknown, and the text is not valid in every shell that the image may set"
}

// how says what is assumed.
func (a *Assumption) how() string {
	switch {
	case a.Shell != nil:
		return fmt.Sprintf("as %s, because the base image probably sets it", a.Reading.Language)
	case a.Decided() && a.Likely:
		return fmt.Sprintf("as %s, because its text is probably in that language", a.Readings[0].Language)
	case a.Decided():
		return fmt.Sprintf("as %s, because its text is in that language", a.Readings[0].Language)
	}
	return fmt.Sprintf("as %s and as %s; only what applies to both is reported", script.Cmd, script.WindowsPowerShell)
}
