package script

import "strings"

// ProgramName is the name of the program that a word starts: in lower case, without quotation marks, directory and ".exe".
func ProgramName(word string) string {
	word = strings.ToLower(strings.Trim(word, `"`))
	return strings.TrimSuffix(word[strings.LastIndexAny(word, `/\`)+1:], ".exe")
}

// LanguageOf is the language that the program reads which a word starts; Unknown where it is no shell.
func LanguageOf(word string) Language { return shells(ProgramName(word)) }
