package report

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed" // the style and the script of the page
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/terminal"
)

// htmlPage collects one self-contained page. The findings can be read without the script, which filters them.
type htmlPage struct {
	w        io.Writer
	version  string
	now      time.Time
	links    docs.Links
	findings bytes.Buffer
	n        int            // findings so far
	files    map[string]int // findings by file
}

//go:embed page/page.css
var pageStyle string

//go:embed page/page.js
var pageScript string

func newHTML(w io.Writer, o *Options) Writer {
	return &htmlPage{w: w, version: o.Version, now: o.Now, links: o.Links, files: map[string]int{}}
}

func (p *htmlPage) File(result *lint.Result) error {
	if len(result.Findings) == 0 {
		return nil
	}
	path := result.Unit.File.Path
	p.files[path] = len(result.Findings)
	fmt.Fprintf(&p.findings, "<section class=\"file\" data-path=\"%s\">\n<h2>%s</h2>\n", htmlText(path), htmlText(path))
	for _, f := range result.Findings {
		p.finding(f)
	}
	p.findings.WriteString("</section>\n")
	return nil
}

func (p *htmlPage) finding(f *lint.Finding) {
	p.n++
	w, at := &p.findings, f.File.Position(f.Span.Start)
	fmt.Fprintf(w, "<article class=\"finding card %s\" data-severity=\"%s\" id=\"f%d\" tabindex=\"-1\">\n", f.Severity, f.Severity, p.n)
	fmt.Fprintf(w, "<h3><span class=\"badge\">%s</span><span class=\"place\">%d:%d</span>%s</h3>\n",
		f.Severity, at.Line, at.Column, htmlProse(f.Message))
	p.source(f)
	for _, more := range []struct{ label, text string }{{"Note", f.Note}, {"Help", f.Help}} {
		if more.text != "" {
			fmt.Fprintf(w, "<p><b>%s:</b> %s</p>\n", more.label, htmlProse(more.text))
		}
	}
	p.fix(f)
	fmt.Fprintf(w, "<p class=\"meta\">Rule <a href=\"%s\">%s</a></p>\n</article>\n", p.links.Rule(f.Rule.ID), f.Rule.ID)
}

// source shows the lines of a finding and of what belongs to it, with the places marked.
func (p *htmlPage) source(f *lint.Finding) {
	p.findings.WriteString("<pre tabindex=\"0\" aria-label=\"Source\">")
	p.lines(f.File, f.Span, "")
	for _, r := range f.Related {
		p.lines(f.File, r.Span, r.Message)
	}
	p.findings.WriteString("</pre>\n")
}

func (p *htmlPage) lines(f *source.File, span source.Span, label string) {
	first, last := f.Position(span.Start).Line, f.Position(max(span.Start, span.End-1)).Line
	for line := first; line <= last; line++ {
		if last-first >= shown && line == first+2 {
			p.findings.WriteString("<span class=\"line\">      </span>" + terminal.Ellipsis + "\n")
			line = last
		}
		text, from, end := clip(f, span, line)
		text, from, end, cutLeft, cutRight := terminal.Near(text, from, end, terminal.UsualWidth/2)
		fmt.Fprintf(&p.findings, "<span class=\"line\">%4d  </span>", line)
		if cutLeft {
			p.findings.WriteString(terminal.Ellipsis)
		}
		fmt.Fprintf(&p.findings, "%s<mark>%s</mark>%s", htmlText(text[:from]), htmlText(text[from:end]), htmlText(text[end:]))
		if cutRight {
			p.findings.WriteString(terminal.Ellipsis)
		}
		if line == last && label != "" {
			fmt.Fprintf(&p.findings, "  <span class=\"line\">%s %s</span>", "\u2190", htmlText(label))
		}
		p.findings.WriteByte('\n')
	}
}

// fix shows what goes and what comes.
func (p *htmlPage) fix(f *lint.Finding) {
	if !f.Fixable() {
		return
	}
	label := "Fix"
	if f.Applicability == lint.Unsafe {
		label = "Unsafe fix"
	}
	list := hunks(f.File, f.Edits)
	if f.ToUTF8 {
		fmt.Fprintf(&p.findings, "<p><b>%s:</b> Save the file as UTF-8 without a byte order mark.</p>\n", label)
	}
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(&p.findings, "<p><b>%s:</b></p>\n<pre tabindex=\"0\" aria-label=\"%s\">", label, label)
	for _, h := range list {
		p.changed(h.before, h.first, "gone", "-")
		p.changed(h.after, h.first, "come", "+")
	}
	p.findings.WriteString("</pre>\n")
}

func (p *htmlPage) changed(lines []string, first int, class, sign string) {
	for i, line := range lines[:min(len(lines), hunkLines)] {
		line, _, _, _, _ = terminal.Near(line, 0, 0, terminal.UsualWidth)
		fmt.Fprintf(&p.findings, "<span class=\"line\">%4d  </span><span class=\"%s\">%s %s</span>\n", first+i, class, sign, htmlText(line))
	}
	if more := len(lines) - hunkLines; more > 0 {
		fmt.Fprintf(&p.findings, "<span class=\"line\">      </span><span class=\"%s\">%s %s %s</span>\n", class, sign, terminal.Ellipsis, count(more, "more line"))
	}
}

