package diagnose

import (
	"strconv"

	"github.com/winlint/winlint/internal/lazy"
)

// What shows that a log is about Windows containers. A drive path, the system of the client and PowerShell's own errors do
// not, because Linux containers run on Windows, too. Nor does windows/amd64 alone: compilers for other systems print it.
var windowsEvidence = []string{
	"mcr.microsoft.com/windows", "mcr.microsoft.com/v2/windows", "/dotnet/framework", "servercore", "windowsservercore",
	"ltsc2016", "ltsc2019", "ltsc2022", "ltsc2025", " microsoft/", `"microsoft/`,
	"windowsfilter", "hcsshim:", "hcs::", "runhcs", "HNS ", "hnsCall", "[WindowsDaemon", "desktop-windows", "docker_engine_windows",
	"cmd /S /C", "The command 'powershell", "The command 'pwsh", "The command 'cmd", `process "powershell`, `process "cmd`,
	"RUN powershell", "SHELL powershell", `SHELL ["powershell`, `SHELL ["cmd`,
	"windows(10", "ContainerUser", "ContainerAdministrator", `C:\Windows\`, `C:\\Windows\\`, `\\?\`,
	`ProgramData\docker`, `ProgramData\Docker`, `ProgramData\\docker`, `ProgramData\\Docker`, "OSType: windows", "foreign layer",
	"platform windows/", "platform=windows/", "manifest for windows/", "unpacking windows/", "(windows/amd64)", "[windows/amd64", "wanted windows/",
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
	host          int  // the build number of the host's Windows, 0 if it was not seen
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
	for _, literal := range hostEvidence {
		add(literal, hostSign)
	}
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
	hostSign
	countSigns
)

// What says which Windows the host runs.
var (
	hostEvidence = []string{"-based image is incompatible with", "no matching manifest for win", "Host OS Version"}
	hostBuild    = lazy.MustCompile(`(?:incompatible with a |manifest for windows\(|manifest for windows/amd64 |Host OS Version: )10\.0\.(\d{5})`)
)

// see takes the signs of one line.
func (e *evidence) see(line *[countSigns]bool, text []byte) {
	e.server = e.server || line[serverSign]
	e.nano = e.nano || line[nanoSign]
	e.windows = e.windows || line[windowsSign] || line[nanoSign] || line[platformSign] && line[versionSign] && e.server
	if line[hostSign] && e.host == 0 {
		if build := hostBuild.FindSubmatch(text); build != nil {
			e.host, _ = strconv.Atoi(string(build[1])) // they are five digits
		}
	}
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
