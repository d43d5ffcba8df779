package compose

import (
	"fmt"
	"path"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/internal/near"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

var composeFiles = []*lint.Rule{
	{
		ID: "compose-refused", Summary: "Docker Compose rejects the file", Topic: "compose",
		Severity: lint.Error, Since: "0.1.0", On: subject.Set{Any: true},
		Refs: []string{
			"https://docs.docker.com/reference/compose-file/", "compose-spec/compose-go schema/compose-spec.json", "compose-spec/compose-go loader/loader.go",
		},
		Check: lint.Both{lint.Each(unreadable), lint.Each(rejectedByCompose)},
	},
	{
		ID: "compose-undeclared", Summary: "A service refers to an undefined network, volume or service", Topic: "compose",
		Severity: lint.Warning, Off: true, Since: "0.1.0", On: subject.Set{Any: true},
		Refs:  []string{"compose-spec/compose-go loader/validate.go"},
		Check: lint.Each(undeclared),
	},
	{
		ID: "compose-dockerfile-case", Summary: "The Dockerfile is not found because its name differs only in case", Topic: "compose",
		Severity: lint.Info, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/reference/compose-file/build/#dockerfile", "moby/buildkit frontend/dockerui/config.go"},
		Check: lint.Each(dockerfileCase),
	},
}

// dockerfileCase finds the name of a Dockerfile in another case of letters than the file has. Builders find "dockerfile" for
// "Dockerfile" themselves.
func dockerfileCase(p *lint.Pass, s *compose.Service) {
	b := p.Scope.Build
	if b == nil || b.Asked == "" || s.Get("build") == nil || b.Asked == "Dockerfile" && path.Base(b.Name) == "dockerfile" {
		return
	}
	p.Reportf(b.At, "The Dockerfile is named `%s`, not `%s`", check.Brief(path.Base(b.Name)), check.Brief(b.Asked)).
		Notef("Windows ignores case, but a build on Linux fails because the file is not found.").Helpf("Write `%s`.", path.Base(b.Name))
}

// unreadable reports what is not YAML.
func unreadable(p *lint.Pass, e *compose.Error) {
	cause, help := brokenYAML(p.Unit.File, e)
	f := p.Reportf(e, "Docker Compose cannot read the file: `%s`", check.Clip(e.Message))
	if e.During != "" {
		cause = strings.TrimSpace("The error occurs " + e.During + ". " + cause)
	}
	if cause != "" {
		f.Notef("%s", cause)
	}
	if help != "" {
		f.Helpf("%s", help)
	}
}

// brokenYAML is the likely cause of an error and what to do, each a sentence; "" if nothing is known.
func brokenYAML(file *source.File, e *compose.Error) (cause, help string) {
	switch {
	case strings.Count(file.Text, "\x00") > len(file.Text)/4:
		return "Every other byte is NUL, as in UTF-16 without a byte order mark.", "Save the file as UTF-8."
	case strings.Contains(e.Message, "UTF-8"):
		return "", "Save the file as UTF-8."
	case strings.HasPrefix(file.Slice(e.At), "\t"):
		return "YAML allows only spaces for indentation.", "Replace the tab with spaces."
	case strings.HasPrefix(e.Message, "mapping values are not allowed"):
		return unexpectedColon(file, e.At.Start)
	case e.Message == "did not find expected key" && e.At.Start > 0 && strings.IndexByte(`'"`, file.Text[e.At.Start-1]) >= 0:
		return "The quote just before this position ends the value, so the rest of the line is not part of it.", "Put the whole value in quotes. Inside single quotes, write `''` for a single quote."
	case e.Message == "did not find expected key" && keyWithoutSpace(file, file.Position(e.At.Start).Line) > 0:
		return missingSpace(keyWithoutSpace(file, file.Position(e.At.Start).Line))
	case e.Message == "found unexpected end of stream":
		return "The quoted text that begins here does not end.", "Add the closing quote."
	}
	return "", ""
}

// unexpectedColon is why YAML does not allow the key that ends at a colon, and what to do. If the colon is the first one of
// its line, the line continues a value of a line above.
func unexpectedColon(file *source.File, colon int) (cause, help string) {
	number := file.Position(colon).Line
	if strings.Contains(file.Text[file.Line(number).Start:colon], ":") {
		return "YAML reads a colon before a space as the end of a key.", "Put the value in single quotes."
	}
	if above := keyWithoutSpace(file, number); above > 0 {
		return missingSpace(above)
	}
	return "This line is indented like a continuation of the value above it.", "Align this line with the other keys."
}

func missingSpace(line int) (cause, help string) {
	return fmt.Sprintf("Line %d does not have a space after the colon, so YAML does not recognize the key.", line),
		fmt.Sprintf("Add a space after the colon on line %d.", line)
}

// keyWithoutSpace is the number of the nearest line above another one that is neither empty nor a comment, if it is written
// like "image:nginx", which YAML reads as one text; 0 for any other.
func keyWithoutSpace(file *source.File, line int) int {
	for line--; line > 0; line-- {
		text := strings.TrimSpace(file.Slice(file.Line(line)))
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		if wordColonWord.MatchString(text) {
			return line
		}
		return 0
	}
	return 0
}

var wordColonWord = lazy.MustCompile(`^(?:- +)*[\w.-]+:[^\s:]`)

// rejectedByCompose reports what Docker Compose rejects in what could be read. Compose v1 and stacks have their own
// schemas.
func rejectedByCompose(p *lint.Pass, doc *compose.Document) {
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
		f := reportRejected(p, doc, problem)
		if flat {
			first = f
		}
	}
	for _, problem := range doc.Inconsistent() {
		if problem.Kind == compose.Contradiction {
			reportRejected(p, doc, problem)
		}
	}
}

