package shell

import (
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

var secrets = []*lint.Rule{
	{
		ID: "secret-in-run", Summary: "A password in ENV, ARG or RUN is stored in the image", Topic: "security",
		Severity: lint.Warning, Risk: 7.5, Since: "0.1.0",
		Refs: []string{
			"https://docs.docker.com/build/building/secrets/",
			"https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/",
		},
		ByText: true,
		Check:  check.Instructions(secretInRun, "ENV", "ARG", "RUN"),
	},
}

func secretInRun(p *lint.Pass, in *dockerfile.Instruction) {
	if !isShipped(p.Unit, p.Scope) {
		return
	}
	for _, pair := range in.Pairs {
		if pair.Value == nil {
			continue
		}
		if in.Name == "ENV" {
			keptArgument(p, pair)
		}
		if !check.NamesSecret(pair.Name.String()) {
			continue
		}
		value, err := p.Unit.Dockerfile.Literal(pair.Value)
		if err == nil && !strings.Contains(pair.Value.Value, "$") && check.IsSecret(value) {
			p.Reportf(pair.Value, "The value of %s `%s` is stored in the image", in.Name, pair.Name).
				Notef("%s shows the value to anyone who has the image.", shownBy[in.Name]).Helpf(secretHelp)
		}
	}
	outer := p.Script(in)
	if outer == nil {
		return
	}
	for s := range outer.All() {
		if s.Unread() {
			return
		}
		for _, at := range secretsOf(s) {
			p.Reportf(at, "This password is stored in the image").
				Notef("`docker history` shows the command, with the password in it, to anyone who has the image.").Helpf(secretHelp)
		}
	}
}

// keptArgument reports an ENV that keeps the value of a build argument, if the name of either is that of a secret.
func keptArgument(p *lint.Pass, pair *dockerfile.Pair) {
	for _, ref := range p.Unit.Dockerfile.References(pair.Value) {
		if !p.Variables.Declares(ref.Name) || p.Variables.Lasts(ref.Name) || !check.NamesSecret(pair.Name.String()) && !check.NamesSecret(ref.Name) {
			continue
		}
		if value, _ := p.Variables.Get(ref.Name); value.Known && isSwitch.MatchString(value.Text) {
			continue // it turns on something that has to do with a secret
		}
		p.Reportf(pair.Value, "ENV `%s` stores the build argument `%s` in the image", pair.Name, ref.Name).
			Notef("`docker inspect` shows its value to anyone who has the image.").Helpf(secretHelp)
		return
	}
}

// isSwitch is values of settings that are on or off.
var isSwitch = lazy.MustCompile(`(?i)^(?:true|false|yes|no|on|off|[01])$`)

var shownBy = map[string]string{"ENV": "`docker inspect`", "ARG": "`docker history`"}

const secretHelp = "Pass the secret when the container starts, or use a build secret if only the build needs it."

// isShipped reports whether the last stage of a file holds what a stage does.
func isShipped(u *subject.Unit, s *subject.Scope) bool {
	for _, final := range u.Scopes {
		if !final.Final {
			continue
		}
		for stage := final; stage != nil; stage = stage.Base {
			if stage == s {
				return true
			}
		}
	}
	return false
}

// secretsOf is the values in a script that are secrets.
func secretsOf(s *script.Script) []lint.Placed {
	var found []lint.Placed
	for a := range script.Nodes[*script.Assign](s.Body) {
		if v, ok := a.Target.(*script.Variable); ok && check.NamesSecret(v.Name[strings.LastIndexByte(v.Name, ':')+1:]) && check.IsSecret(check.LiteralText(a.Value)) {
			found = append(found, a.Value)
		}
	}
	for c := range s.Commands() {
		if password, given := docker.Read(c).Password(); given && password.Known() && check.IsSecret(password.Pattern) {
			found = append(found, password)
		}
		if at := passwordOf(c); at != nil && at.Known() && check.IsSecret(at.Value().String()) {
			found = append(found, at)
		}
	}
	return found
}

// passwordOf is the argument of a command that is a password; nil if there is none.
func passwordOf(c *script.Command) *script.Arg {
	switch {
	case c.Is("net") && c.Has("user") && c.Has("/add"):
		return accountPassword(c)
	case c.Is("convertto-securestring") && check.HasSwitch(c, "asplaintext"):
		if _, value := c.Param("string"); value != nil {
			return value
		}
		if len(c.Args) > 0 && c.Args[0].Param == "" {
			return c.Args[0]
		}
	case c.Script.Language.IsPowerShell():
		for i, arg := range c.Args {
			if arg.Param != "" && check.NamesSecret(arg.Param) && i+1 < len(c.Args) && c.Args[i+1].Param == "" {
				return c.Args[i+1]
			}
		}
	}
	return nil
}

// accountPassword is what "net user NAME PASSWORD /add" gives the account; "*" has it ask.
func accountPassword(c *script.Command) *script.Arg {
	var words []*script.Arg
	for _, arg := range c.Args {
		if !strings.HasPrefix(arg.Value().String(), "/") {
			words = append(words, arg)
		}
	}
	if len(words) != 3 {
		return nil
	}
	return words[2]
}
