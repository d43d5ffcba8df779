package evidence

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/windows"
)

// Kind is what a reader saw.
type Kind int

// The kinds. What a file says in other words in each dialect is one kind: USER, user: and --user.
const (
	UserStated       Kind = iota // x-winlint in a compose file
	SystemSetting                // the setting system
	Platform                     // --platform, platform:
	BuiltFor                     // the same in a file that builds this one
	ImageRepository              // a repository that is published for one system
	ImageWord                    // a word in an image's name that is for one system
	ImageBareWord                // a word in an image's name that other images have, too
	ImageOfficial                // an official image without a variant for Windows
	ImageOfBoth                  // a plain tag of an image that has variants for both
	User                         // USER, user:, --user
	Isolation                    // --isolation, isolation:
	IsolationUnknown             // the same where its value is not known
	CredentialSpec               // credential_spec, security_opt, --security-opt
	PipeMount                    // a mount of type npipe
	Address                      // of an engine: --host
	DaemonOption                 // an option of dockerd
	Label                        // that of Visual Studio, with the system as its value
	Placement                    // a constraint of a swarm, with the system as its value
	MountTarget                  // where a mount is in the container
	Volume                       // VOLUME
	Workdir                      // WORKDIR, working_dir:, --workdir
	Destination                  // of COPY and ADD, and a path of docker cp that is in the container
	Environment                  // the value of ENV
	Program                      // what a container runs
	Argument                     // a word after that
	Shell                        // the program of SHELL
	RunWord                      // the first two words of a RUN whose shell is not known
	RunUnderShell                // the same under cmd or PowerShell
	FileName                     // the name of a Dockerfile
	Directory                    // the directory that a Dockerfile is in
	EscapeCharacter              // of the escape directive
	NetworkDriver                // of a network
	Network                      // the network that a container is on
	Device                       // devices:, --device
	ProcessorOption              // cpu_count, cpu_percent
	EngineSwitch                 // of Docker Desktop, with the system as its value
	DaemonFile                   // the path of a daemon.json
	DaemonPath                   // a path of the host in a daemon.json, as it is written
	DaemonExecOption             // exec-opts of a daemon.json
	LogDriver                    // the logging driver of a daemon.json
	StorageDriver                // the storage driver of a daemon.json
	DaemonRuntime                // the default runtime of a daemon.json
)

// asSaid means the system that the thing itself names.
const asSaid windows.OS = -1

// A row is what speaks for a system: a thing of one of the kinds whose value matches.
type row struct {
	name   string
	kinds  []Kind
	match  func(value string) bool
	os     windows.OS // or asSaid
	weight Weight
}

// kindOfImage is what speaks in the name of an image.
var kindOfImage = map[windows.Basis]Kind{
	windows.ByRepository: ImageRepository, windows.ByWord: ImageWord, windows.ByBareWord: ImageBareWord,
	windows.ByOfficialName: ImageOfficial, windows.ByPlainTag: ImageOfBoth,
}

