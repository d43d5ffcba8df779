package dockerfile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/internal/near"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// The code of both builders that looks up stages and images.
const (
	stagesOfBuildKit = "moby/buildkit frontend/dockerfile/dockerfile2llb/convert.go"
	stagesOfClassic  = "moby/moby daemon/builder/dockerfile/evaluator.go"
)

var froms = []*lint.Rule{
	{
		ID: "from-refused", Summary: "The builder rejects the image, platform or stage name in FROM", Topic: "image",
		Severity: lint.Error, Fix: lint.Safe, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs: []string{
			stagesOfBuildKit, stagesOfClassic, "containerd/platforms platforms.go",
			"https://github.com/distribution/reference/blob/main/reference.go",
		},
		Check: check.Instructions(fromRefused, "FROM"),
	},
}

// fromRefused is about every stage that may be for Windows: what a builder rejects here, it rejects for every system, and even
// in a stage that nothing needs.
func fromRefused(p *lint.Pass, in *dockerfile.Instruction) {
	if p.Scope.From != in || p.Scope.OS == windows.Linux || len(in.Words) == 0 {
		return
	}
	if flag := in.Flag("platform"); flag != nil {
		refusedPlatform(p, flag)
	}
	if p.Scope.Base != nil {
		stageInCapitals(p, in.Words[0])
	} else {
		refusedBase(p, in.Words[0])
	}
	if len(in.Words) == 3 {
		takenName(p, in.Words[2])
	}
}

// stageInCapitals reports a stage that FROM names in other letters than BuildKit keeps names in. In --from, it finds them.
func stageInCapitals(p *lint.Pass, word *dockerfile.Word) {
	read := p.Read(word)
	lower := strings.ToLower(read.Value)
	if !read.Known || read.Value == lower || p.Scope.Base.Name != lower || p.Environment.Builder == engine.Classic {
		return
	}
	f := p.Reportf(word, "BuildKit cannot find the stage `%s`", check.Brief(read.Value)).
		Notef("BuildKit stores stage names in lowercase, so it looks for an image instead and fails with `%s`. The classic builder finds the stage.",
			check.ReferenceError(read.Value)).
		Helpf("Write `%s`.", lower)
	if word.Value == read.Value {
		f.Replace(word, lower)
	}
	if p.Environment.Builder == engine.AnyBuilder {
		f.WithSeverity(lint.Info)
	}
}

func refusedBase(p *lint.Pass, word *dockerfile.Word) {
	read := p.Read(word)
	switch {
	case read.Err != nil:
		p.Reportf(word, "The builder cannot parse `%s`", check.Brief(word.Value)).
			Notef("%s", buildFails(lexerSays(read.Err))).Helpf("%s.", cureFor(p, word.Value, lexerSays(read.Err)))
	case !read.Known || setToNothing(p, word):
	case read.Value == "":
		f := p.Reportf(word, "FROM does not name an image, because `%s` expands to nothing", check.Brief(word.Value)).
			Notef("The build fails with `base name (%s) should not be blank`.", check.Brief(word.Value))
		declareBefore(f, p, read)
	default:
		refusedImage(p, word, read)
	}
}

// refusedImage reports a name that cannot be the name of an image.
func refusedImage(p *lint.Pass, word *dockerfile.Word, read subject.Reading) {
	says := check.ReferenceError(read.Value)
	if says == "" {
		return
	}
	f := p.Reportf(word, "`%s` is not a valid image name", check.Brief(read.Value)).Notef("%s", buildFails(says))
	switch lower, bare := check.LowerReference(read.Value), check.WithoutProtocol(read.Value); {
	case len(read.Unset) > 0:
		f.Notef("`%s` is not in scope in FROM and expands to nothing, so the build fails with `%s`.", read.Unset[0], says)
		declareBefore(f, p, read)
	case byArgument(p, word):
		f.Notef("%s unless a build argument provides a valid name.", strings.TrimSuffix(f.Note, ".")).
			Helpf("%s", validDefault(p, word, lower)).WithSeverity(lint.Warning)
	case lower != "":
		f.Helpf("Write `%s`.", lower)
		if word.Value == read.Value {
			f.Replace(word, lower)
		}
	case bare != "":
		f.Helpf("Write `%s`, without the protocol.", bare)
	default:
		f.Helpf("Write the name as `registry/repository:tag`, without spaces or a protocol.")
	}
}

