package diagnose

// A Kind is one kind of error that an engine, a builder or a container prints: how it is recognized, and which rules see
// its cause before the build. What it means and what to do is on its page in docs/errors.
type Kind struct {
	ID        string
	Certainty Certainty
	// Codes is the codes of the error in hexadecimal, each group after its family and without what the family has in common:
	// "HCS 0101" for 0xc0370101, "Win32 10b". The page shows them as logs do. Empty if the error has none.
	Codes    string
	Patterns []Pattern
	Weight   Weight
	// Rules is the ids of the winlint rules that find a cause of the error in a file.
	Rules []string
	// Refs is the sources: an issue ("moby/moby#30556"), a file ("moby/moby: daemon/commit.go") or a page ("TITLE: URL").
	Refs []string
}

// Certainty says how well the cause of an error is known. It is about the cause: that the error itself is there is certain.
type Certainty int

// The certainties.
const (
	Certain Certainty = iota // there is one cause
	Likely                   // there is one cause that most reports have
	OneOf                    // there are several causes; the page lists them, the most frequent first
)

func (c Certainty) String() string { return [...]string{"certain", "likely", "one of several"}[c] }

// A Weight says which errors count if a log has several.
type Weight int

// The weights.
const (
	// Cause is an error that is always reported.
	Cause Weight = iota
	// FollowUp is an error that another one causes. It is reported only if nothing else was found before it in the log.
	FollowUp
	// Vague is an error of which only the operation is known. It is reported like a FollowUp, and not if the lines right
	// after it say more.
	Vague
)

// A Pattern recognizes an error in a line, after Clean. In Expr, an RE2 expression, a space matches any white space, and
// " ?" any or none.
type Pattern struct {
	Expr string
	When When
}

// When says what else a log must contain, because the same words are printed on other systems.
type When int

// The conditions.
const (
	Always    When = iota
	OnWindows      // the log is about Windows containers
	OnNano         // the log is about Nano Server
)

func always(exprs ...string) []Pattern    { return patterns(Always, exprs) }
func onWindows(exprs ...string) []Pattern { return patterns(OnWindows, exprs) }
func onNano(exprs ...string) []Pattern    { return patterns(OnNano, exprs) }

//go:noinline
func patterns(when When, exprs []string) []Pattern {
	list := make([]Pattern, len(exprs))
	for i, expr := range exprs {
		list[i] = Pattern{expr, when}
	}
	return list
}

// A Theme is the errors about one part of the way from a Dockerfile to a running container.
type Theme struct {
	Title string
	Kinds []*Kind
}

// Themes is the catalog. The order counts: the first pattern that matches a line names the error, so the special ones
// come before the general ones.
func Themes() []Theme {
	return []Theme{
		{"Image and Windows release", images},
		{"Layers, storage and disk", layers},
		{"Start of a container", starts},
		{"Options, mounts and commands", options},
		{"Networks", networks},
		{"Engine, pipe and host", engines},
		{"The Dockerfile", dockerfiles},
		{"The build context", contexts},
		{"PowerShell and cmd", shells},
		{"The compose file", composeFiles},
		{"Programs in a step or a container", programs},
		{"Registries and the connection to them", registries},
		{"Left over", leftovers},
	}
}

// Kinds is all kinds in the order of the catalog.
func Kinds() []*Kind {
	var list []*Kind
	for _, theme := range Themes() {
		list = append(list, theme.Kinds...)
	}
	return list
}

// Prevented is the kinds whose cause a rule finds.
func Prevented(rule string) []*Kind {
	var list []*Kind
	for _, kind := range Kinds() {
		for _, id := range kind.Rules {
			if id == rule {
				list = append(list, kind)
			}
		}
	}
	return list
}
