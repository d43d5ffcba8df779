package container

import (
	"cmp"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject/setting"
)

const gmsa = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/manage-containers/gmsa-run-container"

var security = []*lint.Rule{
	{
		ID: "unknown-capability", Summary: "Windows does not support Linux capabilities", Topic: "security",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", Refs: []string{"moby/moby daemon/pkg/oci/caps/utils.go"},
		Check: lint.SettingLists(unknownCapability, "services.*.cap_add", "services.*.cap_drop"),
	},
	{
		ID: "security-option", Summary: "Windows does not support this security option", Topic: "security",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{check.OCIWindowsSource, composeCreate},
		Check: lint.Settings(securityOption, securityOptions),
	},
	{
		ID: "credential-spec-form", Summary: "Docker Engine rejects the credential spec", Topic: "security",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{check.OCIWindowsSource, gmsa},
		Check: lint.Settings(credentialSpecForm, securityOptions),
	},
	{
		ID: "credential-spec-ignored", Summary: "Docker Compose 2.0 and later ignores `credential_spec`", Topic: "security",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs: []string{
			composeCreate, "https://github.com/docker/compose/issues/7303",
			"https://github.com/docker/compose/issues/5488", gmsa,
		},
		Check: lint.Each(credentialSpecIgnored),
	},
}

const securityOptions = "services.*.security_opt"

// unknownCapability reports the first one of a list, since the engine does not look at the others.
func unknownCapability(p *lint.Pass, list []setting.Setting) {
	for _, s := range list {
		says := engine.RefusedCapability(s.Text)
		if !s.Known || s.Text == "" || says == "" {
			continue
		}
		invalid := "CapAdd"
		if s.Key.Path == "services.*.cap_drop" {
			invalid = "CapDrop"
		}
		f := p.Reportf(&s, "Windows does not support the capability `%s`", check.Brief(s.Text)).
			Notef("Docker Engine 23.0 and later does not create the container: `invalid %s: %s`. Earlier engines ignore `%s`.", invalid, says, s.Name).
			Helpf("Remove `%s`.", cmp.Or(optionOf(p, &s), s.Name))
		removeKey(p, f, &s)
		return
	}
}

// securityOption leaves out "systempaths=unconfined", which Compose and the client keep for themselves.
func securityOption(p *lint.Pass, s *setting.Setting) {
	says := engine.RefusedSecurityOption(s.Text)
	if says == "" || s.Text == "systempaths=unconfined" || isSpec(s.Text) {
		return
	}
	f := p.Reportf(s, "`%s` is not a security option on Windows", check.Brief(s.Text)).
		Notef("The container does not start: `%s`. The only security option is `credentialspec`.", check.Clip(says)).Helpf("Remove `%s`.", cmp.Or(optionOf(p, s), s.Text))
	remove(p, f, s)
}

// optionOf is the option on a command line that gives a setting, with its value; "" for a compose file.
func optionOf(p *lint.Pass, s *setting.Setting) string {
	if s.Option == nil {
		return ""
	}
	return written(p, s)
}

const specOption = "credentialspec"

// isSpec reports whether a security option is meant to be a credential spec.
func isSpec(option string) bool { return strings.HasPrefix(strings.ToLower(option), specOption) }

func credentialSpecForm(p *lint.Pass, s *setting.Setting) {
	if !isSpec(s.Text) {
		return
	}
	rest := s.Text[len(specOption):]
	spec, found := strings.CutPrefix(rest, "=")
	if !found {
		f := p.Reportf(s, "`%s` is not a valid credential spec option", check.Brief(s.Text)).
			Notef("The container does not start: `%s`.", check.Clip(engine.RefusedSecurityOption(s.Text))).
			Helpf("Write `%s`.", specOption+"="+withScheme(strings.TrimLeft(rest, ": ")))
		if strings.HasPrefix(rest, ":") {
			replacePart(f, s, len(specOption), len(specOption)+1, "=")
		}
		return
	}
	if says := engine.RefusedCredentialSpec(spec); says != "" {
		p.Reportf(s, "Docker Engine rejects the credential spec `%s`", check.Brief(spec)).
			Notef("The container does not start: `%s`.", says).
			Helpf("Put the file in Docker's `CredentialSpecs` directory, and write `%s=file://%s`.", specOption, specFile(spec))
	}
}

// withScheme is a credential spec with the prefix that it must have.
func withScheme(spec string) string {
	if strings.Contains(spec, "://") {
		return spec
	}
	return "file://" + specFile(spec)
}

// specFile is the name of the file that a credential spec means: "web.json" for "C:\specs\web.json", for "config://web", and for "".
func specFile(spec string) string {
	name := strings.TrimSuffix(spec[strings.LastIndexAny(spec, `/\: `)+1:], ".json")
	return cmp.Or(name, "web") + ".json"
}

func credentialSpecIgnored(p *lint.Pass, s *compose.Service) {
	entry := s.Field("credential_spec")
	if entry == nil || p.InStack() || p.Environment.Compose == engine.ComposeV1 {
		return
	}
	for _, option := range setting.At(s, securityOptions) {
		if option.Known && isSpec(option.Text) {
			return
		}
	}
	option := specOf(s)
	if option == "" {
		return
	}
	f := p.Reportf(entry.Key, "Docker Compose 2.0 and later ignores `credential_spec`").
		Notef("The container starts without its group managed service account. Only `docker stack deploy` and docker-compose 1.27 to 1.29 use the key.").
		Helpf("Add `security_opt: ['%s']`.", option)
	if around := entry.Key.Parent; s.Field("security_opt") == nil && around.Style == data.Block && !check.Shared(entry.Value) && check.StartsLine(f, entry) {
		addSecurityOption(f, entry, option)
	}
}

// specOf is the security option that says what a credential_spec does; "" if it is not known, or is a config of a swarm.
func specOf(s *compose.Service) string {
	for _, scheme := range [...]string{"file", "registry"} {
		if _, name, ok := scalar(s, "credential_spec", scheme); ok {
			return specOption + "=" + scheme + "://" + strings.TrimPrefix(name, scheme+"://")
		}
	}
	return ""
}

// addSecurityOption writes a key on the line before another one.
func addSecurityOption(f *lint.Finding, beside *data.Entry, option string) {
	line := f.File.FullLine(f.File.Position(beside.Key.Span().Start).Line)
	indent := f.File.Text[line.Start:beside.Key.Span().Start]
	quoted := "'" + strings.ReplaceAll(option, "'", "''") + "'"
	f.Insert(line.Start, indent+"security_opt:"+f.File.EOL()+indent+"  - "+quoted+f.File.EOL())
}
