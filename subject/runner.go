package subject

import (
	"cmp"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject/evidence"
	"github.com/winlint/winlint/windows"
)

// A Runner is the machine that a leg of a job runs on.
type Runner struct {
	OS        windows.OS
	Strong    bool           // the system is certain
	Elsewhere bool           // it is certainly not on Windows
	Hosted    *engine.Runner // what the service that hosts it is known to put on it; nil for somebody's own machine, or an unknown one
	Label     string         // what names it: "windows-2022"; "" if nothing does
	Why       string         // what shows the system: "the shell cmd of a step"; "" if the label does
	At        source.Span    // where that is
	Remote    bool           // the file drives the engine of another machine, too
	Image     *windows.Image // in which the steps run, so that the engine of the machine is none of theirs; nil if they run on it
}

// Host is the release of Windows Server that it runs; "" if that is not known.
func (r *Runner) Host() windows.Release {
	if r == nil || r.Hosted == nil {
		return ""
	}
	return r.Hosted.Host
}

// MachineEngine is the system whose containers the engine of the machine runs; unknown for somebody's own machine, on which
// Docker Desktop may run either.
func (r *Runner) MachineEngine() windows.OS {
	if r == nil || r.Hosted == nil || !r.Hosted.Docker || r.Remote {
		return windows.UnknownOS
	}
	return r.Hosted.OS
}

// Engine is the same for the commands of its scripts, which may run in a container that has no engine.
func (r *Runner) Engine() windows.OS {
	if r != nil && r.Image != nil {
		return windows.UnknownOS
	}
	return r.MachineEngine()
}

// name is the value of a name in a condition.
func (r *Runner) name(name string) (text string, known bool) {
	system := ""
	switch r.OS {
	case windows.Windows:
		system = "Windows"
	case windows.Linux:
		system = "Linux"
	}
	switch name {
	case "runner.os":
		return system, system != "" && r.Strong
	case "variables.agent.os":
		if r.OS == windows.Windows {
			system = "Windows_NT"
		}
		return system, system != "" && r.Strong
	}
	return "", false
}

// target is what the scripts of the machine run on.
func (r *Runner) target() Target {
	var found evidence.List
	found.Add(r.reason())
	t := judged(found)
	if r.Image != nil {
		t.detail(OfImage(r.Image, r.At))
	}
	return t
}

// reason is that the machine speaks for its system.
func (r *Runner) reason() evidence.Reason {
	weight := evidence.Likely
	if r.Strong {
		weight = evidence.Certain
	}
	return evidence.Reason{OS: r.OS, Weight: weight, Text: cmp.Or(r.Why, "the runner "+r.Label), At: r.At, Row: "runner"}
}

// runnerOf tells the machine of a leg by its labels.
func runnerOf(system ci.System, leg *ci.Leg) *Runner {
	switch system {
	case ci.GitHub, ci.GitHubAction:
		r := labeled(leg, engine.GitHubRunner)
		if r.OS == windows.UnknownOS && !r.Elsewhere {
			r.sawShells(leg)
		}
		return r
	case ci.AzurePipelines:
		r := labeled(leg, engine.AzureAgent)
		if image, ok := windows.ParseImage(leg.Image.Fill(windows.UnknownPart)); ok && leg.Image.Len() > 0 {
			r.Image = image
		}
		return r
	case ci.GitLab:
		return gitlabRunner(leg)
	case ci.AppVeyor:
		return appveyorRunner(leg)
	case ci.Jenkins:
		step := leg.Runner[0]
		return &Runner{OS: windows.Windows, Strong: !step.Is("pwsh"), Label: "Windows (step " + step.String() + ")", At: leg.Span()}
	case ci.CircleCI:
		return circleRunner(leg)
	case ci.Buildkite:
		return labeled(leg, func(string) *engine.Runner { return nil })
	case ci.Drone:
		return droneRunner(leg)
	}
	return &Runner{At: leg.Span()}
}

// appveyorRunner tells the machine of a build by its image, which has Windows if none is named. Docker Desktop runs both kinds
// of containers there (https://www.appveyor.com/docs/windows-images-software/).
func appveyorRunner(leg *ci.Leg) *Runner {
	r := &Runner{OS: windows.Windows, Strong: true, At: leg.Span()}
	if len(leg.Runner) == 0 {
		return r
	}
	r.Label = leg.Runner[0].String()
	switch image := strings.ToLower(r.Label); {
	case strings.HasPrefix(image, "ubuntu"):
		return &Runner{OS: windows.Linux, Strong: true, Label: r.Label, At: r.At, Elsewhere: true}
	case strings.HasPrefix(image, "macos"):
		return &Runner{Label: r.Label, At: r.At, Elsewhere: true}
	case !strings.Contains(image, "visual studio") && !strings.Contains(image, "windows"):
		return &Runner{Label: r.Label, At: r.At}
	}
	return r
}

// circleRunner tells the machine of a job of CircleCI by its image, its resource class or its executor, or by the image in which it runs
// (https://circleci.com/docs/using-windows/).
func circleRunner(leg *ci.Leg) *Runner {
	if leg.Image.Len() > 0 { // those of its docker executor are for Linux
		return &Runner{OS: windows.Linux, Strong: true, Label: leg.Image.String(), At: leg.Image.Span(), Elsewhere: true}
	}
	for _, label := range leg.Runner {
		name := label.String()
		if label.Known() && (strings.HasPrefix(name, "windows-") || strings.HasPrefix(name, "windows.") || strings.HasPrefix(name, "circleci/windows@")) {
			return &Runner{OS: windows.Windows, Strong: true, Label: name, At: label.Span()}
		}
	}
	return labeled(leg, func(string) *engine.Runner { return nil })
}

