package compose

import (
	"strconv"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/rules/check"
)

var composeVersions = []*lint.Rule{
	{
		ID: "compose-version", Summary: "Docker Compose warns that `version` is obsolete", Topic: "compose",
		Severity: lint.Info, Fix: lint.Safe, Since: "0.1.0",
		Refs: []string{"https://docs.docker.com/reference/compose-file/version-and-name/",
			"compose-spec/compose-go loader/loader.go"},
		Check: lint.Each(composeVersion),
	},
	{
		ID: "version-too-low", Summary: "The `version` of the file does not support a key", Topic: "compose",
		Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{
			"https://github.com/docker/compose/blob/1.26.2/compose/config/config_schema_v3.2.json", "docker/cli cli/compose/schema/schema.go",
			"https://docs.docker.com/reference/compose-file/legacy-versions/",
		},
		Check: versionTable{},
	},
}

// composeVersion does not report a file that is known to be read by a program that uses the version.
func composeVersion(p *lint.Pass, doc *compose.Document) {
	if doc.Version == nil || !doc.Version.Value.Is(data.String) || p.Environment.Compose == engine.ComposeV1 || p.InStack() {
		return
	}
	f := p.Reportf(doc.Version.Key, "`version` has no effect in Docker Compose 2.0 and later").
		Notef("Since 2.25, Docker Compose also warns that `version` is obsolete.").
		Helpf("Remove the line, unless docker-compose before 1.27 or `docker stack deploy` before Docker 23.0 also reads the file.")
	if p.Environment.Compose != engine.ComposeV2 {
		f.Unsafe()
	}
	check.DeleteEntry(f, doc.Version)
	deleteBlankLines(f)
}

// deleteBlankLines makes a fix that removes the first lines of a file also remove the blank lines after them.
func deleteBlankLines(f *lint.Finding) {
	if len(f.Edits) != 1 || f.Edits[0].Start != 0 {
		return
	}
	end := &f.Edits[0].End
	for *end < len(f.File.Text) {
		line := f.File.FullLine(f.File.Position(*end).Line)
		if strings.TrimSpace(f.File.Text[line.Start:line.End]) != "" {
			return
		}
		*end = line.End
	}
}

// A version is that of the format of compose files: 2.4, 3.8.
type version struct{ major, minor int }

func (v version) String() string { return strconv.Itoa(v.major) + "." + strconv.Itoa(v.minor) }

// parseVersion reads a version as docker-compose to 1.26 did: "2" and "3" are the first of their kind.
func parseVersion(text string) (version, bool) {
	whole, part, found := strings.Cut(text, ".")
	major, err := strconv.Atoi(whole)
	if err != nil || major != 2 && major != 3 {
		return version{}, false
	}
	if !found {
		return version{major, 0}, true
	}
	minor, err := strconv.Atoi(part)
	return version{major, minor}, err == nil
}

// A feature is something that came with a version of the format.
type feature struct {
	name string
	in   [2]int // the minor versions of 2 and of 3 that have it first; never if none has it
	find func(*compose.Document) *data.Value
}

const never = -1

// features is what files for Windows use, according to the schemas of docker-compose 1.26.2
// (compose/config/config_schema_v*.json).
var features = []feature{
	{"the long form of `volumes`", [2]int{3, 2}, ofEach(longItem("volumes"))},
	{"the long form of `ports`", [2]int{never, 2}, ofEach(longItem("ports"))},
	{"`isolation`", [2]int{1, 5}, ofEach(keyOf("isolation"))},
	{"`credential_spec`", [2]int{never, 3}, ofEach(keyOf("credential_spec"))},
	{"`init`", [2]int{2, 7}, ofEach(keyOf("init"))},
	{"`healthcheck`", [2]int{1, 0}, ofEach(keyOf("healthcheck"))},
	{"the `name` of a network", [2]int{1, 5}, func(d *compose.Document) *data.Value { return nameOf(d.Networks) }},
	{"the `name` of a volume", [2]int{1, 4}, func(d *compose.Document) *data.Value { return nameOf(d.Volumes) }},
	{"`secrets`", [2]int{never, 1}, ofEach(keyOf("secrets"))},
	{"`configs`", [2]int{never, 3}, ofEach(keyOf("configs"))},
	{"`deploy`", [2]int{never, 0}, ofEach(keyOf("deploy"))},
	{"the conditions of `depends_on`", [2]int{1, never}, ofEach(conditions)},
	{"`platform`", [2]int{4, never}, ofEach(keyOf("platform"))},
	{"`cpus`", [2]int{2, never}, ofEach(keyOf("cpus"))},
	{"`cpu_count`", [2]int{2, never}, ofEach(keyOf("cpu_count"))},
	{"`cpu_percent`", [2]int{2, never}, ofEach(keyOf("cpu_percent"))},
	{"`mem_limit`", [2]int{0, never}, ofEach(keyOf("mem_limit"))},
	{"`storage_opt`", [2]int{1, never}, ofEach(keyOf("storage_opt"))},
	{"`extends`", [2]int{0, never}, ofEach(keyOf("extends"))},
}

