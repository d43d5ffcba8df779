// Package dockerignore reads .dockerignore files, line by line as moby/patternmatcher (ignorefile/ignorefile.go) does.
package dockerignore

import (
	"strings"

	"github.com/winlint/winlint/source"
)

// A Document is one .dockerignore file. It never changes after Parse.
type Document struct {
	File     *source.File
	Patterns []*Pattern
	Comments []source.Text // the lines that begin with "#"

	Unchecked []source.Unchecked // what is not read
}

// A Pattern is one line that is no comment: what is kept out of the build context or, with a "!" in front, in it.
type Pattern struct {
	source.Text             // as written, without the "!" and the spaces around; empty after a "!" alone, which builders reject
	Negated     bool        // it begins with "!"
	Mark        source.Text // the "!"
}

// maxPatterns is how many patterns are read.
const maxPatterns = 50_000

// Parse reads a file.
func Parse(f *source.File) *Document {
	d := &Document{File: f}
	for n := 1; n <= f.Lines(); n++ {
		line := f.Sub(f.Line(n))
		if len(d.Patterns)+len(d.Comments) == maxPatterns {
			d.Unchecked = append(d.Unchecked, source.Unchecked{
				Span: line.Span(), Reason: "This file has more than 50,000 patterns and comments, so the rest of it was not checked",
			})
			break
		}
		if strings.HasPrefix(line.String(), "#") {
			d.Comments = append(d.Comments, line)
			continue
		}
		text := trim(line)
		p := &Pattern{Text: text, Negated: strings.HasPrefix(text.String(), "!")}
		if p.Negated {
			p.Mark, p.Text = text.Slice(0, 1), trim(text.Slice(1, text.Len()))
		}
		if p.Len() > 0 || p.Negated {
			d.Patterns = append(d.Patterns, p)
		}
	}
	return d
}

func trim(t source.Text) source.Text {
	s := t.String()
	start := len(s) - len(strings.TrimLeft(s, " \t\r\v\f"))
	return t.Slice(start, max(start, len(strings.TrimRight(s, " \t\r\v\f"))))
}
