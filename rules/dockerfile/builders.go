package dockerfile

import (
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

// The code that decides what the classic builder does with flags: its own, and the parser of BuildKit that it contains.
const (
	classicDispatch = "moby/moby daemon/builder/dockerfile/dispatchers.go"
	flagParser      = "moby/buildkit frontend/dockerfile/instructions/parse.go"
)

var builders = []*lint.Rule{
	{
		ID: "buildkit-only-flag", Summary: "The classic builder rejects or ignores BuildKit flags", Topic: "instructions",
		Severity: lint.Error, Fix: lint.Safe, On: subject.Set{Builder: engine.Classic}, Since: "0.1.0",
		Refs: []string{classicDispatch, flagParser}, Check: flagTable(buildKitFlags),
	},
	{
		ID: "checksum-not-verified", Summary: "The classic builder does not verify `ADD --checksum`",
		Topic: "copy", Severity: lint.Error, On: subject.Set{Builder: engine.Classic}, Since: "0.1.0",
		Refs: []string{classicDispatch, flagParser}, Check: check.Instructions(checksumNotVerified, "ADD"),
	},
	{
		ID: "copy-link", Summary: "BuildKit on Windows does not support `--link`", Topic: "copy",
		Severity: lint.Warning, Fix: lint.Safe, On: subject.Set{Builder: engine.BuildKit}, Since: "0.1.0",
		Refs: []string{
			"moby/buildkit snapshot/diffapply_unsupported.go",
			"moby/buildkit frontend/dockerfile/dockerfile_copy_test.go",
			"https://github.com/moby/buildkit/issues/4927",
		},
		Check: check.Instructions(copyLink, "COPY", "ADD"),
	},
	{
		ID: "chown", Summary: "`--chown` does not set the expected owner on Windows", Topic: "copy",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{
			"moby/moby daemon/builder/dockerfile/internals_windows.go",
			"moby/buildkit solver/llbsolver/ops/user_windows.go",
		},
		Check: check.Instructions(chown, "COPY", "ADD"),
	},
	{
		ID: "chmod", Summary: "On Windows, `--chmod` has no effect or fails", Topic: "copy",
		Severity: lint.Warning, Fix: lint.Safe, On: subject.Set{Builder: engine.BuildKit}, Since: "0.1.0",
		Refs:  []string{"tonistiigi/fsutil copy/copy_windows.go", "moby/buildkit frontend/dockerfile/dockerfile2llb/convert_copy.go"},
		Check: check.Instructions(chmod, "COPY", "ADD"),
	},
}

// flagTable is a check of flags that the classic builder does not support, if the user states that it builds.
type flagTable []flagRow

// A flagRow is a flag and what the classic builder does with it. What it does follows from the releases of Docker
// Engine: from the parser of BuildKit that each is built with, and from the one check that the builder makes itself.
type flagRow struct {
	keywords []string
	flag     string
	does     string // what the classic builder does with it: a verb and what follows
	severity lint.Severity
	needless bool // the flag changes nothing in an image for Windows
}

var (
	onRun  = []string{"RUN"}
	onCopy = []string{"COPY"}
	onAdd  = []string{"ADD"}
	onBoth = []string{"COPY", "ADD"}
)

var buildKitFlags = []flagRow{
	{onRun, "mount", "fails with `the --mount option requires BuildKit`", lint.Error, false},
	{onRun, "network", "fails with `the --network option requires BuildKit`, or with `Unknown flag: network` before Docker 23.0", lint.Error, false},
	{onRun, "security", "fails with `Unknown flag: security`", lint.Error, false},
	{onRun, "device", "fails, because it does not support any RUN flags", lint.Error, false},
	{onBoth, "chmod", "fails with `the --chmod option requires BuildKit`", lint.Error, true},
	{onBoth, "link", "ignores the flag, but fails with `Unknown flag: link` before Docker 23.0", lint.Info, true},
	{onBoth, "exclude", "copies the excluded files in Docker 28.5 and later, and fails with `Unknown flag: exclude` in Docker 27 and earlier", lint.Error, false},
	{onCopy, "parents", "fails with `Unknown flag: parents` up to Docker 29.0, and ignores the flag in later releases", lint.Error, false},
	{onAdd, "keep-git-dir", "ignores the flag, but fails with `Unknown flag: keep-git-dir` before Docker 24.0", lint.Warning, false},
	{onAdd, "unpack", "ignores the flag in Docker 28.5 and later, and fails with `Unknown flag: unpack` in Docker 27 and earlier", lint.Warning, false},
}

// Check reports every flag of the table if the builder is stated. Otherwise, such a flag shows that BuildKit builds.
func (t flagTable) Check(p *lint.Pass, n parser.Node) {
	in, ok := n.(*dockerfile.Instruction)
	if !ok || in.Err != nil || p.Environment.Builder != engine.Classic {
		return
	}
	for _, flag := range in.Flags {
		for _, row := range t {
			if row.flag == flag.Name.String() && slices.Contains(row.keywords, in.Name) {
				row.report(p, flag)
			}
		}
	}
}

func (row *flagRow) report(p *lint.Pass, flag *dockerfile.Flag) {
	// The name alone, so that the places of two flags in a row do not touch and each can be fixed alone.
	f := p.Reportf(flag.Name, "The classic builder does not support `--%s`", row.flag).Notef("The builder %s.", row.does).
		Helpf("Remove `--%s`, or build with BuildKit.", row.flag).WithSeverity(row.severity)
	if row.needless {
		f.Helpf("Remove `--%s`, which has no effect in a Windows image.", row.flag)
	}
	if row.needless && check.OnlyWindows(p.Unit) {
		deleteFlag(f, flag)
	}
}

// Rows is the table for the rule's page.
func (t flagTable) Rows() (head []string, rows [][]string) {
	for _, row := range t {
		rows = append(rows, []string{
			strings.Join(row.keywords, ", ") + " `--" + row.flag + "`", row.does, row.severity.String(),
		})
	}
	return []string{"flag", "the classic builder", "severity"}, rows
}

// deleteFlag removes a flag and the spaces after it.
func deleteFlag(f *lint.Finding, flag *dockerfile.Flag) {
	span := flag.Span()
	for span.End < len(f.File.Text) && (f.File.Text[span.End] == ' ' || f.File.Text[span.End] == '\t') {
		span.End++
	}
	f.Delete(span)
}

func checksumNotVerified(p *lint.Pass, in *dockerfile.Instruction) {
	if flag := in.Flag("checksum"); flag != nil {
		p.Reportf(flag, "The classic builder does not verify `--checksum`").
			Notef("Docker 24.0 and later accept the flag but do not compare the hash. Earlier releases fail with `Unknown flag: checksum`.").
			Helpf("Check the hash with `Get-FileHash` in the RUN that uses the file, or build with BuildKit.")
	}
}

// copyLink is about builds on Windows: from Linux, --link works. A RUN in the stage shows where the build runs.
func copyLink(p *lint.Pass, in *dockerfile.Instruction) {
	flag := in.Flag("link")
	if flag == nil || flag.Read == "false" || p.Environment.Builder != engine.BuildKit {
		return
	}
	if !check.HasRun(p.Scope) {
		linkWithName(p, in, flag)
		return
	}
	if mode := in.Flag("chmod"); mode != nil && mode.Read != "" {
		return // with a mode BuildKit copies as without --link
	}
	f := p.Reportf(flag, "BuildKit on Windows does not support `--link`").
		Notef("The build fails with `diffApply not yet supported on windows`.").Helpf("Remove `--link`.")
	if check.OnlyWindows(p.Unit) {
		deleteFlag(f, flag)
	}
}

// linkWithName reports an owner by name, which BuildKit looks up in the files below a layer. With --link it has none.
func linkWithName(p *lint.Pass, in *dockerfile.Instruction, flag *dockerfile.Flag) {
	owner := in.Flag("chown")
	if owner == nil {
		return
	}
	read := p.Read(&dockerfile.Word{Text: owner.Value, Value: owner.Read})
	user, group, _ := strings.Cut(read.Value, ":")
	if !read.Known || check.IsNumber(user+group) || read.Value == "" || !check.IsBuilt(p) {
		return
	}
	f := p.Reportf(flag, "BuildKit cannot look up the owner `%s` if `--link` is set", check.Brief(read.Value)).
		Notef("Since BuildKit 0.34, the build fails with `user and group names can't be resolved when used with --link`.").Helpf("Remove `--link`.")
	if check.OnlyWindows(p.Unit) {
		deleteFlag(f, flag)
	}
}

func chown(p *lint.Pass, in *dockerfile.Instruction) {
	flag := in.Flag("chown")
	if flag == nil {
		return
	}
	read := p.Read(&dockerfile.Word{Text: flag.Value, Value: flag.Read})
	if !read.Known || read.Value == "" {
		return
	}
	switch user, group, grouped := strings.Cut(read.Value, ":"); {
	case check.IsNumber(user):
		p.Reportf(flag.Value, "`%s` is not a Windows user", check.Brief(user)).
			Notef("The classic builder ignores the flag, and BuildKit gives the files to ContainerAdministrator.").
			Helpf("Remove `--chown`, and set the permissions with `icacls` in a RUN.")
	case grouped && p.Environment.Builder != engine.BuildKit:
		p.Reportf(flag.Value, "`%s` names a group, but no builder sets a group on Windows", check.Brief(read.Value)).
			Notef("BuildKit ignores the group. The classic builder ignores the flag, or looks for an account named `%s`.", check.Brief(read.Value)).
			Helpf("Remove `:%s`, or set the permissions with `icacls` in a RUN.", group)
	case p.Environment.Builder == engine.Classic:
		p.Reportf(flag.Value, "The classic builder gives the files to `%s` only with `--platform=windows`", check.Brief(read.Value)).
			Notef("Without this option, or with any other spelling of the platform, the builder ignores `--chown`.").
			Helpf("Set the permissions with `icacls` in a RUN.").WithSeverity(lint.Info)
	}
}

// symbolicMode is a mode in letters: "u=rwx,go+x".
var symbolicMode = lazy.MustCompile(`^[ugoa]*(?:[-+=][rwxXstugo]*)+(?:,[ugoa]*(?:[-+=][rwxXstugo]*)+)*$`)

// modeError is what BuildKit says to a mode on every system; "" if it accepts it.
func modeError(mode string) string {
	const most = 0o7777
	if !check.IsNumber(mode[:1]) {
		if symbolicMode.MatchString(mode) {
			return ""
		}
		return "invalid syntax"
	}
	if n, err := strconv.ParseUint(mode, 8, 32); err == nil && n <= most {
		return ""
	}
	return "invalid chmod parameter: '" + check.Brief(mode) + "'. it should be octal string and between 0 and 07777"
}

// chmod leaves the classic builder to buildkit-only-flag.
func chmod(p *lint.Pass, in *dockerfile.Instruction) {
	flag := in.Flag("chmod")
	if flag == nil || flag.Read == "" || strings.Contains(flag.Read, "$") {
		return
	}
	var f *lint.Finding
	if says := modeError(flag.Read); says != "" {
		if !check.IsBuilt(p) {
			return
		}
		f = p.Reportf(flag, "BuildKit rejects the mode `%s`", check.Brief(flag.Read)).Notef("The build fails with `%s`.", says).
			Helpf("Remove `--chmod`, because Windows files do not have a mode.").WithSeverity(lint.Error)
	} else if check.IsNumber(flag.Read) {
		f = p.Reportf(flag, "The mode `%s` has no effect on Windows", flag.Read).
			Notef("Windows files have access control lists instead of a mode.").
			Helpf("Remove `--chmod`. To set permissions, use `icacls` in a RUN.")
	} else {
		f = p.Reportf(flag, "BuildKit on Windows rejects the mode `%s`", check.Brief(flag.Read)).
			Notef("The build fails with `non-octal mode not supported on windows`.").
			Helpf("Remove `--chmod`, because Windows files do not have a mode.")
		if check.HasRun(p.Scope) {
			f.WithSeverity(lint.Error)
		}
	}
	if check.OnlyWindows(p.Unit) {
		deleteFlag(f, flag)
	}
}