// ofEach finds something in the first service that has it.
func ofEach(find func(*compose.Service) *data.Value) func(*compose.Document) *data.Value {
	return func(d *compose.Document) *data.Value {
		for _, s := range d.Services {
			if v := find(s); v != nil {
				return v
			}
		}
		return nil
	}
}

func keyOf(key string) func(*compose.Service) *data.Value {
	return func(s *compose.Service) *data.Value {
		if e := s.Field(key); e != nil {
			return e.Key
		}
		return nil
	}
}

func longItem(key string) func(*compose.Service) *data.Value {
	return func(s *compose.Service) *data.Value {
		for _, item := range s.Get(key).List() {
			if long := item.Resolve(); long.Is(data.Mapping) && len(long.Entries) > 0 {
				return long.Entries[0].Key
			}
		}
		return nil
	}
}

func conditions(s *compose.Service) *data.Value {
	for _, e := range s.Get("depends_on").Merged() {
		return e.Key
	}
	return nil
}

func nameOf(resources []*compose.Resource) *data.Value {
	for _, r := range resources {
		if e := r.Entry.Value.Entry("name"); e != nil {
			return e.Key
		}
	}
	return nil
}

// A versionTable is a check of a file's version against the features that it uses.
type versionTable struct{}

// Check reports each feature that came later, once. Compose since 1.27 does not look at the version.
func (versionTable) Check(p *lint.Pass, n parser.Node) {
	doc, ok := n.(*compose.Document)
	if !ok || doc.Version == nil || p.Environment.Compose == engine.ComposeV2 && !p.Environment.Stack {
		return
	}
	is, ok := parseVersion(doc.Version.Value.String())
	if !ok {
		return
	}
	for _, feature := range features {
		since := feature.in[is.major-2]
		if since != never && is.minor >= since {
			continue
		}
		if at := feature.find(doc); at != nil {
			reportVersion(p, doc, is, feature, at)
		}
	}
}

func reportVersion(p *lint.Pass, doc *compose.Document, is version, feature feature, at *data.Value) {
	since, came := feature.in[is.major-2], ""
	help := "Remove " + feature.name + ", or remove `version`."
	if since != never {
		came = "The feature was added in version `" + version{is.major, since}.String() + "`. "
		help = "Write `version: '" + version{is.major, since}.String() + "'` or later."
	}
	rejects := "docker-compose before 1.27 and `docker stack deploy` reject the file. Docker Compose 2.0 and later ignores the version."
	if stated := statedReader(p); stated != "" {
		rejects = stated + " rejects the file."
	}
	f := p.Reportf(at, "Version `%s` of the format does not support %s", doc.Version.Value.String(), feature.name).
		Notef("%s%s", came, rejects).Helpf("%s", help)
	f.Relate(doc.Version.Value, "version set here")
	switch {
	case statedReader(p) != "":
		f.WithSeverity(lint.Error)
	case since == never:
		f.WithSeverity(lint.Info) // a key that this kind of version lacks is used on purpose, with a Compose that accepts it
	}
	if value := doc.Version.Value; since != never && value.Kind == data.String && value.Style != data.Plain {
		f.Replace(value.Text, version{is.major, since}.String())
	}
}

// statedReader is the program that is known to read the file and its version; "" if none is.
func statedReader(p *lint.Pass) string {
	switch {
	case p.Environment.Stack:
		return "`docker stack deploy`"
	case p.Environment.Compose == engine.ComposeV1:
		return "docker-compose before 1.27"
	}
	return ""
}

// Rows is the table for the rule's page.
func (versionTable) Rows() (head []string, rows [][]string) {
	since := func(major, minor int) string {
		if minor == never {
			return "no"
		}
		return version{major, minor}.String()
	}
	for _, f := range features {
		rows = append(rows, []string{f.name, since(2, f.in[0]), since(3, f.in[1])})
	}
	return []string{"feature", "version 2", "version 3"}, rows
}
