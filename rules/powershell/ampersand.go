package powershell

import (
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

var ampersands = []*lint.Rule{
	{
		ID: "ampersand-in-windows-powershell", Summary: "`The ampersand (&) character is not allowed`", Topic: "powershell",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{
			"https://github.com/moby/moby/issues/37253",
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_operators",
		},
		Check: lint.Both{check.ScriptsAnywhere(ampersand), check.ScriptFiles(ampersand)},
	},
}

func ampersand(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if !s.Language.IsPowerShell() || s.Language == script.PowerShell || s.Body == nil {
		return
	}
	for st := range script.Nodes[*script.Statement](s.Body) {
		if st.Op.String() != "&" || !endsInCommand(st.Body) {
			continue
		}
		if s.Language == script.PowerShell7 {
			p.Reportf(st.Op, "The command before `&` runs as a background job").
				Notef("PowerShell 6 and later do not wait for a background job or check its exit code.").
				Helpf("Write `;` instead of `&`.").WithSeverity(lint.Warning)
			return
		}
		word := wordAround(s, st.Op.Start)
		f := p.Reportf(st.Op, "Windows PowerShell 5.1 cannot parse this `&`, so none of the commands run").
			Notef("PowerShell fails with `The ampersand (&) character is not allowed. The & operator is reserved for future use; wrap an ampersand in double quotation marks (\"&\") to pass it as part of a string.`").
			Subsumes(s.Text)
		if !strings.Contains(word.String(), "://") {
			f.Helpf("Write `;` instead of `&`.").Replace(st.Op, ";")
			return
		}
		f.Helpf("Put single quotes around `%s`.", word)
		if quotable.MatchString(word.String()) && in != nil && !in.Exec && s.Parent == nil {
			quoteSingly(f, s, word)
		}
		return
	}
}

// quoteSingly puts a word in single quotes, in place of the double quotes that PowerShell does not get.
func quoteSingly(f *lint.Finding, s *script.Script, word source.Text) {
	at := word.Span()
	for _, q := range s.Lost {
		if q.Span().Start == at.Start && q.Span().End == at.End && q.Close.Len() > 0 {
			f.Replace(q.Open, "'").Replace(q.Close, "'")
			return
		}
	}
	f.Insert(at.Start, "'").Insert(at.End, "'")
}

var quotable = lazy.MustCompile("^[^'\"$`|<>;()]+$")

// endsInCommand reports whether the body of a statement ends with a command, after which 5.1 does not allow "&".
func endsInCommand(body script.Node) bool {
	if a, ok := body.(*script.Assign); ok {
		body = a.Value
	}
	pipeline, ok := body.(*script.Pipeline)
	if !ok || len(pipeline.Elements) == 0 {
		return false
	}
	c, ok := pipeline.Elements[len(pipeline.Elements)-1].(*script.Command)
	return ok && c.Name != nil
}

// wordAround is the text without spaces around an offset of a script.
func wordAround(s *script.Script, at int) source.Text {
	text := s.Text.String()
	from := strings.LastIndexAny(text[:at], " \t\r\n") + 1
	to := at + strings.IndexAny(text[at:]+" ", " \t\r\n")
	return s.Text.Slice(from, to)
}
