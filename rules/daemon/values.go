package daemon

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/near"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/daemon"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

// values is the rules about the values of the keys.
var values = []*lint.Rule{
	{
		ID: "daemon-value-type", Summary: "A value in daemon.json has the wrong type", Topic: "daemon",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", Refs: []string{configSource, "https://pkg.go.dev/encoding/json#Unmarshal"},
		Check: lint.Each(valueType),
	},
	{
		ID: "daemon-value-refused", Summary: "dockerd does not start because of a value in daemon.json", Topic: "daemon",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			configSource, "moby/moby daemon/config/config_windows.go", "moby/moby daemon/listeners/listeners_windows.go",
			"moby/moby daemon/logger/factory.go",
		},
		Check: lint.Both{lint.Each(valueRefused), lint.Each(logOptions)},
	},
	{
		ID: "daemon-value-ignored", Summary: "A value in daemon.json has no effect on Windows", Topic: "daemon",
		Severity: lint.Info, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/graphdriver/windows/windows.go", "moby/moby daemon/daemon.go"},
		Check: lint.Each(valueIgnored),
	},
	{
		ID: "daemon-feature", Summary: "A feature of dockerd is experimental on Windows or has been removed", Topic: "daemon",
		Severity: lint.Info, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/image_store_choice.go", "moby/moby daemon/info_windows.go"},
		Check: lint.Each(feature),
	},
	{
		ID: "daemon-linux-path", Summary: "A Linux path in daemon.json moves Docker's data to an unexpected directory", Topic: "daemon",
		Severity: lint.Warning, Since: "0.1.0",
		Refs:  []string{"https://learn.microsoft.com/dotnet/standard/io/file-path-formats#traditional-dos-paths", configSource},
		Check: lint.Each(linuxPath),
	},
	{
		ID: "daemon-buildkit", Summary: "BuildKit in Docker Engine does not support RUN on Windows", Topic: "daemon",
		Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/build/buildkit/#buildkit-on-windows"},
		Check: lint.Each(buildkit),
	},
	{
		ID: "daemon-tcp-without-tls", Summary: "Anyone who can reach the port controls the engine", Topic: "daemon",
		Severity: lint.Warning, Risk: 8.8, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/engine/security/protect-access/", "moby/moby daemon/command/daemon.go"},
		Check: lint.Each(openPort),
	},
	{
		ID: "daemon-no-pipe", Summary: "The local `docker` command does not find the engine", Topic: "daemon",
		Severity: lint.Info, Fix: lint.Unsafe, Since: "0.1.0", Refs: []string{"moby/moby daemon/listeners/listeners_windows.go"},
		Check: lint.Each(noPipe),
	},
}

// valueType compares a value with what dockerd decodes it into. Null is fine for every key.
func valueType(p *lint.Pass, s *daemon.Setting) {
	key := engine.DaemonKeyNamed(s.Name())
	if key == nil || s.Value.Kind == data.Null || s.Value.Span().Len() == 0 {
		return
	}
	if !fits(s.Value, key.Shape) {
		f := mismatch(p, s, s.Value, key.Shape)
		if key.Shape == engine.StringsShape && s.Value.Kind == data.String {
			f.Insert(s.Value.Span().Start, "[").Insert(s.Value.Span().End, "]").AlsoChanges(s.Value)
		}
		return
	}
	for _, member := range members(s.Value) {
		if want := memberOf(key.Shape); member.Kind != data.Null && !fits(member, want) {
			f := mismatch(p, s, member, want)
			if s.Name() == "log-opts" && (member.Kind == data.Int || member.Kind == data.Bool) {
				f.Insert(member.Span().Start, `"`).Insert(member.Span().End, `"`).AlsoChanges(member)
			}
		}
	}
}

