package compose

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/source"
)

// web is a file with one service that has the lines.
func web(lines string) string { return "services:\n  web:\n    image: x\n" + lines }

func judged(text string) []string {
	doc := parse(text)
	return shown(doc, doc.Judge())
}

func shown(doc *Document, problems []*Problem) []string {
	var got []string
	for _, p := range problems {
		got = append(got, doc.File.Slice(p.At)+" | "+p.Message)
	}
	return got
}

// What compose refuses is a problem at its place, in its words; all of it, not the first error alone.
func TestJudge(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{web(""), nil},
		{web("    command: 'a \"'\n"), []string{`'a "' | invalid command line string`}},
		{web("    healthcheck: {interval: 30x}\n"), []string{`30x | time: unknown unit "x" in duration "30x"`}},
		{web("    mem_limit: 2x\n    shm_size: 1y\n"), []string{"2x | invalid suffix: 'x'", "1y | invalid suffix: 'y'"}},
		{web("    nope: 1\n    image2: y\n"), []string{"nope | additional properties 'nope' not allowed", "image2 | additional properties 'image2' not allowed"}},
		{web("    nope: 1\n    restart: 5\n"), []string{"nope | additional properties 'nope' not allowed", "5 | must be a string"}},
		{web("    ports: ['80:80', 'a:b', '1.2.3:80:80']\n"), []string{"'a:b' | Invalid containerPort: b", "'1.2.3:80:80' | Invalid ip address: 1.2.3"}},
		{web("    volumes:\n    - ok:/x\n    - C:\\a: b\n    - D:\n"), []string{
			`C:\a: b | service volume is missing a mount target`, "D: | service volume is missing a mount target"}},
		{web("    pid:\n"), []string{"pid | docker compose fails with an internal error on this"}},
		{web("    command: ${env:PATH}\n    entrypoint: ['a ${x.y}']\n"), []string{"${ | invalid interpolation format", "${ | invalid interpolation format"}},
		{web("    image: y\n"), []string{`image | mapping key "image" already defined at line 3`}},
		{web("    environment: {A: [1]}\n"), []string{"A | must be a boolean, null, number or string"}},
		{web("    command: {a: b}\n"), []string{"command | must be a array, null or string"}},
		{web("    depends_on: [a, a]\n"), []string{"depends_on | items at 0 and 1 are equal"}},
		{web("version: 3.8\n"), []string{"3.8 | must be a string"}},
		{"version: '3'\nweb:\n  image: x\n", []string{"web | additional properties 'web' not allowed"}},
		{web("volumes:\n  a: {external: true, driver: x}\n"), []string{`a | conflicting parameters "external" and "driver" specified`}},
		{web("secrets:\n  a: {}\n"), []string{"a | one of file|environment must be set"}},
		{web("    extra_hosts: ['a']\n"), []string{"['a'] | invalid additional host, missing IP: a"}},
		{web("    labels: [a, 1]\n"), []string{"1 | unexpected type int"}},
		{web("    1: 2\n"), []string{"1 | non-string key: 1"}},
		{web("    gpus: [{count: 1, device_ids: [a]}]\n"), []string{`{count: 1, device_ids: [a]} | "count" and "device_ids" attributes are exclusive`}},
		{web("    post_start: [{command: 'a \"'}]\n"), []string{`'a "' | invalid command line string`}},
		{web("    privileged: maybe\n    cpus: '0.5'\n"), []string{"maybe | invalid boolean: maybe"}},
		{web("    healthcheck: {interval: 30, test: [CMD, a]}\n"), []string{"30 | must be a string"}},
		{"services: []\n", []string{"services | must be a mapping"}},
		{"services:\n", []string{"services | must be a mapping"}},
		{"a\n", []string{"a | top-level object must be a mapping"}},
		{"services:\n  web: *x\n", nil}, // no YAML: see Errors

		// Variables are given values that fit; what compose says of those does not count.
		{web("    scale: ${N}\n    ports: ['${P}:80', target: '${T}']\n    volumes: ['${V}:C:\\x', '${W}:C:\\x2']\n    mem_limit: ${M}\n" +
			"    healthcheck: {retries: '${R}', interval: '${I}', disable: '${D}'}\n    privileged: '${PR}'\n    pull_policy: ${PP}\n" +
			"    stop_grace_period: ${S}\n    restart: ${RE:-no}\n    image2: ${X}\n"), []string{"image2 | additional properties 'image2' not allowed"}},
		{web("    environment: ['A=${A:?set it}']\n    healthcheck: {interval: '${I}'}\n"), nil},
		{"include: [other.yml]\nservices:\n  web:\n    extends: {file: base.yml, service: b}\n    env_file: [none.env]\n", nil},
		{"x-a: &a\n  image: x\nservices:\n  web:\n    <<: *a\n    build: !reset null\n", nil},
		{web("---\nservices:\n  web:\n    nope: 1\n"), []string{"nope | additional properties 'nope' not allowed"}},
	} {
		got := judged(test.text)
		if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
			t.Errorf("%q:\n%s\nwant\n%s", test.text, strings.Join(got, "\n"), strings.Join(test.want, "\n"))
		}
	}
}

