package main

import (
	"bytes"
	"html"
	"html/template"
	"path"
	"regexp"
	"strings"

	"github.com/alecthomas/chroma/v2"
	chromahtml "github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// repository is where files that are no pages can be read.
const repository = "https://github.com/winlint/winlint/blob/main/"

var markdown = goldmark.New(
	goldmark.WithExtensions(extension.Table),
	goldmark.WithParserOptions(parser.WithAutoHeadingID()),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(code{}, 100))),
)

// render makes HTML of the page, with its links as the site needs them.
func (p *page) render() error {
	source := []byte(p.source)
	doc := markdown.Parser().Parse(text.NewReader(source))
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			n.Destination = []byte(p.link(string(n.Destination)))
		case *ast.Heading:
			p.heading(n, source)
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := markdown.Renderer().Render(&out, source, doc); err != nil {
		return err
	}
	// A wide table scrolls by itself.
	body := strings.NewReplacer("<table>", `<div class="table" tabindex="0"><table>`, "</table>", "</table></div>").Replace(out.String())
	if p.kind == list {
		for _, severity := range []string{"error", "warning", "info", "off"} {
			body = strings.ReplaceAll(body, "<td>"+severity+"</td>", `<td><span class="badge `+severity+`">`+severity+"</span></td>")
		}
	}
	p.Body = template.HTML(body)
	return nil
}

// heading notes a heading and adds a link to itself.
func (p *page) heading(h *ast.Heading, source []byte) {
	raw, _ := h.AttributeString("id")
	id := string(raw.([]byte))
	p.anchor[id] = true
	if h.Level == 2 {
		p.Parts = append(p.Parts, part{id, plainText(h, source)})
	}
	link := ast.NewLink()
	link.Destination = []byte("#" + id)
	link.SetAttributeString("class", []byte("anchor"))
	link.SetAttributeString("aria-label", []byte("Link to this section"))
	link.AppendChild(link, ast.NewString([]byte("#")))
	h.AppendChild(h, link)
}

// plainText is the text of a node without its marks.
func plainText(n ast.Node, source []byte) string {
	var out strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // it has no error
		if leaf, ok := n.(*ast.Text); ok && entering {
			out.Write(leaf.Segment.Value(source))
		}
		return ast.WalkContinue, nil
	})
	return out.String()
}

// slug is the anchor of a heading.
func slug(heading string) string {
	return string(parser.NewContext().IDs().Generate([]byte(heading), ast.KindHeading))
}

// link is where a link of the page leads on the site: to another page, or to the repository if it is to another file.
func (p *page) link(to string) string {
	if to == "" || strings.Contains(to, "://") || strings.HasPrefix(to, "#") || strings.HasPrefix(to, "mailto:") {
		if anchor, own := strings.CutPrefix(to, "#"); own {
			p.links = append(p.links, p.URL()+"#"+anchor)
		}
		return to
	}
	file, anchor, _ := strings.Cut(to, "#")
	full := path.Join("docs", path.Dir(p.path), file)
	below, inDocs := strings.CutPrefix(full, "docs/")
	name, isPage := strings.CutSuffix(below, ".md")
	if !inDocs || !isPage {
		return repository + full
	}
	url := strings.Replace(name, "README", "index", 1) + ".html"
	if anchor != "" {
		url += "#" + anchor
	}
	p.links = append(p.links, url)
	return p.up() + url
}

// up leads from the page to the root of the site.
func (p *page) up() string { return strings.Repeat("../", strings.Count(p.path, "/")) }

// inline is one line of Markdown as HTML.
func inline(line string, p *page) template.HTML {
	part := &page{path: p.path, source: line, anchor: map[string]bool{}}
	if err := part.render(); err != nil {
		return template.HTML(html.EscapeString(line))
	}
	p.links = append(p.links, part.links...)
	body := strings.TrimSpace(string(part.Body))
	return template.HTML(strings.TrimSuffix(strings.TrimPrefix(body, "<p>"), "</p>"))
}

