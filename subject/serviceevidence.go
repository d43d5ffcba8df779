package subject

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/windows"
)

// A Signal is one thing in a compose file that tells what a service runs on.
type Signal struct {
	OS     windows.OS
	Weight int // how certain it is, up to 100; the strongest of a service counts, and never the sum
	Evidence
}

// The weights of signals. What a Windows service does by mistake, such as a target without a drive, weighs less than what
// makes it one; keys that Windows refuses are no signal for Linux, since they are what rules look for.
const (
	weightStated   = 110 // x-winlint
	weightPlatform = 100
	weightPipe     = 95
	weightImage    = 90 // a repository, a target with a drive, a label, a placement, a user
	weightTag      = 80
	weightPosix    = 70 // a path of Linux: a mount's target, a program
	weightLinux    = 60 // a distribution in the image's name
	weightIsolated = 60 // isolation by a variable
	weightProgram  = 50
	weightGuess    = 50 // all that a file tells which this one may be laid over
	weightShell    = 40 // sh or bash
	weightWord     = 40 // a bare word in a tag that others use, too: windows, 1809
	weightOption   = 30
	weightNat      = 20

	weightStrong = 80 // from here on evidence is certain
	weightLeast  = 40 // below that it tells nothing
	weightSpread = 60 // from here on it tells of the other services of the file
)

// read is what a service tells by itself of the system it runs on, and what its networks tell, in no order.
func (r *signals) read() []Signal {
	r.stated()
	r.image()
	r.options()
	r.labels()
	r.placement()
	r.mounts()
	r.programs()
	r.networks()
	return r.found
}

type signals struct {
	doc     *compose.Document
	service *compose.Service
	set     func(key string) bool // reports whether a layer above this one sets the key
	found   []Signal
}

func (r *signals) tell(os windows.OS, weight int, at source.Span, format string, args ...any) {
	if os != windows.UnknownOS && weight > 0 {
		r.found = append(r.found, Signal{os, weight, Evidence{Text: fmt.Sprintf(format, args...), At: at}})
	}
}

// value is a scalar of the service as compose reads it, where its variables have defaults; the reader of it decides what
// to make of one that has none.
func (r *signals) value(keys ...string) (v *data.Value, text string, known bool) {
	v = r.service.Get(keys...)
	if r.set(keys[0]) || !v.Scalar() || v.Is(data.Null) {
		return nil, "", false
	}
	text, known = compose.Expand(v.Resolve().Text, windows.UnknownPart)
	return v, text, known
}

// stated takes what the file says for winlint: "x-winlint: {os: windows}" in the service or at the top.
func (r *signals) stated() {
	holders := []*data.Value{r.service.Entry.Value}
	for _, holder := range append(holders, r.doc.Roots...) {
		if os := holder.Get("x-winlint", "os"); os != nil {
			r.tell(windows.OSNamed(os.String()), weightStated, os.Span(), "x-winlint says %s", os.String())
			return
		}
	}
}

func (r *signals) image() {
	v, text, _ := r.value("image")
	if v == nil {
		return
	}
	image, ok := windows.ParseImage(text)
	if !ok {
		return
	}
	t := OfImage(image, v.Span())
	if t.OS == windows.UnknownOS {
		return
	}
	r.tell(t.OS, imageWeight(image, t), v.Span(), "%s", t.Why[0].Text)
}

// imageWeight tells how certain an image's name is.
func imageWeight(image *windows.Image, t Target) int {
	_, word := windows.OSOfName(image.Tag)
	switch {
	case t.OS == windows.Linux && t.Strong:
		return weightLinux
	case t.OS == windows.Linux:
		return weightOption
	case !t.Strong, word == "1809" && t.Edition == windows.UnknownEdition:
		return weightWord
	case image.OnlyWindows():
		return weightImage
	}
	return weightTag
}

