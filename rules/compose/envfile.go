package compose

import (
	"fmt"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

var composeEnvFiles = []*lint.Rule{
	{
		ID: "compose-env-file", Summary: "Docker Compose rejects an env file or misreads a path in it", Topic: "compose",
		Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/reference/compose-file/services/#env_file", "compose-spec/compose-go dotenv/parser.go"},
		Check: lint.Both{lint.Each(envFiles), lint.Each(ownEnvFile)},
	},
	{
		ID: "compose-convert-windows-paths", Summary: "COMPOSE_CONVERT_WINDOWS_PATHS breaks mounts in Windows containers",
		Topic: "compose", Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/compose/how-tos/environment-variables/envvars/#compose_convert_windows_paths", check.MountParserSource},
		Check: lint.Each(convertedPaths),
	},
}

// envFiles looks at the env files of a service.
func envFiles(p *lint.Pass, s *compose.Service) {
	for _, item := range compose.Strings(s.Get("env_file")) {
		file := item
		if path := item.Get("path"); path != nil {
			file = path
		}
		if !file.Scalar() || item.Get("format") != nil {
			continue
		}
		if name, known := compose.Expand(file.Resolve().Text, ""); known && name != "" {
			reportEnvFaults(p, file.Span(), name)
		}
	}
}

// ownEnvFile looks at the file that Docker Compose reads without being asked. It is in the directory of the first compose file.
func ownEnvFile(p *lint.Pass, doc *compose.Document) {
	if len(doc.Services) > 0 && !isOverlay(doc.File.Path) {
		reportEnvFaults(p, source.At(0), ownEnv)
	}
}

const ownEnv = ".env"

func reportEnvFaults(p *lint.Pass, at lint.Placed, name string) {
	file := p.Unit.Beside(name)
	if file == nil {
		return
	}
	for _, fault := range compose.EnvFaults(file) {
		where := fmt.Sprintf("line %d of `%s`", fault.Line, name)
		if fault.Line == 0 {
			where = "`" + name + "`"
		}
		switch {
		case fault.Refused == "":
			p.Reportf(at, "`%s` is an escape sequence in the value of `%s`", fault.Escape, check.Brief(fault.Name)).
				Notef("The value is in double quotes (%s), so Docker Compose reads a different path.", where).
				Helpf("Put the value of `%s` in single quotes.", fault.Name)
		case file.Encoding == source.UTF16LE || file.Encoding == source.UTF16BE:
			p.Reportf(at, "Docker Compose cannot read `%s` because it is encoded in %s", name, file.Encoding).
				Notef("Docker Compose fails with `%s`. In Windows PowerShell, `>` and `Out-File` write UTF-16 by default.", fault.Refused).
				Helpf("Save `%s` as UTF-8.", name)
		default:
			help := "Write each line as `NAME=value`."
			if fault.Line > 0 {
				help = fmt.Sprintf("Write line %d as `NAME=value`.", fault.Line)
			}
			if strings.ContainsAny(fault.Refused, `'`) || strings.Contains(fault.Refused, `\"`) || strings.HasPrefix(fault.Refused, "unterminated") {
				help = "Check the quotes in " + where + " and in the lines before it. A backslash before a closing quote keeps the value open."
			}
			p.Reportf(at, "Docker Compose rejects %s", where).Notef("Docker Compose fails with `%s`.", fault.Refused).Helpf("%s", help)
		}
	}
}

// convertedPaths finds Windows directories that a setting converts to paths for Linux containers.
func convertedPaths(p *lint.Pass, s *compose.Service) {
	file := p.Unit.Beside(ownEnv)
	if file == nil || !convertsPaths(file.Text) {
		return
	}
	for _, m := range s.Mounts {
		from := m.Source.String()
		converted := converted(from)
		if m.Type != compose.Bind || converted == "" {
			continue
		}
		p.Reportf(m.Source, "COMPOSE_CONVERT_WINDOWS_PATHS breaks this mount").
			Notef("The setting in `%s` makes Docker Compose on Windows pass `%s` as `%s`. Docker Engine rejects this path: `invalid volume specification`.",
				ownEnv, check.Brief(from), check.Brief(converted)).
			Helpf("Remove COMPOSE_CONVERT_WINDOWS_PATHS from `%s`.", ownEnv)
		return
	}
}

// converted is what the setting makes of the source of a mount; "" if it leaves it alone. Compose expands relative paths first.
func converted(from string) string {
	switch {
	case driveAtStart.MatchString(from):
		return "/" + strings.ToLower(from[:1]) + strings.ReplaceAll(from[2:], `\`, "/")
	case strings.HasPrefix(from, "."):
		return "/c/…/" + strings.TrimLeft(strings.ReplaceAll(from, `\`, "/"), "./")
	}
	return ""
}

// convertsPaths reports whether an env file sets COMPOSE_CONVERT_WINDOWS_PATHS to a value that Docker Compose treats as
// true.
func convertsPaths(text string) bool {
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if strings.TrimSpace(name) == "COMPOSE_CONVERT_WINDOWS_PATHS" {
			switch strings.ToLower(strings.Trim(strings.TrimSpace(value), `"'`)) {
			case "1", "t", "true":
				return true
			}
		}
	}
	return false
}
