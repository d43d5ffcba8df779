package subject

import (
	"bytes"
	"sync"

	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/windows"
)

// A Kind is a kind of file that winlint reads. All that the program knows of it as a whole is here: a new kind is one
// more value in Kinds.
type Kind struct {
	Name    string // as --type has it: "dockerfile"
	Title   string // in a sentence: "Dockerfile"
	Example string // what such a file may be called: "Dockerfile"
	Fence   string // the language of its fenced blocks on the pages of the rules: "dockerfile"

	// Names is globs of what such files are called, in lower case, as doublestar has them: without a slash they are about
	// the last name of a path, with slashes about its last names.
	Names []string
	// Except is globs of those among Names that something else is called, too. They are neither looked for in a directory
	// nor by the pre-commit hook; of a file that the user names the content decides.
	Except []string
	// Content tells such a file by its text where its name tells nothing; nil: the text cannot.
	Content func(path string, text []byte) bool
	// Concerns tells which of the files that are found in a directory are worth reading; nil: all.
	Concerns func(text []byte) bool
	// Jobs says that it is a CI file, whose jobs may build Dockerfiles.
	Jobs bool
	// Read reads a file of this kind, and the files that it is used with.
	Read func(f *source.File, w *World) *Unit

	recipe func(f *source.File, mirrors windows.Mirrors) recipe // what such a file builds; nil: nothing

	once          sync.Once
	names, except []pattern // what Names and Except say, once it is asked for
}

// Builds reports whether files of this kind build images.
func (k *Kind) Builds() bool { return k.recipe != nil }

// KindOf tells by its name alone what a file is, in any case of letters; nil where the name does not tell.
func KindOf(path string) *Kind {
	name := newFileName(path)
	for _, k := range Kinds {
		if k.named(name) {
			return k
		}
	}
	return nil
}

// Identify tells what a file is by its name or, where that does not tell, by its raw bytes; nil where neither does.
func Identify(path string, raw []byte) *Kind {
	if k := KindOf(path); k != nil {
		return k
	}
	text := letters(raw)
	for _, k := range Kinds {
		if k.Content != nil && k.Content(path, text) {
			return k
		}
	}
	return nil
}

// Named reports whether the name of a file is one of this kind. The path has slashes.
func (k *Kind) Named(path string) bool { return k.named(newFileName(path)) }

func (k *Kind) named(name fileName) bool {
	k.once.Do(func() { k.names, k.except = patternsOf(k.Names), patternsOf(k.Except) })
	return name.in(k.names) && !name.in(k.except)
}

// IsConcern reports whether a file of this kind that was found in a directory is worth reading.
func (k *Kind) IsConcern(raw []byte) bool { return k.Concerns == nil || k.Concerns(letters(raw)) }

// Unit reads a file of this kind.
func (k *Kind) Unit(f *source.File, w *World) *Unit {
	u := k.Read(f, w)
	u.Kind, u.mirrors = k, w.Mirrors
	return u
}

// letters is the text of raw bytes as far as it is ASCII, also in UTF-16: enough to tell what a file is, and cheaper than
// to decode it.
func letters(raw []byte) []byte {
	for _, mark := range [...]string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
		raw = bytes.TrimPrefix(raw, []byte(mark))
	}
	if bytes.IndexByte(raw, 0) >= 0 {
		raw = bytes.ReplaceAll(raw, []byte{0}, nil)
	}
	return raw
}
