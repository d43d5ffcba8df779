package script

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// A shReader turns the tree of mvdan.cc/sh into ours.
type shReader struct {
	script *Script
	text   reading
}

func readSh(s *Script, text reading) {
	r := &shReader{script: s, text: text}
	variant := syntax.LangBash
	if s.Language == Sh {
		variant = syntax.LangPOSIX
	}
	file, err := parseSh(fewComments(text.masked()), variant)
	if file == nil {
		r.fail(err)
		return
	}
	if errors.Is(err, errTooDeep) {
		end := 0
		if n := len(file.Stmts); n > 0 {
			end = r.of(file.Stmts[n-1]).End
		}
		s.skipped(end, text.Len(), tooDeep)
	} else if err != nil {
		r.fail(err)
	}
	file.Stmts = r.shallow(file.Stmts)
	s.Body = &Block{Range: r.at(0, text.Len()), Statements: r.statements(file.Stmts)}
	r.comments(file)
}

// parseSh is the parser behind a wall: what makes it panic is an error like any other. The tree holds what stands in
// front of an error.
func parseSh(text string, variant syntax.LangVariant) (file *syntax.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			file, err = nil, fmt.Errorf("the parser fails on this text: %v", p)
		}
	}()
	return syntax.NewParser(syntax.Variant(variant), syntax.KeepComments(true)).Parse(&shallowReader{Reader: *strings.NewReader(text)}, "")
}

func (r *shReader) fail(err error) {
	e := &Error{Range: r.at(0, 0), Kind: Unexpected, Message: err.Error()}
	var parse syntax.ParseError
	var language syntax.LangError
	switch {
	case errors.As(err, &parse):
		e.Message, e.Range = parse.Text, r.place(parse.Pos, parse.Pos)
		if parse.Incomplete {
			e.Kind = Unclosed
		}
	case errors.As(err, &language):
		e.Range = r.place(language.Pos, language.Pos)
	}
	r.script.Errors = append(r.script.Errors, e)
}

// at is bytes i to j of the text, kept inside it.
func (r *shReader) at(i, j int) Range {
	i = max(0, min(i, r.text.Len()))
	return Range{&r.script.Text, i, max(i, min(j, r.text.Len()))}
}

func (r *shReader) place(from, to syntax.Pos) Range {
	return r.at(int(from.Offset()), int(to.Offset()))
}

func (r *shReader) of(n syntax.Node) Range { return r.place(n.Pos(), n.End()) }

func (r *shReader) comments(file *syntax.File) {
	syntax.Walk(file, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.Comment); ok {
			r.script.Comments = append(r.script.Comments, &Comment{Range: r.of(c)})
		}
		return true
	})
	slices.SortStableFunc(r.script.Comments, func(a, b *Comment) int { return a.Start - b.Start })
}

func (r *shReader) block(at Range, stmts []*syntax.Stmt) *Block {
	return &Block{Range: at, Statements: r.statements(stmts)}
}

// statements flattens what "&&" and "||" join.
func (r *shReader) statements(stmts []*syntax.Stmt) []*Statement {
	var list []*Statement
	for _, stmt := range stmts {
		list = r.chain(list, stmt)
		if last := list[len(list)-1]; stmt.Semicolon.IsValid() {
			at := int(stmt.Semicolon.Offset())
			last.Op = r.at(at, at+1)
		} else {
			last.Op = r.at(last.End, last.End)
			if strings.HasPrefix(r.text.String()[last.End:], "\n") {
				last.Op.End++
			}
		}
	}
	return list
}

func (r *shReader) chain(list []*Statement, stmt *syntax.Stmt) []*Statement {
	both, ok := stmt.Cmd.(*syntax.BinaryCmd)
	if !ok || both.Op != syntax.AndStmt && both.Op != syntax.OrStmt || stmt.Negated || len(stmt.Redirs) > 0 {
		p := r.pipeline(stmt)
		st := &Statement{Range: p.Range, Body: p}
		if c := p.Command(); c != nil && c.Name == nil && len(c.Assigns) == 1 && len(c.Redirects) == 0 && !p.Negated {
			st.Body = c.Assigns[0]
		}
		return append(list, st)
	}
	list = r.chain(list, both.X)
	at := int(both.OpPos.Offset())
	list[len(list)-1].Op = r.at(at, at+2)
	return r.chain(list, both.Y)
}

func (r *shReader) pipeline(stmt *syntax.Stmt) *Pipeline {
	bare := *stmt // without what ends it
	bare.Semicolon = syntax.Pos{}
	p := &Pipeline{Range: r.of(&bare), Negated: stmt.Negated}
	r.elements(p, stmt)
	return p
}