// code renders blocks of code: findings with links to their rules, everything else with the colors of its language.
type code struct{}

func (c code) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, c.block)
	r.Register(ast.KindCodeBlock, c.block)
}

func (code) block(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	language := ""
	if fenced, ok := n.(*ast.FencedCodeBlock); ok {
		language = string(fenced.Language(source))
	}
	var body strings.Builder
	for i := range n.Lines().Len() {
		segment := n.Lines().At(i)
		body.Write(segment.Value(source))
	}
	_, err := w.WriteString(block(language, body.String()))
	return ast.WalkContinue, err
}

// languages is what chroma calls the languages of the pages.
var languages = map[string]string{"dockerfile": "docker", "batch": "bat", "sh": "bash", "cmd": "bat"}

// block is a block of code as HTML.
func block(language, body string) string {
	name := language
	if languages[name] != "" {
		name = languages[name]
	}
	inner := findings(body)
	if language == "diff" {
		inner = diff(body)
	} else if lexer := lexers.Get(name); lexer != nil && language != "" && language != "text" {
		if tokens, err := chroma.Coalesce(lexer).Tokenise(nil, body); err == nil {
			var out strings.Builder
			if formatter.Format(&out, styles.Get("github"), tokens) == nil {
				inner = out.String()
			}
		}
	}
	if language == "" {
		language = "text"
	}
	return `<pre class="code ` + html.EscapeString(language) + `" tabindex="0"><code>` + inner + "</code></pre>\n"
}

// formatter gives tokens classes, which assets/style.css colors for light and dark.
var formatter = chromahtml.New(chromahtml.WithClasses(true), chromahtml.PreventSurroundingPre(true))

// diff is a unified diff, each line that goes or comes as a block of its own.
func diff(body string) string {
	var out strings.Builder
	for line := range strings.Lines(body) {
		class := map[byte]string{'-': "gone", '+': "come"}[line[0]]
		if escaped := html.EscapeString(line); class != "" {
			out.WriteString(`<span class="` + class + `">` + escaped + `</span>`)
		} else {
			out.WriteString(escaped)
		}
	}
	return out.String()
}

var (
	headline = regexp.MustCompile(`^(\S*\d+:\d+:|\d+:) ((error|warning|info): )?(.*?)( \[([a-z0-9.-]+)\])?$`)
	label    = regexp.MustCompile(`^( +)(note|help|fix|see|code|lint|here|more|look|cause[^:]*|last resort):`)
)

// findings is what winlint prints, with its parts marked. Other text stays as it is.
func findings(body string) string {
	var out strings.Builder
	for line := range strings.Lines(body) {
		line = strings.TrimSuffix(line, "\n")
		switch m := headline.FindStringSubmatch(line); {
		case len(m) > 6 && m[6] != "":
			out.WriteString(`<b>` + html.EscapeString(m[1]) + `</b> `)
			if m[3] != "" {
				out.WriteString(`<span class="sev ` + m[3] + `">` + m[3] + `:</span> `)
			}
			out.WriteString(html.EscapeString(m[4]) + ` <span class="id">[` + html.EscapeString(m[6]) + `]</span>`)
		default:
			escaped := html.EscapeString(line)
			out.WriteString(label.ReplaceAllString(escaped, `$1<span class="label">$2:</span>`))
		}
		out.WriteByte('\n')
	}
	return out.String()
}

var demoBlock = regexp.MustCompile("(?s)<!-- demo.*?-->\n```text\n\\$ [^\n]*\n(.*?)\n```")

// demo is the first findings that README.md shows.
func demo(readme string) template.HTML {
	m := demoBlock.FindStringSubmatch(readme)
	if m == nil {
		return ""
	}
	const shown = 2
	paragraphs := strings.Split(m[1], "\n\n")
	return template.HTML(block("text", strings.Join(paragraphs[:min(shown, len(paragraphs))], "\n\n")+"\n"))
}
