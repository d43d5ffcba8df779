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
		ID: "daemon-value-ignored", Summary: "A value in daemon.json has no effect", Topic: "daemon",
		Severity: lint.Info, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/graphdriver/windows/windows.go", "moby/moby daemon/daemon.go"},
		Check: lint.Each(valueIgnored),
	},
	{
		ID: "daemon-feature", Summary: "A feature in daemon.json is experimental on Windows or has been removed", Topic: "daemon",
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
		ID: "daemon-tcp-without-tls", Summary: "Anyone who can reach the port can control Docker Engine", Topic: "daemon",
		Severity: lint.Warning, Risk: 8.8, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/engine/security/protect-access/", "moby/moby daemon/command/daemon.go"},
		Check: lint.Each(openPort),
	},
	{
		ID: "daemon-no-pipe", Summary: "The local `docker` command cannot connect to the engine", Topic: "daemon",
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

// kindInWords is what a value is.
var kindInWords = map[data.Kind]string{
	data.String: "a string", data.Int: "a number", data.Float: "a decimal number", data.Bool: "a Boolean", data.Mapping: "an object",
	data.Sequence: "an array", data.Null: "`null`",
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
	f := p.Reportf(v, "%s must be %s instead of %s, so %s", what, want, kindInWords[v.Kind], doesNotStart)
	if v.Kind == data.Int || v.Kind == data.Float {
		kind += " " + check.Brief(v.String())
	}
	if goType := want.GoType(); goType != "" {
		f.Notef("dockerd fails with `cannot unmarshal %s into Go struct field …%s of type %s`.", kind, s.Name(), goType)
	}
	scalar := v.Kind != data.Mapping && v.Kind != data.Sequence
	switch {
	case want == engine.StringShape && scalar:
		return f.Helpf("Write `%q`.", v.String())
	case want == engine.StringsShape && v.Kind == data.String:
		return f.Helpf("Write `[%s]`.", p.Unit.File.Slice(v.Span()))
	}
	if _, err := strconv.Atoi(v.String()); want == engine.IntShape && err == nil ||
		want == engine.BoolShape && (v.String() == "true" || v.String() == "false") {
		return f.Helpf("Write `%s` without quotes.", v)
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
			p.Reportf(s.Value, "`%s` must not be negative, so %s", s.Name(), doesNotStart).Notef("dockerd fails with `%s`.", says).Helpf("Remove `%s`, or write a number that is not negative.", s.Name())
		}
		return
	}
	for _, v := range s.Strings() {
		says := engine.RefusedDaemonValue(s.Name(), v.String())
		if says == "" || p.Unit.File.Slice(v.Span()) == "" {
			continue
		}
		on := ""
		if s.Name() == "exec-opts" || s.Name() == "log-driver" { // dockerd accepts other values on Linux
			on = " on Windows"
		}
		f := p.Reportf(v, "`%s` is not a valid value for `%s`%s", check.Brief(v.String()), s.Name(), on)
		f.Notef("dockerd does not start: `%s`.", check.Clip(says))
		if s.Name() == "log-driver" && p.Scope.Daemon.Setting("log-opts") == nil {
			f.Notef("dockerd starts, but cannot create a container that uses the default driver: `%s`.", says)
		}
		f.Helpf("%s", valueAdvice(s.Name(), v.String()))
	}
}

// valueAdvice is what to write instead of a value that dockerd rejects.
func valueAdvice(key, value string) string {
	switch key {
	case "dns":
		if host, _, found := strings.Cut(value, ":"); found && strings.Count(value, ":") == 1 {
			return "Write `" + host + "`, without a port."
		}
		return "Write an IP address without a port."
	case "exec-opts":
		if strings.HasPrefix(strings.ToLower(value), "native.") {
			return "Remove the option. Windows does not have control groups."
		}
		return "Write `isolation=process` or `isolation=hyperv`."
	case "hosts":
		if strings.HasPrefix(value, `\\`) {
			return "Write `npipe://" + strings.ReplaceAll(value, `\`, "/") + "`."
		}
		if _, address, found := strings.Cut(value, "://"); found && strings.HasPrefix(value, "http") {
			return "Write `tcp://" + address + "`."
		}
		return "Write `npipe://` for the default pipe, or an address such as `tcp://127.0.0.1:2375`."
	case "labels":
		return "Write a key and a value, such as `" + value + "=yes`."
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
		if !strings.Contains(value, ":/") {
			return "Write `https://" + value + "`."
		}
		return "Write a URL without a user, query or fragment, such as `https://mirror.example.com`."
	}
	return "Write a host name with an optional port, or a network such as `10.0.0.0/8`."
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
			f := p.Reportf(e.Key, "The logging driver does not support the option `%s`", check.Brief(e.Name())).
				Notef("dockerd does not start: `failed to set log opts: %s`.", check.Clip(says))
			if likely := near.Word(e.Name(), []string{"max-size", "max-file", "compress", "labels", "mode", "max-buffer-size"}); likely != "" {
				f.Helpf("Write `%s`.", likely)
			} else {
				f.Helpf("Remove `%s`.", e.Name())
			}
		}
	}
}

