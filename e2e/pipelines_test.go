package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/joshdk/go-junit"
	"github.com/reviewdog/reviewdog/parser"
	"go.yaml.in/yaml/v4"
)

// accept fails the test unless the program that reads a format takes a report, and finds as many findings as there are.
func accept(t *testing.T, format, report string, findings int) {
	t.Helper()
	got := findings
	switch format {
	case "sarif":
		file := filepath.Join(t.TempDir(), "winlint.sarif")
		if err := os.WriteFile(file, []byte(report), 0o666); err != nil {
			t.Fatal(err)
		}
		if errs, warnings, _ := validate(t, file); len(errs)+len(warnings) > 0 {
			t.Errorf("the Multitool says %v %v", errs, warnings)
		}
	case "rdjson", "rdjsonl", "checkstyle":
		p, err := parser.New(&parser.Option{FormatName: format})
		if err != nil {
			t.Fatal(err)
		}
		list, err := p.Parse(strings.NewReader(report))
		if err != nil {
			t.Errorf("reviewdog: %v", err)
		}
		got = len(list)
	case "junit":
		suites, err := junit.Ingest([]byte(report))
		if err != nil {
			t.Errorf("go-junit: %v", err)
		}
		got = 0
		for _, suite := range suites {
			got += suite.Totals.Failed
		}
	case "gitlab":
		got = codeQuality(t, report)
	case "azure": // which has no issues for advice
		if out := (&command{stdin: report}).run(t, "node", "azure.mjs").want(t, 0).stdout; !strings.Contains(out, "task.logissue") {
			t.Errorf("azure-pipelines-task-lib reads %q", out)
		}
	case "teamcity":
		got = strings.Count(report, "##teamcity[inspection ")
	case "markdown":
		got = rows(t, report)
	case "github":
		again := (&command{stdin: report}).run(t, "node", "github.mjs").want(t, 0).stdout
		if want := sorted(report); again != want {
			t.Errorf("@actions/core writes\n%s\nwinlint\n%s", again, want)
		}
	case "json":
		got = strings.Count((&command{stdin: report}).run(t, "jq", "-c", ".findings[] | [.path, .line, .rule]").want(t, 0).stdout, "\n")
	case "jsonl":
		got = strings.Count((&command{stdin: report}).run(t, "jq", "-c", "[.path, .line, .rule]").want(t, 0).stdout, "\n")
	case "concise":
		got = strings.Count(report, "\n")
	default:
		if report == "" {
			t.Errorf("the report in %s is empty", format)
		}
	}
	if got != findings {
		t.Errorf("%s: %d findings, want %d, in\n%s", format, got, findings, report)
	}
}

// codeQuality counts the entries of a report, which must have the members that GitLab requires.
func codeQuality(t *testing.T, report string) int {
	t.Helper()
	var entries []struct {
		Description, Fingerprint, Severity string
		CheckName                          string `json:"check_name"`
		Location                           struct {
			Path  string
			Lines struct{ Begin int }
		}
	}
	if err := json.Unmarshal([]byte(report), &entries); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, e := range entries {
		if e.Description == "" || e.CheckName == "" || e.Location.Path == "" || e.Location.Lines.Begin < 1 || known[e.Fingerprint] || e.Fingerprint == "" ||
			!slices.Contains([]string{"info", "minor", "major", "critical", "blocker"}, e.Severity) {
			t.Errorf("GitLab does not take %+v", e)
		}
		known[e.Fingerprint] = true
	}
	return len(entries)
}

