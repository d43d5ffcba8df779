package script

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/internal/lineartest"
)

// Whatever a script holds, the time to read it grows with the script.
func TestLinear(t *testing.T) {
	for language, parts := range map[Language][]string{
		WindowsPowerShell: {"a -b \"c$d\" ; ", "\"", "$(", "${", "@\"\n$(", "if(", "if (1) {", "+1", ".b", "a,", "a | ", "a # b\n", "[a]"},
		PowerShell7:       {"a\n\n", "a && ", "$a ?? "},
		Cmd:               {"a \"%b%\" ^& c && ", "%", "%a:", "(", "^", ">a "},
		Batch:             {"a\n", "if a==a (\n", "for %%a in (b) do (", ":a\ngoto a\n", "rem a\n", "set a=b\n"},
		Bash:              {"a 'b' \"$c\" && d | e;\n", "(", "$(", "a=b ", "# a\n", "if a; then b; fi\n", "cat <<a\nb\na\n", "$((1+", "`"},
		Sh:                {"a b\n", "case a in a) ", "\"$a\" "},
	} {
		for _, part := range parts {
			t.Run(language.String()+" "+part, func(t *testing.T) {
				shape := func(n int) string { return "$a " + strings.Repeat(part, n) }
				lineartest.Check(t, 400, shape, func(s string) { Read(language, text(s)) })
			})
		}
	}
	t.Run("shells in shells", func(t *testing.T) {
		shape := func(n int) string { return strings.Repeat("powershell -c cmd /c ", n) }
		lineartest.Check(t, 400, shape, func(s string) { Line(nil, text(s)) })
	})
}
