package terminal

import (
	"bytes"
	"io"
	"strings"
	"unicode"
)

// A Guard is the log of a CI system that takes commands from it. Names and texts of files pass through without being
// taken for one: what makes them a command is broken by a space. Workflow commands of GitHub begin a line with "::", or are
// "##[" anywhere in it (actions/runner, ActionCommand.cs); those of Azure Pipelines are "##vso[" anywhere (azure-pipelines-agent,
// Command.cs), and those of TeamCity "##teamcity[".
type Guard struct {
	w    io.Writer
	line []byte // the line that has no end yet
}

// NewGuard guards w. What is written to it must end with Flush.
func NewGuard(w io.Writer) *Guard { return &Guard{w: w} }

// Unguarded is the log itself, for who writes commands to it.
func (g *Guard) Unguarded() io.Writer { return g.w }

func (g *Guard) Write(data []byte) (int, error) {
	g.line = append(g.line, data...)
	// A lone "\r" ends a line for .NET, too.
	end := bytes.LastIndexAny(g.line, "\r\n") + 1
	if end == 0 {
		return len(data), nil
	}
	_, err := io.WriteString(g.w, WithoutCommands(string(g.line[:end])))
	g.line = append(g.line[:0], g.line[end:]...)
	return len(data), err
}

// Flush writes a last line that has no line end yet.
func (g *Guard) Flush() error {
	_, err := io.WriteString(g.w, WithoutCommands(string(g.line)))
	g.line = nil
	return err
}

// WithoutCommands breaks what would be a command in lines of text.
func WithoutCommands(text string) string {
	if !strings.ContainsRune(text, '#') && !strings.ContainsRune(text, ':') {
		return text
	}
	var out strings.Builder
	for text != "" {
		end := strings.IndexAny(text, "\r\n") + 1
		if end == 0 {
			end = len(text)
		}
		line(&out, text[:end])
		text = text[end:]
	}
	return out.String()
}

func line(out *strings.Builder, s string) {
	body := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || Steers(r) })
	out.WriteString(s[:len(s)-len(body)])
	if body, found := strings.CutPrefix(body, ":"); found {
		out.WriteByte(':')
		if strings.HasPrefix(seen(body), ":") {
			out.WriteByte(' ')
		}
		hashes(out, body)
		return
	}
	hashes(out, body)
}

// hashes parts two "#" before what is neither a space nor a third one: "## Bad" is a heading.
func hashes(out *strings.Builder, s string) {
	for {
		before, after, found := strings.Cut(s, "#")
		out.WriteString(before)
		if !found {
			return
		}
		out.WriteByte('#')
		if second, two := strings.CutPrefix(seen(after), "#"); two && begins(seen(second)) {
			out.WriteByte(' ')
		}
		s = after
	}
}

// seen is s without the characters at its start that .NET passes over when it compares text.
func seen(s string) string { return strings.TrimLeftFunc(s, Steers) }

// begins reports whether s begins with what can follow the "##" of a command.
func begins(s string) bool { return s != "" && !strings.ContainsAny(s[:1], "# \t\r\n") }
