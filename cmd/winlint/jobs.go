package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// builds finds the jobs of CI files that build a Dockerfile of the project of a file. What is no clone can be several projects:
// then those of the nearest directory that has any are found.
func (p *projects) builds(name string) subject.Builds {
	return func(dockerfile string) []*subject.JobBuild {
		full, err := filepath.Abs(filepath.FromSlash(dockerfile))
		if err != nil {
			return nil
		}
		root := p.rootOf(name)
		directory := filepath.Dir(full)
		if !filepath.IsLocal(below(root, directory)) {
			return nil
		}
		if _, clone := p.repositories.Of(root); clone {
			directory = root
		}
		for ; ; directory = filepath.Dir(directory) {
			if found := p.jobsIn(directory)[strings.ToLower(below(directory, full))]; len(found) > 0 || below(root, directory) == "." {
				return found
			}
		}
	}
}

// jobsIn is the builds of the CI files of a directory, which are read once.
func (p *projects) jobsIn(directory string) map[string][]*subject.JobBuild {
	read, _ := p.jobs.LoadOrStore(directory, sync.OnceValue(func() map[string][]*subject.JobBuild { return jobsBelow(directory) }))
	return read.(func() map[string][]*subject.JobBuild)()
}

// The directories of a project in which CI files are looked for, and how many of them are read.
var jobDirectories = []string{".", ".github/workflows", ".azure-pipelines", "azure-pipelines", ".azure", ".pipelines", "eng/pipelines"}

const maxJobFiles = 500

// jobsBelow reads the CI files of a project, and what they build by the paths of Dockerfiles. What cannot be read is skipped:
// it is none of the files that are linted.
func jobsBelow(directory string) map[string][]*subject.JobBuild {
	found := map[string][]*subject.JobBuild{}
	root, err := os.OpenRoot(directory)
	if err != nil {
		return found
	}
	defer func() { _ = root.Close() }() // nothing was written
	for _, name := range jobFiles(root) {
		kind := subject.KindOf(name)
		raw, err := fs.ReadFile(root.FS(), name)
		if err != nil || len(raw) > largest || !kind.MayBuild(raw) {
			continue
		}
		for dockerfile, builds := range kind.JobBuilds(source.Decode(name, raw)) {
			found[dockerfile] = append(found[dockerfile], builds...)
		}
	}
	return found
}

// jobFiles is the CI files of a project that are read, by directory and name.
func jobFiles(root *os.Root) (list []string) {
	top := namesIn(root, ".")
	for _, dir := range jobDirectories {
		names := top
		if dir != "." {
			first, _, _ := strings.Cut(dir, "/")
			if !slices.ContainsFunc(top, func(name string) bool { return strings.EqualFold(name, first) }) {
				continue // most projects have none of them
			}
			if info, err := root.Stat(dir); err != nil || !info.IsDir() { // to open a pipe could take forever
				continue
			}
			names = namesIn(root, dir)
		}
		for _, base := range names {
			name := path.Join(dir, base)
			if kind := subject.KindOf(name); kind == nil || !kind.Jobs {
				continue
			}
			if info, err := root.Lstat(name); err == nil && info.Mode().IsRegular() && len(list) < maxJobFiles {
				list = append(list, name)
			}
		}
	}
	return list
}

// namesIn is the names in a directory, sorted. They are asked for alone: with them Go would ask what each is, and few are
// names of CI files.
func namesIn(root *os.Root, dir string) []string {
	open, err := root.Open(dir)
	if err != nil {
		return nil
	}
	defer func() { _ = open.Close() }() // nothing was written
	names, _ := open.Readdirnames(-1)   // what cannot be read is passed over
	slices.Sort(names)
	return names
}
