package e2e

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

// What winlint takes as a whole process beside what the same files take BuildKit: CPU time of both in turn, so that only
// the ratios count. "x-parser" is how many times as long as a program that only parses the files with BuildKit, "x-lint"
// how many times as long as one that runs BuildKit's own checks. The files are those below WINLINT_CORPUS, or else the
// examples of the rules' pages.
func BenchmarkProcess(b *testing.B) {
	files := dockerfiles(b)
	buildkit := filepath.Join(b.TempDir(), "buildkit")
	if out, err := exec.Command("go", "build", "-o", buildkit, "./buildkit").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	b.Run(fmt.Sprintf("files=%d", len(files)), func(b *testing.B) { ratios(b, buildkit, files) })
	b.Run("files=1", func(b *testing.B) { ratios(b, buildkit, files[len(files)/2:][:1]) })
}

func ratios(b *testing.B, buildkit string, files []string) {
	var ours, parse, lint time.Duration
	for b.Loop() {
		ours += cpu(b, winlint, append([]string{"lint", "--no-config"}, files...))
		parse += cpu(b, buildkit, append([]string{"parse"}, files...))
		lint += cpu(b, buildkit, append([]string{"lint"}, files...))
	}
	b.ReportMetric(float64(ours)/float64(parse), "x-parser")
	b.ReportMetric(float64(ours)/float64(lint), "x-lint")
	b.ReportMetric(float64(ours.Milliseconds())/float64(b.N), "cpu-ms/op")
}

// What a run over very many files takes of memory, in MB: it must follow the largest files and not their number.
func BenchmarkMemory(b *testing.B) {
	const files = 10000
	dir := b.TempDir()
	for i := range files {
		text := clean
		if i%10 == 0 {
			text = trapped
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.dockerfile", i)), []byte(text), 0o666); err != nil {
			b.Fatal(err)
		}
	}
	for _, args := range [][]string{{"lint"}, {"lint", "--format", "json"}, {"lint", "--format", "sarif"}, {"lint", "--format", "github"}, {"fix", "--diff"}} {
		b.Run(args[len(args)-1], func(b *testing.B) {
			peak := int64(0)
			for b.Loop() {
				cmd := exec.Command(winlint, append(args, dir)...)
				_ = cmd.Run() // it finds something
				peak = max(peak, peakMemory(cmd.ProcessState))
			}
			b.ReportMetric(float64(peak)/(1<<20), "MB")
		})
	}
}

// cpu is the processor time of one run.
func cpu(b *testing.B, name string, args []string) time.Duration {
	b.Helper()
	cmd := exec.Command(name, args...)
	if err := cmd.Run(); cmd.ProcessState == nil || cmd.ProcessState.ExitCode() > 1 {
		b.Fatalf("%s: %v", name, err)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

var dockerfileName = regexp.MustCompile(`(?i)(^|/)((docker|container)file([.-][^/]*)?|[^/]+\.(docker|container)file)$`)

func dockerfiles(b *testing.B) (files []string) {
	b.Helper()
	corpus := os.Getenv("WINLINT_CORPUS")
	if corpus == "" {
		return pageExamples(b)
	}
	err := filepath.WalkDir(corpus, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && dockerfileName.MatchString(filepath.ToSlash(path)) {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		b.Fatalf("no Dockerfile below %s: %v", corpus, err)
	}
	return files
}

// pageExamples writes the Dockerfiles of the rules' pages to files.
func pageExamples(b *testing.B) (files []string) {
	b.Helper()
	pages, err := filepath.Glob(filepath.Join(root, "docs", "rules", "*.md"))
	if err != nil || len(pages) == 0 {
		b.Fatalf("no pages: %v", err)
	}
	dir := b.TempDir()
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			b.Fatal(err)
		}
		for _, example := range examples.FindAllStringSubmatch(string(text), -1) {
			if example[1] != "dockerfile" {
				continue
			}
			name := filepath.Join(dir, fmt.Sprintf("%d.dockerfile", len(files)))
			if err := os.WriteFile(name, []byte(example[3]), 0o666); err != nil {
				b.Fatal(err)
			}
			files = append(files, name)
		}
	}
	return files
}
