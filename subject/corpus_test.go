package subject_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// corpus reads every Dockerfile of a directory of the trial corpus, which WINLINT_CORPUS names; without it there is none.
func corpus(t *testing.T, folder string) []*subject.Unit {
	t.Helper()
	root := os.Getenv("WINLINT_CORPUS")
	if root == "" {
		return nil
	}
	var units []*subject.Unit
	err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !subject.KindNamed("dockerfile").Named(filepath.ToSlash(path)) {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil {
			units = append(units, subject.Read(source.New(filepath.ToSlash(path), string(data)), &subject.World{}))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return units
}

// tally counts the stages by operating system and certainty, and the RUNs of Windows stages by shell.
func tally(units []*subject.Unit) (stages, shells map[string]int) {
	stages, shells = map[string]int{}, map[string]int{}
	for _, u := range units {
		if u.Template != nil {
			stages["template"]++
		}
		for _, s := range u.Scopes {
			if s.Kind != subject.Stage {
				continue
			}
			stages[fmt.Sprintf("%s strong=%v", s.OS, s.Strong)]++
			for _, n := range s.Nodes {
				if in, ok := n.Node.(*dockerfile.Instruction); ok && in.Name == "RUN" && s.OS == windows.Windows {
					shells[n.Shell.Language.String()]++
				}
			}
		}
	}
	return stages, shells
}

func TestLinuxProjectsHaveNoWindowsStage(t *testing.T) {
	units := corpus(t, "linux")
	for _, u := range units {
		if u.FileScope.OS == windows.Windows {
			t.Errorf("%s is for Windows: %v", u.File.Path, u.FileScope.Why)
		}
	}
	stages, _ := tally(units)
	t.Logf("%d files, stages: %v", len(units), stages)
}

func TestMostStagesOfWindowsProjectsAreTold(t *testing.T) {
	units := corpus(t, "windows")
	stages, shells := tally(units)
	t.Logf("%d files, stages: %v, shells of RUN: %v", len(units), stages, shells)
	all, unknown := 0, shells[script.Unknown.String()]
	for n := range maps.Values(shells) {
		all += n
	}
	if unknown*10 > all {
		t.Errorf("the shells of %d among %d RUNs are not known", unknown, all)
	}
}

// TestCorpusTargets counts what every stage, service and docker command of the corpus is for, read as a part of its project.
func TestCorpusTargets(t *testing.T) {
	root := os.Getenv("WINLINT_CORPUS")
	if root == "" {
		return
	}
	open := func(name string) (*source.File, error) {
		data, err := os.ReadFile(name)
		return source.Decode(name, data), err
	}
	readings := readingCounts{runs: map[string]int{}}
	counts := map[subject.ScopeKind]map[string]int{subject.Stage: {}, subject.Service: {}, subject.Command: {}}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name := filepath.ToSlash(path)
		data, err := os.ReadFile(path)
		kind := subject.Identify(name, data)
		if err != nil || kind == nil || !kind.IsConcern(data) {
			return err
		}
		unit := kind.Unit(source.Decode(name, data), &subject.World{Open: open})
		for _, s := range unit.Scopes {
			readings.add(unit, s)
			if counted := counts[s.Kind]; counted != nil {
				counted[fmt.Sprintf("%s certain=%v", s.OS, s.Strong)]++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("RUNs of %d stages for Windows, %d of which have one that was not read: %v", readings.stages, readings.unread, readings.runs)
	if readings.unread*33 > readings.stages {
		t.Errorf("more than 3 %% of the stages for Windows have a RUN that was not read")
	}
	for kind, title := range map[subject.ScopeKind]string{subject.Stage: "stages", subject.Service: "services", subject.Command: "commands"} {
		t.Logf("%s: %v", title, counts[kind])
		if len(counts[kind]) == 0 {
			t.Errorf("no %s in the corpus", title)
		}
	}
}

// readingCounts is how the RUNs of stages for Windows were read.
type readingCounts struct {
	stages, unread int
	runs           map[string]int
}

func (c *readingCounts) add(u *subject.Unit, s *subject.Scope) {
	if s.Kind != subject.Stage || s.OS != windows.Windows {
		return
	}
	c.stages++
	unread := false
	for _, run := range u.Runs(s) {
		unread = unread || run.How == subject.Passed
		how := run.How.String()
		if run.How == subject.Assumed {
			how += ", " + run.Why
		}
		c.runs[how]++
	}
	if unread {
		c.unread++
	}
}
