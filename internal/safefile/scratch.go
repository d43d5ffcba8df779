package safefile

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
)

// scratch is the temporary files of this process. A signal takes them away, and waits until a file that is being replaced is
// whole. A process that is killed leaves one at most for each file that it was writing; the next one that writes the same file
// takes it away.
var scratch = temporaries{names: map[string]bool{}}

type temporaries struct {
	sync.Mutex
	names map[string]bool
}

// create makes a new temporary file. What is there is left over: nobody else may use the name.
func (t *temporaries) create(name string, mode fs.FileMode) (*os.File, error) {
	t.Lock()
	defer t.Unlock()
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err == nil {
		t.names[name] = true
	}
	return file, err
}

// remove takes a temporary file away.
func (t *temporaries) remove(name string) error {
	t.Lock()
	defer t.Unlock()
	delete(t.names, name)
	if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// place has a temporary file take its place, which no signal interrupts. It is none afterwards.
func (t *temporaries) place(name string, how func() error) error {
	t.Lock()
	defer t.Unlock()
	err := how()
	if err == nil {
		delete(t.names, name)
	}
	return err
}

// whole does what no signal may interrupt.
func (t *temporaries) whole(do func() error) error {
	t.Lock()
	defer t.Unlock()
	return do()
}

// The exit codes after a signal: 128 and its number, as shells have it.
const (
	exitInterrupted = 130
	exitTerminated  = 143
)

// ObeySignals ends the process on the signals that ask it to, without a temporary file left. The exit code is that of a program
// which a shell reports as ended by the signal.
func ObeySignals() {
	signals := make(chan os.Signal, 1)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		if !signal.Ignored(s) {
			signal.Notify(signals, s)
		}
	}
	go func() {
		code := exitInterrupted
		if <-signals == syscall.SIGTERM {
			code = exitTerminated
		}
		scratch.Lock() // for good: nothing is written any more
		for name := range scratch.names {
			_ = os.Remove(name) // there is nobody left to tell
		}
		os.Exit(code)
	}()
}

// scratchName is the name of a file beside another one that only winlint uses. It is short, however long the other name is.
func scratchName(name, extension string) string {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(filepath.Base(name))) // it never fails
	return filepath.Join(filepath.Dir(name), fmt.Sprintf(".winlint-%016x%s", hash.Sum64(), extension))
}
