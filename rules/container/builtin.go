package container

import (
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var builtins = []*lint.Rule{
	{
		ID: "exec-form-without-shell", Summary: "The exec form cannot start shell commands or batch files",
		Topic: "command-line", Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs: []string{
			"https://learn.microsoft.com/en-us/windows/win32/api/processthreadsapi/nf-processthreadsapi-createprocessw",
			"https://github.com/docker/for-win/issues/2679", "https://github.com/docker/for-win/issues/2983",
		},
		Check: lint.Both{
			check.Instructions(builtinInExecForm, "RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"), lint.Each(builtinInService),
			dockerCommands(builtinInCommand, "run", "create", "exec"),
		},
	},
	{
		ID: "option-after-image", Summary: "An option after the image becomes the program of the container",
		Topic: "container", Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"docker/cli cli/command/container/run.go"},
		Check: dockerCommands(optionAfterImage, "run", "create"),
	},
}

// optionAfterImage finds an option of docker run after an image whose ENTRYPOINT is known.
func optionAfterImage(p *lint.Pass, c *docker.Command) {
	if len(c.Operands) < 2 || c.Option("entrypoint") != nil || !strings.HasPrefix(c.Operands[1].Pattern, "-") {
		return
	}
	image, bare := bareImage(p, c)
	option, _, joined := strings.Cut(c.Operands[1].String(), "=")
	what := "`" + c.Operands[1].String() + "`"
	if !joined && len(c.Operands) > 2 {
		what += ", with its value if it has one,"
	}
	switch {
	case bare:
		p.Reportf(c.Operands[1], "`%s` is after the image, so it is the program that the container starts", check.Brief(option)).
			Notef("The Docker CLI reads options only before the image. Windows does not find a program with this name: `The system cannot find the file specified. (0x2)`.").
			Helpf("Move %s before `%s`.", what, c.Operands[0])
	case image != nil && image.Config(p.Scope.Edition, p.Scope.Release).Entrypoint != nil && isOptionOfRun(c.Operands[1:]):
		p.Reportf(c.Operands[1], "`%s` is after the image, so ServiceMonitor gets it", check.Brief(option)).
			Notef("The Docker CLI reads options only before the image, and the ENTRYPOINT of the image is `C:\\ServiceMonitor.exe w3svc`.").
			Helpf("Move %s before `%s`.", what, c.Operands[0]).WithSeverity(lint.Warning)
	}
}

