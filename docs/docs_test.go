package docs

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// A release has the same pages as what Go alone builds.
func TestPack(t *testing.T) {
	for _, c := range []struct {
		ids  []string
		page func(string) (string, bool)
	}{{Pages(), Page}, {ErrorPages(), ErrorPage}, {nil, Page}} {
		packed := Pack(c.ids, c.page)
		pages := unpack(string(packed))
		if !slices.Equal(slices.Sorted(maps.Keys(pages)), c.ids) {
			t.Fatalf("%d pages became %d", len(c.ids), len(pages))
		}
		for id, text := range pages {
			if want, _ := c.page(id); text != want || strings.Contains(want, "\x00") {
				t.Errorf("%s has changed", id)
			}
		}
	}
	if text, ok := Page("no-such-rule"); ok || text != "" {
		t.Errorf("a page of no rule: %q", text)
	}
}

func TestLinks(t *testing.T) {
	site, err := LinksTo("https://docs.example.com/winlint/")
	if err != nil {
		t.Fatal(err)
	}
	const page = "[a](a.md), [b](../errors/b.md#causes), [all](README.md), [c](https://example.com/c.md)"
	for links, want := range map[Links]string{
		{}: "[a](https://github.com/winlint/winlint/blob/main/docs/rules/a.md), [b](https://github.com/winlint/winlint/blob/main/docs/errors/b.md#causes), " +
			"[all](https://github.com/winlint/winlint/blob/main/docs/rules/README.md), [c](https://example.com/c.md)",
		site: "[a](https://docs.example.com/winlint/rules/a.html), [b](https://docs.example.com/winlint/errors/b.html#causes), " +
			"[all](https://docs.example.com/winlint/rules/index.html), [c](https://example.com/c.md)",
	} {
		if got := links.InRule(page); got != want {
			t.Errorf("%s\nwant\n%s", got, want)
		}
	}
	for _, wrong := range []string{"", "docs", "javascript:alert(1)", "ftp://a/b", "https://", "https://user@a/b", "https://a/b?c", "https://a/b#c", `https://a\b`} {
		if _, err := LinksTo(wrong); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}
