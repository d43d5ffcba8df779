package subject

import "github.com/winlint/winlint/parser/dockerfile"

// shownBuilder is BuildKit where the file uses what every release of the classic builder refuses (flags of RUN, --chmod,
// heredocs) or names a frontend, which only BuildKit loads; nil where it shows nothing. COPY --link and ADD --checksum are
// no proof: the classic builder takes and ignores them.
func shownBuilder(doc *dockerfile.Document) *Evidence {
	for _, d := range doc.Directives {
		if d.Name == "syntax" {
			return evidence(d.Text)
		}
	}
	for _, in := range doc.Instructions {
		if e := needsBuildKit(in); e != nil {
			return e
		}
	}
	return nil
}

func needsBuildKit(in *dockerfile.Instruction) *Evidence {
	switch {
	case len(in.Heredocs) > 0:
		return &Evidence{Text: "the heredoc " + in.Heredocs[0].Name, At: in.Keyword.Span()}
	case in.OnBuild != nil:
		return needsBuildKit(in.OnBuild)
	case in.Name == "RUN":
		return firstFlag(in, "mount", "network", "security", "device")
	case in.Is("COPY", "ADD"):
		return firstFlag(in, "chmod")
	}
	return nil
}

func firstFlag(in *dockerfile.Instruction, names ...string) *Evidence {
	for _, name := range names {
		if flag := in.Flag(name); flag != nil {
			return evidence(flag.Text)
		}
	}
	return nil
}
