package compose

import (
	"slices"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

var secrets = []*lint.Rule{
	{
		ID: "secret-in-compose", Summary: "A compose file contains a password or stores it in an image", Topic: "security",
		Severity: lint.Warning, Risk: 7.5, Since: "0.1.0",
		Refs: []string{
			"https://docs.docker.com/compose/how-tos/use-secrets/",
			"https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/",
		},
		Check: lint.Each(secretInCompose),
	},
}

func secretInCompose(p *lint.Pass, s *compose.Service) {
	for _, pair := range s.Environment {
		if check.NamesSecret(pair.Name.String()) && isLiteral(pair) && check.IsSecret(pair.Value.String()) {
			p.Reportf(pair.Value, "The value of `%s` is in the compose file", check.Brief(pair.Name.String())).
				Notef("Anyone who can read the compose file can see the value. `docker inspect` shows it as well.").
				Helpf("Write `${%[1]s}` and set `%[1]s` in the environment of Docker Compose, or mount a directory with a file that contains the value.", pair.Name)
		}
	}
	for _, pair := range compose.Pairs(s.Get("build", "args")) {
		if name := pair.Name.String(); !pair.Bare && check.NamesSecret(name) && isKept(p.Scope, name) {
			storedArgument(p, pair)
		}
	}
}

func storedArgument(p *lint.Pass, pair *compose.Pair) {
	if isLiteral(pair) && !check.IsSecret(pair.Value.String()) {
		return
	}
	f := p.Reportf(pair.Value, "The build argument `%s` is stored in the image", check.Brief(pair.Name.String())).
		Notef("`docker history` shows its value to anyone who has the image.").Helpf("Pass `%s` as a build secret instead.", pair.Name)
	if !isLiteral(pair) {
		f.WithSeverity(lint.Info)
	}
}

// isLiteral reports whether Docker Compose puts no variable into a value.
func isLiteral(pair *compose.Pair) bool { return len(compose.Variables(pair.Value)) == 0 }

// isKept reports whether the image that a service builds may have the argument in its history: a stage that is only copied from
// is not part of it.
func isKept(s *subject.Scope, name string) bool {
	if s.Build == nil {
		return true
	}
	for stage := s.Build.Stage; stage != nil; stage = stage.Base {
		for _, in := range check.InstructionsOf(stage, "ARG") {
			if slices.ContainsFunc(in.Pairs, func(pair *dockerfile.Pair) bool { return pair.Name.String() == name }) {
				return true
			}
		}
	}
	return false
}
