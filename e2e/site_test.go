package e2e

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// siteOf makes the site as the repository does and gives its directory.
func siteOf(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	(&command{dir: filepath.Join(root, "site")}).run(t, "go", "run", ".", "-out", dir).want(t, 0)
	return dir
}

// inChromium is what a page of the site is after its scripts ran.
func inChromium(t *testing.T, page string) string {
	t.Helper()
	c := (&command{env: []string{"HOME=" + t.TempDir()}}).run(t, "chromium", "--headless=new", "--no-sandbox", "--disable-gpu",
		"--virtual-time-budget=5000", "--dump-dom", "file://"+page).want(t, 0)
	return c.stdout
}

var searchResult = regexp.MustCompile(`<li [^>]*role="option"><a [^>]*href="([^"]+)"`)

// The search of the site finds rules by words, and errors by a text as an engine prints it, without a server.
func TestSiteSearch(t *testing.T) {
	dir := siteOf(t)
	for query, want := range map[string]string{
		"backslash-eaten": "rules/backslash-eaten.html",
		"curl+alias":      "rules/curl-alias.html",
		"hcs::CreateComputeSystem+1234:+The+container+operating+system+does+not+match+the+host+operating+system": "errors/os-version-mismatch.html",
		"returned+a+non-zero+code:+3221225477": "errors/access-violation.html",
	} {
		dom := inChromium(t, filepath.Join(dir, "index.html")+"?q="+query)
		found := searchResult.FindStringSubmatch(dom)
		if len(found) < 2 || found[1] != want {
			t.Errorf("%s: the first result is %q, want %s", query, found, want)
		}
	}
	dom := inChromium(t, filepath.Join(dir, "rules", "stopsignal.html")+"?q=zzzzzz")
	if !strings.Contains(dom, "No results") {
		t.Error("nothing is said where nothing is found")
	}
}

// The links of reports lead to pages of the site.
func TestSiteHasThePagesOfReports(t *testing.T) {
	dir := siteOf(t)
	work := write(t, map[string]string{"Dockerfile": trapped})
	url := "http://localhost/docs"
	c := (&command{dir: work}).run(t, winlint, "lint", "--format", "json", "--docs-url", url, ".").want(t, 1)
	links := regexp.MustCompile(`"url": "`+url+`/([^"]+)"`).FindAllStringSubmatch(c.stdout, -1)
	if len(links) == 0 {
		t.Fatal(c.stdout)
	}
	for _, link := range links {
		if dom := inChromium(t, filepath.Join(dir, filepath.FromSlash(link[1]))); !strings.Contains(dom, `<dl class="facts">`) {
			t.Errorf("%s is no page of a rule", link[1])
		}
	}
}
