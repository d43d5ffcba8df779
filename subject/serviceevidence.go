package subject

import (
	"strings"

	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject/evidence"
	"github.com/winlint/winlint/windows"
)

// A serviceReader says what it sees in a service.
type serviceReader struct {
	doc     *compose.Document
	service *compose.Service
	mirrors windows.Mirrors
	set     func(key string) bool // reports whether a layer above this one sets the key
	found   evidence.List
}

// read is what a service itself says about the system that it runs on, and what its networks say. What a Windows service does by
// mistake, such as a key that Windows refuses, tells nothing: it is what rules look for.
func (r *serviceReader) read() evidence.List {
	r.stated()
	r.image()
	r.options()
	r.devices()
	r.labels()
	r.placement()
	r.mounts()
	for _, c := range r.service.Commands {
		if len(c.Words) > 0 && !r.set(c.Key) {
			r.program(c)
		}
	}
	r.networks()
	return r.found
}

// value is a scalar of the service as compose reads it, where its variables have defaults; the reader of it decides what
// to make of one that has none.
func (r *serviceReader) value(keys ...string) (v *data.Value, text string, known bool) {
	v = r.service.Get(keys...)
	if r.set(keys[0]) || !v.Scalar() || v.Is(data.Null) {
		return nil, "", false
	}
	text, known = compose.Expand(v.Resolve().Text, windows.UnknownPart)
	return v, text, known
}

// saw takes a value of which all is known that the table looks at.
func (r *serviceReader) saw(kind evidence.Kind, what, value string, at source.Span) {
	r.found.Saw(kind, value, what+" "+value, at)
}

// stated takes what the file says for winlint: "x-winlint: {os: windows}" in the service or at the top.
func (r *serviceReader) stated() {
	holders := []*data.Value{r.service.Entry.Value}
	for _, holder := range append(holders, r.doc.Roots...) {
		if os := holder.Get("x-winlint", "os"); os != nil {
			r.saw(evidence.UserStated, "x-winlint says", strings.ToLower(os.String()), os.Span())
			return
		}
	}
}

func (r *serviceReader) image() {
	v, text, _ := r.value("image")
	if v == nil {
		return
	}
	if image, ok := r.mirrors.Parse(text); ok {
		r.found.SawImage(image, v.Span())
	}
}

// options reads the keys whose values are for one system.
func (r *serviceReader) options() {
	if v, text, known := r.value("platform"); v != nil && known {
		r.saw(evidence.Platform, "platform:", text, v.Span())
	}
	if v, text, known := r.value("isolation"); v != nil {
		r.isolation(v, text, known)
	}
	for _, key := range [...]string{"cpu_count", "cpu_percent"} {
		if v := r.service.Get(key); v != nil {
			r.found.Saw(evidence.ProcessorOption, key, key+", which Linux engines do not support", v.Span())
		}
	}
	if v := r.service.Get("credential_spec"); v != nil {
		r.found.Saw(evidence.CredentialSpec, "", "credential_spec", v.Span())
	}
	for _, v := range r.service.Get("security_opt").List() {
		if strings.HasPrefix(v.String(), "credentialspec") {
			r.found.Saw(evidence.CredentialSpec, "", "a credential spec in security_opt", v.Span())
		}
	}
	if v, text, _ := r.value("user"); v != nil {
		r.saw(evidence.User, "the user", text, v.Span())
	}
	if v, text, _ := r.value("working_dir"); v != nil {
		r.saw(evidence.Workdir, "the path", text, v.Span())
	}
	if v, text, known := r.value("build", "dockerfile"); v != nil && known {
		sawFileName(&r.found, text, v.Span())
	}
}

// isolation is for Windows alone unless it is the default, which engines on Linux take, too. A default of a variable is what
// the author runs, and not more.
func (r *serviceReader) isolation(v *data.Value, text string, known bool) {
	if len(compose.Variables(v.Resolve().Text)) == 0 {
		r.saw(evidence.Isolation, "isolation:", text, v.Span())
	} else if !known || !strings.EqualFold(text, "default") {
		r.found.Saw(evidence.IsolationUnknown, text, "isolation that a variable sets", v.Span())
	}
}

func (r *serviceReader) devices() {
	for _, v := range r.service.Get("devices").List() {
		device, _, _ := strings.Cut(v.String(), ":")
		r.saw(evidence.Device, "the device", device, v.Span())
	}
}

func (r *serviceReader) labels() {
	for _, label := range compose.Pairs(r.service.Get("labels")) {
		if label.Name.String() == "com.microsoft.visualstudio.targetoperatingsystem" {
			r.saw(evidence.Label, "the Visual Studio label", label.Value.String(), label.Span())
		}
	}
}

// placement reads the constraints of a swarm: "node.platform.os == windows".
func (r *serviceReader) placement() {
	for _, v := range r.service.Get("deploy", "placement", "constraints").List() {
		key, value, found := strings.Cut(v.String(), "==")
		if found && strings.TrimSpace(key) == "node.platform.os" {
			r.saw(evidence.Placement, "placement on nodes with", strings.TrimSpace(value), v.Span())
		}
	}
}

// mounts reads where volumes are mounted. Where they come from tells nothing: Docker Desktop mounts directories of Windows
// into containers of Linux.
func (r *serviceReader) mounts() {
	for _, m := range r.service.Mounts {
		target, _ := compose.Expand(m.Target, windows.UnknownPart)
		spec := m.Value.Resolve().Text.String()
		switch {
		case m.Type == compose.Npipe:
			r.found.Saw(evidence.PipeMount, "", "a mount of type npipe", m.Span())
		case m.Short && isVolumeOfLetter(spec):
		default:
			r.saw(evidence.MountTarget, "the mount's target", target, m.Target.Span())
		}
	}
}

// isVolumeOfLetter reports whether the short form of a mount can be a volume whose name is one letter: "d:/data" may be that
// volume at /data, or the path of a drive.
func isVolumeOfLetter(spec string) bool {
	return windows.IsDrivePath(spec) && !strings.ContainsAny(spec[2:], `:\`)
}

func (r *serviceReader) program(c *compose.Command) {
	first := c.Words[0]
	r.saw(evidence.Program, "the program", first.String(), first.Span())
	for _, w := range c.Words[1:] {
		r.saw(evidence.Argument, "the argument", w.String(), w.Span())
	}
}

// networks reads the networks that the service is on.
func (r *serviceReader) networks() {
	if r.set("networks") || r.set("network_mode") {
		return
	}
	for _, n := range r.doc.Networks {
		if !usesNetwork(r.service, n.Name) {
			continue
		}
		if v := n.Get("driver"); v != nil {
			r.saw(evidence.NetworkDriver, "the network driver", v.String(), v.Span())
		}
		for _, v := range []*data.Value{n.Get("name"), n.Get("external", "name")} {
			r.saw(evidence.Network, "the network", v.String(), n.Span())
		}
	}
}
