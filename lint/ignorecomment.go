package lint

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// An ignoreComment is a comment that is meant to ignore findings: "# winlint ignore=name[,name] reason", with "ignore-file="
// for the whole file, and with "rem" or "::" for "#" where cmd reads it. A name is that of a rule or, if there is a reason, of
// a topic, or "all".
type ignoreComment struct {
	text  source.Text
	form  source.Text // from "winlint" to the last name
	names []source.Text
	whole bool   // for the whole file
	fault string // why it ignores nothing; "" for one that is as it must be
	note  string // the cause of the fault
	help  string // the way out; "" where it is the right form
	right string // the right form; "" where it has that
}

// mentions reports whether a text can have an ignore comment: nearly no file does.
func mentions(text string) bool {
	return strings.Contains(text, "winlint") || strings.Contains(text, "Winlint") || strings.Contains(text, "WINLINT")
}

// everything is the name of all rules together.
const everything = "all"

// ignoreComments is what is meant to ignore something, in the order of the file.
func (l *Linter) ignoreComments(unit *subject.Unit) []*ignoreComment {
	var list []*ignoreComment
	for _, comment := range unit.Comments {
		if c := l.ignoreComment(comment); c != nil {
			list = append(list, c)
		}
	}
	for _, text := range misplaced(unit) {
		if c := l.ignoreComment(text); c != nil {
			c.fault = "This ignore comment has no effect because it is not on its own line"
			c.note = "A comment cannot follow other text on a line or be inside a heredoc here, so this one is part of the surrounding text."
			c.help, c.right = "Move the comment to its own line above.", ""
			list = append(list, c)
		}
	}
	return list
}

// The form of an ignore comment, and what people write in its place.
var ignoreForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^winlint[-: \t]*[-: \t](ignore|disable|suppress|skip|noqa)((?:-file)?)((?:-(?:next-)?line)?[ \t]*[=:]?[ \t]*)([\w-]+)`)
})

// moreNames is the rest of a list: a comma, and the name after it.
var moreNames = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^([ \t]*,+[ \t]*)([\w-]+)`) })

// ignoreComment reads a comment; nil where it is not meant to ignore anything.
func (l *Linter) ignoreComment(text source.Text) *ignoreComment {
	s := text.String()
	rest := strings.TrimLeft(afterMark(s), " \t")
	m := ignoreForm().FindStringSubmatch(rest)
	if m == nil {
		return nil
	}
	separator, first := m[3], m[4]
	if word := strings.ToLower(first); !strings.Contains(separator, "=") && (word != everything && l.isWide(word) || !l.isName(word)) {
		return nil // prose: topics are common words
	}
	start := len(s) - len(rest)
	end := start + len(m[0])
	c := &ignoreComment{text: text, whole: m[2] != "", names: []source.Text{text.Slice(end-len(first), end)}}
	for {
		more := moreNames().FindStringSubmatch(s[end:])
		if len(more) == 0 || more[1] != "," && !l.isName(more[2]) {
			break // after a space it may be the reason
		}
		end += len(more[0])
		c.names = append(c.names, text.Slice(end-len(more[2]), end))
	}
	c.form = text.Slice(start, end)
	c.judge(l, m, strings.TrimLeft(s[end:], " \t,"))
	return c
}

// judge says what is wrong in a comment: m is what matches ignoreForm, reason what follows the names.
func (c *ignoreComment) judge(l *Linter, m []string, reason string) {
	if m[1] != "ignore" || m[2] != strings.ToLower(m[2]) || m[3] != "=" || !strings.HasPrefix(m[0], "winlint") || strings.HasPrefix(m[0], "winlint-") {
		c.fault = "This comment has no effect because it is not written as `winlint ignore=RULE`"
		c.note = "winlint expects `winlint ignore=` or `winlint ignore-file=`, in lowercase and without spaces around `=`."
		var names []string
		for _, name := range c.names {
			names = append(names, strings.ToLower(name.String()))
		}
		c.right = "winlint ignore" + strings.ToLower(m[2]) + "=" + strings.Join(names, ",")
		return
	}
	if strings.Trim(reason, "#>-: \t\r") != "" {
		return
	}
	switch wide := slices.IndexFunc(c.names, func(name source.Text) bool { return l.isWide(name.String()) }); {
	case l.RequireReason:
		c.fault = "This ignore comment has no effect because it does not give a reason"
		c.note = "`require-reason` is set in the settings."
		c.help = "Write the reason after the names."
	case wide >= 0:
		c.fault = "This ignore comment has no effect because `" + c.names[wide].String() + "` requires a reason"
		c.note = "A topic, or `all`, also hides findings that nobody has looked at yet."
		c.help = "Write the reason after the names, or name the rules instead of `" + c.names[wide].String() + "`."
	}
}

// report tells why a comment ignores nothing.
func (c *ignoreComment) report(pass *Pass) {
	if c.fault == "" {
		return
	}
	f := pass.Reportf(c.form, "%s", c.fault).Notef("%s", c.note).Helpf("%s", c.help)
	if c.right != "" {
		f.Helpf("Write `%s`.", c.right).Replace(c.form, c.right).Unsafe()
	}
}

// isName reports whether a word may be in an ignore comment.
func (l *Linter) isName(word string) bool {
	return word == everything || l.rule(word) != nil || l.Known != nil && l.Known(word) || l.isWide(word)
}

// isWide reports whether a word names several rules.
func (l *Linter) isWide(word string) bool {
	return word == everything || l.rule(word) == nil && slices.ContainsFunc(l.Rules, func(r *Rule) bool { return r.Topic == word })
}

// misplaced is what would be ignore comments where a comment could be, and is part of something else: from "#" to the end of
// the line.
func misplaced(unit *subject.Unit) (list []source.Text) {
	add := func(span source.Span) {
		line := unit.File.Sub(span)
		at := strings.Index(strings.ToLower(line.String()), "winlint")
		if at < 0 {
			return
		}
		if mark := strings.LastIndexByte(line.String()[:at], '#'); mark >= 0 {
			list = append(list, line.Slice(mark, line.Len()))
		}
	}
	if doc := unit.Dockerfile; doc != nil {
		for _, in := range doc.Instructions {
			for _, line := range in.Lines {
				if line.Kind != dockerfile.CommentLine {
					add(line.Span)
				}
			}
			for _, h := range in.Heredocs {
				for n := unit.File.Position(h.Text.Span().Start).Line; n <= unit.File.Position(h.Text.Span().End).Line; n++ {
					add(unit.File.Line(n))
				}
			}
		}
	}
	if unit.Dockerignore != nil {
		for _, p := range unit.Dockerignore.Patterns {
			add(p.Span())
		}
	}
	return list
}
