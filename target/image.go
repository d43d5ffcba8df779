package target

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/source"
)

// An Image is the name of an image, cut into its parts.
type Image struct {
	Text       string // as the builder reads it, variables put in
	Registry   string // "docker.io" where none is named
	Repository string // "windows/servercore"; "library/golang" for a name without a slash on docker.io
	Tag        string // "" where there is none
	Digest     string // "sha256:..."; "" where there is none
}

// unknownPart stands in a name for what a variable puts there that is not known. No image's name has it.
const unknownPart = "*"

const dockerHub = "docker.io"

// ParseImage cuts the name of an image as engines do (distribution/reference): what stands in front of the first slash
// is a registry where it holds a dot or a colon, or is "localhost". It reports whether text is the name of an image.
func ParseImage(text string) (*Image, bool) {
	i := &Image{Text: text, Registry: dockerHub}
	name, digest, _ := strings.Cut(text, "@")
	i.Digest = digest
	if at := strings.LastIndexByte(name, ':'); at > strings.LastIndexByte(name, '/') {
		name, i.Tag = name[:at], name[at+1:]
		if i.Tag == "" {
			return nil, false
		}
	}
	if first, rest, found := strings.Cut(name, "/"); found && isRegistry(first) {
		i.Registry, name = first, rest
	}
	if i.Registry == "index."+dockerHub {
		i.Registry = dockerHub
	}
	if i.Registry == dockerHub && !strings.Contains(name, "/") && name != unknownPart {
		name = "library/" + name
	}
	i.Repository = name
	return i, validRepository(name) && validTag(i.Tag)
}

func isRegistry(s string) bool {
	return strings.ContainsAny(s, ".:") || s == "localhost"
}

// alphanumeric is what repositories and, in either case of letters, tags are written with, beside a few signs.
const alphanumeric = "abcdefghijklmnopqrstuvwxyz0123456789"

func validRepository(s string) bool {
	return s != "" && !strings.HasPrefix(s, "/") && !strings.HasSuffix(s, "/") &&
		only(s, alphanumeric+"/._-"+unknownPart)
}

func validTag(s string) bool {
	return len(s) <= 128 && !strings.HasPrefix(s, ".") && !strings.HasPrefix(s, "-") &&
		only(strings.ToLower(s), alphanumeric+"._-"+unknownPart)
}

// only reports whether s consists of the characters of set alone.
func only(s, set string) bool { return strings.Trim(s, set) == "" }

// complete reports whether every part of the name is known.
func (i *Image) complete() bool { return !strings.Contains(i.Text, unknownPart) }

// Short is registry and repository as people write them: "golang", "microsoft/iis", "mcr.microsoft.com/windows".
func (i *Image) Short() string {
	if i.Registry == dockerHub {
		return strings.TrimPrefix(i.Repository, "library/")
	}
	return i.Registry + "/" + i.Repository
}

// Target is what the name tells of the image, each reason with the place at. What the name does not tell is unknown.
func (i *Image) Target(at source.Span) Target {
	f, tag := i.family(), readWords(i.Tag)
	var t Target
	switch {
	case f.os != UnknownOS:
		t = Target{OS: f.os, Edition: f.edition, Strong: true}
		t.because(at, "the repository %s", i.Short())
	case tag.os != UnknownOS && (tag.strong || f.byTag):
		t = Target{OS: tag.os, Strong: true}
		t.becauseWord(at, tag.word)
	default:
		t = i.guess(f, tag, at)
	}
	if t.OS == Windows {
		i.detail(&t, f, tag, at)
	}
	return t
}

// guess is the target of an image that neither its repository nor its tag tells for certain.
func (i *Image) guess(f *family, tag words, at source.Span) Target {
	var t Target
	repository := readWords(i.Repository)
	switch {
	case repository.os == Linux || repository.edition != UnknownEdition:
		t = Target{OS: repository.os, Edition: repository.edition, Strong: true}
		t.becauseName(at, repository.word)
	case tag.os != UnknownOS:
		t.OS = tag.os
		t.becauseWord(at, tag.word)
	case f.plain != UnknownOS:
		t.OS = f.plain
		t.because(at, "the repository %s, which is for Linux where the tag does not say otherwise", i.Short())
	}
	return t
}

// detail adds edition and release of a Windows image.
func (i *Image) detail(t *Target, f *family, tag words, at source.Span) {
	if t.Edition == UnknownEdition {
		t.Edition = tag.edition
		t.becauseWord(at, tag.editionWord)
	}
	if t.Edition == UnknownEdition {
		if repository := readWords(i.Repository); repository.edition != UnknownEdition {
			t.Edition = repository.edition
			t.becauseName(at, repository.editionWord)
		}
	}
	switch {
	case f.insider:
	case tag.release != "":
		t.Release = tag.release
		t.becauseWord(at, tag.releaseWord)
	case f.tagless != "" && (i.Tag == "" || i.Tag == "latest") && i.Digest == "":
		t.Release = f.tagless
		t.because(at, "%s without a tag, which was of Windows Server 2016", i.Short())
	}
}

func (t *Target) becauseName(at source.Span, word string) {
	t.because(at, "the word %s in the repository's name", word)
}

// becauseWord adds a word of the tag to the reasons, once.
func (t *Target) becauseWord(at source.Span, word string) {
	if word == "" {
		return
	}
	reason := Evidence{Text: "the word " + word + " in the tag", At: at}
	if !slices.Contains(t.Why, reason) {
		t.Why = append(t.Why, reason)
	}
}
