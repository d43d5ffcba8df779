package sarif

import (
	"strconv"
	"unicode/utf16"

	"github.com/winlint/winlint/source"
)

// The parameters of the hash that GitHub computes (github/codeql-action src/fingerprints.ts).
const (
	hashedUnits = 100
	factor      = 37
	endOfFile   = 65535
)

// lineHashes is for each line of a file what GitHub knows it by when lines above it come and go, its
// "primaryLocationLineHash": a hash of the 100 UTF-16 units from the line's start on, spaces and tabs left out, line ends
// all alike, with a number that tells lines of the same hash apart. GitHub computes it, too, and warns where another one
// is uploaded. It reads files as UTF-8, so one in UTF-16 gets none.
func lineHashes(f *source.File) []string {
	text := f.Text
	switch f.Encoding {
	case source.UTF16LE, source.UTF16BE:
		return nil
	case source.UTF8BOM:
		text = "\ufeff" + text
	}
	units, starts := hashInput(text)
	seen := map[uint64]int{}
	hashes := make([]string, len(starts))
	for i, start := range starts {
		var hash uint64
		for n := range hashedUnits {
			var unit uint16
			if start+n < len(units) {
				unit = units[start+n]
			}
			hash = hash*factor + uint64(unit)
		}
		seen[hash]++
		hashes[i] = strconv.FormatUint(hash, 16) + ":" + strconv.Itoa(seen[hash])
	}
	return hashes
}

// hashInput is the units that are hashed, and where in them each line begins.
func hashInput(text string) (units []uint16, starts []int) {
	atStart, afterCR := true, false
	add := func(unit uint16) {
		if atStart {
			starts = append(starts, len(units))
		}
		units = append(units, unit)
		atStart = unit == '\n'
	}
	for _, unit := range utf16.Encode([]rune(text)) {
		skip := unit == ' ' || unit == '\t' || afterCR && unit == '\n'
		afterCR = unit == '\r'
		switch {
		case skip:
		case unit == '\r':
			add('\n')
		default:
			add(unit)
		}
	}
	add(endOfFile)
	return units, starts
}
