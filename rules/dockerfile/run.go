package dockerfile

import (
	"cmp"
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/internal/near"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

var runs = []*lint.Rule{
	{
		ID: "run-mount-type", Summary: "BuildKit on Windows does not support this RUN mount", Topic: "instructions",
		Severity: lint.Error, On: subject.Set{Builder: engine.BuildKit}, Since: "0.1.0",
		Refs: []string{
			"moby/buildkit solver/llbsolver/mounts/mount.go",
			"moby/buildkit solver/llbsolver/mounts/secretmount_windows.go",
			"moby/buildkit frontend/dockerfile/dockerfile2llb/convert_secrets.go",
			"https://docs.docker.com/reference/dockerfile/#run---mounttypesecret",
		},
		Check: check.Instructions(runMountType, "RUN"),
	},
	{
		ID: "run-mount-option", Summary: "An option of `RUN --mount` is not valid, or is missing", Topic: "instructions",
		Severity: lint.Error, On: subject.Set{Builder: engine.BuildKit}, Since: "0.1.0",
		Refs: []string{
			"moby/buildkit frontend/dockerfile/instructions/commands_runmount.go",
			"moby/buildkit frontend/dockerfile/dockerfile2llb/convert_runmount.go",
			"https://docs.docker.com/reference/dockerfile/#run---mount",
		},
		Check: check.Instructions(runMountOption, "RUN"),
	},
	{
		ID: "mount-path-eaten", Summary: "Backslashes in a `RUN --mount` path disappear", Topic: "escape",
		Severity: lint.Error, Fix: lint.Safe, On: subject.Set{Builder: engine.BuildKit}, Since: "0.1.0",
		Refs:  []string{"moby/buildkit frontend/dockerfile/parser/split_command.go"},
		Check: check.Instructions(mountPathEaten, "RUN"),
	},
	{
		ID: "run-network-security", Summary: "BuildKit on Windows rejects this RUN flag", Topic: "instructions",
		Severity: lint.Error, On: subject.Set{Builder: engine.BuildKit}, Since: "0.1.0",
		Refs: []string{
			"moby/buildkit executor/oci/spec_windows.go",
			"moby/buildkit executor/containerdexecutor/executor.go",
			"moby/buildkit util/network/netproviders/network_windows.go",
		},
		Check: check.Instructions(runNetworkSecurity, "RUN"),
	},
	{
		ID: "run-heredoc", Summary: "The shell does not run the heredoc", Topic: "instructions",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			"moby/buildkit frontend/dockerfile/dockerfile2llb/convert.go",
			"moby/buildkit frontend/dockerfile/dockerfile_heredoc_test.go",
			"https://github.com/moby/buildkit/issues/4282",
		},
		Check: check.Instructions(runHeredoc, "RUN"),
	},
}

// An option is one "name=value" of --mount; value is empty if there is none.
type option struct {
	name, value string
	given       bool // there is a "="
}

// String is the option as it is written, but for its short name.
func (o option) String() string {
	if o.given {
		return o.name + "=" + o.value
	}
	return o.name
}

// mountOptions cuts the value of --mount; names are in lower case, and the short names "src" and "dst" are replaced.
func mountOptions(value string) []option {
	var list []option
	for _, field := range strings.Split(value, ",") {
		name, value, given := strings.Cut(field, "=")
		name = strings.ToLower(name)
		switch name {
		case "src":
			name = "source"
		case "dst", "destination":
			name = "target"
		}
		list = append(list, option{name: name, value: value, given: given})
	}
	return list
}

// mountOption is the value of the last option of that name.
func mountOption(options []option, name string) (value string, set bool) {
	for _, o := range options {
		if o.name == name {
			value, set = o.value, true
		}
	}
	return value, set
}

func mounts(in *dockerfile.Instruction) []*dockerfile.Flag {
	var list []*dockerfile.Flag
	for _, flag := range in.Flags {
		if flag.Name.String() == "mount" {
			list = append(list, flag)
		}
	}
	return list
}

