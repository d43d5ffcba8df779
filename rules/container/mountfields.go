package container

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/near"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
)

var mountFields = []*lint.Rule{
	{
		ID: "mount-field", Summary: "The Docker CLI rejects a field of `--mount`", Topic: "mounts",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{"docker/cli opts/mount.go", check.MountParserSource},
		Check: dockerCommands(mountFieldsOf, "run", "create"),
	},
}

// mountFieldsOf looks at each --mount whose fields can be told apart: none is in double quotes of CSV.
func mountFieldsOf(p *lint.Pass, c *docker.Command) {
	for _, o := range c.Options {
		if o.Name != "mount" || o.Value.Arg == nil || strings.Contains(o.Value.Pattern, `"`) {
			continue
		}
		m := docker.ReadMount(o)
		if !wrongField(p, m) && o.Value.Known() {
			missingField(p, o, m)
		}
	}
}

// wrongField reports the first field that the CLI rejects.
func wrongField(p *lint.Pass, m *docker.Mount) bool {
	for _, field := range m.Fields {
		if !field.Known() {
			continue
		}
		says := engine.RefusedMountField(field.String())
		if says == "" {
			continue
		}
		f := p.Reportf(field, "`%s` is not a valid field of `--mount`", check.Brief(strings.TrimSpace(field.String()))).
			Notef("The Docker CLI fails with `%s`.", check.Clip(says))
		correct(f, field, m)
		return true
	}
	return false
}

// correct says how a field is written. Spaces go from all fields at once.
func correct(f *lint.Finding, field docker.Word, m *docker.Mount) {
	key, value, found := strings.Cut(field.String(), "=")
	trimmed := strings.TrimSpace(key)
	likely := near.Only(strings.ToLower(trimmed), longKeys())
	switch {
	case trimmed != key:
		f.Message = "`--mount` does not allow spaces around `" + check.Brief(trimmed) + "`"
		f.Helpf("Remove the spaces around the keys.")
		for _, other := range m.Fields {
			if blanks := len(other.Pattern) - len(strings.TrimLeft(other.Pattern, " \t")); blanks > 0 {
				f.Delete(other.SpanOf(0, blanks)).AlsoChanges(other)
			}
		}
	case likely != "" && likely != trimmed:
		f.Helpf("Write `%s`.", likely).Unsafe().Replace(field.SpanOf(0, len(key)), likely)
	case !found && m.Target.Arg == nil && engine.IsMountTarget(key):
		f.Helpf("Write `target=%s`.", key)
	case !found:
		f.Helpf("Write the field as `key=value`.")
	case strings.HasPrefix(engine.RefusedMountField(field.String()), "invalid value"):
		f.Helpf("Write %s.", booleans(key, value))
	default:
		f.Helpf("Remove `%s`.", check.Brief(field.String()))
	}
}

// booleans is how a field is written whose value is not a boolean: by what the value means, or both ways.
func booleans(key, value string) string {
	switch strings.ToLower(value) {
	case "yes", "on":
		return "`" + key + "=true`"
	case "no", "off":
		return "`" + key + "=false`"
	}
	return "`" + key + "=true` or `" + key + "=false`"
}

// longKeys is the keys of --mount without the short ones, which almost every word is near to.
func longKeys() []string {
	return slices.DeleteFunc(engine.MountKeys(), func(key string) bool { return len(key) < 4 })
}

// exampleSource is a source of a bind mount or of the mount of a pipe.
func exampleSource(kind string) string {
	if kind == compose.Npipe {
		return enginePipe
	}
	return `C:\app`
}

// missingField reports a mount without the source or the target that it needs.
func missingField(p *lint.Pass, o *docker.Option, m *docker.Mount) {
	switch {
	case m.Target.Arg == nil:
		p.Reportf(o.Value, "The mount does not have a target").Notef("The Docker CLI fails with `target is required`.").Helpf("Add a target, such as `target=C:\\app`.")
	case m.Source.Arg == nil && (m.Type == compose.Bind || m.Type == compose.Npipe):
		p.Reportf(o.Value, "The mount does not have a source").
			Notef("Docker Engine does not create the container: `invalid mount config for type \"%s\": field Source must not be empty`.", m.Type).
			Helpf("Add the path on the host, such as `source=%s`.", exampleSource(m.Type))
	}
}
