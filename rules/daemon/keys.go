package daemon

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/near"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/daemon"
	"github.com/winlint/winlint/parser/data"
)

// keys is the rules about the keys of the file.
var keys = []*lint.Rule{
	{
		ID: "daemon-key-refused", Summary: "dockerd does not start because of a key in daemon.json", Topic: "daemon",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0", Refs: []string{configSource, flagsSource, referencePage},
		Check: refusedKeys{},
	},
	{
		ID: "daemon-key-ignored", Summary: "A key in daemon.json has no effect on Windows", Topic: "daemon",
		Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0", Refs: []string{configSource, flagsSource},
		Check: lint.Each(ignoredKey),
	},
	{
		ID: "daemon-key-twice", Summary: "A key is set twice in daemon.json", Topic: "daemon",
		Severity: lint.Warning, Since: "0.1.0", Refs: []string{configSource, "https://pkg.go.dev/encoding/json#Unmarshal"},
		Check: lint.Each(keyTwice),
	},
}

// refusedKeys is the check for keys that dockerd does not have, and the table of those that it has on Linux.
type refusedKeys struct{}

// Check reports a key that dockerd on Windows rejects.
func (refusedKeys) Check(p *lint.Pass, n lint.Placed) {
	s, ok := n.(*daemon.Setting)
	if !ok {
		return
	}
	key := engine.DaemonKeyNamed(s.Name())
	switch {
	case key == nil:
		f := p.Reportf(s.Key, "dockerd rejects the unknown key `%s` and does not start", s.Name())
		f.Notef("dockerd fails with `%s%s`.", engine.RefusesDaemonKey, s.Name())
		if near := nearest(s.Name()); near != "" {
			f.Helpf("Write `%s`.", near).Replace(s.Key, `"`+near+`"`).AlsoChanges(s.Value)
			return
		}
		help := "Remove `%s`."
		if strings.HasPrefix(s.Name(), "_") || strings.Contains(s.Name(), "comment") {
			help += " The file cannot contain comments."
		}
		remove(f.Helpf(help, s.Name()), s.Entry)
	case key.Support == engine.Refused:
		reportRefused(p, s, key)
	}
}

// Rows is the keys that dockerd has on Linux only, and those that older versions reject.
func (refusedKeys) Rows() (head []string, rows [][]string) {
	for _, name := range engine.DaemonKeys(engine.Refused) {
		key := engine.DaemonKeyNamed(name)
		on := "no current version"
		if key.Linux {
			on = "Linux"
		}
		if key.Until != "" {
			on = "all systems before " + key.Until
		}
		rows = append(rows, []string{"`" + name + "`", on})
	}
	for _, name := range engine.DaemonKeys(engine.Works) {
		if since := engine.DaemonKeyNamed(name).Since; since != "" {
			rows = append(rows, []string{"`" + name + "`", "all systems since " + since})
		}
	}
	return []string{"key", "accepted on"}, rows
}

func reportRefused(p *lint.Pass, s *daemon.Setting, key *engine.DaemonKey) {
	who := "dockerd"
	if key.Linux {
		who = "dockerd on Windows"
	}
	f := p.Reportf(s.Key, "%s rejects the key `%s` and does not start", who, key.Name)
	says := key.Says
	if says == "" {
		says = engine.RefusesDaemonKey + key.Name
	}
	switch {
	case key.Until != "":
		f.Notef("Since Docker %s, dockerd fails with `%s`.", key.Until, says)
	default:
		f.Notef("dockerd fails with `%s`, regardless of the value.", says)
	}
	if key.Instead != "" {
		f.Helpf("Write `%s`.", key.Instead).Replace(s.Key, `"`+key.Instead+`"`).AlsoChanges(s.Value)
		return
	}
	remove(f.Helpf("Remove `%s`.", key.Name), s.Entry)
}

// nearest is the key that a misspelled one was meant to be; "" if none is near.
func nearest(name string) string {
	known := engine.DaemonKeys(engine.Works)
	plain := strings.ReplaceAll(strings.ToLower(name), "_", "-")
	if slices.Contains(known, plain) {
		return plain
	}
	return near.Only(plain, known)
}

// ignoredKey leaves out values that change nothing.
func ignoredKey(p *lint.Pass, s *daemon.Setting) {
	key := engine.DaemonKeyNamed(s.Name())
	if key == nil || key.Support != engine.Ignored || isDefault(s) {
		return
	}
	f := p.Reportf(s.Key, "`%s` has no effect in daemon.json", key.Name).Notef("%s", key.Why)
	if key.Instead != "" {
		f.Helpf("Write `%s`.", key.Instead)
		if twice := p.Scope.Daemon.Setting(key.Instead); twice == nil {
			f.Replace(s.Key, `"`+key.Instead+`"`).AlsoChanges(s.Value)
		} else {
			f.Relate(twice.Key, "dockerd reads this key")
		}
		return
	}
	if key.Shape != engine.AnyShape {
		f.WithSeverity(lint.Info)
	}
	remove(f.Helpf("Remove `%s`.", key.Name), s.Entry)
}

// isDefault reports whether a value is the one that dockerd has anyway.
func isDefault(s *daemon.Setting) bool {
	value := s.Value.String()
	return s.Value.Kind == data.Null || s.Name() == "mtu" && (value == "0" || value == "1500" || strings.HasPrefix(value, "-"))
}

func keyTwice(p *lint.Pass, s *daemon.Setting) {
	if s.Shadowed == nil || s.Name() == "log-opts" { // dockerd merges those
		return
	}
	file := p.Unit.File
	f := p.Reportf(s.Shadowed.Key, "`%s` is set twice, so this value has no effect", s.Name()).
		Notef("dockerd uses only the last value, and does not merge lists or print a warning.").
		Helpf("Remove one of the two `%s` keys.", s.Name()).Relate(s.Key, "set again here")
	if file.Slice(s.Value.Span()) == file.Slice(s.Shadowed.Value.Span()) {
		f.WithSeverity(lint.Info)
	}
}
