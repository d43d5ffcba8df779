package target

import (
	"slices"
	"strings"
)

// A family is a set of repositories whose images have much in common.
type family struct {
	repositories []string // with the registry; "*" at the end stands for any rest, "*/" in front for any registry or owner
	os           OS       // of every image; UnknownOS where the tag tells
	fixed        bool     // no word of the tag changes os
	byTag        bool     // published for several operating systems: any release in the tag tells Windows
	plain        OS       // of an image whose tag does not tell, where nothing else in the file tells either
	edition      Edition  // of every image
	insider      bool     // previews: their release is none of those known
	tagless      Release  // of an image without a tag
	configs      []config // the first that fits holds
}

// A config is what the images of a family bring that a condition holds for.
type config struct {
	edition  Edition   // UnknownEdition: any
	releases []Release // empty: any
	shell    []string  // noShell: the builder's own; nil: not known
	user     string    // "": not known
	bare     bool      // its configuration sets no environment variable
	workdir  string    // "": not known
}

const (
	administrator = "ContainerAdministrator"
	nanoUser      = "ContainerUser"
)

// The shells that published images set, by the Dockerfiles of the projects that publish them.
var (
	noShell    = []string{"cmd", "/S", "/C"} // what both builders use on Windows where nothing is set
	stop       = []string{"powershell", "-Command", "$ErrorActionPreference = 'Stop';"}
	stopSilent = []string{
		"powershell", "-Command", "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';",
	}
)

var (
	since1709 = []Release{V1709, V1803, LTSC2019, V1903, V1909, V2004, V20H2, LTSC2022, LTSC2025}
	until2004 = []Release{LTSC2016, V1709, V1803, LTSC2019, V1903, V1909, V2004}
	since20H2 = []Release{V20H2, LTSC2022, LTSC2025}
)

