package compose

import (
	"slices"
	"strings"
	"time"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

const composeHealth = "https://docs.docker.com/reference/compose-file/services/#healthcheck"

var composeHealthchecks = []*lint.Rule{
	{
		ID: "compose-healthcheck-form", Summary: "`healthcheck.test must start either by \"CMD\", \"CMD-SHELL\" or \"NONE\"`", Topic: "command-line",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{Any: true},
		Refs:  []string{composeHealth, "compose-spec/compose-go loader/validate.go"},
		Check: lint.Both{lint.Each(healthcheckForm), lint.Each(formInOption)},
	},
	{
		ID: "compose-healthcheck-timeout", Summary: "A PowerShell health check times out", Topic: "exit-codes",
		Severity: lint.Info, Since: "0.1.0", Refs: []string{composeHealth},
		Check: lint.Each(healthcheckTimeout),
	},
}

// healthcheckForm finds tests whose list does not begin with the word that says who runs the rest.
func healthcheckForm(p *lint.Pass, c *compose.Command) {
	if c.Key == "test" && c.Err == nil && !c.List && c.Form == "CMD-SHELL" {
		formInString(p, c)
		return
	}
	if c.Key != "test" || !c.List || len(c.Value.List()) == 0 || slices.Contains(testForms, c.Form) {
		return
	}
	first := c.Value.List()[0]
	if !first.Is(data.String) || len(compose.Variables(first.Resolve().Text)) > 0 {
		return
	}
	upper := strings.ToUpper(c.Form)
	misspelled := upper == "CMD-SHELL" || upper == "NONE" || upper == "CMD" && startsProgram(c)
	help := "Put `CMD` before `" + c.Form + "`."
	if misspelled {
		help = "Write `" + upper + "`."
	}
	f := p.Reportf(first, "`healthcheck.test` must begin with `CMD`, `CMD-SHELL` or `NONE`, not `%s`", check.Brief(c.Form)).
		Notef("Docker Compose rejects the file: `healthcheck.test must start either by \"CMD\", \"CMD-SHELL\" or \"NONE\"`.").
		Helpf("%s", help).Subsumes(first)
	switch {
	case first.Kind == data.Alias || strings.ContainsAny(c.Form, "\r\n"):
	case misspelled:
		f.Replace(first, inScalarQuotes(first, upper))
	case c.Value.Resolve().Style == data.Flow:
		f.Insert(first.Span().Start, inScalarQuotes(first, "CMD")+", ")
	default:
		line := f.File.Line(f.File.Position(first.Span().Start).Line)
		dash := f.File.Text[line.Start:first.Span().Start]
		if strings.TrimSpace(dash) == "-" {
			f.Insert(line.Start, dash+inScalarQuotes(first, "CMD")+f.File.EOL())
		}
	}
}

// formInString finds a string test that begins with a word that only a list may begin with: the shell runs the string,
// including the word. `cmd /c ...` is a program with its options.
func formInString(p *lint.Pass, c *compose.Command) {
	text := strings.TrimSpace(c.Shell.String())
	word, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	if !slices.Contains(testForms, word) || strings.HasPrefix(rest, "/") || (word == "NONE") != (rest == "") {
		return
	}
	list := `["NONE"]`
	if word != "NONE" {
		list = `["CMD-SHELL", '` + strings.ReplaceAll(rest, "'", "''") + `']`
	}
	f := p.Reportf(c.Value, "`%s` is run as a command because `healthcheck.test` is a string", word).
		Notef("Docker Compose passes a string to the shell unchanged. `%s` has a special meaning only as the first element of a list.", word).
		Helpf("Write `%s`.", list)
	written := p.Unit.File.Text[c.Value.Span().Start:c.Value.Span().End]
	if c.Value.Kind == data.Alias || c.Value.Anchor != "" || strings.ContainsAny(written, "\r\n") {
		return
	}
	f.Replace(c.Value, list)
	if word == "CMD" {
		f.Unsafe()
	}
}

// formInOption finds a --health-cmd of one of these words, which are for lists in files.
func formInOption(p *lint.Pass, c *docker.Command) {
	o := c.Option("health-cmd")
	if o == nil {
		return
	}
	word, rest, _ := strings.Cut(strings.TrimSpace(o.Value.Pattern), " ")
	rest = strings.TrimSpace(rest)
	if !slices.Contains(testForms, word) || strings.HasPrefix(rest, "/") || (word == "NONE") != (rest == "") {
		return
	}
	help := "Remove `" + word + "` from the value."
	if word == "NONE" {
		help = "Use `--no-healthcheck`."
	}
	p.Reportf(o.Value, "`%s` is run as a command because a shell runs `--health-cmd`", word).
		Notef("The Docker CLI passes the value unchanged, so the shell looks for a program named `%s`.", word).Helpf("%s", help)
}

var testForms = []string{"CMD", "CMD-SHELL", "NONE"}

// startsProgram reports whether the "cmd" at the beginning of a test is not cmd.exe, because no option of cmd follows.
func startsProgram(c *compose.Command) bool {
	return len(c.Words) > 0 && !strings.HasPrefix(c.Words[0].String(), "/")
}

// inScalarQuotes is a word in the quotes of a scalar.
func inScalarQuotes(like *data.Value, word string) string {
	switch like.Style {
	case data.DoubleQuoted:
		return `"` + word + `"`
	case data.SingleQuoted:
		return "'" + word + "'"
	}
	return word
}

// shortTimeout is less than what Windows PowerShell may need to start on a busy host.
const shortTimeout = 5 * time.Second

// healthcheckTimeout finds PowerShell tests with a short timeout.
func healthcheckTimeout(p *lint.Pass, s *compose.Service) {
	test, timeout := s.Command("test"), s.Get("healthcheck", "timeout")
	if test == nil || !timeout.Scalar() || !powerShellWord.MatchString(joined(test.Value)) {
		return
	}
	if d, err := time.ParseDuration(timeout.String()); err == nil && d > 0 && d < shortTimeout {
		p.Reportf(timeout, "`%s` may be too short for a PowerShell health check", timeout.String()).
			Notef("Docker Engine starts PowerShell for each test, which can take several seconds on a busy host. A test that exceeds the timeout counts as failed.").
			Helpf("Set `timeout` to `%s` or more.", shortTimeout)
	}
}
