package diagnose

import (
	"bytes"
	"regexp"
	"strings"
)

// What builders, pipelines and consoles write before the words of an engine. A prefix may come after another one.
var prefixes = []*regexp.Regexp{
	regexp.MustCompile(`^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\s+(?:\d\d[OE][+ ]?\s?)?`), // GitHub, Azure, GitLab, docker logs -t
	regexp.MustCompile(`^\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?\s*`),                                                        // Jenkins, TeamCity, Docker Desktop
	regexp.MustCompile(`^##\[(?:error|warning|section|group|command)\]`),
	regexp.MustCompile(`^::(?:error|warning|notice)[^:]*::`),
	regexp.MustCompile(`^#\d+\s+(?:\d+\.\d+\s+|ERROR:\s+)?`), // BuildKit, plain progress
	regexp.MustCompile(`^(?:=>\s+)+ERROR\s+`),                // BuildKit, on a terminal
	regexp.MustCompile(`^>\s+\[[^\]]*\]\s+`),
	regexp.MustCompile(`^\d+\.\d{3}\s+`),                                                                      // BuildKit's excerpt
	regexp.MustCompile(`^[\w.-]+\s+\|\s`),                                                                     // docker compose up
	regexp.MustCompile(`^\[[A-Z]\w*\s*\]`),                                                                    // [WindowsDaemon  ][Error  ]
	regexp.MustCompile(`^stderr:\s+|^Stderr:\s+`),                                                             // test runners
	regexp.MustCompile(`^(?:Warning|Error)\s+\w+\s+\d+\w*(?:\s+\(x\d+ over \w+\))?\s+[\w-]+(?:, \S+)?\s{2,}`), // kubectl describe
	regexp.MustCompile(`^\(HTTP code \d+\) [a-z ]+ - `),
}

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

// prefix is the length of the prefix of a line, in bytes; 0 if it has none.
func prefix(line []byte) int {
	if len(line) == 0 || !strings.ContainsRune("[#:=>(0123456789", rune(line[0])) && !isLetter(line[0]) {
		return 0
	}
	for _, p := range prefixes {
		if at := p.FindIndex(line[:min(len(line), 200)]); at != nil {
			return at[1]
		}
	}
	return 0
}

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

var (
	level     = regexp.MustCompile(`level=(\w+)|"level":\s*"(\w+)"`)
	desktop   = regexp.MustCompile(`\[Info\s*\]\s+debug:`)
	succeeded = []byte("- succeeded")
	subsystem = regexp.MustCompile(`Wsl/Service|WslRegisterDistribution|\bwsl(?:\.exe)?\b.*(?:Error|error) code`)
)

// isTalk reports whether a line tells of no failure: what is written at the levels debug and info, and what is about the
// Windows Subsystem for Linux, whose codes are the same as those of containers.
func isTalk(line []byte) bool {
	if bytes.Contains(line, succeeded) || bytes.HasPrefix(line, []byte("##[debug]")) || bytes.Contains(line, []byte("##[debug]")) {
		return true
	}
	if at := level.FindSubmatchIndex(line); at != nil && !bytes.Contains(line[:at[0]], []byte("error")) {
		word := strings.ToLower(string(level.FindSubmatch(line)[1]) + string(level.FindSubmatch(line)[2]))
		if word == "debug" || word == "info" || word == "trace" {
			return true
		}
	}
	return desktop.Match(line) || subsystem.Match(line)
}