// validDefault says how to make a name valid that contains arguments; lower is the whole name in lowercase if that is valid.
func validDefault(p *lint.Pass, word *dockerfile.Word, lower string) string {
	refs := p.Unit.Dockerfile.References(word)
	help := "Change the default value of `" + refs[0].Name + "`, so that the image name is valid."
	if whole := len(refs) == 1 && refs[0].At == 0 && refs[0].End == len(word.Value); whole && lower != "" {
		help = "Change the default value of `" + refs[0].Name + "` to `" + lower + "`."
	}
	return help
}

// setToNothing reports whether a variable in the word is set, but to nothing: an empty default that FROM needs is one that has
// to be given.
func setToNothing(p *lint.Pass, word *dockerfile.Word) bool {
	return slices.ContainsFunc(p.Unit.Dockerfile.References(word), func(r dockerfile.Reference) bool {
		value, set := p.Variables.Get(r.Name)
		return set && value.Text == ""
	})
}

// byArgument reports whether a build argument can give the word another value.
func byArgument(p *lint.Pass, word *dockerfile.Word) bool {
	return slices.ContainsFunc(p.Unit.Dockerfile.References(word), func(r dockerfile.Reference) bool {
		return p.Variables.Declares(r.Name) && !p.Variables.Lasts(r.Name)
	})
}

// declareBefore says what to do about the first variable that FROM does not have.
func declareBefore(f *lint.Finding, p *lint.Pass, read subject.Reading) {
	if len(read.Unset) == 0 {
		f.Helpf("Write the name of an image.")
		return
	}
	name := read.Unset[0]
	if !argName.MatchString(name) {
		f.Helpf("Write the name of an image.")
		return
	}
	if likely := near.Only(name, headNames(p.Unit)); likely != "" {
		f.Helpf("Did you mean `%s`?", likely)
		return
	}
	if arg := argsOfStages(p.Unit)[name]; arg != nil {
		f.Helpf("Move `ARG %s` before the first FROM.", name).Relate(arg.Name, "in scope only in this stage")
		return
	}
	f.Helpf("Declare `%s` with ARG before the first FROM.", name)
}

var argName = lazy.MustCompile(`^[A-Za-z_]\w*$`)

// headNames is the names of the arguments before the first FROM.
func headNames(u *subject.Unit) []string {
	var names []string
	for _, pair := range headArgs(u) {
		names = append(names, pair.Name.String())
	}
	return names
}

type stageArgs struct{}

// argsOfStages is the arguments that a stage declares, by name: the first one of each.
func argsOfStages(u *subject.Unit) map[string]*dockerfile.Pair {
	return subject.Once(u, stageArgs{}, func() map[string]*dockerfile.Pair {
		args := map[string]*dockerfile.Pair{}
		for _, s := range u.Scopes {
			for _, in := range check.InstructionsOf(s, "ARG") {
				for _, pair := range in.Pairs {
					if name := pair.Name.String(); args[name] == nil {
						args[name] = pair
					}
				}
			}
		}
		return args
	})
}

// platformArguments is what BuildKit sets before the first FROM.
var platformArguments = []string{
	"BUILDPLATFORM", "BUILDOS", "BUILDOSVERSION", "BUILDARCH", "BUILDVARIANT",
	"TARGETPLATFORM", "TARGETOS", "TARGETOSVERSION", "TARGETARCH", "TARGETVARIANT",
}

