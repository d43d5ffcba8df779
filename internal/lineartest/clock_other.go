//go:build !linux

package lineartest

import "time"

// shortest is the least time that can be measured well; what takes less is run several times. The clock of Windows advances
// in steps of up to 16 ms.
const shortest = 100 * time.Millisecond

var start = time.Now()

// now is the time that has passed.
func now() time.Duration { return time.Since(start) }
