package rules

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var update = flag.Bool("update", false, "stamp the pages of docs/rules")

// today is the day for which the pages are written.
var today = windows.Date{Year: 2026, Month: 11, Day: 24}

// Each rule has a page whose examples are true: what is under Bad is found, what is under Good is silent. What
// winlint says (the header, the tables, the findings, the fixes) is stamped by -update and held without it.
func TestPages(t *testing.T) {
	for _, rule := range All() {
		t.Run(rule.ID, func(t *testing.T) {
			path := filepath.Join("..", "docs", "rules", rule.ID+".md")
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatalf("the rule has no page: %v", err)
			}
			page := newPage(t, rule, string(raw))
			page.sections()
			stamped := page.stamp()
			if page.best != rule.Fix {
				t.Errorf("the best fix of the examples under Bad is %q, and the rule promises %q", page.best, rule.Fix)
			}
			if *update && stamped != string(raw) {
				if err := os.WriteFile(path, []byte(stamped), 0o666); err != nil {
					t.Fatal(err)
				}
			} else if stamped != string(raw) {
				t.Errorf("the page is not what winlint says now; read the difference, then `make docs`:\n%s", firstDifference(string(raw), stamped))
			}
		})
	}
}

func TestEveryPageHasARule(t *testing.T) {
	for _, id := range docs.Pages() {
		if !slices.ContainsFunc(All(), func(r *lint.Rule) bool { return r.ID == id }) {
			t.Errorf("docs/rules/%s.md belongs to no rule", id)
		}
	}
}