func refusedPlatform(p *lint.Pass, flag *dockerfile.Flag) {
	word := &dockerfile.Word{Text: flag.Value, Value: flag.Read}
	read := p.Read(word)
	if read.Err != nil {
		p.Reportf(flag.Value, "The builder cannot parse `%s`", check.Brief(flag.Read)).Notef("%s", buildFails(lexerSays(read.Err))).
			Helpf("%s.", cureFor(p, flag.Read, lexerSays(read.Err)))
		return
	}
	if !read.Known || flag.Read == "" {
		return
	}
	if read.Value == "" {
		if len(read.Unset) == 0 {
			return // an ARG without a value, which has to be given
		}
		f := p.Reportf(flag.Value, "`%s` expands to nothing, so `--platform` is empty", check.Brief(flag.Read)).
			Notef("BuildKit fails with `empty platform value from expression %s`, and the classic builder with `failed to parse platform`.", check.Brief(flag.Read))
		declareBefore(f, p, read)
		if likely := near.Only(read.Unset[0], platformArguments); likely != "" {
			f.Helpf("Did you mean `$%s`?", likely)
		}
		return
	}
	if says := platformError(read.Value); says != "" {
		f := p.Reportf(flag.Value, "`%s` is not a valid platform", check.Brief(read.Value)).
			Notef("The build fails with `failed to parse platform %s: %s`.", check.Brief(flag.Read), says).
			Helpf("Write `windows/amd64`.")
		warnOfDefault(p, f, word)
	}
}

// platformPart is a part of a platform; an operating system can have a version and features in parentheses.
var (
	platformPart = lazy.MustCompile(`^[A-Za-z0-9_.-]+$`)
	platformOS   = lazy.MustCompile(`^[A-Za-z0-9_.-]+(?:\([A-Za-z0-9_.+%-]*\))?$`)
)

// systemsAndArchitectures is what a platform of one part can be (isKnownOS, isKnownArch and what they are normalized from).
var systemsAndArchitectures = strings.Fields(`aix android darwin dragonfly freebsd hurd illumos ios js linux macos nacl netbsd openbsd
	plan9 solaris windows zos 386 amd64 amd64p32 arm armbe arm64 arm64be armel armhf aarch64 i386 loong64 mips mipsle mips64 mips64le
	mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm x86-64 x86_64`)

// platformError is what both builders say to a platform; "" if they accept it.
func platformError(value string) string {
	parts := strings.Split(value, "/")
	const most = 3 // operating system, architecture and variant
	for i, part := range parts {
		if i > 0 && !platformPart.MatchString(part) || i == 0 && !platformOS.MatchString(part) {
			return fmt.Sprintf("%q is an invalid component of %q", part, value)
		}
	}
	switch system, _, versioned := strings.Cut(strings.ToLower(parts[0]), "("); {
	case len(parts) > most:
		return fmt.Sprintf("%q: cannot parse platform specifier", value)
	case len(parts) == 1 && !versioned && !slices.Contains(systemsAndArchitectures, system):
		return fmt.Sprintf("%q: unknown operating system or architecture", value)
	}
	return ""
}

// takenName reports the second stage of a name, if the classic builder may build the file.
func takenName(p *lint.Pass, word *dockerfile.Word) {
	first := p.Unit.Stage(p.Scope, word.Value)
	if first == nil || first.Name == "" || p.Environment.Builder == engine.BuildKit {
		return
	}
	fails := "fails"
	if first.From.Words[2].Value != word.Value {
		fails = "ignores case in stage names and fails"
	}
	f := p.Reportf(word, "The stage name `%s` is already in use", check.Brief(word.Value)).
		Notef("The classic builder %s with `%s stage name already used`. BuildKit uses the last stage with this name.", fails, check.Brief(first.Name)).
		Helpf("Rename one of the two stages.").Relate(first.From.Words[2], "first stage with this name")
	if p.Environment.Builder == engine.AnyBuilder {
		f.WithSeverity(lint.Warning)
	}
}