// storageAdvice is what to write instead of an option that the storage driver ignores: "size=60G" for "overlay2.size=60G".
func storageAdvice(option string) string {
	name, value, _ := strings.Cut(option, "=")
	if strings.HasSuffix(name, ".size") && value != "" {
		return "Write `size=" + value + "`."
	}
	return "Remove `" + option + "`."
}

func valueIgnored(p *lint.Pass, s *daemon.Setting) {
	switch s.Name() {
	case "bridge":
		if v := s.Value.String(); s.Value.Kind == data.String && v != "" && v != "none" {
			remove(p.Reportf(s.Value, "`%s` has no effect, because `bridge` supports only `none` on Windows", check.Brief(v)).
				Notef("The `bridge` key does not select a network. The default network of Docker Engine on Windows is `nat`.").
				Helpf("Remove `bridge`. To use another network, start containers with `--network`.").Unsafe(), s.Entry)
		}
	case "storage-opts":
		for _, v := range s.Strings() {
			if name, _, _ := strings.Cut(v.String(), "="); !strings.EqualFold(name, "size") {
				p.Reportf(v, "`%s` has no effect, because the Windows storage driver supports only `size`", check.Brief(v.String())).
					Notef("The storage driver `windowsfilter` ignores other options without a warning.").
					Helpf("%s", storageAdvice(v.String())).WithSeverity(lint.Warning)
			}
		}
	case "insecure-registries":
		for _, v := range s.Strings() {
			scheme := v.Text.Len() - len(strings.TrimPrefix(strings.TrimPrefix(v.String(), "http://"), "https://"))
			if scheme > 0 && engine.RefusedDaemonValue(s.Name(), v.String()) == "" {
				at := v.Text.SpanOf(0, scheme)
				p.Reportf(at, "`%s` has no effect in `insecure-registries`", v.String()[:scheme]).
					Notef("dockerd removes the scheme and logs a warning.").Helpf("Write `%s`.", v.String()[scheme:]).Delete(at).AlsoChanges(v)
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
			Notef("Docker 28 and later always forwards DNS requests from containers.").
			Helpf("Remove `windows-dns-proxy`, unless an engine before Docker 28 reads the file."), e)
	}
	if e := s.Value.Entry("containerd-snapshotter"); e != nil && e.Value.String() == "true" && s.Value.Get("buildkit").String() != "true" {
		p.Reportf(e, "The containerd image store is experimental on Windows").
			Notef("It is not the default on Windows, even in Docker 29, and it hides the images and containers of the default store.").
			Helpf("Remove `containerd-snapshotter`, unless you want to use the containerd image store.")
	}
}

// linuxPath looks at the directories that dockerd creates. Other paths may be on purpose without a drive.
func linuxPath(p *lint.Pass, s *daemon.Setting) {
	if s.Name() != "data-root" && s.Name() != "exec-root" {
		return
	}
	for _, v := range s.Strings() {
		if path := v.String(); len(path) > 1 && path[0] == '/' && path[1] != '/' {
			p.Reportf(v, "`%s` does not include a drive, so dockerd uses its current drive", check.Brief(path)).
				Notef("Windows reads the path as `%s`. For a service, the current drive is the system drive.", check.Brief(strings.ReplaceAll(path, "/", `\`))).
				Helpf("Write the drive, for example `C:%s`.", path)
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
		Notef("On Windows, the BuildKit in Docker Engine is experimental. With the default image store, a build fails at its first RUN: `buildkit executor not implemented for windows`.").
		Helpf("Set `buildkit` to `false` to use the classic builder, or run a separate `buildkitd` with containerd.").
		Replace(e.Value, "false")
}

// openPort leaves out files that say that TLS is off on purpose.
func openPort(p *lint.Pass, s *daemon.Setting) {
	if s.Name() != "hosts" || p.Scope.Daemon.Setting("tls") != nil || p.Scope.Daemon.Setting("tlsverify") != nil {
		return
	}
	for _, v := range s.Strings() {
		if isOpen(v.String()) && engine.RefusedDaemonValue("hosts", v.String()) == "" {
			p.Reportf(v, "Anyone who can reach `%s` can control Docker Engine", check.Brief(v.String())).
				Notef("The connection is not encrypted, and clients do not need a certificate. dockerd logs a warning and waits 15 seconds at every start.").
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
	p.Reportf(s.Value, "Without `npipe://`, the local `docker` command cannot connect to the engine").
		Notef("The command uses the pipe `//./pipe/docker_engine`, unless `DOCKER_HOST` or a Docker context sets another address.").
		Helpf("Add `npipe://` to `hosts`.").
		Insert(s.Value.Items[len(s.Value.Items)-1].Span().End, `, "npipe://"`).AlsoChanges(source.At(s.Value.Span().End))
}
