package install

import (
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

var downloads = []*lint.Rule{
	{
		ID: "slow-download", Summary: "Invoke-WebRequest downloads slowly in Windows PowerShell 5.1", Topic: "install",
		Severity: lint.Info, Since: "0.1.0",
		Refs:  []string{check.PreferencesPage, "https://github.com/PowerShell/PowerShell/issues/2138"},
		Check: lint.Each(slowDownload),
	},
	{
		ID: "download-over-http", Summary: "A file is downloaded over HTTP without a hash check", Topic: "security",
		Severity: lint.Warning, Risk: 5.9, Since: "0.1.0",
		Refs:   []string{"https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-filehash"},
		ByText: true,
		Check:  lint.Each(downloadOverHTTP),
	},
	{
		ID: "download-without-hash", Summary: "A download is not checked against a hash", Topic: "security",
		Severity: lint.Info, Risk: 3.7, Off: true, Since: "0.1.0",
		Refs:  []string{"https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-filehash"},
		Check: lint.Each(downloadWithoutHash),
	},
}

// A download is one place of a script that fetches something.
type download struct {
	at   script.Node     // what fetches: the name of a command or of a method
	does string          // its name, an alias of PowerShell spelled out, in lower case
	from *script.Command // nil for a method
	to   string          // the file as written; "" if it is not known, or none
	url  string          // as far as it is known: "https://example.com/$v.zip"; "" if nothing of it is
	text bool            // what it fetches is text that the script uses, no file
}

type downloadsIn struct{ check.StageScript }

// downloadsOf is the downloads of a script in the order of the text.
func downloadsOf(u *subject.Unit, st check.StageScript) []download {
	if st.Unread() {
		return nil
	}
	return subject.Once(u, downloadsIn{st}, func() []download { return readDownloads(st) })
}

func readDownloads(st check.StageScript) (list []download) {
	script.Walk(st.Body, func(n script.Node) bool {
		switch n := n.(type) {
		case *script.Command:
			if n.Name != nil && !n.Keyword && fetchesFile(n) {
				_, file := check.DownloadedFile(n)
				list = append(list, download{at: n.Name, does: n.Cmdlet(), from: n, to: file, url: urlIn(st, n), text: !check.WritesFile(n)})
			}
		case *script.Member:
			if n.Call && (n.Lower == "downloadfile" || n.Lower == "downloadstring" || n.Lower == "downloaddata") {
				d := download{at: n.Name, does: n.Lower, url: urlIn(st, n), text: n.Lower != "downloadfile"}
				if len(n.Args) == 2 {
					file, _ := script.Value(n.Args[1])
					d.to = file.String()
				}
				list = append(list, d)
			}
		}
		return true
	})
	return list
}

func fetchesFile(c *script.Command) bool {
	switch c.Cmdlet() {
	case "invoke-webrequest", "invoke-restmethod", "start-bitstransfer", "curl", "wget", "aria2c":
		return true
	}
	return false
}

// urlIn is the first text in a node that is a URL: written there, or the value of a variable that is.
func urlIn(st check.StageScript, n script.Node) string {
	var url string
	script.Walk(n, func(n script.Node) bool {
		if url != "" {
			return false
		}
		if v, ok := n.(*script.Variable); ok {
			url = urlOf(st, v)
			return false
		}
		if text, _ := script.Value(n); isURL(text.String()) {
			url = text.String()
		}
		return url == ""
	})
	return url
}

// urlOf is the URL that a variable holds, set by the script or by ENV; "" if its value is unknown or not a URL.
func urlOf(st check.StageScript, v *script.Variable) string {
	name, env := strings.CutPrefix(v.Name, "env:")
	if env || v.Outer || st.Language.IsCmd() {
		if value, set := st.State.Variables.InProcess(strings.Trim(name, "%!")); set && value.Known && isURL(value.Text) {
			return value.Text
		}
		return ""
	}
	a := check.LastAssignmentIn(st.Script, check.VariableName(v), v.Start)
	if a == nil {
		return ""
	}
	for s := range script.Nodes[*script.String](a.Value) {
		if text, _ := script.Value(s); isURL(text.String()) {
			return text.String()
		}
	}
	return ""
}

func isURL(s string) bool {
	s = strings.ToLower(s)
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// hostOf is the host of a URL in lower case, without its port; "" if it is unknown.
func hostOf(url string) string {
	_, rest, _ := strings.Cut(strings.ToLower(url), "://")
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	host, _, _ := strings.Cut(rest, ":")
	if strings.ContainsAny(host, "$%{(*") {
		return ""
	}
	return host
}

// isPublic reports whether a host is on the internet: it has a dot, and is neither an address nor a name in a private
// network.
func isPublic(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	return strings.Contains(host, ".") && strings.Trim(last, "0123456789") != "" &&
		!slices.Contains([]string{"local", "internal", "lan", "localdomain", "localhost", "corp", "test", "example"}, last)
}

// isLocal reports whether a URL is known to lead to no host of the internet.
func isLocal(url string) bool {
	host := hostOf(url)
	return host != "" && !isPublic(host)
}

func slowDownload(p *lint.Pass, s *subject.Scope) {
	for _, st := range check.StageScripts(p, s) {
		if st.Language != script.WindowsPowerShell {
			continue
		}
		for _, d := range downloadsOf(p.Unit, st) {
			if d.does != "invoke-webrequest" || d.text || isLocal(d.url) ||
				check.LastAssignment(st.Script, "progresspreference", d.from.Start) != nil {
				continue
			}
			p.Reportf(d.at, "The progress bar makes `%s` slow in Windows PowerShell 5.1", d.at).
				Notef("Most of the download time is spent drawing the bar.").
				Helpf("Set `$ProgressPreference = 'SilentlyContinue'` before it, preferably in SHELL.")
			return
		}
	}
}

func downloadOverHTTP(p *lint.Pass, s *subject.Scope) {
	list := check.StageScripts(p, s)
	checked := lastCheck(list)
	for found := range unchecked(p.Unit, list, checked, func(d download) bool { return isPlain(d.url) }) {
		for _, d := range found {
			reportPlain(p, d.at, d.url)
		}
	}
	for _, node := range s.Nodes {
		add, ok := node.Node.(*dockerfile.Instruction)
		if !ok || add.Name != "ADD" || add.Err != nil || add.Parent != nil || add.Flag("checksum") != nil {
			continue
		}
		for _, word := range add.Words[:len(add.Words)-1] {
			if url := addedURL(p.Unit.Dockerfile, word, node.State); isPlain(url) && checked() < 0 {
				reportPlain(p, word, url)
			}
		}
	}
}

// addedURL is what ADD gets as a source, as far as it is known.
func addedURL(doc *dockerfile.Document, word *dockerfile.Word, state *subject.State) string {
	if read := state.Variables.Read(doc, word); read.Known {
		return read.Value
	}
	return word.Value
}

// isPlain reports whether a URL is one of a public host over http, and not that of an update, which Windows verifies.
func isPlain(url string) bool {
	url = strings.ToLower(url)
	return strings.HasPrefix(url, "http://") && isPublic(hostOf(url)) && !strings.HasSuffix(url, ".msu") && !strings.HasSuffix(url, ".cab")
}

func reportPlain(p *lint.Pass, at lint.Placed, url string) {
	p.Reportf(at, "`%s` is downloaded over HTTP without a hash check", check.Brief(url)).
		Notef("Anyone between the build and the server can replace the file.").
		Helpf("Use HTTPS, or check the SHA-256 hash of the file.")
}

// lastCheck is the index of the last script that checks a hash or a signature; -1 if none does. It searches the text of all
// scripts, so it does this only when first asked.
func lastCheck(list []check.StageScript) func() int {
	return sync.OnceValue(func() int {
		for i, st := range slices.Backward(list) {
			if text := st.Text.String(); check.Mentions(text, "hash", "sha", "md5", "checksum", "gpg", "authenticodesignature") && hashes.MatchString(text) {
				return i
			}
		}
		return -1
	})
}

var hashes = lazy.MustCompile(`(?i)get-filehash|sha-?(1|256|384|512)|md5|hashfile|checksum|\bgpg2?\b|authenticodesignature|computehash`)

func downloadWithoutHash(p *lint.Pass, s *subject.Scope) {
	list := check.StageScripts(p, s)
	for found := range unchecked(p.Unit, list, lastCheck(list), func(d download) bool { return d.url != "" && !isLocal(d.url) }) {
		p.Reportf(found[0].at, "The file that `%s` downloads is not checked against a hash", found[0].at).
			Notef("If the server replaces the file, the build uses the new one without a warning.").
			Helpf("Check the SHA-256 hash of the file, for example with `Get-FileHash`.")
	}
}

// unchecked is the files of a kind that scripts download after the last one that checks a hash: a list for each script that has
// some.
func unchecked(u *subject.Unit, list []check.StageScript, checked func() int, is func(download) bool) iter.Seq[[]download] {
	return func(yield func([]download) bool) {
		for i, st := range list {
			found := slices.DeleteFunc(slices.Clone(downloadsOf(u, st)), func(d download) bool { return d.text || !is(d) })
			if len(found) > 0 && checked() < i && !yield(found) {
				return
			}
		}
	}
}