// table is all that speaks for a system. Of the rows of a kind the first that matches holds. What is an error on one of the
// systems is no row: it is what rules look for.
var table = []row{
	{"stated", kinds(UserStated), saysSystem, asSaid, Stated},
	{"setting", kinds(SystemSetting), saysSystem, asSaid, Setting},
	{"platform", kinds(Platform), saysSystem, asSaid, Asked},
	{"platform of the builds", kinds(BuiltFor), saysSystem, asSaid, Certain},

	// Images.
	{"repository", kinds(ImageRepository), saysSystem, asSaid, Certain},
	{"image word", kinds(ImageWord), saysSystem, asSaid, Certain},
	{"bare image word", kinds(ImageBareWord), saysSystem, asSaid, Likely},
	{"official image", kinds(ImageOfficial), saysSystem, asSaid, Likely},
	{"plain tag", kinds(ImageOfBoth), saysSystem, asSaid, Hint},

	// Settings of a container.
	{"user of Windows", kinds(User), isWindowsUser, windows.Windows, Certain},
	{"user of Linux", kinds(User), isLinuxUser, windows.Linux, Likely},
	{"isolation", kinds(Isolation), isIsolation, windows.Windows, Certain},
	{"unknown isolation", kinds(IsolationUnknown), anything, windows.Windows, Likely},
	{"credential spec", kinds(CredentialSpec), anything, windows.Windows, Certain},
	{"pipe", kinds(PipeMount), anything, windows.Windows, Certain},
	{"pipe", kinds(MountTarget), engine.IsPipe, windows.Windows, Certain},
	{"pipe", kinds(Address), hasPrefix("npipe:"), windows.Windows, Certain},
	{"service of dockerd", kinds(DaemonOption), anything, windows.Windows, Certain},
	{"label", kinds(Label), saysSystem, asSaid, Certain},
	{"placement", kinds(Placement), saysSystem, asSaid, Certain},
	{"network driver", kinds(NetworkDriver), engine.IsWindowsDriver, windows.Windows, Likely},
	{"network", kinds(Network), is("nat"), windows.Windows, Hint},
	{"device of Linux", kinds(Device), is("/dev/kvm", "/dev/net/tun"), windows.Linux, Certain},
	{"device path", kinds(Device), hasPrefix("/dev/"), windows.Linux, Likely},
	{"device class", kinds(Device), hasPrefix("class/"), windows.Windows, Certain},
	{"processor option", kinds(ProcessorOption), anything, windows.Windows, Hint},

	// Paths in a container. Windows takes those without a drive, but for the target of a mount. ENV may name a directory of
	// the host, or one that Wine shows.
	{"drive", kinds(MountTarget, Volume, Workdir, Destination, Program), windows.IsDrivePath, windows.Windows, Certain},
	{"mount without a drive", kinds(MountTarget), isRooted, windows.Linux, Likely},
	{"drive in a variable", kinds(Environment), windows.IsDrivePath, windows.Windows, Likely},
	{"drive in an argument", kinds(Argument), windows.IsDrivePath, windows.Windows, Likely},
	{"directory of Linux", kinds(Volume, Program), inLinuxDirectory, windows.Linux, Likely},
	{"path", kinds(Volume, Workdir, Destination, Environment), isRooted, windows.Linux, Hint},
	{"path in an argument", kinds(Argument), isLongPath, windows.Linux, Hint},

	// What runs in a container.
	{"shell of Windows", kinds(Shell), isWindowsShell, windows.Windows, Certain},
	{"shell of Linux", kinds(Shell), isLinuxShell, windows.Linux, Likely},
	{"program of Windows", kinds(Program), isWindowsProgram, windows.Windows, Likely},
	{"program of Linux", kinds(Program, RunWord), isLinuxProgram, windows.Linux, Likely},
	{"program of either", kinds(Program), isPosixShell, windows.Linux, Hint},
	{"command of Windows", kinds(RunWord), isWindowsCommand, windows.Windows, Likely},
	{"command of Linux", kinds(RunWord), isLinuxCommand, windows.Linux, Likely},
	{"package manager", kinds(RunUnderShell), isPackageManager, windows.Linux, Likely},
	{"command of either", kinds(RunWord), isSharedCommand, windows.Linux, Hint},

	// The file.
	{"file name", kinds(FileName), saysSystem, asSaid, Likely},
	{"directory name", kinds(Directory), saysSystem, asSaid, Hint},
	{"escape directive", kinds(EscapeCharacter), is("`"), windows.Windows, Likely},
	{"engine", kinds(EngineSwitch), saysSystem, asSaid, Likely},

	// A daemon.json. Docker Desktop has two: the one in .docker is of its engine for Linux.
	{"configuration of Docker Desktop", kinds(DaemonFile), hasSuffix("/.docker/daemon.json"), windows.Linux, Asked},
	{"configuration in ProgramData", kinds(DaemonFile), hasSuffix("/programdata/docker/config/daemon.json"), windows.Windows, Asked},
	{"configuration of Docker Desktop", kinds(DaemonFile), hasSuffix("/.docker/windows-daemon.json"), windows.Windows, Asked},
	{"configuration of Docker Desktop by its name", kinds(DaemonFile), hasSuffix("/windows-daemon.json"), windows.Windows, Likely},
	{"configuration in etc", kinds(DaemonFile), hasSuffix("/etc/docker/daemon.json"), windows.Linux, Likely},
	{"directory for Windows", kinds(DaemonFile), inWindowsDirectory, windows.Windows, Likely},
	{"address of Linux", kinds(Address), isLinuxAddress, windows.Linux, Likely},
	{"path of Windows", kinds(DaemonPath), isWindowsPath, windows.Windows, Certain},
	{"path of Linux", kinds(DaemonPath), isRooted, windows.Linux, Likely},
	{"isolation", kinds(DaemonExecOption), hasPrefix("isolation="), windows.Windows, Certain},
	{"control groups", kinds(DaemonExecOption), hasPrefix("native.cgroupdriver="), windows.Linux, Likely},
	{"event log", kinds(LogDriver), is("etwlogs"), windows.Windows, Certain},
	{"journal", kinds(LogDriver), is("journald"), windows.Linux, Likely},
	{"storage of Windows", kinds(StorageDriver), is("windowsfilter"), windows.Windows, Likely},
	{"storage of Linux", kinds(StorageDriver), anything, windows.Linux, Likely},
	{"runtime of Windows", kinds(DaemonRuntime), is("com.docker.hcsshim.v1", "io.containerd.runhcs.v1"), windows.Windows, Certain},
	{"runtime of Linux", kinds(DaemonRuntime), is("nvidia", "runc"), windows.Linux, Likely},
}

