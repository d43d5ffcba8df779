package dockerfile

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var variables = []*lint.Rule{
	{
		ID: "foreign-variable", Summary: "`%NAME%` and `$env:NAME` are not expanded outside commands",
		Topic: "environment", Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{lexer, "https://docs.docker.com/reference/dockerfile/#environment-replacement"},
		Check: check.Instructions(foreignVariable, "WORKDIR", "ENV", "ARG", "LABEL", "USER", "VOLUME", "COPY", "ADD", "EXPOSE"),
	},
	{
		ID: "unset-variable", Summary: "An unset variable expands to nothing",
		Topic: "environment", Severity: lint.Warning, Since: "0.1.0",
		Refs:  []string{lexer, "https://docs.docker.com/reference/dockerfile/#environment-replacement"},
		Check: check.Instructions(unsetVariable, "WORKDIR", "ENV", "ARG", "LABEL", "USER", "VOLUME", "COPY", "ADD", "EXPOSE"),
	},
	{
		ID: "same-instruction-variable", Summary: "An ENV value uses a variable that the same ENV sets",
		Topic: "environment", Severity: lint.Warning, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/reference/dockerfile/#environment-replacement"},
		Check: check.Instructions(sameInstruction, "ENV"),
	},
	{
		ID: "global-arg", Summary: "An ARG declared before the first FROM is not in scope in a stage",
		Topic: "environment", Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact"},
		Check: lint.Each(globalArgs),
	},
	{
		ID: "word-refused", Summary: "A quote is not closed, or a `${` does not begin a valid variable",
		Topic: "instructions", Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{lexer},
		Check: check.Instructions(wordRefused, "WORKDIR", "ENV", "ARG", "LABEL", "USER", "VOLUME", "COPY", "ADD", "EXPOSE"),
	},
}

// foreign is a variable in the syntax of PowerShell, which the lexer reads as a variable env, or of cmd, which it does not
// expand.
var foreign = lazy.MustCompile(`(?i)\$env:(\w+)|\$\{env:([^}]+)\}|%([A-Za-z_]\w*(?:\(x86\))?)%|(\$\([^)]*\))`)

// percentEncoded is a byte of a URL, and the percent sign of the next one.
var percentEncoded = lazy.MustCompile(`^%[0-9A-Fa-f]{2}%$`)

func foreignVariable(p *lint.Pass, in *dockerfile.Instruction) {
	for _, word := range values(in) {
		if word.JSON || !strings.ContainsAny(word.Value, "%$") {
			continue
		}
		value := word.Value
		for _, at := range foreign.FindAllStringSubmatchIndex(value, -1) {
			text := value[at[0]:at[1]]
			switch {
			case at[2] >= 0 || at[4] >= 0:
				powerShellVariable(p, in, word, at[0], text)
			case at[6] >= 0 && in.Name != "LABEL" && !percentEncoded.MatchString(text):
				cmdVariable(p, in, word, at[0], text)
			case at[8] >= 0 && (holdsPaths(in) || in.Name == "USER"):
				place := word.SpanOf(at[0], at[1])
				p.Reportf(place, "`%s` is not expanded in %s", text, subjectOf(in, word)).
					Notef("The builder does not run commands to expand a value.").
					Helpf("Write the literal value, or declare an ARG and pass the value with `--build-arg`.")
			}
		}
	}
}

func powerShellVariable(p *lint.Pass, in *dockerfile.Instruction, word *dockerfile.Word, at int, text string) {
	refers := slices.ContainsFunc(p.Unit.Dockerfile.References(word), func(r dockerfile.Reference) bool {
		return r.At == at && strings.EqualFold(r.Name, "env")
	})
	if !refers || isSet(p, "env") {
		return
	}
	name := strings.Trim(text[strings.IndexByte(text, ':')+1:], "}")
	effect := "The variable `env` is not set, so `$env` expands to nothing, and only `:" + name + "` is left."
	if text[1] == '{' {
		effect = buildFails("unsupported modifier (:" + name[:1] + ") in substitution")
	}
	f := p.Reportf(word.SpanOf(at, at+len(text)), "`%s` is not expanded in %s", text, subjectOf(in, word)).
		Notef("%s", effect+onlyInProcesses(p, name)).Helpf("%s.", ownSyntax(p, text, name))
	if text[1] == '{' {
		f.Subsumes(word)
	}
	if in.Parent == nil && isSet(p, name) {
		f.Replace(word.SpanOf(at, at+len(text)), "${"+name+"}")
	}
}

