package windows

import (
	"fmt"
	"slices"
	"strings"
)

// An Image is the name of an image, cut into its parts.
type Image struct {
	Text       string // as the builder reads it, variables put in
	Registry   string // "docker.io" where none is named
	Repository string // "windows/servercore"; "library/golang" for a name without a slash on docker.io
	Tag        string // "" where there is none
	Digest     string // "sha256:..."; "" where there is none

	mirrored *Image // that this one is a copy of, as the user states
}

// UnknownPart is in a text for what a variable puts there that is not known. ParseImage takes it in the name of an
// image; no image's own name has it.
const UnknownPart = "*"

const dockerHub = "docker.io"

// ParseImage cuts the name of an image as engines do (distribution/reference): what is before the first slash
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
	if i.Registry == dockerHub && !strings.Contains(name, "/") && name != UnknownPart {
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
		only(s, alphanumeric+"/._-"+UnknownPart)
}

func validTag(s string) bool {
	return len(s) <= 128 && !strings.HasPrefix(s, ".") && !strings.HasPrefix(s, "-") &&
		only(strings.ToLower(s), alphanumeric+"._-"+UnknownPart)
}

// only reports whether s consists of the characters of set alone.
func only(s, set string) bool { return strings.Trim(s, set) == "" }

// Complete reports whether every part of the name is known.
func (i *Image) Complete() bool { return !strings.Contains(i.Text, UnknownPart) }

// Short is registry and repository as people write them: "golang", "microsoft/iis", "mcr.microsoft.com/windows".
func (i *Image) Short() string {
	if i.Registry == dockerHub {
		return strings.TrimPrefix(i.Repository, "library/")
	}
	return i.Registry + "/" + i.Repository
}

// A Platform is what the name of an image says about the system that it runs on. What it does not say is unknown.
type Platform struct {
	OS      OS
	Edition Edition
	Release Release
	Basis   Basis    // what tells the OS
	Why     []string // what tells it: "the repository mcr.microsoft.com/windows/nanoserver"
}

// Basis is what of an image's name tells the operating system.
type Basis int

// The bases.
const (
	Nothing        Basis = iota
	ByRepository         // nothing but images for this system is published there
	ByWord               // no image for another system has the word: "ltsc2022", "alpine"
	ByBareWord           // images for another system may have the word: "windows", "1809", "wine"
	ByOfficialName       // it is an official image without a variant for Windows
	ByPlainTag           // the tag names no system, and the image has variants for both: the plain tag follows the host
)

// Certain reports whether no image for another system has such a name.
func (p *Platform) Certain() bool { return p.Basis == ByRepository || p.Basis == ByWord }

// Platform is what the name says about the image.
func (i *Image) Platform() Platform {
	f, tag := i.family(), readTag(i.Tag)
	if like := i.likely(); like != nil && len(f.repositories) == 0 {
		f = like.family()
	}
	var p Platform
	switch {
	case f.os != UnknownOS:
		p = Platform{OS: f.os, Edition: f.edition, Basis: ByRepository}
		p.because("the repository %s", i.Short())
	case tag.os != UnknownOS && (tag.strong || f.byTag):
		p = Platform{OS: tag.os, Basis: ByWord}
		p.becauseTag(tag.word)
	default:
		p = i.guess(f, tag)
	}
	if p.OS == Windows {
		i.detail(&p, f, tag)
	}
	return p
}

// guess is the platform of an image that neither its repository nor its tag tells for certain. A number in the name of a
// repository is no release.
func (i *Image) guess(f *family, tag words) Platform {
	var p Platform
	repository := readWords(i.Repository)
	bare := !repository.strong && repository.os != UnknownOS && !repository.number
	switch {
	case repository.strong:
		p = Platform{OS: repository.os, Edition: repository.edition, Basis: ByWord}
		p.becauseName(repository.word)
	case tag.toolchain || repository.toolchain, bare && tag.os != UnknownOS && tag.os != repository.os:
	case tag.os != UnknownOS:
		p = Platform{OS: tag.os, Basis: ByBareWord}
		p.becauseTag(tag.word)
	case bare:
		p = Platform{OS: repository.os, Basis: ByBareWord}
		p.becauseName(repository.word)
	case f.plain != UnknownOS:
		p = Platform{OS: f.plain, Basis: ByPlainTag}
		p.because("the repository %s, which is for Linux unless the tag says otherwise", i.Short())
	case i.Official():
		p = Platform{OS: Linux, Basis: ByOfficialName}
		p.because("the official image %s, which has no variant for Windows", i.Short())
	}
	return p
}

// detail adds edition and release of a Windows image.
func (i *Image) detail(p *Platform, f *family, tag words) {
	if p.Edition == UnknownEdition {
		p.Edition = tag.edition
		p.becauseTag(tag.editionWord)
	}
	if p.Edition == UnknownEdition {
		if repository := readWords(i.Repository); repository.edition != UnknownEdition {
			p.Edition = repository.edition
			p.becauseName(repository.editionWord)
		}
	}
	switch {
	case f.insider:
	case tag.release != "":
		p.Release = tag.release
		p.becauseTag(tag.releaseWord)
	case f.tagless != "" && (i.Tag == "" || i.Tag == "latest") && i.Digest == "":
		p.Release = f.tagless
		p.because("%s without a tag, which was of Windows Server 2016", i.Short())
	}
}

func (p *Platform) because(format string, args ...any) {
	p.Why = append(p.Why, fmt.Sprintf(format, args...))
}

func (p *Platform) becauseName(word string) { p.because("the word %s in the repository's name", word) }

// becauseTag adds a word of the tag to the reasons, once.
func (p *Platform) becauseTag(word string) {
	if word == "" {
		return
	}
	reason := "the word " + word + " in the tag"
	if !slices.Contains(p.Why, reason) {
		p.Why = append(p.Why, reason)
	}
}