// elements flattens what "|" joins.
func (r *shReader) elements(p *Pipeline, stmt *syntax.Stmt) {
	if both, ok := stmt.Cmd.(*syntax.BinaryCmd); ok && (both.Op == syntax.Pipe || both.Op == syntax.PipeAll) {
		r.elements(p, both.X)
		r.elements(p, both.Y)
		p.Redirects = append(p.Redirects, r.redirects(stmt.Redirs)...)
		return
	}
	n := r.command(p, stmt)
	p.Elements = append(p.Elements, n)
	redirects := r.redirects(stmt.Redirs)
	switch n := n.(type) {
	case *Command:
		n.Redirects = redirects
		n.Range = withRedirects(n.Range, redirects)
	case *Compound:
		n.Redirects = redirects
		n.Range = withRedirects(n.Range, redirects)
	default:
		p.Redirects = append(p.Redirects, redirects...)
	}
}

func withRedirects(at Range, redirects []*Redirect) Range {
	for _, red := range redirects {
		at.Start, at.End = min(at.Start, red.Start), max(at.End, red.End)
	}
	return at
}

func (r *shReader) redirects(list []*syntax.Redirect) []*Redirect {
	var redirects []*Redirect
	for _, from := range list {
		red := &Redirect{Range: r.of(from)}
		at := int(from.OpPos.Offset())
		red.Op = r.at(red.Start, at+len(from.Op.String()))
		switch {
		case from.Op == syntax.DplOut || from.Op == syntax.DplIn:
			red.Op = red.Range
		case from.Word != nil:
			red.Target = r.word(from.Word)
		}
		redirects = append(redirects, red)
	}
	return redirects
}

// command turns any command into a node of ours; one that has no like is a literal.
func (r *shReader) command(p *Pipeline, stmt *syntax.Stmt) Node {
	switch cmd := stmt.Cmd.(type) {
	case nil:
		return &Command{Range: p.Range, Script: r.script, Pipeline: p}
	case *syntax.CallExpr:
		return r.call(p, cmd)
	case *syntax.DeclClause:
		c := &Command{Range: r.of(cmd), Script: r.script, Pipeline: p}
		at := r.of(cmd.Variant)
		c.named(&Arg{Range: at, value: r.text.slice(at.Start, at.End)})
		for _, a := range cmd.Args {
			at := r.of(a)
			arg := &Arg{Range: at, value: r.text.slice(at.Start, at.End)}
			if a.Value != nil {
				arg.Parts = r.word(a.Value).Parts
			}
			c.Args = append(c.Args, arg)
		}
		return c
	case *syntax.TimeClause:
		if cmd.Stmt != nil {
			return r.command(p, cmd.Stmt)
		}
	case *syntax.Block:
		return &Group{Range: r.of(cmd), Open: "{", Body: r.block(r.of(cmd), cmd.Stmts)}
	case *syntax.Subshell:
		return &Group{Range: r.of(cmd), Open: "(", Body: r.block(r.of(cmd), cmd.Stmts)}
	case *syntax.BinaryCmd:
		return &Group{Range: r.of(cmd), Open: "(", Body: r.block(r.of(cmd), []*syntax.Stmt{{Cmd: cmd, Position: cmd.Pos()}})}
	case *syntax.FuncDecl:
		f := &Function{Range: r.of(cmd), Keyword: "function"}
		if cmd.Name != nil {
			f.Name = r.of(cmd.Name)
		}
		if cmd.Body != nil {
			f.Body = r.block(r.of(cmd.Body), []*syntax.Stmt{cmd.Body})
		}
		return f
	case *syntax.IfClause, *syntax.WhileClause, *syntax.ForClause, *syntax.CaseClause:
		return r.compound(cmd)
	}
	return &Literal{r.of(stmt.Cmd)}
}

func (r *shReader) call(p *Pipeline, cmd *syntax.CallExpr) *Command {
	c := &Command{Range: r.of(cmd), Script: r.script, Pipeline: p}
	for _, a := range cmd.Assigns {
		c.Assigns = append(c.Assigns, r.assign(a))
	}
	for i, w := range cmd.Args {
		if i == 0 {
			c.named(r.word(w))
			continue
		}
		c.Args = append(c.Args, r.word(w))
	}
	return c
}

func (r *shReader) assign(a *syntax.Assign) *Assign {
	to := &Assign{Range: r.of(a)}
	if a.Name != nil {
		to.Target = &Variable{Range: r.of(a.Name), Name: strings.ToLower(a.Name.Value)}
		to.Op = r.at(int(a.Name.End().Offset()), int(a.Name.End().Offset())+1)
	}
	if a.Value != nil {
		to.Value = r.word(a.Value)
	}
	return to
}

