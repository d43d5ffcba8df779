package subject

import (
	"testing"

	"github.com/winlint/winlint/source"
)

// A file is for a stack where it has what compose does not take, or is called so.
func TestStack(t *testing.T) {
	const web = "services:\n  web:\n    image: example.com/web\n"
	for _, test := range []struct {
		name, text string
		stack      bool
	}{
		{"compose.yaml", web, false},
		{"docker-stack.yml", web, true},
		{"stack/compose.yaml", web, false},
		{"compose.yaml", web + "    deploy:\n      placement: {constraints: [node.platform.os == windows]}\n", true},
		{"compose.yaml", web + "    deploy:\n      mode: global\n", true},
		{"compose.yaml", web + "    deploy:\n      mode:\n      resources: {limits: {memory: 1g}}\n", false},
		{"compose.yaml", web + "networks:\n  default:\n    driver: overlay\n", true},
		{"compose.yaml", web + "secrets:\n  key:\n    external: true\n", true},
		{"compose.yaml", web + "configs:\n  app:\n    external: {name: app-1}\n", true},
		{"compose.yaml", web + "secrets:\n  key: {file: key.txt}\nnetworks:\n  default: {external: {name: nat}}\n", false},
	} {
		if unit := Read(source.New(test.name, test.text), &World{}); (unit.Stack != nil) != test.stack {
			t.Errorf("%s: a stack: %v\n%s", test.name, unit.Stack, test.text)
		}
	}
}