func firstDifference(was, is string) string {
	a, b := strings.Split(was, "\n"), strings.Split(is, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d\n  is: %s\nwant: %s", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(a), len(b))
}

// A page is one file of docs/rules, cut into blocks.
type page struct {
	*testing.T
	rule   *lint.Rule
	blocks []block
	best   lint.Applicability // of the rule's fixes of what is under Bad
}

// A block is a fenced block of code or the lines between two of them.
type block struct {
	info    string  // of a fence: "dockerfile builder=classic"; "" for prose
	text    string  // with its fences
	section string  // the heading that it is under
	stamped bool    // written by -update: findings and fixes after an example, the header
	beside  []block // of an example: the blocks right before it that are other files of its project
}

var heading = regexp.MustCompile(`(?m)^## (.+)$`)

func newPage(t *testing.T, rule *lint.Rule, text string) *page {
	p := &page{T: t, rule: rule}
	section := ""
	example := false // nothing but stamps since the last example
	var beside []block
	for len(text) > 0 {
		before, fence := cutFence(text)
		if before != "" {
			p.blocks = append(p.blocks, block{text: before, section: section})
			if all := heading.FindAllStringSubmatch(before, -1); len(all) > 0 {
				section = all[len(all)-1][1]
			}
			if strings.TrimSpace(before) != "" {
				example, beside = false, nil
			}
		}
		text = text[len(before)+len(fence):]
		if fence == "" {
			continue
		}
		info, _, _ := strings.Cut(strings.TrimPrefix(fence, "```"), "\n")
		stamped := example && (info == "text" || info == "diff")
		b := block{info: info, text: fence, section: section, stamped: stamped}
		if isBeside(info) {
			beside = append(beside, b)
		} else if isExample(info) {
			b.beside, beside = beside, nil
		}
		p.blocks = append(p.blocks, b)
		example = example && stamped || isExample(info)
	}
	return p
}

// cutFence gives what stands in front of the next fenced block, and the block itself.
func cutFence(text string) (before, fence string) {
	start := 0
	if !strings.HasPrefix(text, "```") {
		i := strings.Index(text, "\n```")
		if i < 0 {
			return text, ""
		}
		start = i + 1
	}
	end := strings.Index(text[start:], "\n```\n")
	if end < 0 {
		return text, ""
	}
	return text[:start], text[start : start+end+len("\n```\n")]
}

func isExample(info string) bool { return exampleName(info) != "" && !isBeside(info) }

// isBeside reports whether a block is another file of the project of the example that follows it: it says "and".
func isBeside(info string) bool { return slices.Contains(strings.Fields(info), "and") }

// exampleName is what the file of an example is called: what "name=" in the info string says, or the example of the
// first kind of file with such fences; "" where the block is no example.
func exampleName(info string) string {
	language, _, _ := strings.Cut(info, " ")
	usual := ""
	if language == "ini" {
		usual = ".env"
	}
	if i := slices.IndexFunc(subject.Kinds, func(k *subject.Kind) bool { return k.Fence == language && language != "" }); i >= 0 {
		usual = subject.Kinds[i].Example
	}
	if name := attribute(info, "name"); name != "" && usual != "" {
		return name
	}
	return usual
}

// sections checks that the page says what every page says.
func (p *page) sections() {
	p.Helper()
	count := map[string]int{}
	for _, b := range p.blocks {
		if strings.HasPrefix(b.text, "```") && b.info != "text" && b.info != "diff" && exampleName(b.info) == "" {
			p.Errorf("a fence is of %q, which no kind of file is: winlint would not read it", b.info)
		}
		if isExample(b.info) {
			count[b.section]++
		}
	}
	if count["Bad"] < 2 || count["Good"] < 2 {
		p.Errorf("%d examples under Bad and %d under Good; want two of each, the Good ones near misses", count["Bad"], count["Good"])
	}
	if !slices.ContainsFunc(p.blocks, func(b block) bool { return strings.Contains(b.text, "\n## How to fix\n") }) {
		p.Error("the page has no section How to fix")
	}
	if len(p.rule.Refs) == 0 {
		p.Error("the rule names no source")
	}
	for _, ref := range p.rule.Refs {
		if !p.cites(ref) {
			p.Errorf("See also does not link %s", ref)
		}
	}
}

// stamp is the page as it should be.
func (p *page) stamp() string {
	var out strings.Builder
	for i, b := range p.blocks {
		switch {
		case b.stamped:
			continue
		case b.info == "" && strings.TrimSpace(b.text) == "" && i > 0 && i+1 < len(p.blocks) && p.blocks[i+1].stamped:
			continue
		case i == 0:
			out.WriteString(p.table(p.header(b.text)))
		default:
			out.WriteString(p.table(b.text))
		}
		if isExample(b.info) {
			out.WriteString(p.example(b))
		}
	}
	return out.String()
}

// oldHeader is the title of a page and the table under it.
var oldHeader = regexp.MustCompile(`^#[^\n]*\n(?:\n|\|[^\n]*\n)*`)

// header is the first block with its title and table made anew from the rule.
func (p *page) header(text string) string {
	r := p.rule
	severity := r.Severity.String()
	if r.Off {
		severity += ", off by default"
	}
	return fmt.Sprintf("# %s\n\n| rule | severity | topic | fix | since | applies to |\n| --- | --- | --- | --- | --- | --- |\n| %s | %s | %s | %s | %s | %s |\n\n%s",
		r.Summary, r.ID, severity, r.Topic, r.Fix, r.Since, appliesTo(r.On), text[len(oldHeader.FindString(text)):])
}

// appliesTo is a set in words: the images, and the builder.
func appliesTo(s subject.Set) string {
	if s.Any {
		return "every file"
	}
	var editions []string
	for _, e := range s.Editions {
		editions = append(editions, "`"+e.String()+"`")
	}
	words := "Windows"
	if len(editions) > 0 {
		words = strings.Join(editions, ", ") + " images"
	}
	if n := len(s.Releases); n > 0 {
		first, last := s.Releases[0], s.Releases[n-1]
		words += fmt.Sprintf(" from `%s` to `%s`", first, last)
		if n == 1 {
			words = strings.Replace(words, fmt.Sprintf(" from `%s` to", first), " of", 1)
		}
	}
	return words + "; " + map[engine.Builder]string{
		engine.AnyBuilder: "every builder", engine.Classic: "the classic builder", engine.BuildKit: "BuildKit",
	}[s.Builder]
}

// cites reports whether the page links a source of its rule: by its URL, or by the path of a file in any version of a
// repository.
func (p *page) cites(ref string) bool {
	repository, path, isFile := strings.Cut(ref, " ")
	switch {
	case isFile:
		path = `https://github\.com/` + regexp.QuoteMeta(repository) + `/blob/[^/)]+/` + regexp.QuoteMeta(path)
	case strings.HasPrefix(ref, "docs/"):
		path = `\.\./` + regexp.QuoteMeta(strings.TrimPrefix(ref, "docs/"))
	default:
		path = regexp.QuoteMeta(ref)
	}
	link := regexp.MustCompile(`\]\(` + path + `\)`)
	return slices.ContainsFunc(p.blocks, func(b block) bool { return b.section != "" && link.MatchString(b.text) })
}

const tableMark = "<!-- table -->\n"

// table stamps the rule's table between two marks.
func (p *page) table(text string) string {
	before, rest, found := strings.Cut(text, tableMark)
	if !found {
		return text
	}
	table, isTable := p.rule.Check.(lint.Table)
	_, after, closed := strings.Cut(rest, tableMark)
	if !isTable || !closed {
		p.Errorf("a table stands between two lines %q, on the page of a rule that is a table", strings.TrimSpace(tableMark))
		return text
	}
	head, rows := table.Rows()
	var out strings.Builder
	line := func(cells []string) {
		for i, cell := range cells {
			cells[i] = strings.ReplaceAll(cell, "|", `\|`)
		}
		out.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	line(head)
	line(slices.Repeat([]string{"---"}, len(head)))
	for _, row := range rows {
		line(row)
	}
	return before + tableMark + out.String() + tableMark + after
}

// example lints one example, checks it against its section, and gives the stamps that follow it.
func (p *page) example(b block) string {
	file, environment := exampleFile(b)
	run := &lint.Linter{Rules: p.rules(), Environment: environment, Known: known, Open: b.open}
	result := run.Lint(file)
	run.Prove(result)
	p.judge(b, result)
	if b.section != "Bad" {
		return ""
	}
	var out strings.Builder
	out.WriteString("\n```text\n")
	for _, f := range result.Findings {
		at := file.Rune(f.Span.Start)
		fmt.Fprintf(&out, "%d:%d: %s: %s [%s]\n", at.Line, at.Column, f.Severity, f.Message, f.Rule.ID)
		for _, more := range []struct{ label, text string }{{"note", f.Note}, {"help", f.Help}} {
			if more.text != "" {
				fmt.Fprintf(&out, "  %s: %s\n", more.label, more.text)
			}
		}
		for _, related := range f.Related {
			at := file.Rune(related.Span.Start)
			fmt.Fprintf(&out, "  %d:%d: %s\n", at.Line, at.Column, related.Message)
		}
	}
	out.WriteString("```\n")
	out.WriteString(p.fixed(run, result))
	return out.String()
}

// open opens the files beside an example.
func (b block) open(name string) (*source.File, error) {
	for _, other := range b.beside {
		if f, _ := exampleFile(other); f.Path == name {
			return f, nil
		}
	}
	return nil, fs.ErrNotExist
}

// rules is the default ones and the page's own.
func (p *page) rules() []*lint.Rule {
	list := quiet()
	if !slices.Contains(list, p.rule) {
		list = append(list, p.rule)
	}
	return list
}

// quiet is the default rules without the one whose advice is right for most examples, whatever they are about.
func quiet() []*lint.Rule {
	return slices.DeleteFunc(usual(), func(r *lint.Rule) bool { return r.ID == "missing-escape-directive" })
}

func known(id string) bool {
	return slices.ContainsFunc(All(), func(r *lint.Rule) bool { return r.ID == id })
}

// judge holds an example to what its heading says: under Bad this rule finds something and no other does, under Good
// nothing is found. "also=RULE,RULE" in the info string names others that are right to speak.
func (p *page) judge(b block, result *lint.Result) {
	p.Helper()
	also := strings.Split(attribute(b.info, "also"), ",")
	hits := 0
	for _, f := range result.Findings {
		switch {
		case f.Rule.ID == p.rule.ID:
			hits++
		case slices.Contains(also, f.Rule.ID):
			continue
		}
		if f.Rule.ID != p.rule.ID || b.section != "Bad" {
			p.Errorf("under %s: %s: %s\nin\n%s", b.section, f.Rule.ID, f.Message, b.text)
		}
	}
	if b.section == "Bad" && hits == 0 {
		p.Errorf("nothing is found in what stands under Bad:\n%s", b.text)
	}
	for _, f := range result.Findings {
		if f.Fixable() && f.Rule.Fix == lint.NoFix {
			p.Errorf("%s has a fix and promises none\nin\n%s", f.Rule.ID, b.text)
		}
		if f.Rule.ID == p.rule.ID && f.Fixable() && b.section == "Bad" {
			p.best = max(p.best, f.Applicability)
		}
		if f.Refused != nil {
			p.Errorf("the fix of %s is refused: %v\nin\n%s", f.Rule.ID, f.Refused, b.text)
		}
	}
}

// fixed is the stamp that shows what the fixes make of the example.
func (p *page) fixed(run *lint.Linter, result *lint.Result) string {
	applicability := lint.NoFix
	for _, f := range result.Findings {
		if f.Fixable() && (applicability == lint.NoFix || f.Applicability < applicability) {
			applicability = f.Applicability
		}
	}
	if applicability == lint.NoFix {
		return ""
	}
	fixed := run.Fix(result.Unit.File, lint.Unsafe)
	if fixed.Unit.File.Text == result.Unit.File.Text { // its encoding is another one
		return ""
	}
	p.inCRLF(run, result.Unit.File, fixed.Unit.File)
	return fmt.Sprintf("\n```diff\n%s```\n", lines(result.Unit.File.Text, fixed.Unit.File.Text))
}

// inCRLF holds fixes to doing the same to a file whose lines end with CRLF, and to keeping these line ends. A script of sh with
// such lines is another one.
func (p *page) inCRLF(run *lint.Linter, before, after *source.File) {
	if strings.Contains(before.Text, "\r") || strings.HasSuffix(before.Path, ".sh") {
		return
	}
	file := source.New(before.Path, strings.ReplaceAll(before.Text, "\n", "\r\n"))
	file.Encoding = before.Encoding
	if is, want := run.Fix(file, lint.Unsafe).Unit.File.Text, strings.ReplaceAll(after.Text, "\n", "\r\n"); is != want {
		p.Errorf("with CRLF the fixes make\n%q\nand not\n%q", is, want)
	}
}

// lines shows what changes, line by line, as a diff without its header.
func lines(was, is string) string {
	a, b := strings.SplitAfter(was, "\n"), strings.SplitAfter(is, "\n")
	var out bytes.Buffer
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		fmt.Fprintf(&out, " %s", a[0])
		a, b = a[1:], b[1:]
	}
	tail := 0
	for tail < len(a) && tail < len(b) && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	show := func(sign string, list []string) {
		for _, line := range list {
			if line != "" {
				fmt.Fprintf(&out, "%s%s\n", sign, strings.TrimRight(line, "\r\n"))
			}
		}
	}
	show("-", a[:len(a)-tail])
	show("+", b[:len(b)-tail])
	show(" ", a[len(a)-tail:])
	return out.String()
}

func attribute(info, name string) string {
	for _, word := range strings.Fields(info) {
		if value, found := strings.CutPrefix(word, name+"="); found {
			return value
		}
	}
	return ""
}

// exampleFile is the file that an example stands for, and the environment that it is linted in. Attributes after the language
// say what Markdown cannot show: name=PATH, eol=crlf, eol=none (no line end at the end), encoding=utf-16le|utf-8-bom,
// builder=classic|buildkit, compose=v1|v2, stack=true, host=RELEASE, fill=N (each … in the text stands for N letters), and (the
// block is another file of the project of the example that follows).
func exampleFile(b block) (*source.File, engine.Environment) {
	_, text, _ := strings.Cut(b.text, "\n")
	text = strings.TrimSuffix(text, "```\n")
	if n, err := strconv.Atoi(attribute(b.info, "fill")); err == nil {
		text = strings.ReplaceAll(text, "…", strings.Repeat("x", n))
	}
	switch attribute(b.info, "eol") {
	case "crlf":
		text = strings.ReplaceAll(text, "\n", "\r\n")
	case "none":
		text = strings.TrimSuffix(text, "\n")
	}
	file := source.New(exampleName(b.info), text)
	switch attribute(b.info, "encoding") {
	case "utf-16le":
		file.Encoding = source.UTF16LE
	case "utf-8-bom":
		file.Encoding = source.UTF8BOM
	}
	environment := engine.Environment{
		Today: today, Host: windows.Release(attribute(b.info, "host")), Stack: attribute(b.info, "stack") == "true",
	}
	for _, builder := range []engine.Builder{engine.Classic, engine.BuildKit} {
		if builder.String() == attribute(b.info, "builder") {
			environment.Builder = builder
		}
	}
	for _, compose := range []engine.ComposeVersion{engine.ComposeV1, engine.ComposeV2} {
		if compose.String() == attribute(b.info, "compose") {
			environment.Compose = compose
		}
	}
	return file, environment
}
