package windows

// A family is a set of repositories whose images have much in common.
type family struct {
	repositories []string // see pattern
	os           OS       // of every image; UnknownOS where the tag tells
	byTag        bool     // published for several operating systems: any release in the tag tells Windows
	plain        OS       // of most images whose tag does not tell
	edition      Edition  // of every image
	insider      bool     // previews: their release is none of those known
	tagless      Release  // of an image without a tag
	configs      []config // the first that fits holds
	entrypoint   []string // the ENTRYPOINT of every image; nil: none, or not known
	registryPath bool     // no image sets PATH in its environment, although it may set other variables
}

// A config is what those images of a family bring for which its conditions hold.
type config struct {
	edition  Edition   // UnknownEdition: any
	releases []Release // empty: any
	tag      string    // a pattern; "": any
	shell    []string  // noShell: the builder's own; nil: not known
	user     string    // "": not known
	workdir  string    // "": not known
	bare     bool      // the image sets no environment variable
}

// serviceMonitor is the ENTRYPOINT of the images with IIS. microsoft/iis-docker, microsoft/dotnet-framework-docker.
var serviceMonitor = []string{`C:\ServiceMonitor.exe`, "w3svc"}

// drive is the working directory of images that set none.
const drive = `C:\`

// The shells that published images set, by the Dockerfiles of the projects that publish them.
var (
	noShell    = []string{"cmd", "/S", "/C"} // what both builders use on Windows where nothing is set
	stop       = []string{"powershell", "-Command", "$ErrorActionPreference = 'Stop';"}
	stopSilent = []string{
		"powershell", "-Command", "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';",
	}
	pwshStopSilent = []string{
		"pwsh.exe", "-Command", "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';",
	}
)

var (
	only2016  = []Release{LTSC2016}
	since1709 = []Release{V1709, V1803, LTSC2019, V1903, V1909, V2004, V20H2, LTSC2022, LTSC2025}
	until2004 = []Release{LTSC2016, V1709, V1803, LTSC2019, V1903, V1909, V2004}
	since20H2 = []Release{V20H2, LTSC2022, LTSC2025}
)

// The base images set neither SHELL nor Env (moby/buildkit pull request 5446). Server Core runs as administrator and
// Nano Server as ContainerUser (persistent-storage.md of Microsoft's documentation), which is so since 1709: the
// Dockerfiles of dotnet/dotnet-docker switch users from then on.
var (
	serverBase = []config{{shell: noShell, user: ContainerAdministrator, workdir: drive, bare: true}}
	nanoBase   = []config{
		{releases: only2016, shell: noShell, user: ContainerAdministrator, workdir: drive, bare: true},
		{releases: since1709, shell: noShell, user: ContainerUser, workdir: drive, bare: true},
		{shell: noShell, workdir: drive, bare: true},
	}
	insiderBase = []config{{shell: noShell, workdir: drive, bare: true}}
)

var cmdConfigs = []config{{shell: noShell, user: ContainerAdministrator}}

// What microsoft/dotnet-framework-docker and microsoft/aspnet-docker published, over all their history: PowerShell up to
// 2004 and nothing since 20H2, but for ASP.NET 3.5, which never set it. 4.6 and 4.7 exist for releases up to 2019 only
// and 4.8.1 for 2022 and later; what 4.8 and 3.5 mean without a release changed. WCF is built on ASP.NET.
var (
	frameworkConfigs = []config{
		{tag: "4.8.1*", shell: noShell, user: ContainerAdministrator},
		{tag: "4.6*", shell: stopSilent, user: ContainerAdministrator},
		{tag: "4.7*", shell: stopSilent, user: ContainerAdministrator},
		{releases: until2004, shell: stopSilent, user: ContainerAdministrator},
		{releases: since20H2, shell: noShell, user: ContainerAdministrator},
		{user: ContainerAdministrator},
	}
	aspnetConfigs = append([]config{{tag: "3.5*", shell: noShell, user: ContainerAdministrator}}, frameworkConfigs...)
	hubAspnet     = []config{
		{tag: "3.5*", shell: noShell, user: ContainerAdministrator},
		{tag: "4.*", shell: stopSilent, user: ContainerAdministrator},
		{user: ContainerAdministrator},
	}
	hubFramework = []config{
		{tag: "*-sdk*", shell: stopSilent, user: ContainerAdministrator},
		{tag: "*-runtime*", shell: noShell, user: ContainerAdministrator},
		{user: ContainerAdministrator},
	}
)

// variants is what both editions of an image bring: shell on Server Core; PowerShell on the Nano Server of 2016 and the
// builder's own shell on a later one (docker-library/golang and openjdk, dotnet/dotnet-docker, over their history).
func variants(shell []string) []config {
	return []config{
		{edition: ServerCore, shell: shell, user: ContainerAdministrator},
		{edition: NanoServer, releases: only2016, shell: stopSilent, user: ContainerAdministrator},
		{edition: NanoServer, releases: since1709, shell: noShell, user: ContainerUser},
	}
}

// dotnetConfigs is that of .NET. A tag without a system is one of Nano Server on engines of Windows from 2.1 to 7.0, by the
// manifest.json of dotnet/dotnet-docker, and is Linux only from 8.0 on.
// Those for Windows set no WORKDIR.
var dotnetConfigs = append([]config{
	{edition: ServerCore, shell: noShell, user: ContainerAdministrator, workdir: drive},
	{edition: NanoServer, releases: only2016, shell: stopSilent, user: ContainerAdministrator},
	{edition: NanoServer, releases: since1709, shell: noShell, user: ContainerUser, workdir: drive},
},
	config{tag: "2.1*", shell: noShell}, config{tag: "2.2*", shell: noShell}, config{tag: "3.0*", shell: noShell},
	config{tag: "3.1*", shell: noShell}, config{tag: "5.0*", shell: noShell}, config{tag: "6.0*", shell: noShell},
	config{tag: "7.0*", shell: noShell},
)

// pwshConfigs is that of PowerShell's images. Before 7 those on Server Core set one shell or another
// (PowerShell/PowerShell-Docker, over its history).
var pwshConfigs = []config{
	{edition: NanoServer, releases: since1709, shell: noShell, user: ContainerUser},
	{edition: NanoServer},
	{tag: "7.*", shell: noShell, user: ContainerAdministrator},
	{tag: "lts-7.*", shell: noShell, user: ContainerAdministrator},
}

// jenkinsConfigs is that of jenkinsci/docker-agents and docker-ssh-agent.
var jenkinsConfigs = []config{
	{edition: ServerCore, shell: stopSilent, user: "jenkins"},
	{edition: NanoServer, shell: pwshStopSilent, user: "jenkins"},
}

// families is every family; the first row that names an image holds.
var families = []family{
	// Microsoft's previews.
	{
		repositories: []string{
			"mcr.microsoft.com/windows/nanoserver/insider", "mcr.microsoft.com/windows/nanoserver-insider",
			"mcr.microsoft.com/nanoserver/insider", "mcr.microsoft.com/nanoserver-insider",
			"docker.io/microsoft/nanoserver-insider*",
		},
		os: Windows, edition: NanoServer, insider: true, configs: insiderBase,
	},
	{
		repositories: []string{
			"mcr.microsoft.com/windows/servercore/insider", "mcr.microsoft.com/windows/servercore-insider",
			"mcr.microsoft.com/windowsservercore-insider", "mcr.microsoft.com/windowsservercore/insider",
			"docker.io/microsoft/windowsservercore-insider*",
		},
		os: Windows, edition: ServerCore, insider: true, configs: insiderBase,
	},
	{
		repositories: []string{"mcr.microsoft.com/windows/server/insider", "mcr.microsoft.com/windows/server-insider"},
		os:           Windows, edition: Server, insider: true, configs: insiderBase,
	},
	{
		repositories: []string{"mcr.microsoft.com/windows/insider", "mcr.microsoft.com/windows-insider"},
		os:           Windows, edition: Full, insider: true, configs: insiderBase,
	},

	// The four base images.
	{
		repositories: []string{"mcr.microsoft.com/windows/nanoserver"},
		os:           Windows, edition: NanoServer, configs: nanoBase,
	},
	{
		repositories: []string{"docker.io/microsoft/nanoserver"},
		os:           Windows, edition: NanoServer, tagless: LTSC2016, configs: nanoBase,
	},
	{
		repositories: []string{"mcr.microsoft.com/windows/servercore"},
		os:           Windows, edition: ServerCore, configs: serverBase,
	},
	{
		repositories: []string{"docker.io/microsoft/windowsservercore"},
		os:           Windows, edition: ServerCore, tagless: LTSC2016, configs: serverBase,
	},
	{
		repositories: []string{"mcr.microsoft.com/windows/server"},
		os:           Windows, edition: Server, configs: serverBase,
	},
	{
		repositories: []string{"mcr.microsoft.com/windows"},
		os:           Windows, edition: Full, configs: serverBase,
	},

	// What Microsoft builds on Server Core, and what it once built on Nano Server beside it.
	{
		repositories: []string{"docker.io/microsoft/iis:nanoserver*"},
		os:           Windows, edition: NanoServer,
	},
	{
		repositories: []string{"mcr.microsoft.com/windows/servercore/iis", "docker.io/microsoft/iis"},
		os:           Windows, edition: ServerCore, configs: cmdConfigs, entrypoint: serviceMonitor, registryPath: true,
	},
	{
		repositories: []string{"mcr.microsoft.com/dotnet/framework/runtime"},
		os:           Windows, edition: ServerCore, configs: cmdConfigs, registryPath: true,
	},
	{
		repositories: []string{"mcr.microsoft.com/dotnet/framework/sdk"},
		os:           Windows, edition: ServerCore, configs: frameworkConfigs, registryPath: true,
	},
	{
		repositories: []string{"mcr.microsoft.com/dotnet/framework/aspnet", "mcr.microsoft.com/dotnet/framework/wcf"},
		os:           Windows, edition: ServerCore, configs: aspnetConfigs, entrypoint: serviceMonitor, registryPath: true,
	},
	{
		repositories: []string{"mcr.microsoft.com/dotnet/framework/*"},
		os:           Windows, edition: ServerCore,
	},
	{
		repositories: []string{"docker.io/microsoft/aspnet:1.0.0-*"}, // previews that ran Mono
		os:           Linux,
	},
	{
		repositories: []string{"docker.io/microsoft/aspnet", "docker.io/microsoft/wcf"},
		os:           Windows, edition: ServerCore, configs: hubAspnet,
	},
	{
		repositories: []string{"docker.io/microsoft/dotnet-framework"},
		os:           Windows, edition: ServerCore, configs: hubFramework,
	},
	{
		repositories: []string{
			"docker.io/microsoft/mssql-server-windows-developer", "docker.io/microsoft/mssql-server-windows-express",
		},
		os: Windows, edition: ServerCore,
		configs: []config{{shell: stopSilent, user: ContainerAdministrator, workdir: drive}},
	},
	{
		repositories: []string{
			"docker.io/microsoft/dotnet-framework-*", "docker.io/microsoft/mssql-server-windows*",
			"docker.io/microsoft/mssql-server-2014-express-windows", "docker.io/microsoft/mssql-server-2016-express-windows",
		},
		os: Windows, edition: ServerCore,
	},

	// Windows by name.
	{
		repositories: []string{
			"*/windows-host-process-containers-base-image", "docker.io/stefanscherer/node-windows", "docker.io/winamd64/*",
		},
		os: Windows,
	},

	// What Microsoft publishes for several operating systems.
	{
		repositories: []string{
			"mcr.microsoft.com/dotnet/sdk", "mcr.microsoft.com/dotnet/aspnet", "mcr.microsoft.com/dotnet/runtime",
			"mcr.microsoft.com/dotnet/core/sdk", "mcr.microsoft.com/dotnet/core/aspnet", "mcr.microsoft.com/dotnet/core/runtime",
			"mcr.microsoft.com/dotnet/nightly/sdk", "mcr.microsoft.com/dotnet/nightly/aspnet",
			"mcr.microsoft.com/dotnet/nightly/runtime", "docker.io/microsoft/dotnet",
		},
		byTag: true, configs: dotnetConfigs,
	},
	{repositories: []string{"mcr.microsoft.com/powershell"}, byTag: true, configs: pwshConfigs},
	{
		repositories: []string{
			"mcr.microsoft.com/dotnet/core-nightly/*", "mcr.microsoft.com/dotnet/monitor", "mcr.microsoft.com/dotnet/samples",
			"mcr.microsoft.com/dotnet/core/samples", "docker.io/microsoft/dotnet-nightly", "docker.io/microsoft/dotnet-samples",
			"docker.io/microsoft/aspnetcore", "docker.io/microsoft/aspnetcore-build", "docker.io/microsoft/powershell",
		},
		byTag: true,
	},

	// Images that others publish for several operating systems. Their plain tags follow the host; most hosts are Linux.
	{
		repositories: []string{
			"docker.io/library/golang", "docker.io/library/openjdk", "docker.io/library/eclipse-temurin",
			"docker.io/library/python", "docker.io/library/julia", "docker.io/library/docker", "docker.io/library/caddy",
			"docker.io/library/traefik",
		},
		byTag: true, plain: Linux, configs: variants(stopSilent),
	},
	{
		repositories: []string{"docker.io/library/mongo", "docker.io/library/nats"},
		byTag:        true, plain: Linux, configs: variants(stop),
	},
	{
		repositories: []string{"docker.io/library/hello-world"},
		byTag:        true, plain: Linux, configs: []config{{edition: NanoServer, releases: since1709, shell: noShell, user: ContainerUser}},
	},
	{
		repositories: []string{
			"docker.io/jenkins/agent", "docker.io/jenkins/inbound-agent", "docker.io/jenkins/ssh-agent",
		},
		byTag: true, plain: Linux, configs: jenkinsConfigs,
	},
	{
		repositories: []string{
			"docker.io/library/haxe", "docker.io/library/hylang", "docker.io/library/pypy", "docker.io/library/swift",
			"docker.io/library/adoptopenjdk", "docker.io/adoptopenjdk/*", "docker.io/library/nats-streaming", "docker.io/jenkins/*",
		},
		byTag: true, plain: Linux,
	},
	{ // once for Windows, too
		repositories: []string{"docker.io/library/node", "docker.io/library/influxdb", "docker.io/library/telegraf"},
		byTag:        true,
	},

	// Linux, whatever the name or the tag seems to say.
	{
		repositories: []string{
			"*/dockurr/windows", "*/dockur/windows", "*/dockurr/windows-arm", "*/dockur/windows-arm",
			"docker.io/library/alpine", "docker.io/library/debian", "docker.io/library/ubuntu", "docker.io/library/busybox",
			"docker.io/library/centos", "docker.io/library/fedora", "docker.io/library/rockylinux",
			"docker.io/library/almalinux", "docker.io/library/amazonlinux", "docker.io/library/archlinux",
			"docker.io/library/oraclelinux", "docker.io/library/photon", "docker.io/library/buildpack-deps",
			"docker.io/opensuse/*", "registry.opensuse.org/*", "docker.io/clefos/*",
			"docker.io/amd64/*", "docker.io/arm32v5/*", "docker.io/arm32v6/*", "docker.io/arm32v7/*", "docker.io/arm64v8/*",
			"docker.io/i386/*", "docker.io/ppc64le/*", "docker.io/riscv64/*", "docker.io/s390x/*",
			"gcr.io/distroless/*", "docker.io/tonistiigi/*", "ghcr.io/tonistiigi/*", "cgr.dev/chainguard/*",
			"registry.access.redhat.com/*", "registry.redhat.io/*", "docker.io/redhat/*", "quay.io/centos/*",
			"quay.io/fedora/*", "public.ecr.aws/amazonlinux/*", "public.ecr.aws/lambda/*",
			"mcr.microsoft.com/azurelinux/*", "mcr.microsoft.com/cbl-mariner/*", "mcr.microsoft.com/devcontainers/*",
			"mcr.microsoft.com/vscode/devcontainers/*", "mcr.microsoft.com/mssql/server",
			"mcr.microsoft.com/azure-sql-edge", "mcr.microsoft.com/azure-storage/azurite",
			"mcr.microsoft.com/dotnet/runtime-deps", "mcr.microsoft.com/dotnet/nightly/runtime-deps",
			"mcr.microsoft.com/dotnet/core/runtime-deps", "docker.io/microsoft/mssql-server-linux",
			"docker.io/dockcross/*", "docker.io/karalabe/*", "docker.io/techknowlogick/xgo", "docker.io/fyneio/*",
			"ghcr.io/cross-rs/*", "docker.io/crossrs/*", "docker.io/rustembedded/*", "docker.io/multiarch/*",
			"docker.io/electronuserland/*", "docker.io/docker/dockerfile", "docker.io/moby/buildkit",
			"registry.k8s.io/build-image/*", "k8s.gcr.io/build-image/*",
		},
		os: Linux,
	},

	{repositories: []string{"mcr.microsoft.com/oss/*"}, plain: Linux},
}
