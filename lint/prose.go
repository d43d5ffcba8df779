package lint

import (
	"iter"
	"strings"
)

// paragraphs is what a finding says: message, note and help as full sentences, without those that are empty.
func (f *Finding) paragraphs() []string {
	var list []string
	for _, s := range []string{f.Message, f.Note, f.Help} {
		if s != "" && !strings.HasSuffix(s, ".") {
			s += "."
		}
		if s != "" {
			list = append(list, s)
		}
	}
	return list
}

// Text is all that the finding says, as sentences in one line.
func (f *Finding) Text() string { return strings.Join(f.paragraphs(), " ") }

// Markdown is all that the finding says, in paragraphs.
func (f *Finding) Markdown() string {
	list := f.paragraphs()
	for i, s := range list {
		list[i] = Markdown(s)
	}
	return strings.Join(list, "\n\n")
}

// Markdown is a message, note or help as Markdown, which escapes nothing of its own accord.
func Markdown(s string) string {
	var out strings.Builder
	for text, code := range Prose(s) {
		if code {
			out.WriteString(codeSpan(text))
			continue
		}
		for i := range len(text) {
			if strings.IndexByte("\\`*_{}[]<>#|&~$", text[i]) >= 0 {
				out.WriteByte('\\')
			}
			out.WriteByte(text[i])
		}
	}
	return out.String()
}

// Prose cuts a message, note or help into text and code. They put what a user wrote between backquotes, as Markdown does,
// and write the directive # escape=` without any.
func Prose(s string) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		for start := 0; start < len(s); {
			code, n := codeAt(s[start:])
			if n > 0 {
				if !yield(code, true) {
					return
				}
				start += n
				continue
			}
			end := start + 1
			for end < len(s) {
				if _, n := codeAt(s[end:]); n > 0 {
					break
				}
				end++
			}
			if !yield(s[start:end], false) {
				return
			}
			start = end
		}
	}
}

// escapeDirective is the one code that stands in messages without backquotes around it.
const escapeDirective = "# escape=`"

// codeAt is the code that s begins with, and how many bytes it takes with what is around it; n is 0 if s begins with text.
func codeAt(s string) (code string, n int) {
	if strings.HasPrefix(s, escapeDirective) {
		return escapeDirective, len(escapeDirective)
	}
	if s[0] != '`' {
		return "", 0
	}
	end := strings.IndexByte(s[1:], '`')
	if end <= 0 {
		return "", 0
	}
	return s[1 : 1+end], end + 2
}

// codeSpan puts code between backquotes, two of them if it has one itself.
func codeSpan(code string) string {
	if strings.Contains(code, "`") {
		return "`` " + code + " ``"
	}
	return "`" + code + "`"
}
