package main

import (
	"errors"
	"io/fs"
	"runtime"
)

// ahead is how many files for each processor may be done before their turn to be reported: enough that a large one does
// not stop the others, and few enough that memory follows the files and not their number.
const ahead = 4

// An outcome is what came of a file: one of the three.
type outcome[T any] struct {
	done *T
	err  *fs.PathError
	left *input // a file that was left out
}

// each does something with every file, several at a time, and hands what came of it to take, one by one in the order of the
// files. What cannot be read, or done, is reported and hides nothing else, settings included. Files that are left
// out are noted. An error of take ends it all.
func each[T any](in *inputs, do func(*input) (T, error), take func(T) error) (unread []*fs.PathError, err error) {
	list, unread := in.list()
	in.builds = in.buildsOf(list)
	stop := make(chan struct{})
	defer close(stop)
	in.progress.Begin(len(list))
	for next := range start(in, list, do, stop) {
		switch o := <-next; {
		case o.err != nil:
			unread = append(unread, o.err)
		case o.left != nil:
			if err := in.leave(o.left); err != nil {
				return unread, err
			}
		case o.done != nil:
			if err := take(*o.done); err != nil {
				return unread, err
			}
		}
		in.progress.Step()
	}
	return append(unread, in.settings.failures()...), nil
}

// start works on the files and gives, in their order, where each one's outcome will be. The work continues until all is done
// or stop is closed, and never further ahead of the reader than it may.
func start[T any](in *inputs, list []listed, do func(*input) (T, error), stop <-chan struct{}) <-chan chan outcome[T] {
	processors := runtime.GOMAXPROCS(0)
	inOrder := make(chan chan outcome[T], ahead*processors)
	type task struct {
		at   listed
		next chan<- outcome[T]
	}
	tasks := make(chan task)
	for range processors { // and not one for each file, whose stack would grow anew each time
		go func() {
			for t := range tasks {
				t.next <- one(in, t.at, do)
			}
		}()
	}
	go func() {
		defer close(inOrder)
		defer close(tasks)
		for _, at := range list {
			next := make(chan outcome[T], 1)
			select {
			case inOrder <- next:
			case <-stop:
				return
			}
			tasks <- task{at, next}
		}
	}()
	return inOrder
}

func one[T any](in *inputs, at listed, do func(*input) (T, error)) (o outcome[T]) {
	file, err := in.open(at)
	switch {
	case errors.Is(err, errSettings): // told once, and not of each file
		return o
	case err == nil && file.left != linted:
		o.left = file
	case err == nil:
		var done T
		if done, err = do(file); err == nil {
			o.done = &done
		}
	}
	if err != nil {
		o.err = failure(at.Path, err)
	}
	return o
}