// options reads the keys whose values are for one system.
func (r *signals) options() {
	if v, text, known := r.value("platform"); v != nil && known {
		os, _, _ := strings.Cut(text, "/")
		r.tell(windows.OSNamed(os), weightPlatform, v.Span(), "platform: %s", text)
	}
	if v, text, known := r.value("isolation"); v != nil {
		r.isolation(v, strings.ToLower(text), known)
	}
	for _, key := range [...]string{"cpu_count", "cpu_percent"} {
		if v := r.service.Get(key); v != nil {
			r.tell(windows.Windows, weightOption, v.Span(), "%s, which engines on Linux do not know", key)
		}
	}
	if v := r.service.Get("credential_spec"); v != nil {
		r.tell(windows.Windows, weightImage, v.Span(), "credential_spec")
	}
	for _, v := range r.service.Get("security_opt").List() {
		if strings.HasPrefix(v.String(), "credentialspec") {
			r.tell(windows.Windows, weightImage, v.Span(), "a credential spec in security_opt")
		}
	}
	for _, v := range r.service.Get("devices").List() {
		if device, _, _ := strings.Cut(v.String(), ":"); device == "/dev/kvm" || device == "/dev/net/tun" {
			r.tell(windows.Linux, weightImage, v.Span(), "the device %s", device)
		}
	}
	if v, text, _ := r.value("user"); v != nil && isWindowsUser(text) {
		r.tell(windows.Windows, weightImage, v.Span(), "the user %s", text)
	}
	if v, text, known := r.value("working_dir"); v != nil && known {
		r.path(v.Span(), "working_dir", text)
	}
}

// isolation is for Windows alone unless it is the default, which engines on Linux take, too.
func (r *signals) isolation(v *data.Value, text string, known bool) {
	variable := len(compose.Variables(v.Resolve().Text)) > 0
	switch {
	case text == "process" || text == "hyperv":
		weight := weightPlatform
		if variable {
			weight = weightIsolated
		}
		r.tell(windows.Windows, weight, v.Span(), "isolation: %s", text)
	case !known:
		r.tell(windows.Windows, weightIsolated, v.Span(), "isolation by a variable")
	}
}

