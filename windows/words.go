package windows

import (
	"slices"
	"strconv"
	"strings"
)

// words is what the words of a tag, of a repository's or of a file's name tell.
type words struct {
	os          OS
	strong      bool   // it tells the operating system of any image
	number      bool   // it is a bare number
	toolchain   bool   // a word names what makes programs of Windows on Linux: "x86_64-pc-windows-gnu"
	word        string // the one that tells the operating system
	edition     Edition
	editionWord string
	release     Release
	releaseWord string
}

// OSOfName is the operating system that the words of a tag, of a repository's or of a file's name tell, and the word that
// tells it, as written: "ltsc2022", "alpine3". It is a hint.
func OSOfName(name string) (os OS, word string) {
	w := readWords(name)
	return w.os, w.word
}

// readWords reads the words between "-", "_", "." and "/". A date holds the digits of releases, too, and so does the
// number of many a version, so a word counts as a whole only.
func readWords(s string) words {
	var w words
	for start := 0; start < len(s); {
		end := start
		for end < len(s) && strings.IndexByte("-_./", s[end]) < 0 {
			end++
		}
		if version := osVersion(s[start:]); version != "" {
			w.version(version)
			end = start + len(version)
		} else {
			dotted := start > 0 && s[start-1] == '.' || end < len(s) && s[end] == '.'
			w.add(s[start:end], dotted)
		}
		start = end + 1
	}
	return w
}

// readTag reads the words of a tag. Photon is a distribution there, and the name of other programs elsewhere; slim is what
// images of Debian are called, and small ones of Windows, too.
func readTag(tag string) words {
	w := readWords(tag)
	for word := range strings.FieldsFuncSeq(tag, func(c rune) bool { return strings.ContainsRune("-_./", c) }) {
		switch strings.TrimRight(strings.ToLower(word), "0123456789") {
		case "photon":
			w.tell(Linux, true, word)
		case "slim":
			w.tell(Linux, false, word)
		}
	}
	return w
}

// osVersion is the version of Windows that s begins with, such as 10.0.17763.1234, or "".
func osVersion(s string) string {
	rest, found := strings.CutPrefix(s, "10.0.")
	if !found {
		return ""
	}
	build := digits(rest)
	if build != 5 {
		return ""
	}
	end := len("10.0.") + build
	if end < len(s) && s[end] == '.' {
		if revision := digits(s[end+1:]); revision > 0 {
			end += 1 + revision
		}
	}
	return s[:end]
}

// digits is how many digits s begins with.
func digits(s string) int {
	return len(s) - len(strings.TrimLeft(s, "0123456789"))
}

// version takes a version of Windows. One of a build that is no release is still Windows.
func (w *words) version(version string) {
	build, err := strconv.Atoi(version[len("10.0."):][:5])
	if err != nil || build < LTSC2016.Build() {
		return
	}
	w.tell(Windows, true, version)
	w.tellRelease(ReleaseOfBuild(build), version)
}

func (w *words) tell(os OS, strong bool, word string) {
	if w.os == UnknownOS || strong && !w.strong {
		w.os, w.strong, w.word, w.number = os, strong, word, digits(word) == len(word)
	}
}

func (w *words) tellEdition(e Edition, word string) {
	w.tell(Windows, true, word)
	if w.edition == UnknownEdition {
		w.edition, w.editionWord = e, word
	}
}

func (w *words) tellRelease(r Release, word string) {
	if w.release == "" && r != "" {
		w.release, w.releaseWord = r, word
	}
}

// add takes one word. A bare number beside a dot is part of some version and no release.
func (w *words) add(word string, dotted bool) {
	lower := strings.ToLower(word)
	switch {
	case isLinuxWord(lower):
		w.tell(Linux, true, word)
		return
	case lower == "wine" || lower == "wine64":
		w.tell(Linux, false, word)
		return
	case slices.Contains(toolchains, lower):
		w.toolchain = true
		return
	}
	if edition, rest := editionWord(lower); edition != UnknownEdition {
		w.addEdition(edition, rest, word)
		return
	}
	if lower == "windows" || lower == "win" {
		w.tell(Windows, false, word)
		return
	}
	if strings.HasPrefix(lower, "ltsc"+UnknownPart) {
		w.tell(Windows, true, word)
		return
	}
	name, glued := cutWindows(lower)
	release := ReleaseOf(name)
	if release == "" && glued {
		release = ReleaseOf("ltsc" + name)
	}
	number := digits(name) == len(name)
	if release == "" || number && dotted {
		return
	}
	// Bare numbers are years and months to others.
	w.tell(Windows, !number || glued, word)
	w.tellRelease(release, word)
}

// addEdition takes a word that begins with the name of an edition: "nanoserver", "nanoserver1809", "servercore2019".
func (w *words) addEdition(e Edition, rest, word string) {
	release := ReleaseOf(rest)
	if release == "" {
		release = ReleaseOf("ltsc" + rest)
	}
	if rest != "" && release == "" && !strings.HasPrefix(rest, UnknownPart) {
		return
	}
	w.tellEdition(e, word)
	w.tellRelease(release, word)
}

// editionWords is what the editions are called in tags; no name begins with one before it.
var editionWords = []struct {
	word    string
	edition Edition
}{
	{"windowsservercore", ServerCore},
	{"servercore", ServerCore},
	{"nanoserver", NanoServer},
	{"windowsserver", Server},
}

// editionWord is the edition that a word begins with, and what follows.
func editionWord(word string) (Edition, string) {
	for _, e := range editionWords {
		if rest, found := strings.CutPrefix(word, e.word); found {
			return e.edition, rest
		}
	}
	return UnknownEdition, word
}

// cutWindows takes "windows" or "win" off a word: "windows1803".
func cutWindows(word string) (rest string, found bool) {
	if rest, found = strings.CutPrefix(word, "windows"); found {
		return rest, true
	}
	return strings.CutPrefix(word, "win")
}

// linuxWords is what tags and repositories call Linux, its distributions and their releases.
var linuxWords = []string{
	"almalinux", "alpine", "amazonlinux", "archlinux", "azurelinux", "bci", "bionic", "bookworm", "bullseye", "buster",
	"centos", "chiseled", "debian", "distroless", "fedora", "focal", "jammy", "jessie", "kali", "kalilinux", "linux",
	"manylinux", "mariner", "musl", "musllinux", "noble", "opensuse", "oraclelinux", "resolute", "rhel", "rockylinux",
	"stretch", "trixie", "tumbleweed", "ubi", "ubuntu", "wolfi", "xenial",
}

// numberedLinuxWords is distributions whose names tell something only with the number of a release after them.
var numberedLinuxWords = []string{"al", "ol", "rocky", "sles"}

// toolchains is words in the names of images that make programs of Windows on Linux.
var toolchains = []string{"cross", "gnu", "gnullvm", "mingw", "mingw32", "mingw64", "xgo", "xwin"}

// isLinuxWord reports whether word is one of linuxWords, a number after it or not: "alpine3", "ubuntu2004", "al2023".
func isLinuxWord(word string) bool {
	name := strings.TrimRight(word, "0123456789")
	return slices.Contains(linuxWords, name) || name != word && slices.Contains(numberedLinuxWords, name)
}
