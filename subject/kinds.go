package subject

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
)

// Kinds is every kind of file that winlint reads. Of several that a file may be it is the first one.
var Kinds = []*Kind{
	{
		Name: "compose", Title: "compose file", Example: "compose.yaml", Fence: "yaml",
		Names:   composeNames,
		Except:  []string{".github/workflows/*"},
		Content: isCompose,
		Read:    readCompose,
		recipe:  composeRecipe,
	},
	{
		Name: "github-workflow", Title: "GitHub workflow", Example: ".github/workflows/ci.yml", Fence: "yaml",
		Names:    []string{".github/workflows/*.{yml,yaml}"},
		Concerns: speaksOfContainers,
		Jobs:     true,
		Read:     readPipeline(ci.GitHub),
	},
	{
		Name: "github-action", Title: "GitHub action", Example: "action.yml", Fence: "yaml",
		Names:    []string{"action.{yml,yaml}"},
		Concerns: speaksOfDocker,
		Jobs:     true,
		Read:     readPipeline(ci.GitHubAction),
	},
	{
		Name: "azure-pipelines", Title: "Azure Pipelines file", Example: "azure-pipelines.yml", Fence: "yaml",
		Names: []string{
			"{,*[._-]}azure-pipeline{,s}{,[._-]*}.{yaml,yml}", "{,.}azure-pipelines/**/*.{yaml,yml}", "{,.}azuredevops/**/*.{yaml,yml}",
			"{,.}pipelines/**/*.{yaml,yml}", ".azure/**/*.{yaml,yml}",
		},
		Concerns: isPipeline,
		Jobs:     true,
		Read:     readPipeline(ci.AzurePipelines),
	},
	{
		Name: "gitlab-ci", Title: "GitLab CI file", Example: ".gitlab-ci.yml", Fence: "yaml",
		Names:    []string{"{,*}.gitlab-ci.{yaml,yml}", ".gitlab/ci/**/*.{yaml,yml}", ".gitlab-ci/**/*.{yaml,yml}"},
		Concerns: speaksOfContainers,
		Jobs:     true,
		Read:     readPipeline(ci.GitLab),
	},
	{
		Name: "appveyor", Title: "AppVeyor file", Example: "appveyor.yml", Fence: "yaml",
		Names:    []string{"{,.}appveyor{,[._-]*}.{yml,yaml}"},
		Concerns: speaksOfDocker,
		Jobs:     true,
		Read:     readPipeline(ci.AppVeyor),
	},
	{
		Name: "circleci", Title: "CircleCI file", Example: ".circleci/config.yml", Fence: "yaml",
		Names:    []string{".circleci/*.{yml,yaml}"},
		Concerns: speaksOfDocker,
		Jobs:     true,
		Read:     readPipeline(ci.CircleCI),
	},
	{
		Name: "buildkite", Title: "Buildkite pipeline", Example: ".buildkite/pipeline.yml", Fence: "yaml",
		Names:    []string{".buildkite/**/pipeline*.{yml,yaml}"},
		Concerns: speaksOfDocker,
		Jobs:     true,
		Read:     readPipeline(ci.Buildkite),
	},
	{
		Name: "drone", Title: "Drone pipeline", Example: ".drone.yml", Fence: "yaml",
		Names:    []string{".drone{,[._-]*}.{yml,yaml}"},
		Concerns: speaksOfContainers,
		Jobs:     true,
		Read:     readPipeline(ci.Drone),
	},
	{
		Name: "jenkinsfile", Title: "Jenkinsfile", Example: "Jenkinsfile", Fence: "groovy",
		Names:    []string{"jenkinsfile{,[._-]*}", "*.jenkinsfile"},
		Concerns: speaksOfDocker,
		Jobs:     true,
		Read:     readPipeline(ci.Jenkins),
	},
	{
		Name: "dockerignore", Title: ".dockerignore", Example: ".dockerignore", Fence: "dockerignore",
		Names: []string{"*.dockerignore"},
		Read:  func(f *source.File, _ *World) *Unit { return readIgnore(f) },
	},
	{
		Name: "daemon", Title: "daemon.json", Example: "ProgramData/docker/config/daemon.json", Fence: "json",
		Names: []string{"{windows-,}daemon.json"},
		Read:  readDaemon,
	},
	{
		Name: "powershell", Title: "PowerShell script", Example: "build.ps1", Fence: "powershell",
		Names:    []string{"*.{ps1,psm1}"},
		Content:  func(_ string, text []byte) bool { return powershellShebang.Match(text) },
		Concerns: speaksOfDocker,
		Read:     func(f *source.File, w *World) *Unit { return readScriptFile(required(f.Text), f, w) },
		recipe:   scriptRecipe(script.PowerShell),
	},
	{
		Name: "batch", Title: "batch file", Example: "build.cmd", Fence: "batch",
		Names:    []string{"*.{bat,cmd}"},
		Content:  func(_ string, text []byte) bool { return echoOff.Match(text) },
		Concerns: speaksOfDocker,
		Read:     func(f *source.File, w *World) *Unit { return readScriptFile(script.Batch, f, w) },
		recipe:   scriptRecipe(script.Batch),
	},
	{
		Name: "shell", Title: "shell script", Example: "build.sh", Fence: "sh",
		Names:    []string{"*.sh"},
		Content:  func(_ string, text []byte) bool { return shellShebang.Match(text) },
		Concerns: speaksOfDocker,
		Read:     func(f *source.File, w *World) *Unit { return readScriptFile(script.Bash, f, w) },
		recipe:   scriptRecipe(script.Bash),
	},
	{
		Name: "dockerfile", Title: "Dockerfile", Example: "Dockerfile", Fence: "dockerfile",
		Names: []string{"{docker,container}file", "{docker,container}file[.-]*", "*.{docker,container}file"},
		Except: []string{
			"*.{c,cc,cpp,cs,css,dart,fs,go,groovy,h,hpp,htm,html,java,js,jsx,cjs,mjs,kt,kts,lua,pl,pm,py,pyi,rb,rs,scala,scss,sql,swift,ts,tsx,vb,vue,xml}",
			"*.{adoc,diff,json,json5,jsonc,lock,log,md,mdx,patch,rst,snap,toml,txt,yaml,yml}",
			"*.{gif,gz,jpeg,jpg,pdf,png,svg,tar,tgz,webp,zip}",
			"*.{bak,old,orig,rej,save,swo,swp,tmp}", "*~",
		},
		Content: func(_ string, text []byte) bool { return opensWithFrom(text) },
		Read: func(f *source.File, w *World) *Unit {
			u := readDockerfile(f, nil, w)
			u.BuiltBy = jobsThatBuild(w, u)
			return u
		},
	},
}

