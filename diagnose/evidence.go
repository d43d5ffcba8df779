package diagnose

// What shows that a log is about Windows containers. A drive path, the system of the client and PowerShell's own errors do
// not, because Linux containers run on Windows, too. Nor does windows/amd64 alone: compilers for other systems print it.
var windowsEvidence = []string{
	"mcr.microsoft.com/windows", "mcr.microsoft.com/v2/windows", "/dotnet/framework", "servercore", "windowsservercore",
	"ltsc2016", "ltsc2019", "ltsc2022", "ltsc2025", " microsoft/", `"microsoft/`,
	"windowsfilter", "hcsshim:", "hcs::", "HNS failed", "hnsCall", "[WindowsDaemon", "desktop-windows", "docker_engine_windows",
	"cmd /S /C", "The command 'powershell", "The command 'pwsh", "The command 'cmd",
	"RUN powershell", "SHELL powershell", `SHELL ["powershell`, `SHELL ["cmd`,
	"windows(10", "ContainerUser", "ContainerAdministrator", `C:\Windows\`, `C:\\Windows\\`, `\\?\`,
	`ProgramData\docker`, `ProgramData\Docker`, `ProgramData\\docker`, `ProgramData\\Docker`, "OSType: windows", "foreign layer",
	"platform windows/", "platform=windows/", "manifest for windows/", "unpacking windows/", "(windows/amd64)", "wanted windows/",
}

const (
	nanoEvidence     = "nanoserver"
	platformEvidence = "windows/amd64" // in docker version, if it is said of the engine
	versionPlatform  = "OS/Arch:"
	versionServer    = "Server:" // what follows is said of the engine, what precedes of the client
)

// evidence is what a log has shown so far.
type evidence struct {
	windows, nano bool
	server        bool // the part of docker version about the engine was seen
}

// signs is the literals that are evidence, with what each says.
func signs() (literals []string, say []sign) {
	add := func(literal string, s sign) { literals, say = append(literals, literal), append(say, s) }
	for _, literal := range windowsEvidence {
		add(literal, windowsSign)
	}
	add(nanoEvidence, nanoSign)
	add(platformEvidence, platformSign)
	add(versionPlatform, versionSign)
	add(versionServer, serverSign)
	return literals, say
}

// A sign is what a literal says of the log.
type sign uint8

const (
	noSign sign = iota
	windowsSign
	nanoSign
	platformSign
	versionSign
	serverSign
	countSigns
)

// see takes the signs of one line.
func (e *evidence) see(line *[countSigns]bool) {
	e.server = e.server || line[serverSign]
	e.nano = e.nano || line[nanoSign]
	e.windows = e.windows || line[windowsSign] || line[nanoSign] || line[platformSign] && line[versionSign] && e.server
}

// meets reports whether the log fulfills a condition.
func (e *evidence) meets(when When) bool {
	switch when {
	case OnWindows:
		return e.windows
	case OnNano:
		return e.nano
	}
	return true
}