// What is refused in the file alone may be right where it is laid over another one.
func TestJudgeAlone(t *testing.T) {
	for text, want := range map[string]bool{
		"services:\n  web:\n":         true,
		"version: '2'\n":              true,
		web("    ports:\n"):           true,
		web("    ports: 80\n"):        false,
		web("    nope: 1\n"):          false,
		"services:\n  web: [image]\n": false,
	} {
		problems := parse(text).Judge()
		if len(problems) != 1 || problems[0].Alone != want {
			t.Errorf("%q: %d problems, the first: %+v", text, len(problems), problems)
		}
	}
}

// What is spared because it was fine before a change is found where the change, or an alias, brings it.
func TestTrust(t *testing.T) {
	const fine = "services:\n  web:\n    image: x\n  db:\n    image: y\nnetworks:\n  front:\n    driver: nat\n"
	for _, test := range []struct {
		name, before, after string
		want                []string
	}{
		{"nothing is wrong", fine, strings.Replace(fine, "image: y", "image: z", 1), nil},
		{"a service", fine, strings.Replace(fine, "image: y", "nope: y", 1), []string{"nope | additional properties 'nope' not allowed"}},
		{"a new one", fine, strings.Replace(fine, "  db:", "  new: {nope: 1}\n  db:", 1), []string{"nope | additional properties 'nope' not allowed"}},
		{"something else", fine, strings.Replace(fine, "driver: nat", "nope: nat", 1), []string{"nope | additional properties 'nope' not allowed"}},
		{"it was not fine", web("    nope: 1\n"), web("    nope: 1\n"), []string{"nope | additional properties 'nope' not allowed"}},
		{"through an alias", "x-a: &a {image: x}\nservices:\n  web: *a\n", "x-a: &a {nope: x}\nservices:\n  web: *a\n",
			[]string{"nope | additional properties 'nope' not allowed"}},
	} {
		before, after := parse(test.before), parse(test.after)
		before.Judge()
		after.Trust(before)
		if got := shown(after, after.Judge()); strings.Join(got, "\n") != strings.Join(test.want, "\n") {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// A file that does not load has the same problems each time, however many there are.
func TestJudgeIsSteady(t *testing.T) {
	var text strings.Builder
	text.WriteString("services:\n")
	for _, name := range strings.Fields("a b c d e f") {
		text.WriteString("  " + name + ":\n    image: x\n    ports: ['x:y']\n    volumes: [{type: bind}]\n    labels: [1]\n")
	}
	first := judged(text.String())
	if len(first) != 18 {
		t.Errorf("%d problems, want 18: %q", len(first), first)
	}
	for range 5 {
		if got := judged(text.String()); strings.Join(got, "\n") != strings.Join(first, "\n") {
			t.Fatalf("%q, and then %q", first, got)
		}
	}
}

// checkPlaces holds that every part of a file is in it.
func checkPlaces(t *testing.T, doc *Document) {
	t.Helper()
	inside := func(what string, at source.Span) {
		t.Helper()
		if at.Start > at.End || !doc.Span().Contains(at) {
			t.Fatalf("%q: %s at %v", doc.File.Text, what, at)
		}
	}
	for _, s := range doc.Services {
		inside("service", s.Span())
		for _, c := range s.Commands {
			inside("command", c.Span())
			inside("rest", c.Rest.Span())
			for _, w := range c.Words {
				inside("word", w.Span())
			}
		}
		for _, m := range s.Mounts {
			inside("mount", m.Span())
			inside("source", m.Source.Span())
			inside("target", m.Target.Span())
		}
		for _, p := range s.Ports {
			inside("port", p.Span())
			inside("target", p.Target.Span())
		}
		for _, p := range s.Environment {
			inside("variable", p.Span())
			inside("name", p.Name.Span())
			inside("value", p.Value.Span())
		}
	}
	for _, p := range append(doc.Judge(), doc.Inconsistent()...) {
		inside(p.Message, p.At)
		if p.Message == "" {
			t.Fatalf("%q: a problem without words at %v", doc.File.Text, p.At)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(web("    pid:\n    ports: [80]\n    volumes: ['a:b', {type: bind}]\n    command: 'a; b'\n"))
	f.Add(web("    volumes: [{type: npipe, target: 'C:'}, 'a:C:']\n    depends_on: {web: {}}\n    environment: [A, B=1, {}]\n"))
	f.Add("x: &a {image: b}\nservices:\n  w: {<<: *a, extends: y, network_mode: 'service:z', networks: [q]}\n  v: *a\n")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) < 1<<12 {
			checkPlaces(t, parse(text))
		}
	})
}
