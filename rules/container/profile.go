package container

import (
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/subject/setting"
	"github.com/winlint/winlint/windows"
)

var profiles = []*lint.Rule{
	{
		ID: "profile-of-other-user", Summary: "A program does not find files in the profile of another user", Topic: "mounts",
		Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{
			"https://learn.microsoft.com/en-us/virtualization/windowscontainers/manage-containers/persistent-storage",
			"https://github.com/PowerShell/PowerShell-Docker/issues/410",
		},
		Check: lint.Both{lint.Mounts(mountInProfile), check.Instructions(pathInProfile, "VOLUME", "COPY", "ADD", "ENV")},
	},
}

// profile is a path in the profile of one of the two users that Windows images have.
var profile = lazy.MustCompile(`(?i)^["']?(?:C:)?[\\/]+Users[\\/]+(ContainerUser|ContainerAdministrator)(?:[\\/]|$)`)

func mountInProfile(p *lint.Pass, m *setting.Mount) {
	if user := userOf(p); user.Known {
		reportProfile(p, m.Target.Text, m.Target.String(), user.Text)
	}
}

// userOf is the user that a container of a service or a docker command runs as.
func userOf(p *lint.Pass) subject.Value {
	s := p.Scope
	switch {
	case s.Service != nil:
		if user := setting.Last(s.Service, "services.*.user"); user != nil {
			return subject.Value{Text: user.Text, Known: user.Known}
		}
		return p.User
	case s.Docker != nil:
		if user := setting.Last(s.Docker, "services.*.user"); user != nil {
			return subject.Value{Text: user.Text, Known: user.Known}
		}
		if s.Image != nil && !s.Made {
			user := s.Image.Config(s.Edition, s.Release).User
			return subject.Value{Text: user, Known: user != ""}
		}
	}
	return subject.Value{}
}

// pathInProfile looks at a path that an instruction writes to. In the environment it only tells a program where to look, which
// goes wrong if that may not write there.
func pathInProfile(p *lint.Pass, in *dockerfile.Instruction) {
	users := subject.Once(p.Unit, usersOfStage{p.Scope}, func() []string { return usersOf(p.Scope) })
	if in.Parent != nil || len(users) != 1 || len(in.Words) == 0 {
		return
	}
	switch in.Name {
	case "VOLUME":
		for _, word := range in.Words {
			reportProfile(p, word.Text, p.Read(word).Value, users[0])
		}
	case "COPY", "ADD":
		to := in.Words[len(in.Words)-1]
		reportProfile(p, to.Text, p.Read(to).Value, users[0])
	case "ENV":
		for _, pair := range in.Pairs {
			if pair.Value != nil && strings.EqualFold(users[0], windows.ContainerUser) {
				reportProfile(p, pair.Value.Text, p.Read(pair.Value).Value, users[0])
			}
		}
	}
}

type usersOfStage struct{ stage *subject.Scope }

// usersOf is the users that a stage and what it is built from run as; nil if one is not known, or if others may be built from
// it.
func usersOf(s *subject.Scope) (users []string) {
	if !s.Final {
		return nil
	}
	for stage := s; stage != nil; stage = stage.Base {
		for _, node := range stage.Nodes {
			in, ok := node.Node.(*dockerfile.Instruction)
			switch {
			case !ok || in == stage.From:
			case !node.User.Known:
				return nil
			case len(users) == 0 || !strings.EqualFold(users[0], node.User.Text):
				users = append(users, node.User.Text)
			}
			if ok && in.Name == "USER" {
				return nil
			}
		}
	}
	return users
}

// reportProfile reports a path in the profile of another user, unless something else in the file names that profile: then a
// program may be told where to look.
func reportProfile(p *lint.Pass, at source.Text, path, user string) {
	m := profile.FindStringSubmatchIndex(path)
	if m == nil || !windows.IsContainerUser(user) {
		return
	}
	owner := path[m[2]:m[3]]
	if strings.EqualFold(owner, user) || namedElsewhere(p.Unit) {
		return
	}
	f := p.Reportf(at, "`%s` is in the profile of another user", check.Brief(path)).
		Notef("The container runs as `%s`, so its programs look in `C:\\Users\\%s`.", user, user).
		Helpf("Use `%s`, or run the container as `%s`.", path[:m[2]]+user+path[m[3]:], owner)
	if i := strings.Index(at.String(), owner); i >= 0 {
		f.Replace(at.SpanOf(i, i+len(owner)), user)
	}
}

type profileMentions struct{}

// inProfile is a mention of one of the profiles.
var inProfile = lazy.MustCompile(`(?i)[\\/]Users[\\/]+(?:ContainerUser|ContainerAdministrator)\b`)

// namedElsewhere reports whether a file names a profile at other places than those that this rule looks at.
func namedElsewhere(u *subject.Unit) bool {
	return subject.Once(u, profileMentions{}, func() bool {
		mentions := len(inProfile.FindAllStringIndex(u.File.Text, -1))
		for _, s := range u.Scopes {
			for _, node := range s.Nodes {
				mentions -= looked(node.Node)
			}
		}
		return mentions > 0
	})
}

// looked is how many mentions of a profile in a node this rule looks at.
func looked(n parser.Node) (count int) {
	if in, ok := n.(*dockerfile.Instruction); ok && in.Is("VOLUME", "COPY", "ADD", "ENV") {
		return len(inProfile.FindAllStringIndex(in.Args.String(), -1))
	}
	for _, m := range setting.Mounts(n) {
		count += len(inProfile.FindAllStringIndex(m.Target.String(), -1))
	}
	return count
}