func (r *shReader) compound(cmd syntax.Command) Node {
	c := &Compound{Range: r.of(cmd)}
	switch cmd := cmd.(type) {
	case *syntax.IfClause:
		c.Keyword = "if"
		for part := cmd; part != nil; part = part.Else {
			clause := &Clause{Range: r.of(part), Keyword: "else", Body: r.block(r.inside(part.Then), part.Then)}
			if part.ThenPos.IsValid() {
				clause.Keyword = "elif"
				clause.Head = []Node{r.block(r.inside(part.Cond), part.Cond)}
			}
			c.Clauses = append(c.Clauses, clause)
		}
		c.Clauses[0].Keyword = "if"
	case *syntax.WhileClause:
		c.Keyword = "while"
		if cmd.Until {
			c.Keyword = "until"
		}
		c.Clauses = []*Clause{{
			Range: c.Range, Keyword: c.Keyword, Head: []Node{r.block(r.inside(cmd.Cond), cmd.Cond)},
			Body: r.block(r.inside(cmd.Do), cmd.Do),
		}}
	case *syntax.ForClause:
		c.Keyword = "for"
		clause := &Clause{Range: c.Range, Keyword: "for", Body: r.block(r.inside(cmd.Do), cmd.Do)}
		if iter, ok := cmd.Loop.(*syntax.WordIter); ok {
			clause.Var = strings.ToLower(iter.Name.Value)
			for _, w := range iter.Items {
				clause.Head = append(clause.Head, r.word(w))
			}
		}
		c.Clauses = []*Clause{clause}
	case *syntax.CaseClause:
		c.Keyword = "case"
		c.Clauses = []*Clause{{Range: r.of(cmd.Word), Keyword: "case", Head: []Node{r.word(cmd.Word)}}}
		for _, item := range cmd.Items {
			clause := &Clause{Range: r.of(item), Body: r.block(r.inside(item.Stmts), item.Stmts)}
			for _, w := range item.Patterns {
				clause.Head = append(clause.Head, r.word(w))
			}
			c.Clauses = append(c.Clauses, clause)
		}
	}
	return c
}

// inside is the place of statements.
func (r *shReader) inside(stmts []*syntax.Stmt) Range {
	if len(stmts) == 0 {
		return r.at(0, 0)
	}
	return r.place(stmts[0].Pos(), stmts[len(stmts)-1].End())
}

func (r *shReader) word(w *syntax.Word) *Arg {
	at := r.of(w)
	arg := &Arg{Range: at}
	var b builder
	r.parts(&b, &arg.Parts, w.Parts, false)
	arg.value = b.readingAt(r.text, at.Start)
	return arg
}

// parts puts the parts of a word together: what it means, and the nodes in it.
func (r *shReader) parts(b *builder, nodes *[]Node, parts []syntax.WordPart, quoted bool) {
	for _, part := range parts {
		at := r.of(part)
		switch part := part.(type) {
		case *syntax.Lit:
			r.literal(b, nodes, at, quoted)
		case *syntax.SglQuoted:
			open := 1
			if part.Dollar {
				open = 2
			}
			body := r.at(at.Start+open, at.End-1)
			b.add(r.text, body.Start, body.End)
			*nodes = append(*nodes, &String{Range: at, Quote: "'", Body: body, value: r.text.slice(body.Start, body.End)})
		case *syntax.DblQuoted:
			s := &String{Range: at, Quote: `"`, Body: r.at(at.Start+1, at.End-1)}
			var inner builder
			r.parts(&inner, &s.Parts, part.Parts, true)
			s.value = inner.readingAt(r.text, s.Body.Start)
			b.add(s.value, 0, s.value.Len())
			*nodes = append(*nodes, s)
		case *syntax.ParamExp:
			*nodes = append(*nodes, &Variable{Range: at, Name: parameterName(part)})
			b.hole(r.text, at.Start, at.End)
		case *syntax.CmdSubst:
			open := "$("
			if part.Backquotes {
				open = "`"
			}
			*nodes = append(*nodes, &Group{Range: at, Open: open, Body: r.block(at, part.Stmts)})
			b.hole(r.text, at.Start, at.End)
		default:
			b.hole(r.text, at.Start, at.End)
		}
	}
}

func parameterName(p *syntax.ParamExp) string {
	if p.Param == nil {
		return ""
	}
	return strings.ToLower(p.Param.Value)
}

// literal adds plain text without the backslashes that escape something in it, and what another program puts in.
func (r *shReader) literal(b *builder, nodes *[]Node, at Range, quoted bool) {
	s := r.text.String()
	for i := at.Start; i < at.End; i++ {
		if end := min(r.text.hole(i), at.End); end > i {
			v := &Variable{Range: r.at(i, end), Outer: true}
			v.Name = variableName(v.String())
			*nodes = append(*nodes, v)
			b.hole(r.text, i, end)
			i = end - 1
			continue
		}
		if s[i] == '\\' && i+1 < at.End && (!quoted || strings.IndexByte("$`\"\\\n", s[i+1]) >= 0) {
			i++
			if s[i] == '\n' {
				continue
			}
		}
		b.add(r.text, i, i+1)
	}
}
