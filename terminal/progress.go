package terminal

import (
	"fmt"
	"io"
	"time"
)

// A Progress is a line on a terminal that says how far a long run is. A nil one shows nothing.
type Progress struct {
	w           io.Writer
	start, last time.Time
	done, all   int
	shown       bool
}

// A run that is over soon shows no progress, and a longer one not more often than a person reads.
const (
	soon  = time.Second
	pause = 100 * time.Millisecond
)

// NewProgress is nil if stderr is no terminal.
func NewProgress(stderr io.Writer) *Progress {
	if _, yes := Detect(stderr); !yes {
		return nil
	}
	return &Progress{w: stderr, start: time.Now()}
}

// Begin says how many files there are.
func (p *Progress) Begin(all int) {
	if p != nil {
		p.all = all
	}
}

// Step counts one more file.
func (p *Progress) Step() {
	if p == nil {
		return
	}
	p.done++
	if now := time.Now(); now.Sub(p.start) > soon && now.Sub(p.last) > pause {
		p.last, p.shown = now, true
		fmt.Fprintf(p.w, "\r\x1b[K%d of %d files", p.done, p.all)
	}
}

// Clear makes room for other lines.
func (p *Progress) Clear() {
	if p != nil && p.shown {
		p.shown = false
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
