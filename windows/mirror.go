package windows

import (
	"path"
	"slices"
	"strings"
)

// A Mirror is a private registry, or a part of one, that holds the images of another registry under the same names.
type Mirror struct {
	Pattern  string // the first parts of the names of its images; see Covers
	Upstream string // what is there instead of them in the names of the images that it mirrors: "mcr.microsoft.com"
}

// Mirrors are the mirrors that a user has.
type Mirrors []Mirror

// Parse is ParseImage for users who have these mirrors: the image is known to be a copy of the one upstream. The longest
// pattern counts, and of two the later one.
func (m Mirrors) Parse(text string) (*Image, bool) {
	image, ok := ParseImage(text)
	if !ok {
		return nil, false
	}
	longest := 0
	for _, mirror := range m {
		rest, covered := image.below(mirror.Pattern)
		parts := 1 + strings.Count(mirror.Pattern, "/")
		if !covered || rest == "" || parts < longest {
			continue
		}
		name := mirror.Upstream + "/" + rest
		if image.Tag != "" {
			name += ":" + image.Tag
		}
		if upstream, ok := ParseImage(name); ok {
			upstream.Digest = image.Digest
			image.mirrored, longest = upstream, parts
		}
	}
	return image, true
}

// Covers reports whether a pattern names the image: the first parts of its name, which slashes separate, or all of it, with or
// without the tag. "*" matches any text within a part. An image of Docker Hub may begin with "docker.io", or with its owner.
func (i *Image) Covers(pattern string) bool {
	if _, covered := i.below(pattern); covered {
		return true
	}
	at := strings.LastIndexByte(pattern, ':')
	if at < 0 {
		return false
	}
	rest, covered := i.below(pattern[:at])
	matches, err := path.Match(pattern[at+1:], i.Tag)
	return covered && rest == "" && matches && err == nil
}

// below is what follows the parts that a pattern covers in the name of the image.
func (i *Image) below(pattern string) (rest string, covered bool) {
	parts := strings.Split(strings.TrimSuffix(pattern, "/"), "/")
	for _, whole := range [...]string{i.Registry + "/" + i.Repository, i.Short()} {
		name := strings.Split(whole, "/")
		if len(parts) > len(name) {
			continue
		}
		matches := true
		for n, part := range parts {
			ok, err := path.Match(part, name[n])
			matches = matches && ok && err == nil
		}
		if matches {
			return strings.Join(name[len(parts):], "/"), true
		}
	}
	return "", false
}

// Upstream is the image that this one is known to be a copy of: as the user states, or as the word "mcr" in its name tells.
// It is nil for other images.
func (i *Image) Upstream() *Image {
	if i.mirrored != nil {
		return i.mirrored
	}
	return i.ofMicrosoft()
}

// microsoft is Microsoft's registry.
const microsoft = "mcr.microsoft.com"

// ofMicrosoft is the image of Microsoft's registry that the image is a mirror of, as its name tells: a part before the
// repository has the word "mcr", as in "harbor.example.com/mcr-proxy/windows/servercore" or
// "mcr.example.com/windows/servercore". It is nil for other images.
func (i *Image) ofMicrosoft() *Image {
	if i.Registry == microsoft {
		return nil
	}
	mirror := *i
	mirror.Registry = microsoft
	if hasWord(i.Registry, "mcr") {
		return &mirror
	}
	for rest := i.Repository; ; {
		part, after, found := strings.Cut(rest, "/")
		if !found {
			return nil
		}
		if rest = after; hasWord(part, "mcr") {
			mirror.Repository = after
			return &mirror
		}
	}
}

// hasWord reports whether a part of a name has the word between dots, dashes and underscores.
func hasWord(part, word string) bool {
	return slices.Contains(strings.FieldsFunc(part, func(r rune) bool { return strings.ContainsRune(".-_:", r) }), word)
}

// likelyMirrored is the names of Microsoft's repositories that private registries keep for their copies.
var likelyMirrored = []string{
	"windows/servercore", "windows/nanoserver", "windows/server", "windows/servercore/iis",
	"dotnet/framework/runtime", "dotnet/framework/aspnet", "dotnet/framework/sdk", "dotnet/framework/wcf",
	"dotnet/sdk", "dotnet/aspnet", "dotnet/runtime",
}

// likely is the published image that the image of a private registry is probably a copy of, since it has the same name and
// a tag as the publisher writes it; nil for other images. Somebody may have changed it and kept the name.
func (i *Image) likely() *Image {
	if i.Registry == dockerHub && !strings.HasPrefix(i.Repository, UnknownPart+"/") || !publishedTag(i.Tag) {
		return nil
	}
	like := *i
	for _, repository := range likelyMirrored {
		if i.Repository == repository || strings.HasSuffix(i.Repository, "/"+repository) {
			like.Registry, like.Repository = microsoft, repository
			return like.published()
		}
	}
	if at := strings.Index("/"+i.Repository, "/library/"); at >= 0 {
		like.Registry, like.Repository = dockerHub, i.Repository[at:]
		return like.published()
	}
	return nil
}

// published is the image if it has the tag of a release, or others are published for Windows only or for both systems.
func (i *Image) published() *Image {
	f := i.family()
	isBase := strings.HasPrefix(i.Repository, "windows/")
	if isBase && readTag(i.Tag).release == "" && !strings.Contains(i.Tag, UnknownPart) || !isBase && f.os != Windows && !f.byTag {
		return nil
	}
	return i
}

// publishedTag reports whether a tag is written as publishers write those of images for Windows: releases, versions, editions
// and the kinds of Java, and nothing else. An image that somebody made from theirs has other words there.
func publishedTag(tag string) bool {
	for word := range strings.SplitSeq(tag, "-") {
		edition, rest := editionWord(word)
		switch {
		case edition != UnknownEdition && (rest == "" || ReleaseOf(rest) != ""):
		case ReleaseOf(word) != "", word == "jdk", word == "jre", strings.Contains(word, UnknownPart):
		case word != "" && strings.Trim(word, "0123456789.") == "":
		default:
			return false
		}
	}
	return true
}

// LikelyShell is the shell that the image probably sets for this edition and release of Windows, as the published image of
// the same name does; nil if nothing tells.
func (i *Image) LikelyShell(e Edition, r Release) []string {
	if like := i.likely(); like != nil {
		return like.Config(e, r).Shell
	}
	return nil
}