// KindNamed is the kind that --type calls so; nil where there is none.
func KindNamed(name string) *Kind {
	if i := slices.IndexFunc(Kinds, func(k *Kind) bool { return k.Name == name }); i >= 0 {
		return Kinds[i]
	}
	return nil
}

// composeNames is compose.yaml, docker-compose.yml, the same with words before the extension, such as
// docker-compose.override.yml; also stack files, such as docker-stack.yml.
var composeNames = []string{"{docker-,}{compose,stack}{,[._-]*}.{yaml,yml}", "*-compose.{yaml,yml}"}

var composePatterns = sync.OnceValue(func() []pattern { return patternsOf(composeNames) })

// isCompose reports whether a file in YAML is a compose file: of the keys at the top, all are those of one, and under
// "services" something has an image or a build, or "include" names files. Other programs have "services", too.
func isCompose(name string, text []byte) bool {
	switch path.Ext(strings.ToLower(name)) {
	case ".yaml", ".yml", "":
	default:
		return false
	}
	if !composeService.Match(text) && !composeInclude.Match(text) {
		return false
	}
	for _, key := range topKey.FindAllSubmatch(text, -1) {
		if !composeKey.Match(key[1]) {
			return false
		}
	}
	return true
}

var (
	topKey         = lazy.MustCompile(`(?m)^["']?([^\s#"':-][^\s"':]*)["']?[ \t]*:(?:\s|$)`)
	composeKey     = lazy.MustCompile(`^(?:version|name|include|services|networks|volumes|secrets|configs|models|x-.*)$`)
	composeService = lazy.MustCompile(`(?m)^["']?services["']?[ \t]*:[ \t]*` +
		`(?:[^\n#]*[{,]|(?:#.*)?\r?$(?:\n(?:[ \t#].*|\r?)$)*?\n[ \t]+(?:[^\n#]*[{,])?)` +
		`[ \t]*["']?(?:image|build|extends)["']?[ \t]*:`)
	composeInclude = lazy.MustCompile(`(?m)^include[ \t]*:[ \t]*(?:#.*)?\r?\n[ \t]*-[ \t]+(?:path[ \t]*:|["']?[^\s:"']+\.ya?ml["']?[ \t]*\r?$)`)
)

// The first lines of scripts whose names tell nothing.
var (
	shellShebang      = lazy.MustCompile(`^#![ \t]*\S*/(?:env[ \t]+(?:-S[ \t]+)?)?(?:ba|da|k|z)?sh\b`)
	powershellShebang = lazy.MustCompile(`^#![ \t]*\S*/(?:env[ \t]+(?:-S[ \t]+)?)?(?:pwsh|powershell)\b`)
	echoOff           = lazy.MustCompile(`(?i)^\s*@echo[ \t]+off\b`)
)

// speaksOfDocker reports whether a script can call docker. Most scripts have nothing to do with it.
func speaksOfDocker(text []byte) bool { return bytes.Contains(bytes.ToLower(text), []byte("docker")) }

// speaksOfContainers reports whether a CI file can have to do with containers: it calls docker, or runs jobs in images.
func speaksOfContainers(text []byte) bool {
	return speaksOfDocker(text) || jobContainer.Match(text)
}

// An action of the repository itself can be a container.
var jobContainer = lazy.MustCompile(`(?m)^[ \t-]*(?:(?:container|services|image)[ \t]*:|uses[ \t]*:[ \t]*["']?\./)`)

// isPipeline reports whether a file in YAML is one of Azure Pipelines that can have to do with containers: its directory may
// hold others.
func isPipeline(text []byte) bool { return speaksOfContainers(text) && azureKey.Match(text) }

var azureKey = lazy.MustCompile(`(?m)^[ \t-]*(?:pool|vmImage|task|script|bash|pwsh|powershell|stages|jobs|steps|deployment)[ \t]*:`)

// opensWithFrom reports whether a text begins as a Dockerfile does: with FROM, after comments and ARG at most. Prose and
// Python ("from typing import List") begin with that word, too, but with other words after the first one.
func opensWithFrom(text []byte) bool {
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		switch {
		case len(line) == 0, line[0] == '#', openingArg.Match(line):
		default:
			return openingFrom.Match(line)
		}
	}
	return false
}

var (
	openingArg  = lazy.MustCompile(`(?i)^ARG[ \t]+\w`)
	openingFrom = lazy.MustCompile("(?i)^FROM(?:[ \t]+--\\S+)*(?:[ \t]+[^\\s`\\\\]+)(?:[ \t]+AS[ \t]+\\S+)?[ \t]*[`\\\\]?$")
)
