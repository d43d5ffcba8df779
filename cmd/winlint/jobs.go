package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// projectJobs is the jobs of CI files that build Dockerfiles, by the roots of the projects, each read once in a run.
type projectJobs struct{ roots sync.Map }

// of finds the jobs that build a Dockerfile of the project of a file.
func (j *projectJobs) of(name string) subject.Builds {
	return func(dockerfile string) []*subject.JobBuild {
		root := rootOf(name)
		full, err := filepath.Abs(filepath.FromSlash(dockerfile))
		if err != nil {
			return nil
		}
		below, err := filepath.Rel(root, full)
		if err != nil {
			return nil
		}
		read, _ := j.roots.LoadOrStore(root, sync.OnceValue(func() map[string][]*subject.JobBuild { return jobsBelow(root) }))
		return read.(func() map[string][]*subject.JobBuild)()[strings.ToLower(filepath.ToSlash(below))]
	}
}

// The directories of a project in which CI files are looked for, and how many of them are read.
var jobDirectories = []string{".", ".github/workflows", ".azure-pipelines", "azure-pipelines", ".azure", ".pipelines", "eng/pipelines"}

const maxJobFiles = 500

// jobsBelow reads the CI files of a project, and what they build by the paths of Dockerfiles. What cannot be read is passed over:
// it is none of the files that are linted.
func jobsBelow(directory string) map[string][]*subject.JobBuild {
	found := map[string][]*subject.JobBuild{}
	root, err := os.OpenRoot(directory)
	if err != nil {
		return found
	}
	defer func() { _ = root.Close() }() // nothing was written
	files := 0
	for _, dir := range jobDirectories {
		entries, err := fs.ReadDir(root.FS(), dir)
		if err != nil {
			continue
		}
		for _, e := range entries {
			name := filepath.ToSlash(filepath.Join(dir, e.Name()))
			kind := subject.KindOf(name)
			if kind == nil || !kind.Jobs || !e.Type().IsRegular() || files == maxJobFiles {
				continue
			}
			files++
			raw, err := fs.ReadFile(root.FS(), name)
			if err != nil || len(raw) > largest || !kind.MayBuild(raw) {
				continue
			}
			for dockerfile, builds := range kind.JobBuilds(source.Decode(name, raw)) {
				found[dockerfile] = append(found[dockerfile], builds...)
			}
		}
	}
	return found
}
