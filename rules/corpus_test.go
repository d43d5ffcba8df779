package rules

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	dockerfilerules "github.com/winlint/winlint/rules/dockerfile"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// corpus is the files that the tests below run over: those of testdata and, where WINLINT_CORPUS names a directory, those
// below it. In that directory each directory of the second level is a repository, and what is below "linux" is for Linux
// only. docs/accuracy.md has the figures that they print with -v.
func corpus(t *testing.T) []*source.File {
	t.Helper()
	roots := []string{"../testdata"}
	if root := os.Getenv("WINLINT_CORPUS"); root != "" {
		roots = append(roots, root)
	}
	var files []*source.File
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || subject.KindOf(filepath.ToSlash(path)) == nil {
				return err
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			below, err := filepath.Rel(root, path)
			files = append(files, source.Decode(filepath.ToSlash(below), raw))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// repository is what a file of the corpus was published in.
func repository(f *source.File) string {
	parts := strings.Split(f.Path, "/")
	return strings.Join(parts[:min(2, len(parts)-1)], "/")
}

func corpusLinter() *lint.Linter {
	return &lint.Linter{Rules: usual(), Environment: engine.Environment{Today: today}, Known: known}
}

// tally counts, for each name, how often it was counted, in how many files and in how many repositories.
type tally map[string]*[3]map[string]bool

func (t tally) add(name string, f *source.File, place int) {
	if t[name] == nil {
		t[name] = &[3]map[string]bool{{}, {}, {}}
	}
	t[name][0][fmt.Sprint(f.Path, place)] = true
	t[name][1][f.Path] = true
	t[name][2][repository(f)] = true
}

func (t tally) String() string {
	var names []string
	for name := range t {
		names = append(names, name)
	}
	slices.Sort(names)
	var out strings.Builder
	for _, name := range names {
		counts := t[name]
		fmt.Fprintf(&out, "%-60s %5d in %4d files of %2d repositories\n", name, len(counts[0]), len(counts[1]), len(counts[2]))
	}
	return out.String()
}

// Files for Linux are silent, but for what the builder itself refuses.
func TestCorpusFindings(t *testing.T) {
	found, forWindows, others, skipped := tally{}, 0, 0, 0
	linter := corpusLinter()
	for _, f := range corpus(t) {
		result := linter.Lint(f)
		switch {
		case result.Unit.Template != nil:
			skipped++
		case result.Unit.FileScope.OS == windows.Windows:
			forWindows++
		default:
			others++
		}
		for _, finding := range result.Findings {
			found.add(finding.Severity.String()+" "+finding.Rule.ID, f, finding.Span.Start)
			if strings.HasPrefix(f.Path, "linux/") && finding.Rule.ID != "syntax" {
				t.Errorf("%s: a file for Linux: %s: %s", f.Path, finding.Rule.ID, finding.Message)
			}
		}
	}
	t.Logf("%d files with a Windows stage, %d others, %d templates\n%s", forWindows, others, skipped, found)
}

// After the fixes no finding is left that has one, a second run changes nothing, and BuildKit takes what it took before.
func TestCorpusFixes(t *testing.T) {
	applied, refused, files := tally{}, tally{}, 0
	linter := corpusLinter()
	for _, f := range corpus(t) {
		before := linter.Lint(f)
		linter.Prove(before)
		for _, finding := range before.Findings {
			if finding.Refused != nil {
				refused.add(finding.Rule.ID+": "+finding.Refused.Error(), f, finding.Span.Start)
			}
		}
		fixed := linter.Fix(f, lint.Safe)
		for i, finding := range fixed.Applied {
			applied.add(finding.Rule.ID, f, i)
		}
		if len(fixed.Applied) > 0 {
			files++
		}
		checkFixed(t, linter, f, before, fixed)
	}
	t.Logf("%d files changed\napplied\n%srefused\n%s", files, applied, refused)
}

func checkFixed(t *testing.T, linter *lint.Linter, f *source.File, before *lint.Result, fixed *lint.Fixed) {
	t.Helper()
	for _, finding := range fixed.Findings {
		if finding.Applicability == lint.Safe {
			t.Errorf("%s: %s has a safe fix that was not applied", f.Path, finding.Rule.ID)
		}
	}
	after := fixed.Unit
	if again := linter.Fix(after.File, lint.Safe); again.Unit.File.Text != after.File.Text {
		t.Errorf("%s: a second run changes the file", f.Path)
	}
	if before.Unit.Dockerfile != nil && len(after.Dockerfile.Errors) > len(before.Unit.Dockerfile.Errors) {
		t.Errorf("%s: after the fixes BuildKit refuses more: %v", f.Path, after.Dockerfile.Errors)
	}
}

// Every file without the escape directive is turned over to it, whether or not the rule advises that, or there is a
// reason; the proof agrees with each of them.
func TestCorpusConversions(t *testing.T) {
	always := &lint.Rule{ID: "always", Fix: lint.Safe, Check: lint.Each(func(p *lint.Pass, doc *dockerfile.Document) {
		if doc.EscapeFrom == nil {
			p.Reportf(source.At(0), "no directive").LazyFix(func(f *lint.Finding) {
				if err := dockerfilerules.Convert(doc, f); err != nil {
					f.Message = err.Error()
				}
			})
		}
	})}
	linter := &lint.Linter{Rules: []*lint.Rule{always}, Environment: engine.Environment{Today: today}}
	counts := tally{}
	for _, f := range corpus(t) {
		result := linter.Lint(f)
		linter.Prove(result)
		for _, finding := range result.Findings {
			switch {
			case finding.Refused != nil:
				t.Errorf("%s: the conversion is refused: %v", f.Path, finding.Refused)
			case !finding.Fixable():
				_, reason, _ := strings.Cut(strings.TrimPrefix(finding.Message, "line "), " ")
				counts.add("no conversion: "+reason, f, 0)
			default:
				lawOfConversion(t, f, finding)
				counts.add("converted, "+finding.Applicability.String(), f, 0)
			}
		}
	}
	t.Logf("files without the directive\n%s", counts)
}
