package script

import (
	"testing"

	"github.com/winlint/winlint/source"
)

// maxFuzz bounds a fuzz input; the readers are linear, so that a longer one shows nothing new.
const maxFuzz = 1 << 14

func FuzzPowerShell(f *testing.F) {
	for _, c := range powerShellCases {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkScript(t, Read(WindowsPowerShell, text(s[:min(len(s), maxFuzz)])))
		checkScript(t, Read(PowerShell7, text(s[:min(len(s), maxFuzz)])))
	})
}

func FuzzCmd(f *testing.F) {
	for _, c := range cmdCases {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = s[:min(len(s), maxFuzz)]
		checkScript(t, Line(nil, text(s)))
		checkScript(t, Read(Batch, text(s)))
	})
}

func FuzzSh(f *testing.F) {
	for _, c := range shCases {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkScript(t, Read(Bash, text(s[:min(len(s), maxFuzz)])))
	})
}

// Every shell that SHELL can name reads any text.
func FuzzLine(f *testing.F) {
	f.Add("powershell", "-Command", "$ErrorActionPreference = 'Stop';", `Write-Host "a b" \"c\" """d"""`)
	f.Add("cmd", "/S", "/C", `"C:\a b\c.exe" "d"`)
	f.Add("bash.exe", "-c", "", "echo a")
	f.Add("C:\\LogMonitor\\LogMonitor.exe", "/Config x", "pwsh -c", "a")
	f.Fuzz(func(t *testing.T, a, b, c, line string) {
		if len(a)+len(b)+len(c)+len(line) > maxFuzz {
			return
		}
		joined := a + b + c + line
		all := text(joined)
		n, m := len(a), len(a)+len(b)
		shell := []source.Text{all.Slice(0, n), all.Slice(n, m), all.Slice(m, m+len(c))}
		checkScript(t, Line(shell, all.Slice(m+len(c), len(joined))))
		checkScript(t, Exec(append(shell, all.Slice(m+len(c), len(joined)))))
	})
}

func FuzzArgv(f *testing.F) {
	for _, c := range argvCases {
		f.Add(c.line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		line = line[:min(len(line), maxFuzz)]
		at := 0
		for _, w := range argv(reading{Text: text(line)}) {
			if w.start < at || w.end < w.start || w.end > len(line) {
				t.Fatalf("word %d-%d of %q comes before %d", w.start, w.end, line, at)
			}
			at = w.end
			if span := w.value.Span(); span.Start < w.start || span.End > w.end {
				t.Fatalf("word %q stands at %v, outside %d-%d", w.value, span, w.start, w.end)
			}
		}
		// What is quoted for a command line is read back.
		arg := reading{Text: text(line)}
		var b builder
		quoteArg(&b, reading{Text: text("program")})
		quoteArg(&b, arg)
		words := argv(b.reading())
		if len(words) != 2 || words[1].value.String() != line {
			t.Fatalf("%q is quoted as %q and read as %v", line, b.reading(), argv(b.reading()))
		}
	})
}

// checkScript holds that every node is in its script's text, parts in their whole, and everything in order.
func checkScript(t *testing.T, root *Script) {
	t.Helper()
	for s := range root.All() {
		end := s.Text.Len()
		at := 0
		for _, c := range s.Comments {
			if c.Start < at || c.End > end {
				t.Fatalf("comment %d-%d behind %d in a text of %d bytes: %q", c.Start, c.End, at, end, s.Text)
			}
			at = c.End
		}
		for _, e := range s.Errors {
			if e.Start < 0 || e.End > end || e.Start > e.End {
				t.Fatalf("error %d-%d outside a text of %d bytes: %q", e.Start, e.End, end, s.Text)
			}
		}
		for _, q := range s.Lost {
			if q.Start > q.End || q.End > end {
				t.Fatalf("quotes around %d-%d of %d bytes: %q", q.Start, q.End, end, s.Text)
			}
		}
		if s.Prefix != nil {
			checkScript(t, s.Prefix)
		}
		if s.Body != nil {
			checkNode(t, s, s.Body, 0, end)
		}
	}
}

func checkNode(t *testing.T, s *Script, n Node, from, to int) {
	t.Helper()
	start := n.bounds()
	if start.Start < from || start.End > to || start.Start > start.End {
		t.Fatalf("%T %d-%d lies outside %d-%d: %q", n, start.Start, start.End, from, to, s.Text)
	}
	if span := n.Span(); span.Start > span.End {
		t.Fatalf("%T stands at %v: %q", n, span, s.Text)
	}
	_ = n.String()
	at := start.Start
	ordered := true
	switch n.(type) {
	case *Command, *Pipeline, *Compound: // redirections are between other parts
		ordered = false
	}
	children(n, func(child Node) {
		checkNode(t, s, child, start.Start, start.End)
		if r := child.bounds(); ordered {
			if r.Start < at {
				t.Fatalf("%T at %d comes before %d in %T: %q", child, r.Start, at, n, s.Text)
			}
			at = r.Start
		}
	})
}
