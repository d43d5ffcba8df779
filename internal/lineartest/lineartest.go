// Package lineartest holds tests to the promise that cost grows with the input and never with its square.
package lineartest

import (
	"fmt"
	"runtime"
	"testing"
	"time"
)

const (
	// most is how many times as long an input of twice the length may take. Linear cost doubles, quadratic cost takes four
	// times as long.
	most = 3
	// rounds is how often a ratio that is too high is measured again: another process may have been in the way.
	rounds = 12
	// tries is how many lengths must show it: a cache or the collector may get in the way of one, and growth in the square
	// of n only shows more clearly in a longer one.
	tries = 3
	// shortest is the least time that can be measured well; what takes less is run several times.
	shortest = time.Millisecond
)

// Check runs read over shape(n) and over shape(2n), and fails where the longer one takes more than three times the CPU time of
// the shorter one. To see growth in the square of n, choose an n for which that part outweighs the rest: one for which a
// quadratic reader would take some 10 ms.
//
// What counts is the least of several runs, on the thread of the test alone where the system can tell, so that a busy machine
// does no harm. Time that read spends in other goroutines is not seen.
func Check(t *testing.T, n int, shape func(n int) string, read func(text string)) {
	t.Helper()
	if !measures {
		t.Skip("this system does not tell the CPU time of a thread")
	}
	var said string
	for range tries {
		once, twice := shape(n), shape(2*n)
		if len(once) == 0 || len(twice) < len(once)*3/2 {
			t.Fatalf("the shape grows from %d to %d bytes, which is not twice as long", len(once), len(twice))
		}
		short, long := measure(once, twice, read)
		if long <= most*short {
			return
		}
		said += fmt.Sprintf("; %v for %d, %v for %d", short, n, long, 2*n)
		n *= 2
	}
	t.Errorf("twice the input takes more than %d times as long%s", most, said)
}

// measure is the least time for each of the two texts. It continues measuring only while their ratio is too high.
func measure(once, twice string, read func(string)) (short, long time.Duration) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	times := 1
	short = spent(1, once, read)
	if short < shortest {
		times = int(shortest/max(short, time.Microsecond)) + 1
		short = spent(times, once, read)
	}
	long = spent(times, twice, read)
	for range rounds {
		if long <= most*short {
			break
		}
		short = min(short, spent(times, once, read))
		long = min(long, spent(times, twice, read))
	}
	return short, long
}

// spent is the time that it takes to read a text so many times.
func spent(times int, text string, read func(string)) time.Duration {
	start := now()
	for range times {
		read(text)
	}
	return now() - start
}
