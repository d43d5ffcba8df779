package source

// Tracker is where failures of winlint are reported.
const Tracker = "https://github.com/winlint/winlint/issues"

// An Unchecked is a part of a file that was not read, or at which a rule failed: what is wrong there may not be found, and
// the user is told so.
type Unchecked struct {
	Span          // the part that was not checked; where that is not known, the first line of what holds it
	Reason string // a sentence without its period: "This is nested more than 200 levels deep and was not read"
}

// Failed is a part that a fault of winlint, or of a library that it uses, left unchecked. What is what of the file it is:
// "instruction", "file".
func Failed(at Span, what string) Unchecked {
	return Unchecked{at, "winlint could not check this " + what + " because of a bug; please report it at " + Tracker}
}