// End writes the page: what stands above the findings is known only now.
func (p *htmlPage) End(run *lint.Run) error {
	var out bytes.Buffer
	summary := htmlProse(Summary(run, true))
	fmt.Fprintf(&out, `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'">
<title>winlint</title>
<style>%s</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header><h1>winlint</h1><p>%s</p><button id="theme" type="button" hidden></button></header>
<main>
`, hash(pageStyle), hash(pageScript), pageStyle, summary)
	if p.n > 0 {
		p.charts(&out, run)
		out.WriteString(htmlFilters)
	}
	p.unread(&out, run)
	out.WriteString("<div id=\"findings\">\n")
	if p.n == 0 {
		fmt.Fprintf(&out, "<p class=\"card none\">%s</p>\n", summary)
	}
	p.findings.WriteTo(&out) //nolint:errcheck // memory
	fmt.Fprintf(&out, "</div>\n</main>\n<footer class=\"page\"><p>winlint %s, %s</p></footer>\n<script>%s</script>\n</body>\n</html>\n",
		htmlText(p.version), p.now.UTC().Format("2006-01-02 15:04 UTC"), pageScript)
	_, err := out.WriteTo(p.w)
	return err
}

// htmlFilters is shown by the script, which they need.
const htmlFilters = `<search class="filters card" hidden>
<input id="search" type="search" placeholder="Filter by text, rule or file (press /)" aria-label="Filter by text, rule or file">
<fieldset><legend class="unseen">Severities</legend>
<label><input type="checkbox" value="error" checked> errors</label>
<label><input type="checkbox" value="warning" checked> warnings</label>
<label><input type="checkbox" value="info" checked> infos</label>
</fieldset>
<output aria-live="polite"></output>
<span class="meta">j: next finding, k: previous finding</span>
</search>
`

// unread tells which files could not be read, and what was not checked.
func (p *htmlPage) unread(out *bytes.Buffer, run *lint.Run) {
	var items []string
	for _, err := range run.Unread {
		items = append(items, htmlText(err.Path)+": "+htmlText(err.Err.Error()))
	}
	for _, line := range Unchecked(run) {
		items = append(items, htmlProse(line))
	}
	if items != nil {
		fmt.Fprintf(out, "<section class=\"card\"><h2>Not checked</h2>\n<ul>\n<li>%s</li>\n</ul></section>\n", strings.Join(items, "</li>\n<li>"))
	}
}

// A bar is one row of a chart.
type bar struct {
	name string
	n    int
}

// charts shows the findings by severity, by rule and by file.
func (p *htmlPage) charts(out *bytes.Buffer, run *lint.Run) {
	out.WriteString("<div class=\"charts\">\n")
	severities(out, run)
	rules := map[string]int{}
	for rule, tally := range run.Rules {
		rules[rule.ID] = tally.Findings
	}
	chart(out, "By rule", "chart", rules)
	chart(out, "By file", "chart paths", p.files)
	out.WriteString("</div>\n")
}

func severities(out *bytes.Buffer, run *lint.Run) {
	out.WriteString("<section class=\"card\"><h2>By severity</h2>\n<svg class=\"bar whole\" aria-hidden=\"true\">")
	total, left := run.Total().Findings, 0.0
	for severity := lint.Error; severity >= lint.Info; severity-- {
		part := 100 * float64(run.Counts[severity]) / float64(total)
		fmt.Fprintf(out, "<rect class=\"%s\" x=\"%.2f%%\" width=\"%.2f%%\" height=\"100%%\"/>", severity, left, part)
		left += part
	}
	out.WriteString("</svg>\n<table class=\"chart\">\n")
	for severity := lint.Error; severity >= lint.Info; severity-- {
		row(out, bar{severity.String(), run.Counts[severity]}, total, severity.String())
	}
	out.WriteString("</table></section>\n")
}

// chartRows is how many rows a chart has at most.
const chartRows = 8

func chart(out *bytes.Buffer, title, class string, counts map[string]int) {
	var bars []bar
	for name, n := range counts {
		bars = append(bars, bar{name, n})
	}
	slices.SortStableFunc(bars, func(a, b bar) int { return cmp.Or(b.n-a.n, cmp.Compare(a.name, b.name)) })
	fmt.Fprintf(out, "<section class=\"card\"><h2>%s</h2>\n<table class=\"%s\">\n", title, class)
	for _, b := range bars[:min(len(bars), chartRows)] {
		row(out, b, bars[0].n, "")
	}
	out.WriteString("</table>\n")
	if more := len(bars) - chartRows; more > 0 {
		fmt.Fprintf(out, "<p class=\"meta\">and %d more</p>\n", more)
	}
	out.WriteString("</section>\n")
}

// row is a row of a chart, whose bar is n parts of most long.
func row(out *bytes.Buffer, b bar, most int, class string) {
	name := htmlText(b.name)
	fmt.Fprintf(out, "<tr><th scope=\"row\"><button type=\"button\" data-search=\"%s\" title=\"%s\"><bdi>%s</bdi></button></th><td class=\"n\">%d</td>"+
		"<td><svg class=\"bar\" aria-hidden=\"true\"><rect class=\"%s\" width=\"%.2f%%\" height=\"100%%\" rx=\"3\"/></svg></td></tr>\n",
		name, name, name, b.n, class, 100*float64(b.n)/float64(most))
}

// htmlText is text as it is in an element or in an attribute.
func htmlText(s string) string {
	return strings.ReplaceAll(html.EscapeString(terminal.Visible(s)), "##", "#&#35;")
}

// htmlProse is a message, note or help.
func htmlProse(s string) string {
	var out strings.Builder
	for text, code := range lint.Prose(s) {
		if code {
			out.WriteString("<code>" + htmlText(text) + "</code>")
		} else {
			out.WriteString(htmlText(text))
		}
	}
	return out.String()
}

// hash is what the page's policy knows its style and its script by.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}
