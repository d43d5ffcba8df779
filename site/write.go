package main

import (
	"bytes"
	"embed"
	"html/template"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

//go:embed templates/*.html
var templates embed.FS

//go:embed assets
var assets embed.FS

// A view is what a template shows.
type view struct {
	*page
	Site *site
	Up   string // leads to the root of the site
	Home bool
}

// Guides is the pages for users and about the project.
func (s *site) Guides() []*page { return s.of(guide) }

// Errors is the pages of errors, Rules those of rules.
func (s *site) Errors() []*page { return s.of(fault) }
func (s *site) Rules() []*page  { return s.of(rule) }

func (s *site) of(k kind) []*page {
	return slices.DeleteFunc(slices.Clone(s.pages), func(p *page) bool { return p.kind != k })
}

// Topics is the groups of rules, Kinds those of errors.
func (s *site) Topics() []*group    { return s.topics }
func (s *site) Kinds() []*group     { return s.kinds }
func (s *site) Demo() template.HTML { return s.demo }

// write writes all files of the site into a directory, in place of those that an earlier run wrote there.
func (s *site) write(out string) error {
	layout, err := template.ParseFS(templates, "templates/*.html")
	if err != nil {
		return err
	}
	index, err := s.index()
	if err != nil {
		return err
	}
	files := map[string][]byte{"assets/pages.js": index, ".nojekyll": nil}
	for _, p := range s.pages {
		if files[p.URL()], err = show(layout, "page.html", view{page: p, Site: s, Up: p.up()}); err != nil {
			return err
		}
	}
	for name, title := range map[string]string{"index": "Windows containers, checked before they fail", "symptoms": "Error texts", "404": "Page not found"} {
		p := &page{path: name, plain: title, Title: template.HTML(title)}
		if files[p.URL()], err = show(layout, name+".html", view{page: p, Site: s, Home: name == "index"}); err != nil {
			return err
		}
	}
	err = fs.WalkDir(assets, "assets", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files[name], err = assets.ReadFile(name)
		}
		return err
	})
	if err != nil {
		return err
	}
	for name, data := range files {
		full := filepath.Join(out, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(full, data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

func show(t *template.Template, name string, v view) ([]byte, error) {
	var out bytes.Buffer
	err := t.ExecuteTemplate(&out, path.Base(name), v)
	return out.Bytes(), err
}