func cmdVariable(p *lint.Pass, in *dockerfile.Instruction, word *dockerfile.Word, at int, text string) {
	name := strings.Trim(text, "%")
	if in.Is("ENV", "ARG") && !isSet(p, name) && !windows.SetsVariable(name) {
		return // a value may hold percent signs of its own, as in the format of a date
	}
	f := p.Reportf(word.SpanOf(at, at+len(text)), "`%s` is not expanded in %s", text, subjectOf(in, word)).
		Notef("The builder expands only `$NAME` and `${NAME}`.%s", onlyInProcesses(p, name)).Helpf("%s.", ownSyntax(p, text, name))
	if in.Is("ENV", "ARG") {
		f.WithSeverity(lint.Warning)
	}
	if in.Parent == nil && isSet(p, name) {
		f.Replace(word.SpanOf(at, at+len(text)), "${"+name+"}")
	}
}

// onlyInProcesses is another sentence of the note for a variable that the builder cannot have.
func onlyInProcesses(p *lint.Pass, name string) string {
	if isSet(p, name) || !windows.SetsVariable(name) {
		return ""
	}
	return " Windows sets `" + name + "` only when a process starts, so the builder does not have it."
}

// ownSyntax is the help: the builder's own syntax if it has the variable.
func ownSyntax(p *lint.Pass, text, name string) string {
	if isSet(p, name) {
		return "Write `${" + name + "}`"
	}
	if windows.SetsVariable(name) {
		return "Replace `" + text + "` with its literal value"
	}
	return "Set `" + name + "` with ARG or ENV, and write `${" + name + "}`"
}

// isSet reports whether an ARG or ENV is known to set the variable at this place.
func isSet(p *lint.Pass, name string) bool {
	read := p.Variables.Read(p.Unit.Dockerfile, &dockerfile.Word{Value: "${" + name + "}"})
	return read.Known && len(read.Unset) == 0
}

// isUnset reports whether the variable is known not to be set at a place.
func isUnset(v *subject.Variables, doc *dockerfile.Document, name string) bool {
	read := v.Read(doc, &dockerfile.Word{Value: "${" + name + "}"})
	return len(read.Unset) > 0
}

func unsetVariable(p *lint.Pass, in *dockerfile.Instruction) {
	if in.Parent != nil {
		return
	}
	for i, word := range values(in) {
		for _, ref := range p.Unit.Dockerfile.References(word) {
			if ref.Modifier != "" || strings.EqualFold(ref.Name, "env") || isGlobalArg(p.Unit, ref.Name) ||
				!isUnset(p.Variables, p.Unit.Dockerfile, ref.Name) {
				continue
			}
			if in.Name == "ENV" && excused(in, i, ref.Name) {
				continue
			}
			text := word.Value[ref.At:ref.End]
			place := word.Span()
			if !word.JSON {
				place = word.SpanOf(ref.At, ref.End)
			}
			f := p.Reportf(place, "`%s` expands to nothing in %s", text, subjectOf(in, word))
			noteUnset(p, f, ref.Name)
			if in.Name == "LABEL" {
				f.WithSeverity(lint.Info)
			}
		}
	}
}

// excused reports whether value i of an ENV may refer to a name that is not set: another rule says so, or the value adds
// to what may be there and is not.
func excused(in *dockerfile.Instruction, i int, name string) bool {
	own := in.Pairs[i].Name.String()
	if strings.EqualFold(own, "PATH") && strings.EqualFold(name, "PATH") || strings.EqualFold(own, name) && !windows.SetsVariable(name) {
		return true
	}
	return setBefore(in, i, name) != nil
}

