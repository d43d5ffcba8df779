package check

import (
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
)

// A HealthTest is a health check: a HEALTHCHECK, the test of a service, or --health-cmd.
type HealthTest struct {
	Script   *script.Script // what runs; nil if that is not known
	Exec     bool           // it starts a program without a shell
	Elements []source.Text  // of a list: the program, or the text for the shell, and what follows
	ByHand   string         // the help for a test that needs a shell
	Form     lint.Placed    // of a list of a service: the first element, which says who runs the rest; else nil
}

// HealthTests is a check of each health check, in whatever kind of file.
func HealthTests(f func(*lint.Pass, HealthTest)) lint.Check {
	return lint.Both{
		Instructions(func(p *lint.Pass, in *dockerfile.Instruction) { f(p, instructionTest(p, in)) }, "HEALTHCHECK"),
		lint.Each(func(p *lint.Pass, c *compose.Command) {
			if c.Key == "test" {
				f(p, serviceTest(p, c))
			}
		}),
		lint.Each(func(p *lint.Pass, c *docker.Command) {
			if s := p.HealthScript(c); s != nil {
				f(p, HealthTest{Script: s})
			}
		}),
	}
}

func instructionTest(p *lint.Pass, in *dockerfile.Instruction) HealthTest {
	t := HealthTest{Script: p.Script(in), Exec: in.Exec, ByHand: "Use the shell form of HEALTHCHECK."}
	for _, word := range Elements(in) {
		t.Elements = append(t.Elements, word.Decoded())
	}
	return t
}

func serviceTest(p *lint.Pass, c *compose.Command) HealthTest {
	t := HealthTest{Script: p.ServiceScript(c), Exec: c.List && c.Form == "CMD", ByHand: "Write `CMD-SHELL` instead of `CMD`."}
	if !c.List || len(c.Value.List()) == 0 {
		return t
	}
	t.Form = c.Value.List()[0]
	if c.Shell.Len() > 0 {
		t.Elements = append(t.Elements, c.Shell)
	}
	for _, word := range c.Words {
		t.Elements = append(t.Elements, word.Text)
	}
	return t
}
