package subject

import (
	"strings"

	"github.com/winlint/winlint/parser/dockerfile"
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
	return Shell{Words: words, Language: language, Image: len(words) > 0 && language != Cmd}
}

// languageOf is what the shell of these words reads. A shell that starts another one is not told: the text passes
// through both. LogMonitor hands its arguments on as they are.
func languageOf(words []string) Language {
	if len(words) > 1 && programName(words[0]) == "logmonitor" {
		words = words[1:]
	}
	if len(words) == 0 {
		return UnknownLanguage
	}
	language := languageOfProgram(words[0])
	if language == Cmd {
		for _, word := range words[1:] {
			if language = startedBy(word); language != Cmd {
				return language
			}
		}
	}
	return language
}

// startedBy is Cmd for an argument of cmd that starts no other shell.
func startedBy(word string) Language {
	for _, part := range strings.Fields(word) {
		if l := languageOfProgram(part); l != UnknownLanguage && l != Cmd {
			return UnknownLanguage
		}
	}
	return Cmd
}

func languageOfProgram(word string) Language {
	switch programName(word) {
	case "cmd":
		return Cmd
	case "powershell":
		return PowerShell
	case "pwsh":
		return Pwsh
	case "sh", "bash", "ash", "dash":
		return Sh
	}
	return UnknownLanguage
}

// programName is the name of the program that a word starts: lower case, without its folder and ".exe".
func programName(word string) string {
	word = strings.ToLower(strings.Trim(word, `"`))
	if i := strings.LastIndexAny(word, `/\`); i >= 0 {
		word = word[i+1:]
	}
	return strings.TrimSuffix(word, ".exe")
}
