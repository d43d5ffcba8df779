package terminal

import (
	"fmt"
	"io"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
)

// Page writes a page of the documentation, which is Markdown, for a terminal: headings, prose in its width, tables in columns,
// code with colors. It knows the Markdown that the pages have, and shows other text as it is.
func Page(w io.Writer, markdown string, style Style) error {
	if style.Width == 0 {
		style.Width = UsualWidth
	}
	p := &pageWriter{style: style, width: max(LeastWidth, min(style.Width, widestProse))}
	lines := strings.Split(strings.TrimRight(markdown, "\n"), "\n")
	for len(lines) > 0 {
		lines = lines[p.block(lines):]
	}
	_, err := io.WriteString(w, p.out.String())
	return err
}

// widestProse is how many columns a line of prose takes at most: longer ones are hard to read.
const widestProse = 100

// A pageWriter writes one page.
type pageWriter struct {
	style Style
	width int
	out   strings.Builder
}

var listItem = lazy.MustCompile(`^( *)(-|\d+\.) +(.*)$`)

// block writes the block that begins with the first line, and gives how many lines it has.
func (p *pageWriter) block(lines []string) int {
	first := lines[0]
	switch {
	case strings.TrimSpace(first) == "":
		if p.out.Len() > 0 && !strings.HasSuffix(p.out.String(), "\n\n") {
			p.out.WriteByte('\n')
		}
		return 1
	case strings.HasPrefix(first, "```"):
		return p.code(lines)
	case strings.HasPrefix(first, "#"):
		p.heading(first)
		return 1
	case strings.HasPrefix(first, "|"):
		n := prefixed(lines, "|")
		p.table(lines[:n])
		return n
	}
	n := 1
	for n < len(lines) && !beginsBlock(lines[n]) {
		n++
	}
	if m := listItem.FindStringSubmatch(first); m != nil {
		mark := strings.Replace(m[2], "-", "•", 1)
		p.prose(m[3]+" "+strings.Join(lines[1:n], " "), "  "+m[1]+p.style.Paint(Faint, mark)+" ", 3+len(m[1])+wide(mark))
	} else {
		p.prose(strings.Join(lines[:n], " "), "", 0)
	}
	return n
}

// beginsBlock reports whether a line ends the paragraph before it.
func beginsBlock(line string) bool {
	return strings.TrimSpace(line) == "" || strings.HasPrefix(line, "```") || strings.HasPrefix(line, "|") || listItem.MatchString(line)
}

// prefixed is how many of the first lines begin with a prefix.
func prefixed(lines []string, prefix string) int {
	n := 0
	for n < len(lines) && strings.HasPrefix(lines[n], prefix) {
		n++
	}
	return n
}

func (p *pageWriter) heading(line string) {
	level := len(line) - len(strings.TrimLeft(line, "#"))
	color := Cyan
	if level == 1 {
		color = Bold
	}
	title := strings.TrimSpace(line[level:])
	if p.style.Color {
		title = strings.ReplaceAll(title, "`", "")
	}
	fmt.Fprintln(&p.out, p.style.Paint(color, title))
	if level == 1 {
		fmt.Fprintln(&p.out, p.style.Paint(Faint, strings.Repeat("─", min(wide(title), p.width))))
	}
}

// prose writes a paragraph: mark before its first line, as many spaces as it has columns before the others.
func (p *pageWriter) prose(markdown, mark string, indent int) {
	for i, line := range p.wrapped(markdown, p.width-indent) {
		if i > 0 {
			mark = strings.Repeat(" ", indent)
		}
		fmt.Fprintln(&p.out, strings.TrimRight(mark+line.painted, " "))
	}
}

