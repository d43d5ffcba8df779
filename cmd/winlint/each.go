package main

import (
	"io/fs"
	"runtime"
	"slices"

	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/walk"
)

// ahead is how many files for each processor may be done before their turn to be reported: enough that a large one does
// not stop the others, and few enough that memory follows the files and not their number.
const ahead = 4

// An outcome is what came of a file: one of the two, or neither for a file that the settings leave out.
type outcome[T any] struct {
	done *T
	err  *fs.PathError
}

// each does something with every file, several at a time, and hands what came of it to take, one by one in the order of the
// files. What cannot be read, or done, is told of and hides nothing else. Files that the settings leave out are passed
// over. An error of take ends it all.
func each[T any](in *inputs, do func(*input) (T, error), take func(T) error) (unread []*fs.PathError, err error) {
	names, unread := in.names()
	stop := make(chan struct{})
	defer close(stop)
	for next := range start(in, names, do, stop) {
		switch o := <-next; {
		case o.err != nil:
			unread = append(unread, o.err)
		case o.done != nil:
			if err := take(*o.done); err != nil {
				return unread, err
			}
		}
	}
	return unread, nil
}

// names is the files that are named or found, and what could not be looked into.
func (in *inputs) names() (names []string, unread []*fs.PathError) {
	paths := in.paths
	if len(paths) == 0 {
		paths = []string{"."}
	}
	names, unread = walk.Files(slices.DeleteFunc(slices.Clone(paths), isStdin), func(path string) bool { return subject.KindOf(path) != nil })
	if slices.ContainsFunc(paths, isStdin) {
		names = append(names, "-")
	}
	return names, unread
}

// start works on the files and gives, in their order, where each one's outcome will be. The work goes on until all is done
// or stop is closed, and never further ahead of the reader than it may.
func start[T any](in *inputs, names []string, do func(*input) (T, error), stop <-chan struct{}) <-chan chan outcome[T] {
	processors := runtime.GOMAXPROCS(0)
	inOrder := make(chan chan outcome[T], ahead*processors)
	running := make(chan struct{}, processors)
	go func() {
		defer close(inOrder)
		for _, name := range names {
			next := make(chan outcome[T], 1)
			select {
			case inOrder <- next:
			case <-stop:
				return
			}
			running <- struct{}{}
			go func() {
				next <- one(in, name, do)
				<-running
			}()
		}
	}()
	return inOrder
}

func one[T any](in *inputs, name string, do func(*input) (T, error)) (o outcome[T]) {
	file, err := in.open(name)
	if err == nil && file != nil {
		var done T
		if done, err = do(file); err == nil {
			o.done = &done
		}
	}
	if err != nil {
		o.err = failure(in.shown(name), err)
	}
	return o
}
