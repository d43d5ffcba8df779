package container

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject/setting"
)

// What Compose makes of secrets and configs, and what the local driver of volumes takes.
var storage = []*lint.Rule{
	{
		ID:      "file-secret",
		Summary: "Compose mounts secrets and configs as files, which Windows does not support", Topic: "mounts",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			composeCreate, check.MountParserSource, "https://github.com/docker/compose/issues/10817",
			"https://github.com/docker/docs/pull/25541",
		},
		Check: lint.Each(fileSecret),
	},
	{
		ID: "local-volume-options", Summary: "The `local` volume driver does not support options on Windows", Topic: "mounts",
		Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/volume/local/local_windows.go", "https://docs.docker.com/reference/cli/docker/volume/create/"},
		Check: lint.Owners("volumes", localVolumeOptions),
	},
	{
		ID: "mount-over-system", Summary: "A mount hides files in the image", Topic: "mounts",
		Severity: lint.Info, Since: "0.1.0",
		Refs: []string{
			"https://docs.docker.com/reference/cli/docker/container/run/#volume", "https://github.com/moby/moby/issues/20127",
		},
		Check: lint.Mounts(mountOverSystem),
	},
}

// fileSecret leaves stacks alone, in which secrets and configs work, and those that come from a variable or from the file
// itself, which Compose copies into the container.
func fileSecret(p *lint.Pass, s *compose.Service) {
	if p.InStack() {
		return
	}
	for _, kind := range [...]struct {
		key, what, directory string
		declared             []*compose.Resource
	}{
		{"secrets", "secret", "/run/secrets/", p.Unit.Compose.Secrets},
		{"configs", "config", "/", p.Unit.Compose.Configs},
	} {
		for _, item := range s.Get(kind.key).List() {
			source, onto := item, ""
			if item.Is(data.Mapping) {
				source, onto = item.Get("source"), item.Get("target").String()
			}
			name := source.String()
			file := hostFile(kind.declared, name)
			if file == nil || strings.Contains(onto, "$") {
				continue
			}
			reportFileSecret(p, item, file, kind.what+" `"+check.Brief(name)+"`", secretTarget(kind.directory, name, onto))
		}
	}
}

// hostFile is the file or directory of the host that a secret or config of this file is; nil if it is not one.
func hostFile(declared []*compose.Resource, name string) *data.Value {
	for _, r := range declared {
		if r.Name == name && r.Get("environment") == nil && r.Get("content") == nil {
			return r.Get("file")
		}
	}
	return nil
}

// secretTarget is where Compose mounts a secret or config.
func secretTarget(directory, name, onto string) string {
	switch {
	case onto == "":
		return directory + name
	case strings.HasPrefix(onto, "/") || engine.IsMountTarget(onto):
		return onto
	}
	return directory + onto
}

// reportFileSecret is silent about a directory that is mounted onto a path of Windows, which is a bind mount like any other.
func reportFileSecret(p *lint.Pass, at lint.Placed, file *data.Value, subject, onto string) {
	const help = "Mount the directory that contains the file as a volume, or deploy the services with `docker stack deploy`."
	from := file.String()
	switch {
	case !engine.IsMountTarget(onto):
		p.Reportf(at, "Compose mounts the %s at `%s`, which is not a Windows path", subject, check.Brief(onto)).
			Notef("Docker Engine rejects the mount: `invalid mount config for type \"bind\": invalid mount path: '%s'`.", onto).Helpf(help)
	case len(compose.Variables(file.Text)) == 0 && p.Unit.Beside(from) != nil:
		p.Reportf(at, "Compose mounts the %s as a file, which Windows does not support", subject).
			Notef("Docker Engine rejects the mount: `invalid mount config for type \"bind\": source path must be a directory`.").Helpf(help)
	case namesFile(from):
		p.Reportf(at, "The source of the %s, `%s`, looks like a file, which Windows cannot mount", subject, check.Brief(from)).
			Notef("If it is a file, Docker Engine rejects the mount: `invalid mount config for type \"bind\": source path must be a directory`.").
			Helpf(help).WithSeverity(lint.Warning)
	}
}

// localVolumeOptions is about the driver that volumes have if they name none.
func localVolumeOptions(p *lint.Pass, owner parser.Node) {
	driver := setting.Last(owner, "volumes.*.driver")
	if driver != nil && (!driver.Known || driver.Text != "" && driver.Text != "local") {
		return
	}
	for _, s := range setting.Of(owner) {
		if s.Key.Path == "volumes.*.driver_opts" && !s.Empty() {
			p.Reportf(s.Label, "The `local` volume driver does not support options on Windows").
				Notef("Docker Engine does not create the volume: `options are not supported on this platform`.").
				Helpf("Mount the host directory directly. For a network share, map a drive on the host with `New-SmbGlobalMapping`, and mount that drive.")
			return
		}
	}
}

// systemDirectories is what Windows images have on their drive.
var systemDirectories = []string{"c:/inetpub",
	"c:/program files", "c:/program files (x86)", "c:/programdata", "c:/users", "c:/windows"}

func mountOverSystem(p *lint.Pass, m *setting.Mount) {
	onto := strings.TrimSuffix(strings.ToLower(backToSlash(m.Target.Pattern)), "/")
	if slices.Contains(systemDirectories, onto) && (m.Type == compose.Bind || m.Type == compose.Volume) {
		p.Reportf(m.Target, "The mount hides the files that the image has in `%s`", check.Brief(m.Target.String())).
			Notef("On Windows, the target of a mount should be a new or empty directory.").Helpf("Mount to a new directory, such as `C:\\data`.")
	}
}
