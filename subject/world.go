package subject

import (
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject/evidence"
	"github.com/winlint/winlint/windows"
)

// A World is what is known of a file from outside of it. The zero World knows nothing.
type World struct {
	Open   Open         // reads the other files of its project; nil: none
	Builds Builds       // tells which jobs of its project build a Dockerfile; nil: none
	Images *ImageBuilds // what the other files of the run build; nil: nothing
	Facts

	depth int // how many images deep, each built on the next one, the file is read
}

// Facts is what the user states about images and systems. The zero Facts state nothing.
type Facts struct {
	System  windows.OS      // of the parts of files that do not tell it for certain
	Shells  []ImageShell    // of images of which nothing is known; the longest pattern counts, and of two the later one
	Mirrors windows.Mirrors // of registries of which much is known
}

// An ImageShell is what images set by SHELL.
type ImageShell struct {
	Pattern string   // which images, as windows.Image.Covers has it; "": all
	Words   []string // as SHELL has them
}

// shellOf is the shell that the user states for an image, which may be nil; nil if the user states none.
func (f *Facts) shellOf(image *windows.Image) []string {
	var found ImageShell
	for _, s := range f.Shells {
		if len(s.Pattern) >= len(found.Pattern) && (s.Pattern == "" || image != nil && image.Covers(s.Pattern)) {
			found = s
		}
	}
	return found.Words
}

// sawStated adds the system that the user states for what is at a place, unless that tells its own for certain.
func (f *Facts) sawStated(found *evidence.List, at source.Span) {
	if _, weight := found.Verdict(); weight >= evidence.Certain {
		return
	}
	found.Saw(evidence.SystemSetting, f.System.String(), "the setting system: "+f.System.String(), at)
}

// ShellWords is the words of SHELL that a user states: those themselves, or for the name of a shell alone what images set
// that have it. It is nil for what is not a shell of Windows.
func ShellWords(words []string) []string {
	if len(words) == 0 {
		return nil
	}
	switch language := script.LanguageOf(words[0]); {
	case language != script.Cmd && !language.IsPowerShell():
		return nil
	case len(words) > 1:
		return words
	case language == script.Cmd:
		return []string{words[0], "/S", "/C"}
	default:
		return []string{words[0], "-Command"}
	}
}
