package check

import (
	"strings"

	"github.com/distribution/reference"

	"github.com/winlint/winlint/windows"
)

// ReferenceError is what the builders, docker and the engine say to the name of an image; "" if they accept it.
func ReferenceError(name string) string {
	if _, err := reference.ParseNormalizedNamed(name); err != nil {
		return err.Error()
	}
	return ""
}

// WithoutProtocol is the name of an image without the protocol of a URL, and with its repository in lower case; "" if it has no
// protocol, or another fault.
func WithoutProtocol(name string) string {
	if _, bare, found := strings.Cut(name, "://"); found {
		return LowerReference(bare)
	}
	return ""
}

// LowerReference is the name of an image with its repository in lower case; "" if that is not the only fault of the name.
func LowerReference(name string) string {
	repository, rest := name, ""
	if at := strings.IndexByte(name, '@'); at >= 0 {
		repository, rest = name[:at], name[at:]
	}
	if colon := strings.LastIndexByte(repository, ':'); colon > strings.LastIndexByte(repository, '/') {
		repository, rest = repository[:colon], repository[colon:]+rest
	}
	if lower := strings.ToLower(repository) + rest; !windows.HasDrive(name) && ReferenceError(lower) == "" {
		return lower
	}
	return ""
}
