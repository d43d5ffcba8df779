package config

import (
	"encoding/json"
	"slices"
)

// Schema is the JSON Schema (draft 2020-12) of winlint.yaml, indented and with a line end.
func Schema(v *Vocabulary) ([]byte, error) {
	text, err := json.MarshalIndent(schema(v), "", "  ")
	return append(text, '\n'), err
}

func schema(v *Vocabulary) map[string]any {
	some := settingsSchema(v, func(k Key) bool { return !k.Run })
	some["files"] = globsSchema("the files to which these settings apply")
	whole := settingsSchema(v, func(Key) bool { return true })
	whole["extends"] = map[string]any{
		"description": "a settings file to extend; its path is relative to the directory of this file", "type": "string", "minLength": 1,
	}
	whole["exclude"] = globsSchema("files that winlint does not read")
	whole["overrides"] = map[string]any{
		"description": "settings for some files only; later entries take precedence", "type": "array",
		"items": map[string]any{
			"type": "object", "properties": some, "additionalProperties": false, "required": []any{"files"},
		},
	}
	return map[string]any{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"$id":                  "https://raw.githubusercontent.com/winlint/winlint/main/docs/winlint.schema.json",
		"title":                "The settings of winlint: winlint.yaml or .winlint.yaml",
		"type":                 "object",
		"additionalProperties": false,
		"properties":           whole,
		"$defs": map[string]any{
			"level": map[string]any{"enum": levels},
			"name":  map[string]any{"enum": v.names()},
		},
	}
}

// settingsSchema is the keys that settings for some files have, too, if the key is wanted.
func settingsSchema(v *Vocabulary, wanted func(Key) bool) map[string]any {
	settings := map[string]any{"rules": rulesSchema(v)}
	for name, about := range map[string]string{
		"select": "the rules and topics that run; `all` means those that run by default",
		"ignore": "rules and topics that do not run",
	} {
		settings[name] = oneOrMore(about, map[string]any{"$ref": "#/$defs/name"})
	}
	words := []any{map[string]any{"type": "string"}, map[string]any{"type": "array", "items": map[string]any{"type": "string"}, "minItems": 1}}
	settings[shellKey] = map[string]any{
		"description": "the shell of unknown base images: cmd, powershell, pwsh, or a list with the words of a SHELL instruction; either one value for all images, or a map from patterns of image names to values",
		"anyOf":       append(slices.Clone(words), map[string]any{"type": "object", "additionalProperties": map[string]any{"anyOf": words}}),
	}
	settings[registriesKey] = map[string]any{
		"description": "mirrors (registries or parts of registries), each with the registry that it mirrors",
		"type":        "object", "additionalProperties": map[string]any{"type": "string"},
	}
	for _, k := range slices.Concat(Keys, Options) {
		if !wanted(k) {
			continue
		}
		described := map[string]any{"description": k.About}
		switch {
		case k.IsBool():
			described["type"] = "boolean"
		case k.Values != nil:
			described["enum"] = k.Values
		case k.Name == "format":
			described["enum"] = v.Formats
		default:
			described["type"], described["pattern"] = "string", "^https?://"
		}
		if k.Default != "" && !k.IsBool() {
			described["default"] = k.Default
		}
		settings[k.Name] = described
	}
	return settings
}

func rulesSchema(v *Vocabulary) map[string]any {
	names := map[string]any{all: levelSchema("all rules")}
	for _, topic := range v.Topics {
		names[topic.Name] = levelSchema(topic.About)
	}
	for _, r := range v.Rules {
		names[r.ID] = levelSchema(r.Summary)
	}
	return map[string]any{
		"description": "rules and topics, each with on, off or the severity of its findings", "type": "object",
		"properties": names, "additionalProperties": false,
	}
}

func levelSchema(about string) map[string]any {
	return map[string]any{"description": about, "$ref": "#/$defs/level"}
}

func globsSchema(about string) map[string]any {
	return oneOrMore(about+": globs relative to the directory of this file; a directory includes everything in it", map[string]any{"type": "string"})
}

// oneOrMore is an item or a list of items.
func oneOrMore(about string, item map[string]any) map[string]any {
	return map[string]any{"description": about, "anyOf": []any{item, map[string]any{"type": "array", "items": item}}}
}