func mismatch(p *lint.Pass, s *daemon.Setting, v *data.Value, want engine.DaemonShape) *lint.Finding {
	name := s.Name()
	if v != s.Value && v.Key != nil {
		name = v.Key.Text.String()
	}
	kind := map[data.Kind]string{
		data.String: "string", data.Int: "number", data.Float: "number", data.Bool: "bool", data.Mapping: "object", data.Sequence: "array",
	}[v.Kind]
	what := "`" + name + "`"
	if v != s.Value && v.Key == nil {
		what = "Each item of " + what
	}
	f := p.Reportf(v, "%s must be %s, so %s", what, want, doesNotStart)
	if v.Kind == data.Int || v.Kind == data.Float {
		kind += " " + check.Brief(v.String())
	}
	if goType := want.GoType(); goType != "" {
		f.Notef("It fails with `cannot unmarshal %s into Go struct field …%s of type %s`.", kind, s.Name(), goType)
	}
	scalar := v.Kind != data.Mapping && v.Kind != data.Sequence
	switch {
	case want == engine.StringShape && scalar:
		return f.Helpf("Put it in quotes.")
	case want == engine.StringsShape && v.Kind == data.String:
		return f.Helpf("Put it in brackets.")
	}
	return f.Helpf("Write %s.", want)
}

func fits(v *data.Value, shape engine.DaemonShape) bool {
	switch shape {
	case engine.StringShape:
		return v.Kind == data.String
	case engine.BoolShape:
		return v.Kind == data.Bool
	case engine.IntShape:
		_, err := strconv.Atoi(v.String())
		return v.Kind == data.Int && err == nil
	case engine.StringsShape:
		return v.Kind == data.Sequence
	case engine.StringMapShape, engine.BoolMapShape, engine.ObjectShape:
		return v.Kind == data.Mapping
	}
	return true
}

// memberOf is what each member of a value must be.
func memberOf(shape engine.DaemonShape) engine.DaemonShape {
	switch shape {
	case engine.StringsShape, engine.StringMapShape:
		return engine.StringShape
	case engine.BoolMapShape:
		return engine.BoolShape
	}
	return engine.AnyShape
}

func members(v *data.Value) []*data.Value {
	list := v.Items
	for _, e := range v.Entries {
		list = append(list, e.Value)
	}
	return list
}

func valueRefused(p *lint.Pass, s *daemon.Setting) {
	if s.Value.Kind == data.Int {
		if says := engine.RefusedDaemonNumber(s.Name(), s.Value.String()); says != "" {
			p.Reportf(s.Value, "`%s` must not be negative, so %s", s.Name(), doesNotStart).Notef("It fails with `%s`.", says).Helpf("Remove it.")
		}
		return
	}
	for _, v := range s.Strings() {
		says := engine.RefusedDaemonValue(s.Name(), v.String())
		if says == "" || p.Unit.File.Slice(v.Span()) == "" {
			continue
		}
		f := p.Reportf(v, "`%s` is not a valid value of `%s` on Windows", check.Brief(v.String()), s.Name())
		f.Notef("dockerd does not start: `%s`.", check.Clip(says))
		if s.Name() == "log-driver" && p.Scope.Daemon.Setting("log-opts") == nil {
			f.Notef("No container with the default driver is created: `%s`.", says)
		}
		f.Helpf("%s", valueAdvice(s.Name(), v.String()))
	}
}

// valueAdvice is what to write instead of a value that dockerd rejects.
func valueAdvice(key, value string) string {
	switch key {
	case "dns":
		return "Write an IP address without a port."
	case "exec-opts":
		if strings.HasPrefix(strings.ToLower(value), "native.") {
			return "Remove it, because Windows does not have control groups."
		}
		return "Write `isolation=process` or `isolation=hyperv`."
	case "hosts":
		if strings.HasPrefix(value, `\\`) {
			return "Write `npipe://` before the name of the pipe, with slashes: `npipe:////./pipe/docker_engine`."
		}
		return "Write `npipe://` for the pipe of the engine, or an address such as `tcp://127.0.0.1:2375`."
	case "labels":
		return "Write `key=value`."
	case "log-driver":
		return "Use one of " + sentence(engine.LogDrivers(), "or") + "."
	case "log-format":
		return "Write `text` or `json`."
	case "log-level":
		if strings.EqualFold(value, "warning") {
			return "Write `warn`."
		}
		return "Use one of " + sentence(engine.LogLevels(), "or") + "."
	case "registry-mirrors":
		return "Write a URL that begins with `https://` and has no user, query or fragment."
	}
	return "Write the name of a host, with a port if it needs one, or a network such as `10.0.0.0/8`."
}

