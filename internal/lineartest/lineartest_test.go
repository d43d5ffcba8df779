package lineartest

import (
	"strings"
	"testing"
)

var sink int

func TestCheckTakesLinearCost(t *testing.T) {
	Check(t, 200_000, func(n int) string { return strings.Repeat("a", n) }, func(text string) {
		for i := range text {
			sink += int(text[i])
		}
	})
}

func TestCheckSeesQuadraticCost(t *testing.T) {
	if !measures {
		t.Skip("this system does not tell the CPU time of a thread")
	}
	short, long := measure(strings.Repeat("a", 500), strings.Repeat("a", 2000), func(text string) {
		for i := range text {
			for j := range text {
				sink += int(text[i] ^ text[j])
			}
		}
	})
	if long <= most*short {
		t.Errorf("%v for n and %v for 4n", short, long)
	}
}
