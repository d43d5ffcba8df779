package dockerfile

import (
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var environment = []*lint.Rule{
	{
		ID: "path-without-system", Summary: "ENV PATH does not include the Windows directories",
		Topic: "environment", Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			"moby/buildkit frontend/dockerfile/dockerfile2llb/image.go", "https://github.com/moby/buildkit/pull/5446",
			"https://github.com/cake-build/docker/issues/60",
		},
		Check: lint.Both{check.Instructions(pathWithoutSystem, "ENV"), lint.Each(pathOfService)},
	},
	{
		ID: "backtick-eaten", Summary: "The backtick of a PowerShell escape sequence disappears",
		Topic: "escape", Severity: lint.Info, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{lexer},
		Check: check.Instructions(backtickEaten, "ENV", "LABEL", "ARG"),
	},
	{
		ID: "env-case", Summary: "Variables whose names differ only in case are the same on Windows",
		Topic: "environment", Severity: lint.Info, Since: "0.1.0",
		Refs: []string{
			"moby/buildkit frontend/dockerfile/shell/equal_env_windows.go",
			"moby/buildkit frontend/dockerfile/dockerfile2llb/convert.go",
		},
		Check: lint.Each(envCase),
	},
	{
		ID: "joined-env", Summary: "The lines after an ENV without \"=\" become part of its value",
		Topic: "environment", Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{
			"moby/buildkit frontend/dockerfile/parser/line_parsers.go", "https://docs.docker.com/reference/dockerfile/#env",
		},
		Check: check.Instructions(joinedEnv, "ENV", "LABEL"),
	},
}

// system32 is a list of directories that contains System32.
var system32 = lazy.MustCompile(`(?i)(?:^|[;"])\s*(?:[a-z]:[\\/]+windows|%(?:systemroot|windir)%)[\\/]+system32[\\/]*\s*(?:$|[;"])`)

// windowsPowerShell is a list of directories that holds the one of Windows PowerShell.
var windowsPowerShell = lazy.MustCompile(`(?i)[\\/]+WindowsPowerShell[\\/]+v1\.0[\\/]*\s*(?:$|[;"])`)

// ownPath is a reference to the variable PATH itself, in any syntax.
var ownPath = lazy.MustCompile(`(?i)%path%|\$env:path\b|\$\{env:path\}|\$path\b|\$\{path\}`)

func pathWithoutSystem(p *lint.Pass, in *dockerfile.Instruction) {
	if in.Parent != nil || setsPath(p.Unit.Dockerfile) {
		return
	}
	for _, pair := range in.Pairs {
		if strings.EqualFold(pair.Name.String(), "PATH") {
			pathValue(p, pair)
		}
	}
}

// unsetReference is the place of the only reference in a word, as offsets into its value, if that is to an unset variable; else nil.
func unsetReference(p *lint.Pass, word *dockerfile.Word, unset []string) []int {
	refs := p.Unit.Dockerfile.References(word)
	if len(refs) != 1 || refs[0].Modifier != "" || !slices.Contains(unset, refs[0].Name) {
		return nil
	}
	return []int{refs[0].At, refs[0].End}
}

func pathValue(p *lint.Pass, pair *dockerfile.Pair) {
	read := p.Read(pair.Value)
	if read.Known && read.Value == "" {
		return // Windows has no empty variables: the PATH of the registry stays. moby/buildkit#5234
	}
	at := ownPath.FindStringIndex(pair.Value.Value)
	if at == nil {
		at = unsetReference(p, pair.Value, read.Unset)
	}
	own := ""
	if at != nil {
		own = pair.Value.Value[at[0]:at[1]]
	}
	what, severity := "ENV PATH does not include `C:\\Windows\\System32`", lint.Warning
	const loses = ", so ENV PATH loses the Windows directories"
	switch {
	case own == "" && read.Known:
	case strings.HasPrefix(own, "%"):
		what, severity = "`"+own+"` is not expanded here"+loses, lint.Error
	case strings.Contains(strings.ToLower(own), "env:"):
		what, severity = "`"+own+"` is not a variable of the builder"+loses, lint.Error
	case slices.ContainsFunc(read.Unset, func(name string) bool { return strings.EqualFold(name, strings.Trim(own, "${}")) }):
		what, severity = "`"+own+"` is empty here"+loses, lint.Error
	default: // not known, or added to an ENV PATH further up
		return
	}
	value := pair.Value.Value
	if read.Known {
		value = read.Value
	}
	if system32.MatchString(value) {
		return
	}
	f := p.Reportf(pair.Value, "%s", what).
		Notef("Windows images keep PATH in the registry, and `%s` replaces it for every process. %s", check.Brief(value), notFound(p.Scope, value)).
		Helpf("%s, or add `C:\\Windows\\System32;C:\\Windows` to the value.", extendPath(p, pair.Value.Value, own)).WithSeverity(severity)
	if at != nil {
		f.Subsumes(pair.Value.SpanOf(at[0], at[1]))
	}
}

// pathOfService looks at the PATH that a service sets. One to which Docker Compose adds a variable is not known.
func pathOfService(p *lint.Pass, s *compose.Service) {
	for _, pair := range s.Environment {
		value := pair.Value.String()
		if pair.Bare || value == "" || !strings.EqualFold(pair.Name.String(), "PATH") || len(compose.Variables(pair.Value)) > 0 || system32.MatchString(value) {
			continue
		}
		what, severity := "PATH does not include `C:\\Windows\\System32`", lint.Warning
		if own := ownPath.FindString(value); own != "" {
			what, severity = "`"+own+"` is not expanded here, so PATH loses the Windows directories", lint.Error
		}
		p.Reportf(pair.Value, "%s", what).
			Notef("Windows images keep PATH in the registry, and `%s` replaces it for every process. %s", check.Brief(value), notFound(p.Scope, value)).
			Helpf("Extend PATH in the registry when the image is built, or add `C:\\Windows\\System32;C:\\Windows` to the value.").WithSeverity(severity)
	}
}