// wrapped is prose as lines of at most a number of columns.
func (p *pageWriter) wrapped(markdown string, limit int) (lines []pageWord) {
	line := pageWord{}
	for _, word := range p.words(markdown) {
		if line.painted != "" && line.columns+1+word.columns > limit {
			lines, line = append(lines, line), pageWord{}
		}
		if line.painted != "" {
			line.painted, line.columns = line.painted+" ", line.columns+1
		}
		line.painted, line.columns = line.painted+word.painted, line.columns+word.columns
	}
	return append(lines, line)
}

// A pageWord is a word, or a line of words, as it is painted, and how wide it is.
type pageWord struct {
	painted string
	columns int
}

// inlineMark is code, bold text, a link, or a URL.
var inlineMark = lazy.MustCompile("(``+) ?(.+?) ?``+|`([^`]+)`|\\*\\*([^*]+)\\*\\*|\\[([^\\]]+)\\]\\(([^)]+)\\)|<(https?://[^>]+)>")

// words divides prose at its spaces, and paints what is marked.
func (p *pageWriter) words(markdown string) (list []pageWord) {
	glued := false // the next word belongs to the one before
	add := func(text string, paint func(string) string) {
		for i, word := range strings.Split(text, " ") {
			if i > 0 {
				glued = false
			}
			if word == "" {
				continue
			}
			if !glued {
				list = append(list, pageWord{})
			}
			last := &list[len(list)-1]
			last.painted, last.columns = last.painted+paint(word), last.columns+wide(word)
			glued = true
		}
	}
	plain := func(s string) string { return s }
	for len(markdown) > 0 {
		m := inlineMark.FindStringSubmatchIndex(markdown)
		if m == nil {
			add(markdown, plain)
			break
		}
		add(markdown[:m[0]], plain)
		group := func(n int) string {
			if m[2*n] < 0 {
				return ""
			}
			return markdown[m[2*n]:m[2*n+1]]
		}
		p.inline(add, group)
		markdown = markdown[m[1]:]
	}
	return list
}

// inline adds what inlineMark matches.
func (p *pageWriter) inline(add func(string, func(string) string), group func(int) string) {
	code := func(s string) string { return p.style.Paint(Green, s) }
	switch {
	case group(2)+group(3) != "":
		ticks := "`"
		if p.style.Color {
			ticks = ""
		}
		add(ticks+group(2)+group(3)+ticks, code)
	case group(4) != "":
		add(group(4), func(s string) string { return p.style.Paint(Bold, s) })
	case group(5) != "":
		p.link(add, group(5), group(6))
	default:
		add(group(7), func(s string) string { return p.style.Link(s, group(7)) })
	}
}

// link adds a link: what it is called, and where it leads if that is no other page, unless the terminal opens it.
func (p *pageWriter) link(add func(string, func(string) string), name, url string) {
	web := strings.Contains(url, "://")
	add(strings.ReplaceAll(name, "`", ""), func(s string) string {
		if web {
			s = p.style.Link(s, url)
		}
		return p.style.Paint(Cyan, s)
	})
	if web && !p.style.Links {
		add(" ("+url+")", func(s string) string { return p.style.Paint(Faint, s) })
	}
}

// code writes a fenced block, indented, and gives how many lines it has.
func (p *pageWriter) code(lines []string) int {
	fence := lines[0][:len(lines[0])-len(strings.TrimLeft(lines[0], "`"))]
	language := strings.TrimSpace(lines[0][len(fence):])
	for n, line := range lines[1:] {
		if strings.HasPrefix(line, fence) {
			return n + 2
		}
		fmt.Fprintln(&p.out, strings.TrimRight("    "+p.codeLine(language, line), " "))
	}
	return len(lines)
}

var (
	printedHead  = lazy.MustCompile(`^(\S*\d+:) (?:(error|warning|info): )?(.*?)( \[[a-z0-9.-]+\])$`)
	printedLabel = lazy.MustCompile(`^( +)([a-z][a-z0-9 ()]*:)( .*)?$`)
)