func noteUnset(p *lint.Pass, f *lint.Finding, name string) {
	if windows.SetsVariable(name) {
		f.Notef("Windows sets `%s` only when a process starts, so the builder does not have it.", name).Helpf("Replace `$%s` with its literal value.", name)
		return
	}
	f.Notef("No ARG or ENV sets `%s`, and neither does the base image.", name).
		Helpf("Set `%s` with ARG or ENV, or escape a literal `$` with %s.", name, charName(p.Unit.Dockerfile.Escape))
}

// isGlobalArg reports whether an ARG before the first FROM has the name.
func isGlobalArg(u *subject.Unit, name string) bool {
	return slices.ContainsFunc(headArgs(u), func(pair *dockerfile.Pair) bool { return pair.Name.String() == name })
}

// headArgs is the arguments before the first FROM.
func headArgs(u *subject.Unit) []*dockerfile.Pair {
	var list []*dockerfile.Pair
	for _, scope := range u.Scopes {
		if scope.Kind != subject.Head {
			break
		}
		for _, node := range scope.Nodes {
			if in, ok := node.Node.(*dockerfile.Instruction); ok && in.Name == "ARG" {
				list = append(list, in.Pairs...)
			}
		}
	}
	return list
}

// setBefore is the pair before pair i that sets the name; nil if there is none.
func setBefore(in *dockerfile.Instruction, i int, name string) *dockerfile.Pair {
	for _, pair := range in.Pairs[:i] {
		if pair.Name.String() == name {
			return pair
		}
	}
	return nil
}

func sameInstruction(p *lint.Pass, in *dockerfile.Instruction) {
	doc := p.Unit.Dockerfile
	for i, pair := range in.Pairs {
		for _, ref := range doc.References(pair.Value) {
			setter := setBefore(in, i, ref.Name)
			if setter == nil {
				continue
			}
			before := p.Variables.Read(doc, &dockerfile.Word{Value: "${" + ref.Name + "}"})
			unset := len(before.Unset) > 0
			if now := p.Read(setter.Value); before.Known && !unset && now.Known && now.Value == before.Value {
				continue
			}
			f := p.Reportf(pair.Value.SpanOf(ref.At, ref.End), "`%s` expands to %s in ENV %s", pair.Value.Value[ref.At:ref.End], asBefore(before, unset), pair.Name).
				Notef("The builder expands all values of an ENV before it sets any of them.").Helpf("Set `%s` in a separate ENV before this one.", setter.Name)
			f.Relate(setter.Name, "set here")
			splitEnv(p, f, in, i)
			if !unset {
				f.Unsafe()
			}
			break
		}
	}
}

func asBefore(before subject.Reading, unset bool) string {
	switch {
	case unset:
		return "nothing"
	case before.Known:
		return "its old value `" + check.Brief(before.Value) + "`"
	}
	return "its old value"
}

// blanksOrJoin is what can be removed between two pairs: spaces and continued line ends.
var blanksOrJoin = lazy.MustCompile("^(?:[ \t]|[\\\\`][ \t]*\r?\n)+$")

// splitEnv offers to begin a new ENV with pair i.
func splitEnv(p *lint.Pass, f *lint.Finding, in *dockerfile.Instruction, i int) {
	between := in.Pairs[i].Span()
	between.End = between.Start
	between.Start = in.Pairs[i-1].Span().End
	if in.Parent == nil && blanksOrJoin.MatchString(p.Unit.File.Slice(between)) {
		f.Replace(between, p.Unit.File.EOL()+"ENV ")
	}
}

// globalArgs finds the first use in a stage of each argument before the first FROM that the stage does not declare.
func globalArgs(p *lint.Pass, stage *subject.Scope) {
	if stage.Kind != subject.Stage {
		return
	}
	for _, arg := range headArgs(p.Unit) {
		for _, node := range stage.Nodes {
			in, ok := node.Node.(*dockerfile.Instruction)
			if ok && in.Err == nil && in.Parent == nil && in.Name != "FROM" && reportGlobal(p, arg, in, node.State) {
				break
			}
		}
	}
}