// rows counts the rows of the tables in a text in Markdown.
func rows(t *testing.T, report string) (n int) {
	t.Helper()
	out := (&command{stdin: report}).run(t, "node", "markdown.mjs").want(t, 0).stdout
	if err := json.Unmarshal([]byte(out), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// sorted is workflow commands with their properties in the order of the alphabet.
func sorted(report string) string {
	return regexp.MustCompile(`(?m)^(::\w+ )(.*?)(::.*)$`).ReplaceAllStringFunc(report, func(line string) string {
		part := regexp.MustCompile(`^(::\w+ )(.*?)(::.*)$`).FindStringSubmatch(line)
		properties := strings.Split(part[2], ",")
		slices.Sort(properties)
		return part[1] + strings.Join(properties, ",") + part[3]
	})
}

// Every format is taken by a program that we did not write, on all inputs.
func TestFormatsAreAccepted(t *testing.T) {
	for name, at := range inputs(t) {
		n := len(findings(t, at[0], at[1]))
		for _, format := range []string{"json", "jsonl", "github", "gitlab", "markdown", "checkstyle", "rdjson", "rdjsonl", "junit", "teamcity"} {
			t.Run(format+" of "+name, func(t *testing.T) { accept(t, format, reported(t, format, at[0], at[1]), n) })
		}
	}
}

// runPipeline runs a command of a pipeline in a copy of the demo, where winlint is on the PATH and in npm's registry, and holds
// each report that the command writes to the program that reads it.
func runPipeline(t *testing.T, r *release, script string) {
	t.Helper()
	dir := write(t, map[string]string{"Dockerfile": text(t, filepath.Join(root, "testdata", "demo", "Dockerfile"))})
	(&command{dir: dir}).run(t, "git", "init", "-q").want(t, 0)
	n := len(findings(t, dir, "."))
	c := &command{dir: dir, env: append(r.registry(t), "PATH="+filepath.Dir(winlint)+":"+os.Getenv("PATH"), "GITHUB_STEP_SUMMARY="+filepath.Join(dir, "summary"))}
	code := 1
	if strings.Contains(script, "--exit-zero") {
		code = 0
	}
	c.run(t, "bash", "-c", script).want(t, code)
	for _, format := range regexp.MustCompile(`--format ([a-z]+)(?:=(\S+))?`).FindAllStringSubmatch(script, -1) {
		report := c.stdout
		if format[2] != "" {
			report = text(t, filepath.Join(dir, format[2]))
		}
		accept(t, format[1], report, n)
	}
}

// The commands of the page do what it says: each runs, and what reads its reports takes them.
func TestPipelineCommands(t *testing.T) {
	r := released(t)
	page := text(t, filepath.Join(root, "docs", "ci.md"))
	commands := regexp.MustCompile(`(?m)((?:npx --yes winlint@\S+|winlint) lint [^'"|\n]*?--format [^'"|\n]*?)(?:'.*| \|.*)?$`).FindAllStringSubmatch(page, -1)
	if len(commands) < 8 {
		t.Errorf("the page has %d commands", len(commands))
	}
	for _, found := range commands {
		t.Run(found[1], func(t *testing.T) { runPipeline(t, r, found[1]) })
	}
}

// Groovy reads the stage for Jenkins, whose command TestPipelineCommands runs; its later steps take the files that it writes.
func TestJenkinsStage(t *testing.T) {
	page := text(t, filepath.Join(root, "docs", "ci.md"))
	stage := regexp.MustCompile("(?s)\n```groovy\n(.*?)```").FindStringSubmatch(page)
	if stage == nil {
		t.Fatal("the page has no stage")
	}
	c := &command{stdin: "pipeline {\n  agent any\n  stages {\n" + stage[1] + "  }\n}\n", env: []string{"JAVA_HOME=/usr/lib/jvm/default-java"}}
	steps := c.run(t, "groovy", "jenkins.groovy").want(t, 0).stdout
	for _, report := range []string{"checkstyle", "junit"} {
		file := regexp.MustCompile(`\["sh","[^"]* --format ` + report + `=(\S+?)[ "]`).FindStringSubmatch(steps)
		if file == nil {
			t.Errorf("no step writes %s in\n%s", report, steps)
			continue
		}
		taken := regexp.MustCompile(`(?mi)^\["` + report + `",\{"(pattern|testResults)":"` + regexp.QuoteMeta(file[1]) + `"\}\]$`)
		if !taken.MatchString(steps) {
			t.Errorf("no step takes %s in\n%s", file[1], steps)
		}
	}
}

// Every version that the pages, the hooks and the templates name is the newest.
func TestVersionsOfPages(t *testing.T) {
	version := newest(t)
	named := regexp.MustCompile(`(?:winlint[@_-]v?|rev: v|refs/tags/v|winlint/v|version: |/v)(\d+\.\d+\.\d+)`)
	for _, name := range []string{"README.md", "docs/ci.md", "docs/install.md", "docs/usage.md", "action.yml"} {
		for _, found := range named.FindAllStringSubmatch(text(t, filepath.Join(root, name)), -1) {
			if found[1] != version {
				t.Errorf("%s: %q is not version %s", name, found[0], version)
			}
		}
	}
}

// The table of formats names every format, and of each program that reads one the version that these tests run.
func TestTableOfFormats(t *testing.T) {
	page := text(t, filepath.Join(root, "docs", "ci.md"))
	table := regexp.MustCompile("(?m)^\\| (`[^|]+`) \\| [^|]+ \\| ([^|]+) \\|$").FindAllStringSubmatch(page, -1)
	help := (&command{}).run(t, winlint, "lint", "--help").want(t, 0).stdout
	_, help, _ = strings.Cut(help, "Formats:\n")
	help, _, _ = strings.Cut(help, "\n\n")
	for line := range strings.Lines(help) {
		format := strings.Fields(line)[0]
		if !slices.ContainsFunc(table, func(row []string) bool { return strings.Contains(row[1], "`"+format+"`") }) {
			t.Errorf("the table has no %s", format)
		}
	}
	pins := pinned(t)
	for _, row := range table {
		for _, reader := range regexp.MustCompile(`([@\w][\w/.-]*(?: [A-Z]\w+)*) (\d+\.\d+\.\d+)`).FindAllStringSubmatch(row[2], -1) {
			if got := pins[reader[1]]; got != reader[2] {
				t.Errorf("%s: the tests run %s %q, the table says %s", row[1], reader[1], got, reader[2])
			}
		}
	}
}

// pinned is the versions that npm and Go install for these tests, by the names that the table has for them.
func pinned(t *testing.T) map[string]string {
	t.Helper()
	pins := map[string]string{}
	var manifest struct{ DevDependencies map[string]string }
	if err := json.Unmarshal([]byte(text(t, "package.json")), &manifest); err != nil {
		t.Fatal(err)
	}
	for name, version := range manifest.DevDependencies {
		pins[name] = version
		pins[name[strings.LastIndex(name, "/")+1:]] = version
	}
	pins["SARIF Multitool"] = manifest.DevDependencies["@microsoft/sarif-multitool-linux"]
	for _, line := range regexp.MustCompile(`(?m)^\s(\S+) v(\S+)`).FindAllStringSubmatch(text(t, "go.mod"), -1) {
		pins[line[1][strings.LastIndex(line[1], "/")+1:]] = line[2]
	}
	return pins
}

// gitlab-ci-local reads the component with its inputs, finds it valid by GitLab's schema, and gives the job; the job's script
// runs, and its reports are taken.
func TestGitLabComponent(t *testing.T) {
	r := released(t)
	dir := write(t, map[string]string{
		".gitlab-ci.yml":                 "include:\n  - local: templates/winlint/template.yml\n    inputs:\n      version: " + r.version + "\n      args: --fail-on error\n",
		"templates/winlint/template.yml": text(t, filepath.Join(root, "templates", "winlint", "template.yml")),
	})
	for _, args := range [][]string{
		{"init", "-q", "-b", "main"}, {"add", "."}, {"-c", "user.name=e2e", "-c", "user.email=e2e@example.com", "commit", "-q", "-m", "start"},
		{"remote", "add", "origin", "git@gitlab.example.com:group/project.git"},
	} {
		(&command{dir: dir}).run(t, "git", args...).want(t, 0)
	}
	c := (&command{dir: dir, env: []string{"HOME=" + dir}}).run(t, "node", filepath.Join(root, "e2e", "node_modules", "gitlab-ci-local", "src", "index.js"), "--preview").want(t, 0)
	var pipeline struct {
		Winlint struct {
			Stage     string
			Script    []string
			Artifacts struct{ Reports map[string]any }
		}
	}
	if err := yaml.Unmarshal([]byte(c.stdout), &pipeline); err != nil {
		t.Fatalf("%v in %s", err, c.stdout)
	}
	job := pipeline.Winlint
	if job.Stage != "test" || len(job.Script) != 1 || job.Artifacts.Reports["codequality"] != "gl-code-quality-report.json" || job.Artifacts.Reports["junit"] != "winlint.xml" {
		t.Fatalf("the job is %+v", job)
	}
	runPipeline(t, r, job.Script[0])
}

// The script of the steps for Azure Pipelines runs, and its reports are taken.
func TestAzureTemplate(t *testing.T) {
	r := released(t)
	var template struct {
		Parameters []struct{ Name, Type, Default string }
		Steps      []map[string]any
	}
	if err := yaml.Unmarshal([]byte(text(t, filepath.Join(root, "templates", "azure-pipelines", "winlint.yml"))), &template); err != nil {
		t.Fatal(err)
	}
	script, _ := template.Steps[0]["script"].(string)
	for _, p := range template.Parameters {
		script = strings.ReplaceAll(script, "${{ parameters."+p.Name+" }}", p.Default)
	}
	if len(template.Steps) != 3 || strings.Contains(script, "${{") {
		t.Fatalf("%d steps; the first one is %q", len(template.Steps), script)
	}
	runPipeline(t, r, script)
}
