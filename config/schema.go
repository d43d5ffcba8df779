package config

import (
	"encoding/json"

	"github.com/winlint/winlint/lint"
)

// Schema is the JSON Schema (draft 2020-12) of winlint.yaml, indented and with a line end.
func Schema(list []*lint.Rule, topics []lint.Topic) ([]byte, error) {
	text, err := json.MarshalIndent(schema(list, topics), "", "  ")
	return append(text, '\n'), err
}

func schema(list []*lint.Rule, topics []lint.Topic) map[string]any {
	settings := map[string]any{}
	for _, k := range Keys {
		values := any(k.Values)
		if k.Name == "stack" {
			values = []any{true, false}
		}
		settings[k.Name] = map[string]any{"description": k.About, "enum": values}
	}
	names := map[string]any{all: map[string]any{"description": "all rules", "$ref": "#/$defs/level"}}
	for _, topic := range topics {
		names[topic.Name] = map[string]any{"description": topic.About, "$ref": "#/$defs/level"}
	}
	for _, r := range list {
		names[r.ID] = map[string]any{"description": r.Summary, "$ref": "#/$defs/level"}
	}
	settings["rules"] = map[string]any{
		"description": "a rule or a topic, and what it is set to", "type": "object",
		"properties": names, "additionalProperties": false,
	}
	globs := map[string]any{
		"description": "globs of files, relative to the directory of this file; a directory includes everything in it",
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
			"description": "settings for some files only; a later one wins", "type": "array",
			"items": map[string]any{
				"type": "object", "properties": override, "additionalProperties": false, "required": []any{"files"},
			},
		}),
		"$defs": map[string]any{"level": map[string]any{"enum": levels}},
	}
}

func with(m map[string]any, name string, value any) map[string]any {
	all := map[string]any{name: value}
	for k, v := range m {
		all[k] = v
	}
	return all
}
