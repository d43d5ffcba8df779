package check

import "github.com/winlint/winlint/lint"

// RelateRunner shows what names the machine of the job of a CI file in which a finding is, if anything does.
func RelateRunner(p *lint.Pass, f *lint.Finding) *lint.Finding {
	if r := p.Scope.Runner; r != nil && r.Label != "" {
		f.Relate(r.At, "job runs on `%s`", r.Label)
	}
	return f
}
