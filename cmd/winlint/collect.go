package main

import (
	"runtime"
	"runtime/debug"
)

// A run is short, and what it reads is small next to any machine's memory. Collecting less often saves an eighth of its CPU
// time; a run that needs much memory for once goes back to Go's default, so that its peak is no higher than it would have been.
const (
	relaxedCollection = 400
	defaultCollection = 100

	relaxedUpTo = 16 << 20 // bytes that survive a collection
)

// collectRarely has garbage collected rarely while little of it survives.
func collectRarely() {
	debug.SetGCPercent(relaxedCollection)
	watchCollections()
}

// watchCollections looks after each collection at what survived it: an unreachable value's cleanup runs once for each.
func watchCollections() {
	runtime.AddCleanup(new([16]byte), func(struct{}) {
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		if memory.HeapAlloc > relaxedUpTo {
			debug.SetGCPercent(defaultCollection)
			return
		}
		watchCollections()
	}, struct{}{})
}
