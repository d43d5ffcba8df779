package dockerfile

import (
	"path"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

var copiesToOneName = []*lint.Rule{
	{
		ID: "copied-over", Summary: "A COPY overwrites the file that an earlier COPY added", Topic: "copy",
		Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/reference/dockerfile/#copy"},
		Check: lint.Each(copiedOver),
	},
}

// A copied is a file that a stage has copied.
type copied struct {
	by   *dockerfile.Instruction
	name string // of the file in the build context
}

// copiedOver finds two files that are copied to one name, which was meant to be a directory. It does not report a name that may be
// a directory by then, and nothing after a RUN, which may have used the first file.
func copiedOver(p *lint.Pass, stage *subject.Scope) {
	if stage.Kind != subject.Stage || stage.Base != nil || !stage.ImageConfig().Bare {
		return // the base may have a directory of that name
	}
	at := map[string]copied{}
	directories := map[string]bool{}
	for i, node := range stage.Nodes {
		in, ok := node.Node.(*dockerfile.Instruction)
		if !ok || in.Parent != nil || in.Err != nil {
			continue
		}
		switch in.Name {
		case "RUN":
			return
		case "WORKDIR":
			if i+1 < len(stage.Nodes) {
				addDirectory(directories, slashed(stage.Nodes[i+1].Workdir.Text))
			}
		case "COPY", "ADD":
			p.State = node.State
			to, name := oneFile(p, in)
			if before, twice := at[to]; twice && name != "" && before.name != name && !directories[to] {
				reportCopiedOver(p, in, before)
				return
			}
			if name != "" {
				at[to] = copied{in, name}
			} else {
				directories[to] = true
			}
			addDirectory(directories, path.Dir(to))
		}
	}
}

// addDirectory notes a directory and those that it is in.
func addDirectory(directories map[string]bool, name string) {
	for ; len(name) > 1 && !directories[name]; name = path.Dir(name) {
		directories[name] = true
	}
}

// slashed is an absolute path in lower case, with slashes and without the drive C.
func slashed(name string) string {
	return path.Clean("/" + strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(name, `\`, "/")), "c:"))
}

// oneFile is where a COPY of one file of the build context puts it, in lower case with slashes, and the name of that file; "" if it
// may be a directory. A name with an extension is that of a file.
func oneFile(p *lint.Pass, in *dockerfile.Instruction) (to, name string) {
	if len(in.Words) < 2 {
		return "", ""
	}
	last := p.Read(in.Words[len(in.Words)-1])
	from := p.Read(in.Words[0])
	if !last.Known || last.Value == "" || !p.Workdir.Known {
		return "", ""
	}
	if to = last.Value; !strings.HasPrefix(to, "/") && !strings.HasPrefix(to, `\`) && !strings.Contains(to, ":") {
		to = p.Workdir.Text + "/" + to
	}
	to = slashed(to)
	source := path.Base(strings.ReplaceAll(from.Value, `\`, "/"))
	if len(in.Words) != 2 || !from.Known || endsInSeparator(last.Value) || in.Flag("from") != nil || path.Ext(source) == "" || path.Ext(to) != "" ||
		strings.ContainsAny(source, "*?[") || strings.HasPrefix(source, ".") || in.Name == "ADD" && isArchive(source) {
		return to, ""
	}
	return to, source
}

// isArchive reports whether ADD may extract a file.
func isArchive(name string) bool {
	switch path.Ext(name) {
	case ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst":
		return true
	}
	return false
}

func reportCopiedOver(p *lint.Pass, in *dockerfile.Instruction, before copied) {
	to := in.Words[1]
	f := p.Reportf(to, "This %s overwrites `%s`, which was copied to the same path", in.Name, check.Brief(before.name)).
		Notef("`%s` does not end with `/`, so it is the name of a file.", check.Brief(to.String())).
		Helpf("Write `%s/` in both instructions.", to.String()).Relate(before.by.Words[1], "copied here first")
	if p.Unit.Dockerfile.Plain(to) && !to.JSON && p.Unit.Dockerfile.Plain(before.by.Words[1]) && !before.by.Words[1].JSON {
		f.Insert(to.Span().End, "/").Insert(before.by.Words[1].Span().End, "/")
	}
}