// scratchDirectory is the directory to use instead of a tmpfs: the target of the mount, if it is a plain path on drive C.
func scratchDirectory(p *lint.Pass, flag *dockerfile.Flag, options []option) string {
	target, _ := mountOption(options, "target")
	read := p.Read(&dockerfile.Word{Value: target})
	eaten := p.Unit.Dockerfile.Escape == '\\' && len(eatenSeparators(flag.Value.String())) > 0
	if eaten || read.Err != nil || !read.Known || path.Clean(target) == "/" || !onSystemDrive.MatchString(strings.ReplaceAll(read.Value, `\`, "/")) {
		return "C:/scratch"
	}
	return read.Value
}

func runMountType(p *lint.Pass, in *dockerfile.Instruction) {
	for _, flag := range mounts(in) {
		options := mountOptions(flag.Read)
		kind, _ := mountOption(options, "type")
		switch strings.ToLower(kind) {
		case "tmpfs":
			p.Reportf(flag.Value, "Windows does not support tmpfs mounts").
				Notef("BuildKit fails with `invalid windows mount type: 'tmpfs'`.").
				Helpf("Use an ordinary directory, such as `%s`, and remove it at the end of this RUN.", scratchDirectory(p, flag, options))
		case "secret":
			secretMount(p, flag, options)
		case "ssh":
			p.Reportf(flag.Value, "BuildKit cannot mount an SSH agent into a Windows container").
				Notef("`type=ssh` would have to mount a Unix socket.").
				Helpf("Pass a token as a build secret instead, such as `--mount=type=secret,id=token,env=TOKEN`.").WithSeverity(lint.Warning)
		}
	}
}

// runMountOption reports what BuildKit rejects on every system, when it gets to the RUN, and what it should reject on Windows.
func runMountOption(p *lint.Pass, in *dockerfile.Instruction) {
	if usesVariables(in) && in.Parent != nil || !check.IsBuilt(p) {
		return
	}
	for _, flag := range mounts(in) {
		switch err := in.CheckMount(flag, optionReader(p)); {
		case errors.Is(err, errNotKnown):
		case err != nil:
			says, _, _ := strings.Cut(lexerSays(err), " (did you mean")
			helpMount(p.Reportf(flag.Value, rejectsMount, check.Clip(says)), says, mountOptions(flag.Read))
		default:
			mountWithoutTarget(p, flag)
		}
	}
}

// errNotKnown is returned for the value of an option that depends on a variable whose value is not known.
var errNotKnown = errors.New("the value is not known")

// optionReader reads the value of an option as BuildKit does.
func optionReader(p *lint.Pass) func(string) (string, error) {
	return func(value string) (string, error) {
		switch read := p.Read(&dockerfile.Word{Value: value}); {
		case read.Err != nil:
			return "", read.Err
		case !read.Known:
			return "", errNotKnown
		default:
			return read.Value, nil
		}
	}
}

// What BuildKit knows of mounts (allKeys, allowedMountTypes and allowedSharingModes of its commands_runmount.go).
var (
	mountKeys  = strings.Fields("type from source target readonly id sharing required size mode uid gid destination readwrite env")
	mountTypes = []string{"bind", "cache", "tmpfs", "secret", "ssh"}
	sharings   = []string{"shared", "private", "locked"}
)

// helpMount says what may have been meant by the first option that BuildKit does not know. says is its error.
func helpMount(f *lint.Finding, says string, options []option) {
	f.Helpf("Correct or remove the option that the error names.")
	notAllowed, _, _ := strings.Cut(says, " not allowed for")
	for _, o := range options {
		known := mountKeys
		word := o.name
		switch o.name {
		case "type":
			known, word = mountTypes, o.value
		case "sharing":
			known, word = sharings, o.value
		}
		likely := near.Only(strings.ToLower(word), known)
		switch valid := slices.Contains(known, strings.ToLower(word)); {
		case o.name == notAllowed:
			f.Helpf("Remove `%s`.", o)
			return
		case valid:
			continue
		case likely != "":
			f.Helpf("Did you mean `%s`?", likely)
		case o.name == "type":
			f.Helpf("Use `type=bind`, `type=cache` or `type=secret`.")
		case o.name == "sharing":
			f.Helpf("Use `shared`, `private` or `locked`.")
		default:
			f.Helpf("Remove `%s`.", o)
		}
		return
	}
}

const (
	rejectsMount = "BuildKit rejects this mount with `%s`"
	addTarget    = "Add a target, such as `target=C:/cache`."
)

// mountWithoutTarget reports a directory that BuildKit mounts over the working directory. On Linux it rejects the root, but on
// Windows it compares "/" with a path that has become "\".
func mountWithoutTarget(p *lint.Pass, flag *dockerfile.Flag) {
	options := mountOptions(flag.Read)
	kind, _ := mountOption(options, "type")
	target, _ := mountOption(options, "target")
	if kind = strings.ToLower(kind); kind != "" && kind != "bind" && kind != "cache" {
		return
	}
	if path.Clean(target) == "/" {
		p.Reportf(flag.Value, rejectsMount, `invalid mount target "/"`).Helpf(addTarget)
	}
	if target != "" {
		return
	}
	over := "the working directory"
	if p.Workdir.Known {
		over = "`" + check.Brief(p.Workdir.Text) + "`"
	}
	p.Reportf(flag.Value, "This mount does not have a target, so it covers %s", over).
		Notef("BuildKit uses the working directory as the target, which hides the files there.").
		Helpf(addTarget).WithSeverity(lint.Warning)
}

// onSystemDrive is an absolute path as BuildKit's util/system understands one for Windows, once each backslash is a slash.
var onSystemDrive = lazy.MustCompile(`^(?:[cC]:/|/$|/[^/:][^:]*$)`)

// secretMount reports a secret that BuildKit would mount as a file and whose target it rejects. From 0.33 on the file is a
// bind mount; before, it was on a tmpfs, which failed with every target.
func secretMount(p *lint.Pass, flag *dockerfile.Flag, options []option) {
	if p.Unit.Dockerfile.Escape == '\\' && len(eatenSeparators(flag.Value.String())) > 0 {
		return // mount-path-eaten says why the target is not what was written
	}
	value, _ := mountOption(options, "target")
	path := p.Read(&dockerfile.Word{Value: value})
	_, env := mountOption(options, "env")
	if !path.Known || env && path.Value == "" {
		return
	}
	id, _ := mountOption(options, "id")
	if source, set := mountOption(options, "source"); set {
		id = source
	}
	const since = "Secret files require BuildKit 0.33 or later on Windows."
	switch {
	case path.Value == "" && id != "": // without both it is not valid on any system
		p.Reportf(flag.Value, "A secret mount requires `target` or `env` on Windows").
			Notef("BuildKit fails with `secret target is required on Windows`. "+since).
			Helpf("Pass the secret as an environment variable with `--mount=type=secret,id=%[1]s,env=NAME`, or add `target=C:/secrets/%[1]s`.", id)
	case path.Value != "" && !onSystemDrive.MatchString(strings.ReplaceAll(path.Value, `\`, "/")):
		p.Reportf(flag.Value, "`%s` is not an absolute path on drive C, so the secret cannot be mounted", check.Brief(path.Value)).
			Notef("BuildKit fails with `secret target … must be an absolute path with forward slashes on Windows`. "+since).
			Helpf("Write an absolute path, such as `target=C:/secrets/%s`.", cmp.Or(id, "key"))
	case path.Value != "" && !env:
		p.Reportf(flag.Value, "This secret mount requires BuildKit 0.33 or later").
			Notef("Earlier releases write the secret to a tmpfs, which Windows does not support.").
			Helpf("Build with BuildKit 0.33 or later, or pass the secret as an environment variable with `env=NAME`.").WithSeverity(lint.Info)
	}
	if ignored, found := ignoredOption(options); found {
		p.Reportf(flag.Value, "BuildKit on Windows ignores `%s` in a secret mount", ignored.name).
			Notef("Numeric file owners and modes exist only on Linux.").Helpf("Remove `%s`.", ignored).WithSeverity(lint.Info)
	}
}

// ignoredOption is the first option of a secret mount that only Linux has.
func ignoredOption(options []option) (ignored option, found bool) {
	for _, name := range [...]string{"uid", "gid", "mode"} {
		if i := slices.IndexFunc(options, func(o option) bool { return o.name == name }); i >= 0 {
			return options[i], true
		}
	}
	return option{}, false
}

// mountPathEaten looks at what the parser has already lost, so it reads the flag as it is written.
func mountPathEaten(p *lint.Pass, in *dockerfile.Instruction) {
	if p.Unit.Dockerfile.Escape != '\\' {
		return
	}
	for _, flag := range mounts(in) {
		eaten := eatenSeparators(flag.Value.String())
		if len(eaten) == 0 {
			continue
		}
		path, read := eatenPath(flag, eaten[0])
		f := p.Reportf(flag.Value, "`%s` is read as `%s`", check.Brief(path), check.Brief(read)).
			Notef("The escape character is `\\`, so the builder removes each `\\` before it parses the flag.").
			Helpf("Write `%s`, %s.", strings.ReplaceAll(path, `\`, "/"), changeEscape(p.Unit.Dockerfile))
		for _, i := range eaten {
			f.Replace(flag.Value.SpanOf(i, i+1), "/")
		}
	}
}

// eatenPath is the path in the field of a mount that contains an offset, as it is written and as the builder reads it.
func eatenPath(flag *dockerfile.Flag, offset int) (path, read string) {
	raw := flag.Value.String()
	field := strings.Count(raw[:offset], ",")
	path, read = strings.Split(raw, ",")[field], flag.Read
	if fields := strings.Split(read, ","); field < len(fields) {
		read = fields[field]
	}
	if _, value, found := strings.Cut(path, "="); found {
		_, read, _ = strings.Cut(read, "=")
		path = value
	}
	return path, read
}

// eatenSeparators is the places of backslashes that the parser removes before a letter or digit of a path. Two in a row
// are read as one, and one before anything else was meant as an escape.
func eatenSeparators(s string) []int {
	var list []int
	for i := 0; i+1 < len(s); i++ {
		if s[i] != '\\' {
			continue
		}
		if isWordByte(s[i+1]) {
			list = append(list, i)
		}
		i++
	}
	return list
}

func runNetworkSecurity(p *lint.Pass, in *dockerfile.Instruction) {
	for _, flag := range in.Flags {
		switch name, value := flag.Name.String(), strings.ToLower(flag.Read); {
		case name == "network" && value == "host":
			p.Reportf(flag, "BuildKit on Windows does not support `--network=host`").
				Notef("The build fails with `unknown network mode HOST`.").Helpf("Remove `%s`.", flag)
		case name == "security" && value == "insecure":
			p.Reportf(flag, "BuildKit on Windows does not support `--security=insecure`").
				Notef("The build fails with `no support for running in insecure mode on Windows`.").Helpf("Remove `%s`.", flag)
		case name == "device":
			p.Reportf(flag, "BuildKit on Windows does not support `--device`").
				Notef("The build fails with `no support for CDI on Windows`.").Helpf("Remove `%s`.", flag)
		}
	}
}

func runHeredoc(p *lint.Pass, in *dockerfile.Instruction) {
	if len(in.Heredocs) == 0 {
		return
	}
	opening, body := openingOf(in), in.Heredocs[0]
	switch {
	case p.Environment.Builder == engine.Classic:
		p.Reportf(opening, "The classic builder does not support heredocs").
			Notef("The builder drops the body of the heredoc and passes `%s` to the shell. Versions before Docker 23.0 read each line of the body as an instruction.", opening).
			Helpf("Join the commands in one RUN, or build with BuildKit.")
	case p.Shell.Language == script.Unknown || p.Shell.Language.IsSh():
	case !standsAlone(in, opening):
		p.Reportf(opening, "`<<` is not valid in %s", p.Shell.Language).
			Notef("BuildKit passes the line with `%s` to the shell unchanged.", opening).
			Helpf("Write the text to a file with `COPY %s` and the path of the file, and pass that path to the program.", opening)
	case p.Shell.Language == script.Cmd && commandLines(body.String()) > 1:
		p.Reportf(opening, "cmd runs only the first line of this heredoc").
			Notef("BuildKit passes the whole text to cmd as one command.").
			Helpf("Join the lines with `&&`, or use SHELL to set PowerShell, which runs every line.")
	}
}

// openingOf is the word that opens the first heredoc: "<<EOF".
func openingOf(in *dockerfile.Instruction) source.Text {
	args := in.Args.String()
	start := strings.Index(args, "<<")
	end := start + strings.IndexAny(args[start:]+" ", " \t")
	return in.Args.Slice(start, end)
}

// standsAlone reports whether a RUN is one heredoc and nothing else. Only then its text is what the shell gets.
func standsAlone(in *dockerfile.Instruction, opening source.Text) bool {
	return len(in.Heredocs) == 1 && in.Args.String() == opening.String()
}

// commandLines is how many lines of a text are not empty.
func commandLines(text string) int {
	count := 0
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			count++
		}
	}
	return count
}