func reportGlobal(p *lint.Pass, arg *dockerfile.Pair, in *dockerfile.Instruction, state *subject.State) bool {
	name := arg.Name.String()
	doc := p.Unit.Dockerfile
	if !strings.Contains(in.Args.String(), name) || !isUnset(state.Variables, doc, name) {
		return false
	}
	at, found := usedIn(doc, in, state, name)
	if !found {
		return false
	}
	f := p.Reportf(at, "`%s` is not in scope here", at.String()).
		Notef("An ARG before the first FROM is visible only to FROM.").Helpf("Repeat `ARG %s` after FROM.", name)
	f.Relate(arg.Name, "declared here").Insert(in.Span().Start, "ARG "+name+p.Unit.File.EOL())
	if !in.Expands() {
		f.WithSeverity(lint.Warning)
	}
	return true
}

// usedIn is the first place where an instruction uses the variable: one that the builder expands, or the script of a RUN
// that does not set it itself.
func usedIn(doc *dockerfile.Document, in *dockerfile.Instruction, state *subject.State, name string) (source.Text, bool) {
	if !in.Expands() {
		return usedInScript(in, state, name)
	}
	for _, word := range values(in) {
		for _, ref := range doc.References(word) {
			if ref.Name == name && ref.Modifier == "" {
				return word.Slice(ref.At, ref.End), true
			}
		}
	}
	return source.Text{}, false
}

func usedInScript(in *dockerfile.Instruction, state *subject.State, name string) (source.Text, bool) {
	if in.Name != "RUN" || in.Exec || windows.SetsVariable(name) {
		return source.Text{}, false
	}
	text := strings.ToLower(in.Args.String())
	name = strings.ToLower(name)
	var uses, sets string
	switch state.Shell.Language {
	case script.Cmd:
		uses, sets = "%"+name+"%", "set "+name+"="
	case script.WindowsPowerShell, script.PowerShell7:
		uses, sets = "$env:"+name, "$env:"+name+" ="
	default:
		return source.Text{}, false
	}
	at := strings.Index(text, uses)
	end := at + len(uses)
	if at < 0 || strings.Contains(text, sets) || strings.Contains(text, strings.ReplaceAll(sets, " ", "")) ||
		end < len(text) && isWordByte(text[end]) && text[end] != '.' && text[end] != '-' || len(text) != in.Args.Len() {
		return source.Text{}, false
	}
	return in.Args.Slice(at, end), true
}

// wordRefused reports what the lexer rejects. Rules that know why cover it.
func wordRefused(p *lint.Pass, in *dockerfile.Instruction) {
	if in.Parent != nil {
		return
	}
	for _, word := range values(in) {
		if err := p.Read(word).Err; err != nil {
			p.Reportf(word, "The builder cannot parse `%s`", check.Brief(word.Value)).
				Notef("%s", buildFails(lexerSays(err))).Helpf("%s.", cureFor(p, word.Value, lexerSays(err)))
		}
	}
}

// cureFor says how to write a word that the lexer rejects: the corrected word, if only one place in it can be meant.
func cureFor(p *lint.Pass, word, message string) string {
	escape := string(p.Unit.Dockerfile.Escape)
	exact := !strings.Contains(word+escape, "`") && !strings.Contains(word, "\n")
	switch {
	case strings.HasSuffix(message, "single-quote"):
		if at := apostrophe.FindAllStringIndex(word, -1); exact && len(at) == 1 && strings.Count(word, "'") == 1 {
			return "Write `" + strings.Replace(word, "'", escape+"'", 1) + "`, or put the text in double quotes"
		}
		return "Write " + escape + "' for an apostrophe, or put the text in double quotes"
	case strings.HasSuffix(message, "double-quote"):
		return "Write " + escape + `" for a literal quote`
	}
	if exact && strings.Count(word, "$") == 1 {
		return "Write `" + strings.Replace(word, "$", escape+"$", 1) + "` if the dollar sign is literal"
	}
	return "Write " + escape + "$ for a literal dollar sign"
}

// apostrophe is a single quote inside a word.
var apostrophe = lazy.MustCompile(`\w'\w`)