// isOptionOfRun reports whether words after an image begin with an option that only docker run knows.
func isOptionOfRun(words []docker.Word) bool {
	option, value, _ := strings.Cut(words[0].Pattern, "=")
	if value == "" && len(words) > 1 {
		value = words[1].Pattern
	}
	switch option {
	case "-d", "-it", "--rm", "--name", "--isolation", "--security-opt":
		return true
	case "-p":
		return publishedPort.MatchString(value)
	case "-v":
		return windows.HasDrive(value) || strings.Contains(value, `:C:\`)
	case "-e":
		return strings.IndexByte(value, '=') > 0
	}
	return false
}

var publishedPort = lazy.MustCompile(`^\d+:\d+$`)

// bareImage is the image of a docker run for Windows; nil if it is not known. bare is false if it may have an ENTRYPOINT, which gets the words after the
// image as arguments.
func bareImage(p *lint.Pass, c *docker.Command) (image *windows.Image, bare bool) {
	image, ok := windows.ParseImage(c.Operands[0].String())
	return image, ok && (image.Config(p.Scope.Edition, p.Scope.Release).Bare || p.Scope.Strong && slices.Contains(withoutEntrypoint, image.Short()))
}

// withoutEntrypoint is the images that set variables but, on Windows, no ENTRYPOINT, by the Dockerfiles of their publishers.
var withoutEntrypoint = []string{
	"mcr.microsoft.com/dotnet/sdk", "mcr.microsoft.com/dotnet/runtime", "mcr.microsoft.com/dotnet/aspnet", "mcr.microsoft.com/powershell",
	"golang", "python", "eclipse-temurin",
}

// cmdBuiltins are commands of cmd that are not programs anywhere.
var cmdBuiltins = strings.Fields("assoc call chdir cls copy del endlocal erase for ftype goto if md mklink move pause popd pushd rd " +
	"ren rename set setlocal start title type ver verify vol")

// sharedBuiltins are commands of cmd that Unix tools for Windows bring as programs.
var sharedBuiltins = strings.Fields("dir echo mkdir rmdir date time")

// batchTools are known programs that are batch files on Windows.
var batchTools = strings.Fields("npm npx yarn pnpm corepack tsc ng gulp grunt mvn gradle az code bundle rake composer sbt")

// unixPrograms are programs that Windows does not have, unless something brings Unix tools.
var unixPrograms = strings.Fields("ash awk bash cat chmod chown cp df du env grep head kill ls mv printenv ps pwd rm sed sh sleep tail tini " +
	"top touch uname which")

// idlers is the Unix programs that usually only keep a container running.
var idlers = []string{"sleep", "tail"}

// insteadOfUnixProgram says what to start instead of a Unix program.
func insteadOfUnixProgram(name string) string {
	if by := check.InCmd(strings.ToLower(name)); by != "" {
		return "Run the cmd command instead: `cmd /S /C " + by + "`."
	}
	if slices.Contains(idlers, strings.ToLower(name)) {
		return "To keep the container running, use `ping -t localhost`."
	}
	return "Use a Windows program that the image contains."
}

// A missingProgram is why CreateProcess does not find a name.
type missingProgram int

const (
	found missingProgram = iota
	isBuiltin
	isCmdlet
	isBatchFile
	isUnixProgram
)

// missing is why Windows starts no program of a name without a shell, in a container of an image, which may be nil. It adds
// .exe to a name and nothing else. u is the file that may mention other programs; nil if it cannot.
func missing(u *subject.Unit, image *windows.Image, name string) missingProgram {
	lower := strings.ToLower(name)
	switch {
	case strings.ContainsAny(name, `./\ `) || name == "" || u != nil && check.FileMentions(u, lower+".exe"):
		return found
	case slices.Contains(cmdBuiltins, lower):
		return isBuiltin
	case slices.Contains(sharedBuiltins, lower) && image != nil && image.Registry == "mcr.microsoft.com" && !bringsTools(u):
		return isBuiltin
	case slices.Contains(unixPrograms, lower) && image != nil && image.Registry == "mcr.microsoft.com" && !bringsTools(u):
		return isUnixProgram
	case slices.Contains(batchTools, lower):
		return isBatchFile
	}
	if name[0] >= 'A' && name[0] <= 'Z' && script.IsCmdletName(lower) { // in lower case it may well be a program, such as "test-app"
		return isCmdlet
	}
	return found
}

// bringsTools reports whether a file may bring the Unix tools that have the names of builtins.
func bringsTools(u *subject.Unit) bool {
	return u != nil && check.FileMentions(u, "git", "msys", "cygwin", "busybox", "choco", "scoop")
}

func builtinInExecForm(p *lint.Pass, in *dockerfile.Instruction) {
	list := check.Elements(in)
	if len(list) == 0 || in.Err != nil {
		return
	}
	name := list[0].Value
	why := missing(p.Unit, check.BaseImage(p.Scope), name)
	if why == found || why != isBatchFile && !check.StartsProgram(p, in) || in.Name == "CMD" && check.EntrypointOf(p.Scope).By != nil {
		return
	}
	f := p.Reportf(list[0], "The exec form of %s cannot start `%s`", in.Name, check.Brief(name))
	explain(f, p.Scope, name, why)
	switch at := list[0].Span().Start; {
	case !p.Unit.Dockerfile.Plain(list[0]):
	case why == isBuiltin && !slices.ContainsFunc(list, changesUnderCmd):
		f.Insert(at, `"cmd", "/S", "/C", `)
	case why == isBatchFile && slices.Contains([]string{"npm", "npx", "yarn"}, name):
		f.Replace(list[0], `"`+name+`.cmd"`)
	}
}

// changesUnderCmd reports whether cmd reads an element of an exec form in another way than a program does.
func changesUnderCmd(w *dockerfile.Word) bool { return strings.ContainsAny(w.Value, "/%^&| ") }

func builtinInService(p *lint.Pass, c *compose.Command) {
	if len(c.Words) == 0 || len(compose.Variables(c.Words[0].Text)) > 0 {
		return
	}
	name := c.Words[0].String()
	why := missing(p.Unit, check.BaseImage(p.Scope), name)
	switch {
	case why == found || why == isUnixProgram && script.LanguageOf(name).IsSh(): // which compose-linux-shell reports
	case check.IsProgram(p, c) || why == isBatchFile && mayBeProgram(p, c):
		explain(p.Reportf(c.Words[0], "The service cannot start `%s`", check.Brief(name)), p.Scope, name, why)
	}
}

// mayBeProgram reports whether the command of a service is a program unless the image has an ENTRYPOINT that is not known.
func mayBeProgram(p *lint.Pass, c *compose.Command) bool {
	s := p.Scope
	if c.Key != "command" || s.Service.Command("entrypoint") != nil || s.ImageConfig().Entrypoint != nil {
		return false
	}
	return s.Service.Get("build") == nil || s.Build != nil && check.EntrypointOf(s.Build.Stage).By == nil
}

func builtinInCommand(p *lint.Pass, c *docker.Command) {
	if !c.Complete || len(c.Operands) == 0 {
		return
	}
	name, image := programOf(p, c)
	if name.Len() == 0 || !name.Known() {
		return
	}
	program := name.String()
	if directory, shell := path.Split(program); slices.Contains(directoriesOfLinux, strings.TrimSuffix(directory, "/")) {
		program = shell
	}
	if why := missing(nil, image, program); why != found {
		explain(p.Reportf(name, "`docker %s` cannot start `%s`", c.Verb, check.Brief(name.String())), p.Scope, program, why)
	}
}

// programOf is the word of a docker command that names the program that starts in the container, and the image of the container,
// which may be nil; an empty word if that is not known.
func programOf(p *lint.Pass, c *docker.Command) (name docker.Word, image *windows.Image) {
	if c.Verbs("exec") {
		if from := p.Container; from != nil && from.From != nil && len(from.From.Operands) > 0 {
			image, _ = windows.ParseImage(from.From.Operands[0].String())
		}
		if len(c.Operands) > 1 {
			name = c.Operands[1]
		}
		return name, image
	}
	image, bare := bareImage(p, c)
	switch entrypoint := c.Option("entrypoint"); {
	case entrypoint != nil:
		name = entrypoint.Value
	case len(c.Operands) > 1 && (bare || image != nil && p.Scope.Strong && missing(nil, image, c.Operands[1].String()) == isBatchFile &&
		image.Config(p.Scope.Edition, p.Scope.Release).Entrypoint == nil):
		name = c.Operands[1]
	}
	return name, image
}

// explain says why a program is not found and how it is.
func explain(f *lint.Finding, scope *subject.Scope, name string, why missingProgram) {
	const says = "Windows reports `The system cannot find the file specified. (0x2)`."
	switch why {
	case isBuiltin:
		f.Notef("`%s` is a cmd command, not a program. "+says, check.Brief(name)).Helpf("Run it with cmd: `cmd /S /C %s`.", name)
	case isCmdlet:
		shell := "powershell"
		if scope.Edition == windows.NanoServer {
			shell = "pwsh"
		}
		f.Notef("`%s` is a PowerShell cmdlet, not a program. "+says, check.Brief(name)).Helpf("Run it with PowerShell: `%s -Command %s`.", shell, name)
	case isUnixProgram:
		f.Notef("`%s` is a Unix program, and Microsoft's Windows images do not contain it. "+says, check.Brief(name)).
			Helpf("%s", insteadOfUnixProgram(name))
	default:
		f.Notef("`%s` is a batch file, but Windows looks only for `%s.exe`. "+says, check.Brief(name), check.Brief(name)).
			Helpf("Write `%s.cmd`, or run it with cmd: `cmd /S /C %s`.", name, name).
			WithSeverity(lint.Warning)
	}
}