// extendPath says how to add to the PATH in the registry. It gives the line if cmd can run it, with no other variable and as the
// user of the image.
func extendPath(p *lint.Pass, value, own string) string {
	value = strings.Trim(value, `"`)
	if own == "" {
		value += ";%PATH%"
	} else {
		value = strings.Replace(value, own, "%PATH%", 1)
	}
	rest := strings.Replace(value, "%PATH%", "", 1)
	if p.Shell.Language != script.Cmd || p.Scope.Edition == windows.NanoServer || strings.ContainsAny(rest, "$%`\"") || strings.Contains(rest, `\\`) || !strings.Contains(rest, ";") {
		return "Extend PATH in the registry with `setx /M PATH` in a RUN"
	}
	return "Write `RUN setx /M PATH \"" + value + "\"` instead"
}

// notFound is what a process does not find without the Windows directories. The system itself always looks into
// System32 for the program of a command line, so that cmd starts.
func notFound(scope *subject.Scope, path string) string {
	if scope.Edition == windows.NanoServer || windowsPowerShell.MatchString(path) {
		return "cmd and scripts no longer find the programs in `C:\\Windows\\System32`."
	}
	return "`powershell` is no longer found, and cmd and scripts no longer find the programs in `C:\\Windows\\System32`."
}

// frontend is the version of the Dockerfile frontend that a syntax directive pins.
var frontend = lazy.MustCompile(`^(?:docker\.io/)?docker/dockerfile:1\.(\d+)`)

// setsPath reports whether the file asks for a frontend of BuildKit that gave every Windows image a PATH, as those
// before 1.16 did (pull request 5446).
func setsPath(doc *dockerfile.Document) bool {
	for _, d := range doc.Directives {
		if m := frontend.FindStringSubmatch(d.Value.String()); d.Name == "syntax" && m != nil {
			minor, err := strconv.Atoi(m[1])
			return err == nil && minor < 16
		}
	}
	return false
}

func backtickEaten(p *lint.Pass, in *dockerfile.Instruction) {
	doc := p.Unit.Dockerfile
	for _, word := range values(in) {
		if doc.EscapeOf(word) != '`' {
			continue
		}
		for _, e := range doc.Escapes(word) {
			if e.Quoted || !isWordByte(e.Next) || e.Next == '-' || e.Next == '.' {
				continue
			}
			reads, err := doc.Literal(word)
			if err != nil {
				break
			}
			f := p.Reportf(word.SpanOf(e.At, e.At+2), "%s `%s` is read as `%s`", subjectOf(in, word), check.Brief(word.Value), check.Brief(reads)).
				Notef("The escape character is a backtick, so the builder removes it and keeps the `%c`.", e.Next).Helpf("Put the value in double quotes.")
			if quotable(doc, word) {
				rewrite(f, word.Text, quotes(word.Value, `"`))
			}
			break
		}
	}
}

// envCase looks at the names that the instructions of one stage set.
func envCase(p *lint.Pass, stage *subject.Scope) {
	if stage.Kind != subject.Stage {
		return
	}
	first := map[string]source.Text{} // by the name in upper case
	for _, node := range stage.Nodes {
		in, ok := node.Node.(*dockerfile.Instruction)
		if !ok || in.Name != "ENV" || in.Parent != nil {
			continue
		}
		for _, pair := range in.Pairs {
			upper := strings.ToUpper(pair.Name.String())
			before, found := first[upper]
			if !found {
				first[upper] = pair.Name
			} else if before.String() != pair.Name.String() {
				p.Reportf(pair.Name, "`%s` and `%s` are the same variable on Windows", pair.Name, before).
					Notef("A builder on Windows replaces the first value with this one. A builder on Linux stores both, and it is undefined which one a program sees.").
					Helpf("Write `%s` in both places.", before).Relate(before, "set here as `%s`", before)
			}
		}
	}
}

// newPair is a line that was meant to set another variable: "NAME=value", or "NAME value" in capitals.
var newPair = lazy.MustCompile(`^(?:(?:ENV|LABEL)[ \t]+)?(?:([A-Za-z_]\w*)=|([A-Z_][A-Z0-9_]{2,})[ \t]+\S)`)

func joinedEnv(p *lint.Pass, in *dockerfile.Instruction) {
	if len(in.Lines) == 1 || len(in.Pairs) != 1 || !in.Pairs[0].Legacy {
		return
	}
	pair := in.Pairs[0]
	if strings.Contains(p.Unit.File.Slice(in.Lines[0].Span), "=") {
		return
	}
	for _, line := range in.Lines[1:] {
		text := p.Unit.File.Slice(line.Span)
		trimmed := strings.TrimLeft(text, " \t")
		match := newPair.FindStringSubmatchIndex(trimmed)
		if line.Kind != dockerfile.CodeLine || match == nil {
			continue
		}
		start := line.Start + len(text) - len(trimmed)
		name := source.Span{Start: start + max(match[2], match[4]), End: start + max(match[3], match[5])}
		p.Reportf(name, "`%s` becomes part of the value of %s `%s`", p.Unit.File.Slice(name), in.Name, pair.Name).
			Notef("Without `=`, everything after the name is one value: `%s`.", check.Brief(pair.Value.Value)).
			Helpf("Write `NAME=value` on every line, starting with `%s=`.", pair.Name)
		return
	}
}
