package main

import (
	"fmt"
	"io"
	"time"
)

// A progress is a line on a terminal that says how far a long run is. A nil one shows nothing.
type progress struct {
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

// newProgress is nil if stderr is no terminal.
func newProgress(stderr io.Writer) *progress {
	if _, yes := terminal(stderr); !yes {
		return nil
	}
	return &progress{w: stderr, start: time.Now()}
}

// begin says how many files there are.
func (p *progress) begin(all int) {
	if p != nil {
		p.all = all
	}
}

// step counts one more file.
func (p *progress) step() {
	if p == nil {
		return
	}
	p.done++
	if now := time.Now(); now.Sub(p.start) > soon && now.Sub(p.last) > pause {
		p.last, p.shown = now, true
		fmt.Fprintf(p.w, "\r\x1b[K%d of %d files", p.done, p.all)
	}
}

// clear makes room for other lines.
func (p *progress) clear() {
	if p != nil && p.shown {
		p.shown = false
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