// codeLine paints a line of a diff, or of what winlint prints.
func (p *pageWriter) codeLine(language, line string) string {
	switch {
	case language == "diff":
		return p.style.Paint(diffColor(namesOfDiff, line), line)
	case language != "text":
		return line
	}
	if m := printedHead.FindStringSubmatch(line); m != nil {
		severity := ""
		if m[2] != "" {
			severity = p.style.Paint(map[string]string{"error": Red, "warning": Yellow, "info": Cyan}[m[2]], m[2]+":") + " "
		}
		return p.style.Paint(Bold, m[1]) + " " + severity + m[3] + p.style.Paint(Faint, m[4])
	}
	if m := printedLabel.FindStringSubmatch(line); m != nil {
		return m[1] + p.style.Paint(Faint, m[2]) + m[3]
	}
	return line
}

// table writes a table: in columns, or as names and values if it has a single row or does not fit.
func (p *pageWriter) table(rows []string) {
	var table [][]string
	for i, row := range rows {
		if i != 1 { // the dashes
			table = append(table, rowCells(row))
		}
	}
	widths, fits := p.widths(table)
	if len(table) == 2 || !fits {
		for n, row := range table[1:] {
			if n > 0 {
				p.out.WriteByte('\n')
			}
			p.facts(table[0], row)
		}
		return
	}
	for n, row := range table {
		p.row(row, widths, n == 0)
	}
}

// gap is how many columns are between those of a table.
const gap = 2

// widths is how wide the columns of a table are. If they are wider than the page, the widest ones give way, but no further than
// their longest words.
func (p *pageWriter) widths(table [][]string) (widths []int, fits bool) {
	longest := make([]int, len(table[0]))
	widths = make([]int, len(table[0]))
	for _, row := range table {
		for i, cell := range row[:min(len(row), len(widths))] {
			sum := -1
			for _, word := range p.words(cell) {
				sum += 1 + word.columns
				longest[i] = max(longest[i], word.columns)
			}
			widths[i] = max(widths[i], sum)
		}
	}
	room := p.width - gap*(len(widths)-1)
	for _, n := range widths {
		room -= n
	}
	for ; room < 0; room++ {
		widest := -1
		for i, n := range widths {
			if n > longest[i] && (widest < 0 || n > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return nil, false
		}
		widths[widest]--
	}
	return widths, true
}

// rowCells is the cells of a row.
func rowCells(row string) []string {
	row = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(row), "|"), "|")
	var list []string
	for cell := range strings.SplitSeq(strings.ReplaceAll(row, `\|`, "\x00"), "|") {
		list = append(list, strings.TrimSpace(strings.ReplaceAll(cell, "\x00", "|")))
	}
	return list
}

// facts writes names and values, each on its own line.
func (p *pageWriter) facts(names, values []string) {
	said := func(i int) bool { return i < len(values) && values[i] != "" && values[i] != "–" }
	widest := 0
	for i, name := range names {
		if said(i) {
			widest = max(widest, wide(name))
		}
	}
	for i, name := range names {
		if !said(i) {
			continue
		}
		p.prose(values[i], p.style.Paint(Faint, name)+strings.Repeat(" ", widest-wide(name)+2), widest+2)
	}
}

// row writes a row of a table. A cell takes as many lines as it needs.
func (p *pageWriter) row(row []string, widths []int, head bool) {
	row = row[:min(len(row), len(widths))]
	lines := make([][]pageWord, len(row))
	most := 1
	for i, cell := range row {
		lines[i] = p.wrapped(cell, widths[i])
		most = max(most, len(lines[i]))
	}
	for n := range most {
		var out strings.Builder
		for i := range row {
			line := pageWord{}
			if n < len(lines[i]) {
				line = lines[i][n]
			}
			if head {
				line.painted = p.style.Paint(Faint, line.painted)
			}
			out.WriteString(line.painted + strings.Repeat(" ", widths[i]-min(widths[i], line.columns)+gap))
		}
		fmt.Fprintln(&p.out, strings.TrimRight(out.String(), " "))
	}
}