// droneRunner tells the machine of a pipeline of Drone by its platform, which is Linux if none is named.
func droneRunner(leg *ci.Leg) *Runner {
	switch {
	case len(leg.Runner) == 0 || leg.Runner[0].Is("linux"):
		return &Runner{OS: windows.Linux, Strong: true, At: leg.Span(), Elsewhere: true}
	case leg.Runner[0].Is("windows"):
		return &Runner{OS: windows.Windows, Strong: true, Label: leg.Runner[0].String(), At: leg.Span()}
	}
	return &Runner{Label: leg.Runner[0].String(), At: leg.Span()}
}

// sawShells takes the machine for one on Windows if a step that always runs needs a shell that only Windows has.
func (r *Runner) sawShells(leg *ci.Leg) {
	for _, step := range leg.Steps {
		if l := shellNamed(step.Shell); step.If == nil && (l == script.Batch || l == script.WindowsPowerShell) {
			r.OS, r.Strong, r.Why, r.At = windows.Windows, true, "the shell "+step.Shell.String()+" of a step", step.Shell.Span()
			return
		}
	}
}

// gitlabRunner tells the machine of a job by its tags or, unless it is a hosted one, by the image in which the job runs.
func gitlabRunner(leg *ci.Leg) *Runner {
	r := labeled(leg, engine.GitLabRunner)
	image, ok := windows.ParseImage(leg.Image.Fill(windows.UnknownPart))
	if r.Hosted != nil || !ok || leg.Image.Len() == 0 {
		return r
	}
	at, why := leg.Image.Span(), "the image of the job, "+leg.Image.String()
	switch t := OfImage(image, at); t.OS {
	case windows.Windows:
		return &Runner{OS: t.OS, Strong: t.Strong, Label: leg.Image.String(), Why: why, At: at, Image: image}
	case windows.Linux:
		return &Runner{OS: t.OS, Strong: t.Strong, Label: leg.Image.String(), Why: why, At: at, Elsewhere: true}
	}
	return r
}

// labeled tells a machine by its labels: a hosted one by the one label that the service knows, and any other one by the system
// that a label names.
func labeled(leg *ci.Leg, hosted func(string) *engine.Runner) *Runner {
	r := &Runner{At: leg.Span()}
	own := false
	for _, label := range leg.Runner {
		own = own || label.Is("self-hosted")
	}
	for _, label := range leg.Runner {
		if !label.Known() {
			continue
		}
		found := labelOf(label.String(), own, hosted)
		if found == nil || r.OS != windows.UnknownOS && r.Strong {
			continue
		}
		found.Label, found.At = label.String(), label.Span()
		r = found
	}
	return r
}

func labelOf(label string, own bool, hosted func(string) *engine.Runner) *Runner {
	lower := strings.ToLower(label)
	if h := hosted(lower); h != nil && !own {
		return &Runner{OS: h.OS, Strong: true, Elsewhere: h.OS != windows.Windows, Hosted: h}
	}
	switch {
	case lower == "windows" && own, lower == "agent.os -equals windows_nt":
		return &Runner{OS: windows.Windows, Strong: true}
	case lower == "linux" && own, lower == "agent.os -equals linux":
		return &Runner{OS: windows.Linux, Strong: true, Elsewhere: true}
	case lower == "macos" && own, lower == "agent.os -equals darwin":
		return &Runner{Elsewhere: true}
	case strings.HasPrefix(lower, "win") || strings.Contains(lower, "windows"):
		return &Runner{OS: windows.Windows}
	case strings.Contains(lower, "linux") || strings.Contains(lower, "ubuntu"):
		return &Runner{OS: windows.Linux, Elsewhere: true}
	case strings.Contains(lower, "macos"):
		return &Runner{Elsewhere: true}
	}
	return nil
}

// shellOf is the language of the script of a step; Unknown if that is not known.
func shellOf(system ci.System, step *ci.Step, r *Runner) script.Language {
	switch {
	case step.Shell.Len() > 0:
		l := shellNamed(step.Shell)
		if system == ci.AppVeyor && l.IsSh() && r.OS == windows.Windows {
			return script.Unknown // an entry for Linux is ignored
		}
		return l
	case system == ci.GitHub && r.OS == windows.Windows:
		return script.PowerShell7
	case system == ci.AzurePipelines && r.OS == windows.Windows:
		return script.Batch
	case system == ci.GitLab && r.OS == windows.Windows:
		return script.PowerShell
	case system == ci.CircleCI && r.OS == windows.Windows:
		return script.WindowsPowerShell
	case system == ci.AppVeyor && r.OS == windows.Windows:
		return script.Batch
	}
	return script.Unknown
}

// shellNamed is the language of a shell that a CI file names, with or without options; Unknown if the name is not known. All of
// them write the script to a file, which cmd reads as a batch file.
func shellNamed(shell ci.Text) script.Language {
	words := strings.Fields(shell.String())
	if len(words) == 0 || !shell.Known() {
		return script.Unknown
	}
	if l := script.LanguageOf(words[0]); l != script.Cmd {
		return l
	}
	return script.Batch
}