// logOptions looks at the options of the default logging driver.
func logOptions(p *lint.Pass, s *daemon.Setting) {
	if s.Name() != "log-opts" {
		return
	}
	driver := ""
	if d := p.Scope.Daemon.Setting("log-driver"); d != nil {
		driver = d.Value.String()
	}
	for _, e := range s.Value.Entries {
		if says := engine.RefusedLogOption(driver, e.Name()); says != "" {
			f := p.Reportf(e.Key, "The logging driver does not have the option `%s`", check.Brief(e.Name())).
				Notef("dockerd does not start: `failed to set log opts: %s`.", check.Clip(says))
			if likely := near.Only(e.Name(), []string{"max-size", "max-file", "compress", "labels", "mode", "max-buffer-size"}); likely != "" {
				f.Helpf("Write `%s`.", likely)
			} else {
				f.Helpf("Remove the option.")
			}
		}
	}
}

func valueIgnored(p *lint.Pass, s *daemon.Setting) {
	switch s.Name() {
	case "bridge":
		if v := s.Value.String(); s.Value.Kind == data.String && v != "" && v != "none" {
			remove(p.Reportf(s.Value, "`%s` has no effect, because `bridge` supports only `none` on Windows", check.Brief(v)).
				Notef("The default network of Docker Engine on Windows is `nat`, regardless of `bridge`.").
				Helpf("Remove it, or name the network when you start a container.").Unsafe(), s.Entry)
		}
	case "storage-opts":
		for _, v := range s.Strings() {
			if name, _, _ := strings.Cut(v.String(), "="); !strings.EqualFold(name, "size") {
				p.Reportf(v, "`%s` has no effect, because Windows supports only `size`", check.Brief(v.String())).
					Notef("The storage driver `windowsfilter` ignores every other option without a message.").
					Helpf("Write the size that you need, such as `size=50GB`, or remove it.").WithSeverity(lint.Warning)
			}
		}
	case "insecure-registries":
		for _, v := range s.Strings() {
			scheme := v.Text.Len() - len(strings.TrimPrefix(strings.TrimPrefix(v.String(), "http://"), "https://"))
			if scheme > 0 && engine.RefusedDaemonValue(s.Name(), v.String()) == "" {
				at := v.Text.SpanOf(0, scheme)
				p.Reportf(at, "The scheme of an insecure registry has no effect").
					Notef("dockerd removes it, and logs a warning.").Helpf("Write `%s`.", v.String()[scheme:]).Delete(at).AlsoChanges(v)
			}
		}
	}
}

// feature finds feature flags that are no mistake, but not what they seem.
func feature(p *lint.Pass, s *daemon.Setting) {
	if s.Name() != "features" {
		return
	}
	if e := s.Value.Entry("windows-dns-proxy"); e != nil && e.Value.Kind == data.Bool {
		remove(p.Reportf(e, "`windows-dns-proxy` has no effect since Docker 28").
			Notef("Since then, the engine always forwards DNS requests from containers.").
			Helpf("Remove it if no engine before 28 reads the file."), e)
	}
	if e := s.Value.Entry("containerd-snapshotter"); e != nil && e.Value.String() == "true" && s.Value.Get("buildkit").String() != "true" {
		p.Reportf(e, "The containerd image store is experimental on Windows").
			Notef("It is not the default there, not even in Docker 29. While it is on, the images and containers of the other store are hidden.").
			Helpf("Remove it unless you want to use this store.")
	}
}

