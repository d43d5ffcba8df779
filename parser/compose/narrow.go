package compose

import (
	"errors"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

// maxLoads is how often compose-go is asked about one file, so that a file with very many problems does not take forever.
const maxLoads = 600

// narrow finds the values that compose-go refuses by loading them one by one: the services, their fields, and the items
// of lists. It stops at other mappings, whose entries cannot stand alone.
func (j *judge) narrow(v *data.Value, wrap func(any) any, depth int) []*Problem {
	var problems []*Problem
	try := func(part *data.Value, around func(any) any) {
		if j.loads > maxLoads {
			return
		}
		if err := j.loadPart(around(plain(part, 0))); err != nil {
			problems = append(problems, j.narrowed(part, around, err, depth)...)
		}
	}
	switch v := v.Resolve(); {
	case v.Is(data.Mapping) && depth < 3:
		for _, e := range v.Merged() {
			name := e.Name()
			try(e.Value, func(inner any) any { return wrap(map[string]any{name: inner}) })
		}
	case v.Is(data.Sequence):
		for _, item := range v.List() {
			try(item, func(inner any) any { return wrap([]any{inner}) })
		}
	}
	return problems
}

// narrowed is the problems in a value that does not load, or the one that it is.
func (j *judge) narrowed(v *data.Value, wrap func(any) any, err error, depth int) []*Problem {
	resources := depth == 1 && v.Key != nil && v.Key.Parent.Key != nil && !isServices(v.Key.Parent.Key.String())
	if !resources {
		if inner := j.narrow(v, wrap, depth+1); len(inner) > 0 {
			return inner
		}
	}
	if varies(v) {
		return nil
	}
	at := v.Span()
	if v.Key != nil && (at.Len() == 0 || v.Resolve().Kind >= data.Mapping) {
		at = v.Key.Span()
	}
	kind := Value
	if errors.Is(err, errCrash) {
		kind = Crash
	}
	return []*Problem{refused(at, kind, err)}
}

func isServices(key string) bool { return key == "services" || key == "jobs" }

func (j *judge) loadPart(model any) error {
	part, ok := model.(map[string]any)
	if !ok {
		return nil
	}
	return j.load(types.ConfigFile{Filename: j.name, Config: part})
}

// pathInWords is a path as compose-go writes it into its messages.
var pathInWords = lazy.MustCompile(`\b(services|jobs|networks|volumes|secrets|configs|models)\.[^\s:]+:? ?`)

// refused is a problem in compose-go's words.
func refused(at source.Span, kind ProblemKind, err error) *Problem {
	message := words(err)
	return &Problem{At: at, Kind: kind, Message: message, Alone: message == "empty compose file"}
}

// words is what compose-go says, without the paths, which are those of a part of the file.
func words(err error) string {
	message := err.Error()
	if _, rest, found := strings.Cut(message, ": "); found && strings.HasPrefix(message, "validating ") { // then the name of the file
		message = rest
	}
	if _, rest, found := strings.Cut(message, "' "); found && strings.HasPrefix(message, "decoding failed") {
		message = rest
	}
	if _, rest, found := strings.Cut(message, "failed to cast to expected type: "); found {
		message = rest
	}
	if without := strings.TrimSpace(pathInWords.ReplaceAllString(message, "")); without != "" {
		return without
	}
	return message
}
