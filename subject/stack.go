package subject

import (
	"path"
	"strings"

	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

// stack is what shows that a compose file is for `docker stack deploy`, which has other keys than compose and hands them
// to the engine in another way; nil where nothing does.
func stack(f *source.File, doc *compose.Document) *Evidence {
	if strings.Contains(strings.ToLower(path.Base(f.Path)), "stack") {
		return &Evidence{Text: "the word stack in the file's name"}
	}
	for _, s := range doc.Services {
		for _, key := range [...]string{"placement", "mode"} {
			if v := s.Get("deploy", key); v != nil && !v.Is(data.Null) {
				return &Evidence{Text: "deploy." + key + ", which compose does not heed", At: v.Span()}
			}
		}
	}
	for _, n := range doc.Networks {
		if driver := n.Get("driver"); driver.String() == "overlay" {
			return &Evidence{Text: "an overlay network", At: driver.Span()}
		}
	}
	for _, list := range [...][]*compose.Resource{doc.Secrets, doc.Configs} {
		for _, r := range list {
			if r.External() {
				return &Evidence{Text: "a secret or config of the swarm", At: r.Entry.Key.Span()}
			}
		}
	}
	return nil
}