func kinds(list ...Kind) []Kind { return list }

func anything(string) bool { return true }

func is(values ...string) func(string) bool {
	return func(value string) bool { return slices.Contains(values, value) }
}

func hasPrefix(prefix string) func(string) bool {
	return func(value string) bool { return strings.HasPrefix(strings.ToLower(value), prefix) }
}

func hasSuffix(suffix string) func(string) bool {
	return func(value string) bool { return strings.HasSuffix("/"+strings.ToLower(value), suffix) }
}

// isLinuxAddress takes the addresses at which an engine listens on Linux only.
func isLinuxAddress(address string) bool {
	return hasPrefix("unix:")(address) || hasPrefix("fd:")(address)
}

// isWindowsPath takes paths with a drive and pipes.
func isWindowsPath(path string) bool { return windows.IsDrivePath(path) || engine.IsPipe(path) }

// inWindowsDirectory reports whether a directory of a path is named for Windows.
func inWindowsDirectory(path string) bool {
	for directory := range strings.SplitSeq(strings.ToLower(path), "/") {
		switch directory {
		case "win", "windows", "win2016", "win2019", "win2022", "win2025":
			return true
		}
	}
	return false
}

// systemIn is the system that a platform names: "windows/amd64", "windows(10.0.17763)".
func systemIn(value string) windows.OS {
	return windows.OSNamed(value[:strings.IndexAny(value+"/", "/(")])
}

func saysSystem(value string) bool { return systemIn(value) != windows.UnknownOS }

func isIsolation(value string) bool { return is("process", "hyperv")(strings.ToLower(value)) }

// isWindowsUser reports whether a user is one that Windows has and Linux has not.
func isWindowsUser(name string) bool {
	return windows.IsContainerUser(name) || hasPrefix(`nt authority\`)(name) || hasPrefix(`builtin\`)(name)
}

// isLinuxUser takes root, nobody and numbers, with or without a group.
func isLinuxUser(name string) bool {
	user, group, grouped := strings.Cut(name, ":")
	return user == "root" || user == "nobody" || isNumber(user) && (!grouped || isNumber(group))
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