func isWindowsUser(name string) bool {
	return windows.IsContainerUser(name) || strings.HasPrefix(strings.ToLower(name), `nt authority\`)
}

func (r *signals) labels() {
	for _, label := range compose.Pairs(r.service.Get("labels")) {
		if label.Name.String() == "com.microsoft.visualstudio.targetoperatingsystem" {
			r.tell(windows.OSNamed(label.Value.String()), weightImage, label.Span(), "the label of Visual Studio says %s", label.Value)
		}
	}
}

// placement reads the constraints of a swarm: "node.platform.os == windows".
func (r *signals) placement() {
	for _, v := range r.service.Get("deploy", "placement", "constraints").List() {
		key, value, found := strings.Cut(v.String(), "==")
		if found && strings.TrimSpace(key) == "node.platform.os" {
			r.tell(windows.OSNamed(strings.TrimSpace(value)), weightImage, v.Span(), "it is placed on nodes with %s", strings.TrimSpace(value))
		}
	}
}

// mounts reads where volumes are mounted. Where they come from tells nothing: Docker Desktop mounts folders of Windows into
// containers of Linux.
func (r *signals) mounts() {
	for _, m := range r.service.Mounts {
		target, known := compose.Expand(m.Target, windows.UnknownPart)
		switch {
		case m.Type == compose.Npipe:
			r.tell(windows.Windows, weightPipe, m.Span(), "a mount of type npipe")
		case !known && !windows.IsDrivePath(target):
		case engine.IsPipe(target):
			r.tell(windows.Windows, weightPipe, m.Target.Span(), "a pipe as a mount's target")
		case windows.IsDrivePath(target) && !isLetterAndPath(m):
			r.tell(windows.Windows, weightImage, m.Target.Span(), "a mount's target on a drive")
		case strings.HasPrefix(target, "/") && !strings.HasPrefix(target, "//"):
			r.tell(windows.Linux, weightPosix, m.Target.Span(), "a mount's target that is a path of Linux")
		}
	}
}

// isLetterAndPath reports whether a mount is "a:/data" in the short form: compose takes it for a path on a drive, and its
// author may have meant the volume "a".
func isLetterAndPath(m *compose.Mount) bool {
	return m.Short && m.Source.Len() == 0 && !strings.Contains(m.Target.String(), `\`)
}

// programs reads what is run.
func (r *signals) programs() {
	for _, c := range r.service.Commands {
		if len(c.Words) > 0 && !r.set(c.Key) {
			r.program(c)
		}
	}
}

// foreign is the programs that run the programs of Windows elsewhere, and those that run everywhere.
var foreign = []string{"wine", "wine64", "mono", "dotnet", "pwsh", "node", "java", "python", "python3"}

func (r *signals) program(c *compose.Command) {
	first := c.Words[0].String()
	at := c.Words[0].Span()
	name := strings.ToLower(path.Base(strings.ReplaceAll(first, `\`, "/")))
	switch {
	case isPosixPath(first):
		r.tell(windows.Linux, weightPosix, at, "the program %s", first)
		return
	case name == "sh" || name == "bash":
		r.tell(windows.Linux, weightShell, at, "the program %s", first)
		return
	case slices.Contains(foreign, name):
	case isWindowsProgram(name) || windows.IsDrivePath(first):
		r.tell(windows.Windows, weightProgram, at, "the program %s", first)
	}
	for _, w := range c.Words[1:] {
		switch s := w.String(); {
		case isPosixPath(s):
			r.tell(windows.Linux, weightPosix, w.Span(), "the path %s", s)
		case windows.IsDrivePath(s):
			r.tell(windows.Windows, weightProgram, w.Span(), "the path %s", s)
		}
	}
}

// isWindowsProgram reports whether a program is one of Windows by its name.
func isWindowsProgram(name string) bool {
	switch path.Ext(name) {
	case ".exe", ".ps1", ".bat", ".cmd":
		return true
	}
	return name == "cmd" || name == "powershell"
}

// isPosixPath reports whether a word is a path of Linux with two names at least. One name may be a switch: "/c".
func isPosixPath(s string) bool {
	first, _, found := strings.Cut(strings.TrimPrefix(s, "/"), "/")
	return found && strings.HasPrefix(s, "/") && len(first) > 1 && !strings.ContainsAny(first, `:=\`) && !strings.HasPrefix(s, "//")
}

func (r *signals) path(at source.Span, what, text string) {
	switch {
	case windows.IsDrivePath(text):
		r.tell(windows.Windows, weightProgram, at, "%s on a drive", what)
	case strings.HasPrefix(text, "/"):
		r.tell(windows.Linux, weightPosix, at, "%s, which is a path of Linux", what)
	}
}

// networks reads the network that a service is on where it says nothing else. The predefined network of Windows is called
// nat, but files that both systems share name it, too.
func (r *signals) networks() {
	if r.service.Get("networks") != nil || r.service.Get("network_mode") != nil || r.set("networks") || r.set("network_mode") {
		return
	}
	for _, n := range r.doc.Networks {
		if n.Name != "default" {
			continue
		}
		for _, v := range []*data.Value{n.Get("driver"), n.Get("name"), n.Get("external", "name")} {
			if v.String() == "nat" {
				r.tell(windows.Windows, weightNat, v.Span(), "the network nat")
			}
		}
	}
}

// aim is the system that signals tell together: the one with the strongest, and none where both are as strong.
func aim(found []Signal) (windows.OS, int) {
	weights := map[windows.OS]int{}
	for _, s := range found {
		weights[s.OS] = max(weights[s.OS], s.Weight)
	}
	switch onWindows, onLinux := weights[windows.Windows], weights[windows.Linux]; {
	case onWindows > onLinux && onWindows >= weightLeast:
		return windows.Windows, onWindows
	case onLinux > onWindows && onLinux >= weightLeast:
		return windows.Linux, onLinux
	}
	return windows.UnknownOS, 0
}
