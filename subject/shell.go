package subject

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/windows"
)

// shellBy is the shell that a SHELL instruction sets.
func shellBy(in *dockerfile.Instruction) Shell {
	s := Shell{By: in, Basis: ByShell, Words: make([]string, len(in.Words))}
	for i, w := range in.Words {
		s.Words[i] = w.Value
	}
	s.Language = languageOf(s.Words)
	return s
}

// afterBatch is the shell if a batch file prepares its environment, as those of Visual Studio do: SHELL is ["VsDevCmd.bat",
// "&&", "cmd", "/S", "/C"]; or if the batch file starts its arguments, which passesOn tells.
func (s Shell) afterBatch(passesOn func(batch string) bool) Shell {
	if len(s.Words) < 2 || !isBatch(s.Words[0]) {
		return s
	}
	switch i := slices.Index(s.Words, "&&"); {
	case i > 0 && i+1 < len(s.Words):
		s.batch = i + 1
	case i < 0 && passesOn(s.Words[0]):
		s.batch = 1
	default:
		return s
	}
	if s.Language = languageOf(s.Words[s.batch:]); s.Language == script.Unknown {
		s.batch = 0
	}
	return s
}

func isBatch(program string) bool {
	name := script.ProgramName(program)
	return strings.HasSuffix(name, ".bat") || strings.HasSuffix(name, ".cmd")
}

// shellOf is the shell that is in force after the FROM of the image of a scope, of which c is known.
func (w *World) shellOf(s *Scope, c windows.Config) Shell {
	if len(c.Shell) > 0 {
		if c.Mirror != nil {
			return imageShell(c.Shell, ByMirror, c.Mirror.Short())
		}
		return imageShell(c.Shell, ByPublisher, "")
	}
	if s.OS != windows.Windows {
		return Shell{}
	}
	if words := w.Facts.shellOf(s.Parts); words != nil {
		return imageShell(words, BySetting, "")
	}
	if s.Parts == nil {
		return Shell{}
	}
	if words := s.Parts.LikelyShell(s.Edition, s.Release); words != nil {
		return Shell{Basis: ByLikeness, Likely: words}
	}
	return Shell{}
}

// imageShell is a shell that the base image brings. One that sets cmd is as one that sets nothing.
func imageShell(words []string, basis Basis, of string) Shell {
	language := languageOf(words)
	return Shell{Words: words, Language: language, Image: language != script.Cmd, Basis: basis, Of: of}
}

// probable is the shell that an unknown one probably is.
func (s Shell) probable() Shell { return imageShell(s.Likely, s.Basis, s.Of) }

// inherited is the shell as it is in what is built from an image that has it.
func (s Shell) inherited() Shell {
	s.By, s.Image = nil, true
	return s
}

// languageOf is what the shell of these words reads. A shell that starts another one is not told: the text passes
// through both. LogMonitor hands its arguments on as they are.
func languageOf(words []string) script.Language {
	if len(words) > 1 && script.ProgramName(words[0]) == "logmonitor" {
		words = words[1:]
	}
	if len(words) == 0 {
		return script.Unknown
	}
	language := script.LanguageOf(words[0])
	if language == script.Cmd {
		for _, word := range words[1:] {
			if language = startedBy(word); language != script.Cmd {
				return language
			}
		}
	}
	return language
}

// startedBy is Cmd for an argument of cmd that starts no other shell.
func startedBy(word string) script.Language {
	for _, part := range strings.Fields(word) {
		if l := script.LanguageOf(part); l != script.Unknown && l != script.Cmd {
			return script.Unknown
		}
	}
	return script.Cmd
}