// Nano Server runs as ContainerUser since 1709 (container-base-images.md of Microsoft's documentation); the image of
// 2016 ran as administrator.
var nanoBase = []config{
	{releases: []Release{LTSC2016}, shell: noShell, user: administrator, bare: true, workdir: `C:\`},
	{releases: since1709, shell: noShell, user: nanoUser, bare: true, workdir: `C:\`},
	{shell: noShell, bare: true, workdir: `C:\`},
}

var serverBase = []config{{shell: noShell, user: administrator, bare: true, workdir: `C:\`}}

// frameworkConfigs is that of dotnet/framework/sdk, aspnet and wcf: up to 2004 they set PowerShell, since 20H2 they do
// not (microsoft/dotnet-framework-docker). Tags without a release moved from one to the other.
var frameworkConfigs = []config{
	{releases: until2004, shell: stopSilent, user: administrator},
	{releases: since20H2, shell: noShell, user: administrator},
	{user: administrator},
}

// cmdImages is that of images for both editions that set no SHELL.
var cmdImages = []config{
	{edition: ServerCore, shell: noShell, user: administrator},
	{edition: Server, shell: noShell, user: administrator},
	{edition: NanoServer, releases: since1709, shell: noShell, user: nanoUser},
	{edition: NanoServer, shell: noShell},
}

// powershellImages is that of images whose Server Core variants set PowerShell with both preferences.
var powershellImages = []config{
	{edition: ServerCore, shell: stopSilent, user: administrator},
	{edition: NanoServer, releases: since1709, shell: noShell, user: nanoUser},
	{edition: NanoServer, shell: noShell},
}

// stopImages is that of images whose Server Core variants set PowerShell to stop at the first error only.
var stopImages = []config{
	{edition: ServerCore, shell: stop, user: administrator},
	{edition: NanoServer, releases: since1709, shell: noShell, user: nanoUser},
	{edition: NanoServer, shell: noShell},
}

// golangImages is powershellImages whose Server Core variants set a working directory (docker-library/golang).
var golangImages = append([]config{
	{edition: ServerCore, shell: stopSilent, user: administrator, workdir: `C:\go`},
}, powershellImages[1:]...)

// families is every family, the more specific row first. Shells and users are those in the Dockerfiles of the projects
// that publish the images.
var families = []family{
	// Microsoft's previews.
	{
		repositories: []string{
			"mcr.microsoft.com/windows/nanoserver/insider", "mcr.microsoft.com/windows/nanoserver-insider",
			"mcr.microsoft.com/nanoserver/insider", "mcr.microsoft.com/nanoserver-insider",
			"docker.io/microsoft/nanoserver-insider*",
		},
		os: Windows, fixed: true, edition: NanoServer, insider: true,
	},
	{
		repositories: []string{
			"mcr.microsoft.com/windows/servercore/insider", "mcr.microsoft.com/windows/servercore-insider",
			"mcr.microsoft.com/windowsservercore-insider", "mcr.microsoft.com/windowsservercore/insider",
			"docker.io/microsoft/windowsservercore-insider*",
		},
		os: Windows, fixed: true, edition: ServerCore, insider: true,
	},
	{
		repositories: []string{"mcr.microsoft.com/windows/server/insider", "mcr.microsoft.com/windows/server-insider"},
		os:           Windows, fixed: true, edition: Server, insider: true,
	},
	{
		repositories: []string{"mcr.microsoft.com/windows/insider", "mcr.microsoft.com/windows-insider"},
		os:           Windows, fixed: true, edition: Full, insider: true,
	},

	// The four base images. Their configuration holds no Env (moby/buildkit pull request 5446).
	{
		repositories: []string{"mcr.microsoft.com/windows/nanoserver"},
		os:           Windows, fixed: true, edition: NanoServer, configs: nanoBase,
	},
	{
		repositories: []string{"docker.io/microsoft/nanoserver"},
		os:           Windows, fixed: true, edition: NanoServer, tagless: LTSC2016, configs: nanoBase,
	},
	{
		repositories: []string{"mcr.microsoft.com/windows/servercore"},
		os:           Windows, fixed: true, edition: ServerCore, configs: serverBase,
	},
	{
		repositories: []string{"docker.io/microsoft/windowsservercore"},
		os:           Windows, fixed: true, edition: ServerCore, tagless: LTSC2016, configs: serverBase,
	},
	{
		repositories: []string{"mcr.microsoft.com/windows/server"},
		os:           Windows, fixed: true, edition: Server, configs: serverBase,
	},
	{
		repositories: []string{"mcr.microsoft.com/windows"},
		os:           Windows, fixed: true, edition: Full, configs: serverBase,
	},

	// What Microsoft builds on Server Core.
	{
		repositories: []string{"mcr.microsoft.com/windows/servercore/iis", "docker.io/microsoft/iis"},
		os:           Windows, fixed: true, edition: ServerCore,
		configs: []config{{shell: noShell, user: administrator}},
	},
	{
		repositories: []string{"mcr.microsoft.com/dotnet/framework/runtime"},
		os:           Windows, fixed: true, edition: ServerCore,
		configs: []config{{shell: noShell, user: administrator}},
	},
	{
		repositories: []string{
			"mcr.microsoft.com/dotnet/framework/sdk", "mcr.microsoft.com/dotnet/framework/aspnet",
			"mcr.microsoft.com/dotnet/framework/wcf",
		},
		os: Windows, fixed: true, edition: ServerCore, configs: frameworkConfigs,
	},
	{
		repositories: []string{"mcr.microsoft.com/dotnet/framework/*", "mcr.microsoft.com/dotnet/framework-*"},
		os:           Windows, fixed: true, edition: ServerCore,
	},
	// The first previews of microsoft/aspnet ran Mono on Linux.
	{
		repositories: []string{"docker.io/microsoft/aspnet:1.0.0-*"},
		os:           Linux, fixed: true,
	},
	{
		repositories: []string{"docker.io/microsoft/aspnet", "docker.io/microsoft/wcf"},
		os:           Windows, fixed: true, edition: ServerCore,
		configs: []config{{shell: stopSilent, user: administrator}},
	},
	{
		repositories: []string{"docker.io/microsoft/mssql-server-windows-developer"},
		os:           Windows, fixed: true, edition: ServerCore,
		configs: []config{{shell: stopSilent, user: administrator}},
	},
	{
		repositories: []string{
			"docker.io/microsoft/dotnet-framework*", "docker.io/microsoft/mssql-server-windows*",
			"docker.io/microsoft/mssql-server-2014-express-windows", "docker.io/microsoft/mssql-server-2016-express-windows",
		},
		os: Windows, fixed: true, edition: ServerCore,
	},
	{
		repositories: []string{"*/windows-host-process-containers-base-image"},
		os:           Windows, fixed: true,
	},

	// What Microsoft publishes for both operating systems.
	{
		repositories: []string{
			"mcr.microsoft.com/dotnet/sdk", "mcr.microsoft.com/dotnet/aspnet", "mcr.microsoft.com/dotnet/runtime",
			"mcr.microsoft.com/dotnet/core/*", "mcr.microsoft.com/dotnet/core-nightly/*", "mcr.microsoft.com/dotnet/nightly/*",
			"mcr.microsoft.com/dotnet/monitor*", "mcr.microsoft.com/dotnet/samples", "docker.io/microsoft/dotnet",
			"docker.io/microsoft/dotnet-nightly", "docker.io/microsoft/dotnet-samples", "docker.io/microsoft/aspnetcore*",
			"mcr.microsoft.com/powershell*", "docker.io/microsoft/powershell*",
		},
		byTag: true, configs: cmdImages,
	},

	// The official images that have Windows variants.
	{repositories: []string{"docker.io/library/golang"}, byTag: true, plain: Linux, configs: golangImages},
	{
		repositories: []string{
			"docker.io/library/openjdk", "docker.io/library/eclipse-temurin", "docker.io/library/python",
			"docker.io/library/docker", "docker.io/library/caddy", "docker.io/library/traefik",
		},
		byTag: true, plain: Linux, configs: powershellImages,
	},
	{
		repositories: []string{"docker.io/library/mongo", "docker.io/library/nats"},
		byTag:        true, plain: Linux, configs: stopImages,
	},
	{
		repositories: []string{
			"docker.io/library/node", "docker.io/library/julia", "docker.io/library/hello-world",
			"docker.io/library/adoptopenjdk", "docker.io/adoptopenjdk/*", "docker.io/library/influxdb",
			"docker.io/library/telegraf", "docker.io/library/nats-streaming",
		},
		byTag: true, plain: Linux,
	},

	// Linux, whatever the name or the tag seems to say.
	{
		repositories: []string{
			"*/dockurr/windows", "*/dockur/windows", "*/dockurr/windows-arm", "*/dockur/windows-arm",
			"docker.io/library/alpine", "docker.io/library/debian", "docker.io/library/ubuntu", "docker.io/library/busybox",
			"docker.io/library/centos", "docker.io/library/fedora", "docker.io/library/rockylinux",
			"docker.io/library/almalinux", "docker.io/library/amazonlinux", "docker.io/library/archlinux",
			"docker.io/library/oraclelinux", "docker.io/library/photon", "docker.io/library/buildpack-deps",
			"gcr.io/distroless/*", "docker.io/tonistiigi/*", "ghcr.io/tonistiigi/*", "cgr.dev/chainguard/*",
			"registry.access.redhat.com/*", "docker.io/redhat/*", "registry.redhat.io/*",
			"mcr.microsoft.com/azurelinux/*", "mcr.microsoft.com/cbl-mariner/*", "mcr.microsoft.com/devcontainers/*",
			"mcr.microsoft.com/vscode/devcontainers/*", "mcr.microsoft.com/mssql/server", "docker.io/microsoft/mssql-server-linux",
			"quay.io/centos/*", "quay.io/fedora/*", "public.ecr.aws/amazonlinux/*", "public.ecr.aws/lambda/*",
			"docker.io/dockcross/*", "docker.io/karalabe/*", "docker.io/techknowlogick/xgo", "docker.io/fyneio/*",
			"ghcr.io/cross-rs/*", "docker.io/crossrs/*", "docker.io/rustembedded/*", "docker.io/multiarch/*",
			"docker.io/electronuserland/*", "docker.io/docker/dockerfile", "docker.io/moby/buildkit",
			"registry.k8s.io/build-image/*", "k8s.gcr.io/build-image/*",
		},
		os: Linux, fixed: true,
	},
	{repositories: []string{"docker.io/library/scratch"}},
	{repositories: []string{"docker.io/library/*"}, plain: Linux},
}

// others is the family of all that no row names.
var others = family{}

// family is the first row that names the image.
func (i *Image) family() *family {
	for n := range families {
		for _, pattern := range families[n].repositories {
			if i.matches(pattern) {
				return &families[n]
			}
		}
	}
	return &others
}

// matches reports whether the image is of the repositories that the pattern names. A pattern with a colon looks at the
// tag, too.
func (i *Image) matches(pattern string) bool {
	if repository, tag, found := strings.Cut(pattern, ":"); found {
		return i.matches(repository) && matchPart(i.Tag, tag)
	}
	if owner, found := strings.CutPrefix(pattern, "*/"); found {
		return i.Repository == owner || strings.HasSuffix(i.Repository, "/"+owner)
	}
	rest, found := strings.CutPrefix(pattern, i.Registry)
	return found && rest[0] == '/' && matchPart(i.Repository, rest[1:])
}

func matchPart(s, pattern string) bool {
	if prefix, found := strings.CutSuffix(pattern, "*"); found {
		return strings.HasPrefix(s, prefix)
	}
	return s == pattern
}

// A Config is what is known of an image's configuration.
type Config struct {
	Shell   Shell // of no language where it is not known
	User    Value
	Workdir Value
	Bare    bool // it sets no environment variable, so that what the file does not set is unset
}

// Config is what an image of the target t, which the name of i tells, is known to bring.
func (i *Image) Config(t Target) Config {
	if t.OS != Windows {
		return Config{}
	}
	for _, c := range i.family().configs {
		if c.fits(t) {
			return c.known()
		}
	}
	return Config{}
}

func (c *config) fits(t Target) bool {
	return (c.edition == UnknownEdition || c.edition == t.Edition) &&
		(len(c.releases) == 0 || slices.Contains(c.releases, t.Release))
}

func (c *config) known() Config {
	return Config{
		Shell:   imageShell(c.shell),
		User:    Value{Text: c.user, Known: c.user != ""},
		Workdir: Value{Text: c.workdir, Known: c.workdir != ""},
		Bare:    c.bare,
	}
}
