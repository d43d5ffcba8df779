package compose

import (
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/dotenv"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/source"
)

// An EnvFault is what compose refuses in a file of variables, or reads as another text than is written. It holds no value
// of the file, for these may be secret.
type EnvFault struct {
	Line    int    // from 1; 0 where it is not known
	Name    string // the variable's name; "" where the line is refused
	Refused string // in the words of compose, without what it quotes of the file; "" where the line is not refused
	Escape  string // the escape sequence that was meant as a part of a path
}

// EnvFaults is the faults of a file of variables, as it stands beside a compose file or is named by "env_file".
func EnvFaults(f *source.File) []EnvFault {
	if f.Encoding == source.UTF16LE || f.Encoding == source.UTF16BE {
		return []EnvFault{{Line: 1, Refused: "unexpected character in variable name"}}
	}
	var faults []EnvFault
	for n := 1; n <= f.Lines(); n++ {
		m := damagedPath.FindStringSubmatch(f.Slice(f.Line(n)))
		if m != nil {
			faults = append(faults, EnvFault{Line: n, Name: m[1], Escape: m[2]})
		}
	}
	known := func(string) (string, bool) { return "x", true }
	if _, err := dotenv.ParseWithLookup(strings.NewReader(f.Text), known); err != nil {
		faults = append(faults, refusedEnv(err))
	}
	return faults
}

// damagedPath is a value in double quotes with a path of Windows in which a backslash begins an escape sequence.
var damagedPath = lazy.MustCompile(`^\s*(?:export\s+)?([\w.-]+)\s*[=:]\s*"(?:[^"]*[^"\w\\])?[A-Za-z]:(?:\\[^abcfnrtv0$"\\][^"\\]*)*(\\[abcfnrtv0])[^"]*"`)

// refusedEnv takes from an error what quotes the file.
func refusedEnv(err error) EnvFault {
	message := err.Error()
	if strings.HasPrefix(message, "Invalid template") {
		return EnvFault{Refused: "Invalid template"}
	}
	line, rest := 0, message
	if m := lineOfError.FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1]) // it is digits
		rest = m[2]
	}
	if strings.HasPrefix(rest, "unterminated") {
		line = 0 // it is that of the end of the file
	}
	for _, quoting := range [...]string{" in variable name", "unterminated quoted value"} {
		if before, _, found := strings.Cut(rest, quoting); found {
			rest = before + quoting
		}
	}
	return EnvFault{Line: line, Refused: rest}
}

var lineOfError = lazy.MustCompile(`(?s)^line (\d+): (.+)$`)