func reportRejected(p *lint.Pass, doc *compose.Document, problem *compose.Problem) *lint.Finding {
	f := p.Reportf(problem, "Docker Compose rejects %s: `%s`", rejectedPart(doc, problem), check.Clip(problem.Message))
	if problem.Kind == compose.Crash {
		f.Message = "Docker Compose fails with an internal error on " + rejectedPart(doc, problem)
	}
	cause, help := rejectedBecause(doc, problem)
	if cause != "" {
		f.Notef("%s", cause)
	}
	if help != "" {
		f.Helpf("%s", help)
	}
	return f
}

// isOverlay reports whether a file with that name may be merged over another one. The names that Docker Compose looks for
// by itself are not.
func isOverlay(name string) bool {
	switch strings.ToLower(path.Base(name)) {
	case "compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml":
		return false
	}
	return true
}

// rejectedPart names what is rejected by its text.
func rejectedPart(doc *compose.Document, problem *compose.Problem) string {
	text := doc.File.Slice(problem.At)
	if text == "" || strings.ContainsAny(text, "\n\r`") {
		return "this value"
	}
	return "`" + check.Brief(text) + "`"
}

// rejectedBecause is the likely cause of a problem and what to do, each a sentence; "" if nothing is known.
func rejectedBecause(doc *compose.Document, problem *compose.Problem) (cause, help string) {
	switch {
	case doc.Flat && problem.Kind == compose.UnknownKey:
		return "Top-level services belong to version 1 of the Compose file format, which only docker-compose 1.29 and earlier supports.", "Move the services under `services:`."
	case problem.Kind == compose.UnknownKey:
		if key := near.Only(doc.File.Slice(problem.At), problem.Known); key != "" {
			return "", "Did you mean `" + key + "`?"
		}
	case problem.Message == "invalid command line string":
		return "Docker Compose cannot split the command into words if a quote is not closed, or if `(`, `)` or a backtick is outside quotes.", "Write the command as a list."
	case problem.Kind == compose.DuplicateKey:
		return "", "Remove one of the two `" + check.Brief(doc.File.Slice(problem.At)) + "` keys."
	case problem.Message == "must be a string" && isQuantity(doc.File.Slice(problem.At)):
		return "", quoted(doc.File.Slice(problem.At))
	case problem.Kind == compose.Template:
		return "", "To write a literal dollar sign, double it: `$$`."
	case problem.Kind == compose.Crash:
		return "", "Write a valid value, or remove the key."
	}
	return "", shapeAdvice(problem.Message)
}

// shapeAdvice is what to write instead of a value with which Docker Compose fails like this; "" if that is not known.
func shapeAdvice(message string) string {
	switch {
	case message == "must be a array":
		return "Write a list."
	case message == "must be a boolean":
		return "Write `true` or `false`."
	case message == "must be a integer", message == "must be a number", strings.HasPrefix(message, "strconv."):
		return "Write a number."
	case strings.HasPrefix(message, "invalid size: "):
		return "Write a size such as `512m`."
	case strings.HasPrefix(message, "time: "):
		return "Write a duration such as `1m30s`."
	}
	return ""
}

// quoted is how to write a number as text.
func quoted(number string) string {
	if strings.Contains(number, ".") {
		return "Write `'" + number + "'`."
	}
	return "Write `'" + number + "'`, or `" + number + "s` if it is a duration in seconds."
}

// isQuantity reports whether a text is a number without a sign and an exponent.
func isQuantity(s string) bool { return s != "" && strings.Trim(s, "0123456789.") == "" }

// undeclared reports names that nothing in this file declares.
func undeclared(p *lint.Pass, doc *compose.Document) {
	for _, problem := range doc.Inconsistent() {
		if problem.Kind == compose.Undeclared {
			f := p.Reportf(problem, "Without another Compose file, Docker Compose rejects this one: `%s`", check.Clip(problem.Message))
			f.Notef("Another Compose file of the project may add what is missing.")
			if help := howToDeclare(problem.Message); help != "" {
				f.Helpf("%s", help)
			}
		}
	}
}

// howToDeclare is what to do about something that is missing according to a message of Docker Compose; "" if that is not known.
func howToDeclare(message string) string {
	if strings.Contains(message, "has neither an image nor a build") {
		return "Add `image` or `build` to the service."
	}
	if _, platform, found := strings.Cut(message, "MUST include service.platform "); found {
		return "Add `" + strings.Trim(platform, `"`) + "` to `build.platforms`."
	}
	_, undefined, found := strings.Cut(message, " undefined ")
	kind, name, _ := strings.Cut(undefined, " ")
	if !found || name == "" {
		return ""
	}
	name = strings.Trim(name, `"`)
	if kind == "volume" && strings.ContainsAny(name, `/\`) {
		return "If this is a directory, write `.\\" + name + "`."
	}
	return "Declare `" + name + "` under `" + kind + "s:`."
}
