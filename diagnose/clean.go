package diagnose

import (
	"bytes"
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
)

// What builders, pipelines and consoles write before the words of an engine, by the first byte. A prefix may come after
// another one.
var prefixes = func() (table [256][]*lazy.Regexp) {
	add := func(first, expr string) {
		compiled := lazy.MustCompile("^(?:" + expr + ")")
		for _, b := range []byte(first) {
			table[b] = append(table[b], compiled)
		}
	}
	const digits = "0123456789"
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	add(digits, `\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\s+(?:\d\d[OE][+ ]?\s?)?`) // GitHub, Azure, GitLab, docker logs -t
	add(digits, `\d\d:\d\d:\d\d(?:[.,]\d+)?\s*`)                                                              // Jenkins
	add(digits, `\d+\.\d{3}\s+`)                                                                              // the excerpt of BuildKit
	add("[", `\[\d\d:\d\d:\d\d(?:[.,]\d+)?\]:?\s*`)                                                           // TeamCity, Docker Desktop
	add("[", `\[[A-Z]\w*\s*\]`)                                                                               // [WindowsDaemon  ][Error  ]
	add("#", `##\[(?:error|warning|section|group|command)\]`)                                                 // Azure, GitHub
	add("#", `#\d+\s+(?:\d+\.\d+\s+|ERROR:\s+)?`)                                                             // BuildKit, plain progress
	add(":", `::(?:error|warning|notice)[^:]*::`)                                                             // GitHub
	add("=", `(?:=>\s+)+ERROR\s+`)                                                                            // BuildKit, on a terminal
	add(">", `>\s+\[[^\]]*\]\s+`)                                                                             // the excerpt of BuildKit
	add("(", `\(HTTP code \d+\) [a-z ]+ - `)                                                                  // Portainer
	add(letters+digits, `[\w.-]+\s+\|\s`)                                                                     // docker compose up
	add("sS", `[sS]tderr:\s+`)                                                                                // test runners
	add("EW", `(?:Warning|Error)\s+\w+\s+\d+\w*(?:\s+\(x\d+ over \w+\))?\s+[\w-]+(?:, \S+)?\s{2,}`)           // kubectl describe
	return table
}()

// mostPrefixes is how many prefixes are removed from one line.
const mostPrefixes = 12

// clean is a line without what was written before the words of the engine.
func clean(line []byte) []byte {
	line = bytes.TrimLeft(line, " \t\ufeff")
	for range mostPrefixes {
		n := prefix(line)
		if n == 0 {
			break
		}
		line = bytes.TrimLeft(line[n:], " \t")
	}
	return line
}

// longestPrefix is where a prefix has to end, in bytes.
const longestPrefix = 200

// prefix is the length of the prefix of a line, in bytes; 0 if it has none.
func prefix(line []byte) int {
	if len(line) == 0 {
		return 0
	}
	for _, p := range prefixes[line[0]] {
		if at := p.FindIndex(line[:min(len(line), longestPrefix)]); at != nil {
			return at[1]
		}
	}
	return 0
}

var (
	level     = lazy.MustCompile(`level=(\w+)|"level":\s*"(\w+)"`)
	desktop   = lazy.MustCompile(`\[Info\s*\]\s+debug:`)
	subsystem = lazy.MustCompile(`Wsl/Service|WslRegisterDistribution`)
)

// isTalk reports whether a line is not about a failure: what is written at the levels debug and info, and what is about the
// Windows Subsystem for Linux, whose codes are the same as those of containers.
func isTalk(line []byte) bool {
	contains := func(literal string) bool { return bytes.Contains(line, []byte(literal)) }
	return contains("- succeeded") || contains("##[debug]") || contains("level") && isDebug(line) ||
		contains("debug:") && desktop.Match(line) || contains("Wsl") && subsystem.Match(line)
}

// isDebug reports whether a line is written at a level below that of warnings. An error that quotes such a line is not.
func isDebug(line []byte) bool {
	at := level.FindSubmatchIndex(line)
	if len(at) == 0 || bytes.Contains(line[:at[0]], []byte("error")) {
		return false
	}
	word := line[max(at[2], at[4]):max(at[3], at[5])]
	return slices.Contains([]string{"debug", "info", "trace"}, strings.ToLower(string(word)))
}
