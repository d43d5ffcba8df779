package check

import (
	"strings"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// A Reference is the place where a Dockerfile, a compose file or a docker command names an image.
type Reference struct {
	*windows.Image
	On   subject.Target // what the image runs on
	At   source.Text    // as written
	Base bool           // a stage is built from it, or a container is made of it; else files are copied from it
}

// Written reports whether the name is in the file as the builder reads it, without variables and quotes.
func (r *Reference) Written() bool { return r.At.String() == r.Text }

// Part is the place of a part of a name that is in the file as it is read.
func (r *Reference) Part(part string) source.Span {
	i := strings.Index(r.Text, part)
	return r.At.SpanOf(i, i+len(part))
}

// CopiedImage is the image that --from names; nil where it is a stage.
func CopiedImage(u *subject.Unit, s *subject.Scope, in *dockerfile.Instruction) *Reference {
	flag := in.Flag("from")
	if flag == nil || u.Stage(s, flag.Read) != nil {
		return nil
	}
	i, ok := u.Image(flag.Read)
	if !ok || IsNumber(flag.Read) {
		return nil
	}
	return &Reference{Image: i, On: subject.OfImage(i, flag.Value.Span()), At: flag.Value}
}
