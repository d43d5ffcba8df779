package compose_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/winlint/winlint/internal/lineartest"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/source"
)

const web = "services:\n  web:\n    image: a\n"

// compose-go puts variables in anew for each one that it finds. A value with very many of them is not handed to it.
func TestCrowdedValues(t *testing.T) {
	for _, value := range []string{
		strings.Repeat("${a:-", 20_000), strings.Repeat("${a:-", 10_000) + strings.Repeat("}", 10_000), strings.Repeat("$a", 20_000),
		strings.Repeat("${a+", 10_000) + strings.Repeat("}", 10_000), strings.Repeat("${", 20_000),
	} {
		doc := compose.Parse(source.New("compose.yaml", web+"    command: '"+value+"'\n"))
		if problems := doc.Judge(); len(problems) > 0 {
			t.Errorf("%.20s...: %s", value, problems[0].Message)
		}
		if len(doc.Unchecked) != 1 {
			t.Errorf("%.20s...: %d parts are unchecked, not the value", value, len(doc.Unchecked))
		}
		if _, known := compose.Expand(doc.Services[0].Get("command").Text, "*"); known {
			t.Errorf("%.20s...: the value is taken for known", value)
		}
	}
}

// compose-go makes a port of each number in a range. What it gets is narrower, and it refuses what it refused.
func TestLongRanges(t *testing.T) {
	for ports, want := range map[string]string{
		`"1-65535:1-65535"`:                     "",
		`1-65535:1-65535/udp`:                   "",
		`"127.0.0.1:1-60000:1-60000"`:           "",
		`"1-60000:80"`:                          "",
		`"${A:+1-65535}:${A:+1-65535}"`:         "",
		`"1-60000:1-50000"`:                     "invalid ranges",
		`"1-70000:1-70000"`:                     "invalid",
		`"9-1:1-9"`:                             "invalid",
		`"\x31-65535:1-65535"`:                  "",
		`"1-60000:80", "10000-50000:1-60000"`:   "invalid ranges",
		`{target: 80, published: "8000-60000"}`: "",
	} {
		doc := compose.Parse(source.New("compose.yaml", web+"    ports: ["+ports+"]\n"))
		problems := doc.Judge()
		if got := fmt.Sprint(len(problems)); (want == "") != (got == "0") {
			t.Errorf("%s: %s problems", ports, got)
			continue
		}
		if want != "" && !strings.Contains(strings.ToLower(problems[0].Message), want) {
			t.Errorf("%s: compose says %q", ports, problems[0].Message)
		}
	}
}

func TestLinear(t *testing.T) {
	read := func(text string) { compose.Parse(source.New("compose.yaml", text)).Judge() }
	for name, shape := range map[string]func(n int) string{
		"services": func(n int) string {
			var b strings.Builder
			b.WriteString("services:\n")
			for i := range n {
				fmt.Fprintf(&b, "  s%d: {image: a, ports: ['80:80']}\n", i)
			}
			return b.String()
		},
		"variables": func(n int) string { return web + "    labels:\n" + strings.Repeat("      - '${a:-${b:-c}}'\n", n) },
		"ranges":    func(n int) string { return web + "    ports:\n" + strings.Repeat("      - 1-65535:1-65535\n", n) },
		"dollars":   func(n int) string { return web + "    command: '" + strings.Repeat("$a ", n) + "'\n" },
		"braces":    func(n int) string { return web + "    command: '" + strings.Repeat("${a:-", n) + "'\n" },
		"merged": func(n int) string {
			return "x: &x\n" + strings.Repeat("  a: b\n", n) + web + "    environment: {<<: *x}\n"
		},
		"wrong values": func(n int) string { return web + "    ports:\n" + strings.Repeat("      - x:y\n", n) },
		"a long line":  func(n int) string { return web + "    command: " + strings.Repeat("a;", n) + "\n" },
	} {
		t.Run(name, func(t *testing.T) { lineartest.Check(t, 100, shape, read) })
	}
}
