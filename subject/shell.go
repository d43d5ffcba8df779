package subject

import (
	"strings"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
)

// shellBy is the shell that a SHELL instruction sets.
func shellBy(in *dockerfile.Instruction) Shell {
	s := Shell{By: in, Words: make([]string, len(in.Words))}
	for i, w := range in.Words {
		s.Words[i] = w.Value
	}
	s.Language = languageOf(s.Words)
	return s
}

// imageShell is the shell that holds behind the FROM of an image. One that sets cmd is as one that sets nothing.
func imageShell(words []string) Shell {
	language := languageOf(words)
	return Shell{Words: words, Language: language, Image: len(words) > 0 && language != script.Cmd}
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
