package compose

import (
	"path"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

var composeFiles = []*lint.Rule{
	{
		ID: "compose-refused", Summary: "Docker Compose refuses the file", Topic: "compose",
		Severity: lint.Error, Since: "0.1.0", On: subject.Set{Any: true},
		Refs: []string{
			"https://docs.docker.com/reference/compose-file/", "compose-spec/compose-go schema/compose-spec.json", "compose-spec/compose-go loader/loader.go",
		},
		Check: lint.Both{lint.Each(unreadable), lint.Each(refusedByCompose)},
	},
	{
		ID: "compose-undeclared", Summary: "Docker Compose refuses the file if no other file adds to it", Topic: "compose",
		Severity: lint.Warning, Off: true, Since: "0.1.0", On: subject.Set{Any: true},
		Refs:  []string{"compose-spec/compose-go loader/validate.go"},
		Check: lint.Each(undeclared),
	},
}

// unreadable reports what is no YAML.
func unreadable(p *lint.Pass, e *compose.Error) {
	during := ""
	if e.During != "" {
		during = " " + e.During
	}
	p.Reportf(e, "Docker Compose cannot read the file: `%s`%s.%s", check.Clip(e.Message), during, brokenYAML(p.Unit.File, e))
}

// brokenYAML is the likely cause of an error and the way out; "" where nothing is known.
func brokenYAML(file *source.File, e *compose.Error) string {
	switch {
	case strings.Count(file.Text, "\x00") > len(file.Text)/4:
		return " Every other byte is NUL, as in UTF-16 without a byte order mark. Save the file as UTF-8."
	case strings.Contains(e.Message, "UTF-8"):
		return " Save the file as UTF-8."
	case strings.HasPrefix(file.Slice(e.At), "\t"):
		return " YAML indents with blanks only. Put blanks for the tab."
	case strings.HasPrefix(e.Message, "mapping values are not allowed"):
		return " A colon at the end of a word makes a key of it. Put the value in single quotes."
	case e.Message == "did not find expected key" && e.At.Start > 0 && strings.IndexByte(`'"`, file.Text[e.At.Start-1]) >= 0:
		return " The value ends at the quote in front of this. Put all of it in quotes, and write `''` for a single " +
			"quote in single quotes."
	case e.Message == "found unexpected end of stream":
		return " What begins here has no end. Close it."
	}
	return ""
}

// refusedByCompose reports what compose refuses in what could be read. Compose v1 and stacks have their own judges.
func refusedByCompose(p *lint.Pass, doc *compose.Document) {
	if p.Environment.Compose == engine.ComposeV1 || p.Environment.Stack {
		return
	}
	var first *lint.Finding // of what only the missing "services:" is wrong with
	overlay := isOverlay(doc.File.Path)
	for _, problem := range doc.Judge() {
		if problem.Alone && overlay {
			continue
		}
		flat := doc.Flat && problem.Kind == compose.UnknownKey
		if flat && first != nil {
			first.Relate(problem, "`%s`", problem.Message)
			continue
		}
		f := p.Reportf(problem, "Docker Compose refuses %s: "+
			"`%s`.%s", refusedPart(doc, problem), check.Clip(problem.Message), refusedWayOut(doc, problem))
		if flat {
			first = f
		}
	}
	for _, problem := range doc.Inconsistent() {
		if problem.Kind == compose.Contradiction {
			p.Reportf(problem, "Docker Compose refuses %s: `%s`.", refusedPart(doc, problem), check.Clip(problem.Message))
		}
	}
}

// isOverlay reports whether a file of that name may be laid over another one. The names that Docker Compose looks for by
// itself are not.
func isOverlay(name string) bool {
	switch strings.ToLower(path.Base(name)) {
	case "compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml":
		return false
	}
	return true
}

// refusedPart names what is refused by its text.
func refusedPart(doc *compose.Document, problem *compose.Problem) string {
	text := doc.File.Slice(problem.At)
	if text == "" || strings.ContainsAny(text, "\n\r`") {
		return "what stands here"
	}
	return "`" + check.Brief(text) + "`"
}

func refusedWayOut(doc *compose.Document, problem *compose.Problem) string {
	switch {
	case doc.Flat && problem.Kind == compose.UnknownKey:
		return " Services at the top of the file are the first version of the format, which docker-compose read up to " +
			"1.29. Put them under `services:`."
	case problem.Kind == compose.UnknownKey:
		if key := check.NearestOf(doc.File.Slice(problem.At), problem.Known); key != "" {
			return " Is `" + key + "` meant?"
		}
	case problem.Message == "invalid command line string":
		return " Each quote must be closed, and outside of quotes `(`, `)` and a backtick are signs of a shell. Write " +
			"the command as a list."
	case problem.Kind == compose.DuplicateKey:
		return " Keep one of the two."
	case problem.Message == "must be a string" && isQuantity(doc.File.Slice(problem.At)):
		return " Put it in quotes, and a time with its unit, such as `30s`."
	case problem.Kind == compose.Template:
		return " Write `$$` for a dollar sign."
	case problem.Kind == compose.Crash:
		return " Give it a value that is allowed, or remove it."
	}
	return ""
}

// isQuantity reports whether a text is a number without a sign and an exponent.
func isQuantity(s string) bool { return s != "" && strings.Trim(s, "0123456789.") == "" }

// undeclared reports names that nothing in this file declares.
func undeclared(p *lint.Pass, doc *compose.Document) {
	for _, problem := range doc.Inconsistent() {
		if problem.Kind == compose.Undeclared {
			p.Reportf(problem, "Docker Compose refuses the project if it is this file alone: `%s`.", check.Clip(problem.Message))
		}
	}
}
