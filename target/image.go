package target

import (
	"strconv"
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

func validRepository(s string) bool {
	if s == "" || strings.HasPrefix(s, "/") || strings.HasSuffix(s, "/") || strings.HasSuffix(s, "library/") {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if !(isLowerOrDigit(c) || strings.IndexByte("/._-"+unknownPart, c) >= 0) {
			return false
		}
	}
	return true
}

func validTag(s string) bool {
	if len(s) > 128 || s != "" && (s[0] == '.' || s[0] == '-') {
		return false
	}
	for i := range len(s) {
		c := s[i] | 0x20
		if !(isLowerOrDigit(c) || strings.IndexByte("._-"+unknownPart, s[i]) >= 0) {
			return false
		}
	}
	return true
}

func isLowerOrDigit(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }

// complete reports whether every part of the name is known.
func (i *Image) complete() bool { return !strings.Contains(i.Text, unknownPart) }

// Target is what the name tells of the image, each reason with the place at. What the name does not tell is unknown.
func (i *Image) Target(at source.Span) Target {
	f := i.family()
	tag := readWords(i.Tag)
	t := Target{OS: f.os, Edition: f.edition, Strong: f.os != UnknownOS}
	if t.OS != UnknownOS {
		t.because(at, "the repository %s", i.shortRepository())
	}
	switch {
	case f.fixed:
	case tag.os == Windows && (tag.strong || f.byTag):
		t = t.told(Windows, true, tag, at, "tag")
	case f.os == UnknownOS:
		t = i.unlisted(f, tag, at)
	}
	if t.OS != Windows || f.insider {
		return t
	}
	if t.Edition == UnknownEdition {
		t.Edition = tag.edition
	}
	t.Release = tag.release
	if t.Release == "" && f.tagless != "" && (i.Tag == "" || i.Tag == "latest") && i.Digest == "" {
		t.Release = f.tagless
		t.because(at, "%s without a tag was of Windows Server 2016", i.shortRepository())
	}
	if t.Release != "" && tag.releaseWord != "" {
		t.because(at, "the word %s in the tag", tag.releaseWord)
	}
	return t
}

// unlisted is the target of an image whose repository is not known to be Windows: words of the tag and the
// repository's own words tell.
func (i *Image) unlisted(f *family, tag words, at source.Span) Target {
	var t Target
	if tag.os == Linux {
		return t.told(Linux, true, tag, at, "tag")
	}
	repository := readWords(i.Repository)
	switch {
	case repository.os == Linux:
		return t.told(Linux, true, repository, at, "repository's name")
	case repository.edition != UnknownEdition:
		t = t.told(Windows, true, repository, at, "repository's name")
		t.Edition = repository.edition
	case tag.os == Windows:
		t = t.told(Windows, false, tag, at, "tag")
	case f.plain != UnknownOS:
		t.OS = f.plain
		t.because(at, "%s is Linux where its tag does not say otherwise", i.shortRepository())
	}
	return t
}

func (t Target) told(os OS, strong bool, w words, at source.Span, where string) Target {
	if t.OS == os {
		return t
	}
	t.OS, t.Strong = os, strong
	t.because(at, "the word %s in the %s", w.word, where)
	return t
}

// shortRepository is the repository as people write it.
func (i *Image) shortRepository() string {
	if i.Registry == dockerHub {
		return strings.TrimPrefix(i.Repository, "library/")
	}
	return i.Registry + "/" + i.Repository
}

// words is what the words of a tag or of a repository's name tell.
type words struct {
	os          OS
	strong      bool   // it tells the operating system in any image's tag
	word        string // the one that tells the operating system
	edition     Edition
	release     Release
	releaseWord string
}

// readWords reads the words between "-", "_", "." and "/".
func readWords(s string) words {
	var w words
	s = strings.ToLower(s)
	for start := 0; start < len(s); {
		end := start
		for end < len(s) && strings.IndexByte("-_./", s[end]) < 0 {
			end++
		}
		if version := osVersion(s[start:]); version != "" {
			w.version(version)
			end = start + len(version)
		} else if word := s[start:end]; !strings.Contains(word, unknownPart) {
			dotted := start > 0 && s[start-1] == '.' || end < len(s) && s[end] == '.'
			w.add(word, dotted)
		}
		start = end + 1
	}
	return w
}

// osVersion is the version of Windows that s begins with, such as 10.0.17763.1234, or "".
func osVersion(s string) string {
	rest, found := strings.CutPrefix(s, "10.0.")
	if !found {
		return ""
	}
	end := 0
	for end < len(rest) && '0' <= rest[end] && rest[end] <= '9' {
		end++
	}
	if end != 5 {
		return ""
	}
	for end < len(rest) && (rest[end] == '.' || '0' <= rest[end] && rest[end] <= '9') {
		end++
	}
	return s[:len("10.0.")+end]
}

// version takes a full version. One of a build that is no release is still Windows.
func (w *words) version(version string) {
	build, err := strconv.Atoi(version[len("10.0."):][:5])
	if err != nil || build < LTSC2016.Build() {
		return
	}
	w.windows(version, true)
	w.release, w.releaseWord = releaseOfBuild(build), version
}

func (w *words) windows(word string, strong bool) {
	if w.os == UnknownOS || w.os == Windows && strong && !w.strong {
		w.os, w.strong, w.word = Windows, strong, word
	}
}

// add takes one word. A bare number between dots is part of some version and no release.
func (w *words) add(word string, dotted bool) {
	if isLinuxWord(word) {
		if w.os == UnknownOS || !w.strong {
			w.os, w.strong, w.word = Linux, true, word
		}
		return
	}
	edition, rest := editionWord(word)
	if edition != UnknownEdition {
		w.windows(word, true)
		if w.edition == UnknownEdition {
			w.edition = edition
		}
	}
	switch {
	case word == "windows":
		w.windows(word, false)
	case rest != "":
		w.releaseNamed(word, rest, dotted && rest == word)
	}
}

// editionWords is what the editions are called in tags. The longest comes first where one begins with another.
var editionWords = []struct {
	word    string
	edition Edition
}{
	{"windowsservercore", ServerCore},
	{"servercore", ServerCore},
	{"nanoserver", NanoServer},
	{"windowsserver", Server},
}

// editionWord is the edition that a word begins with, and what follows: "nanoserver1809".
func editionWord(word string) (Edition, string) {
	for _, e := range editionWords {
		if rest, found := strings.CutPrefix(word, e.word); found {
			return e.edition, rest
		}
	}
	return UnknownEdition, word
}

// releaseNamed takes a word that may mean a release, also one that is glued to "windows": "windows1803".
func (w *words) releaseNamed(word, rest string, dotted bool) {
	glued := false
	for _, prefix := range [...]string{"windows", "win"} {
		if after, found := strings.CutPrefix(rest, prefix); found {
			rest, glued = after, true
			break
		}
	}
	release := ReleaseOf(rest)
	number := len(rest) == 4 && rest[0] <= '2'
	if release == "" || number && dotted {
		return
	}
	w.windows(word, !number || glued || rest == "1809")
	if w.release == "" {
		w.release, w.releaseWord = release, word
	}
}

// linuxWords is what tags and repositories call Linux distributions and their releases.
var linuxWords = []string{
	"alpine", "bionic", "bookworm", "bullseye", "buster", "centos", "debian", "distroless", "fedora", "focal", "jammy",
	"jessie", "linux", "mariner", "musl", "noble", "slim", "stretch", "trixie", "ubi", "ubuntu", "xenial", "azurelinux",
}

// isLinuxWord reports whether word is one of linuxWords, a number behind it or not: "alpine3", "ubuntu2004".
func isLinuxWord(word string) bool {
	word = strings.TrimRight(word, "0123456789")
	for _, w := range linuxWords {
		if word == w {
			return true
		}
	}
	return false
}