// linuxPath looks at the directories that dockerd creates. Other paths may be on purpose without a drive.
func linuxPath(p *lint.Pass, s *daemon.Setting) {
	if s.Name() != "data-root" && s.Name() != "exec-root" {
		return
	}
	for _, v := range s.Strings() {
		if path := v.String(); len(path) > 1 && path[0] == '/' && path[1] != '/' {
			p.Reportf(v, "`%s` has no drive, so it is on the current drive of dockerd", check.Brief(path)).
				Notef("Windows reads it as `%s`. For a service, the current drive is the system drive.", check.Brief(strings.ReplaceAll(path, "/", `\`))).
				Helpf("Add the drive, as in `D:/docker`.")
		}
	}
}

func buildkit(p *lint.Pass, s *daemon.Setting) {
	if s.Name() != "features" || s.Value.Get("containerd-snapshotter").String() == "true" {
		return
	}
	e := s.Value.Entry("buildkit")
	if e == nil || e.Value.Kind != data.Bool || e.Value.String() != "true" {
		return
	}
	p.Reportf(e, "BuildKit in Docker Engine does not support RUN on Windows").
		Notef("dockerd logs that it is experimental. With the default image store, a build fails at its first RUN: `buildkit executor not implemented for windows`.").
		Helpf("Set it to `false`, and build with the classic builder or with a `buildkitd` that uses containerd.").
		Replace(e.Value, "false")
}

// openPort leaves out files that say that TLS is off on purpose.
func openPort(p *lint.Pass, s *daemon.Setting) {
	if s.Name() != "hosts" || p.Scope.Daemon.Setting("tls") != nil || p.Scope.Daemon.Setting("tlsverify") != nil {
		return
	}
	for _, v := range s.Strings() {
		if isOpen(v.String()) && engine.RefusedDaemonValue("hosts", v.String()) == "" {
			p.Reportf(v, "Anyone who can reach `%s` controls the engine", check.Brief(v.String())).
				Notef("The connection is not encrypted, and no certificate is needed. dockerd warns about this and waits 15 seconds at each start.").
				Helpf("Set `tlsverify`, `tlscacert`, `tlscert` and `tlskey`, or listen on `127.0.0.1`.")
		}
	}
}

// isOpen reports whether dockerd listens at an address that other machines reach.
func isOpen(host string) bool {
	scheme, rest, found := strings.Cut(strings.TrimSpace(host), "://")
	if !found {
		scheme, rest = "tcp", scheme
	}
	if scheme != "tcp" || rest == "" {
		return false
	}
	name := rest
	if i := strings.LastIndexByte(rest, ':'); i >= 0 {
		name = rest[:i]
	}
	name = strings.Trim(name, "[]")
	if address, err := netip.ParseAddr(name); err == nil {
		return !address.IsLoopback()
	}
	return !strings.EqualFold(name, "localhost")
}

func noPipe(p *lint.Pass, s *daemon.Setting) {
	if s.Name() != "hosts" || len(s.Value.Items) == 0 || s.Shadowed != nil {
		return
	}
	for _, v := range s.Strings() {
		if strings.HasPrefix(v.String(), "npipe:") || engine.RefusedDaemonValue("hosts", v.String()) != "" {
			return
		}
	}
	p.Reportf(s.Value, "Without `npipe://`, the local `docker` command does not find the engine").
		Notef("The command opens the pipe `//./pipe/docker_engine`, unless `DOCKER_HOST` or a context says otherwise.").
		Helpf("Add `npipe://` to the list.").
		Insert(s.Value.Items[len(s.Value.Items)-1].Span().End, `, "npipe://"`).AlsoChanges(source.At(s.Value.Span().End))
}
