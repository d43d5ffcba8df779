package config

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/winlint/winlint/rules"
)

var update = flag.Bool("update", false, "write docs/winlint.schema.json")

// The JSON Schema that stands in the repository, for editors, is what the code takes.
func TestSchema(t *testing.T) {
	want, err := json.MarshalIndent(schema(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	path := filepath.Join("..", "docs", "winlint.schema.json")
	got, err := os.ReadFile(path)
	if *update {
		err = os.WriteFile(path, want, 0o666)
		got = want
	}
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("docs/winlint.schema.json is not what the code takes; read the difference, then `make docs`")
	}
}

func schema() map[string]any {
	settings := map[string]any{}
	for _, k := range Keys {
		values := any(k.Values)
		if k.Name == "stack" {
			values = []any{true, false}
		}
		settings[k.Name] = map[string]any{"description": k.About, "enum": values}
	}
	names := map[string]any{}
	for _, r := range rules.All() {
		names[r.Topic] = map[string]any{"description": "every rule about " + r.Topic, "$ref": "#/$defs/grade"}
	}
	for _, r := range rules.All() {
		names[r.ID] = map[string]any{"description": r.Summary, "$ref": "#/$defs/grade"}
	}
	settings["rules"] = map[string]any{
		"description": "a rule or a topic, and what it is set to", "type": "object",
		"properties": names, "additionalProperties": false,
	}
	globs := map[string]any{
		"description": "globs of files, relative to the folder of this file; a folder stands for all in it",
		"anyOf":       []any{map[string]any{"type": "string"}, map[string]any{"type": "array", "items": map[string]any{"type": "string"}}},
	}
	override := with(settings, "files", globs)
	return map[string]any{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"$id":                  "https://raw.githubusercontent.com/winlint/winlint/main/docs/winlint.schema.json",
		"title":                "The settings of winlint: winlint.yaml or .winlint.yaml",
		"type":                 "object",
		"additionalProperties": false,
		"properties": with(with(settings, "exclude", globs), "overrides", map[string]any{
			"description": "what holds for some files only; a later one wins", "type": "array",
			"items": map[string]any{
				"type": "object", "properties": override, "additionalProperties": false, "required": []any{"files"},
			},
		}),
		"$defs": map[string]any{"grade": map[string]any{"enum": grades}},
	}
}

func with(m map[string]any, name string, value any) map[string]any {
	all := map[string]any{name: value}
	for k, v := range m {
		all[k] = v
	}
	return all
}
