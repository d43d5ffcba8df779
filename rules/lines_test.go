package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

const serverCore = "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n"

// foundIn is what some rules find in a file: "line:column rule".
func foundIn(text string, rules []*lint.Rule) []string {
	run := &lint.Linter{
		Rules:       rules,
		Environment: engine.Environment{Today: today},
	}
	var list []string
	file := source.Decode("Dockerfile", []byte(text))
	for _, f := range run.Lint(file).Findings {
		at := file.Position(f.Span.Start)
		list = append(list, fmt.Sprintf("%d:%d %s", at.Line, at.Column, f.Rule.ID))
	}
	return list
}

// What is on the pages of these rules shows the usual; this is what real files and the parser's corners add.
func TestLinesAndEscapes(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		// The directive.
		"below the byte order mark":              {"\ufeff# escape=`\n" + serverCore + "COPY a C:\\\nRUN dir", ""},
		"in upper case, with blanks":             {"#  ESCAPE = `  \n" + serverCore + "COPY a C:\\\nRUN dir", ""},
		"behind a check directive":               {"# check=skip=all\n# escape=`\n" + serverCore + "COPY a C:\\\nRUN dir", ""},
		"behind an unknown directive":            {"# foo=bar\n# escape=`\n" + serverCore + "RUN dir", "2:1 escape-directive-ignored"},
		"behind a number sign alone":             {"#\n# escape=`\n" + serverCore + "RUN dir", "2:1 escape-directive-ignored"},
		"behind ARG":                             {"ARG TAG=ltsc2022\n# escape=`\nFROM mcr.microsoft.com/windows/servercore:$TAG\nRUN dir", "2:1 escape-directive-ignored"},
		"inside an instruction":                  {serverCore + "RUN a && \\\n# escape=`\n b", "3:1 escape-directive-ignored"},
		"late, with the escape in force":         {"# SQL Server\n# escape=\\\n" + serverCore + "RUN a \\\n b", ""},
		"late, with a text behind it":            {"# x\n# escape=` is the first line elsewhere\n" + serverCore + "RUN dir", ""},
		"late, and another one is in force":      {"# escape=\\\n" + serverCore + "# escape=`\nRUN dir", "3:1 escape-directive-ignored"},
		"for Linux":                              {"# x\n# escape=`\nFROM alpine:3.20\nRUN ls", ""},
		"only blanks behind the sign":            {"# escape=   \n" + serverCore + "RUN dir", "1:10 escape-directive-invalid"},
		"nothing behind the sign":                {"# escape=\n" + serverCore + "RUN dir", "1:1 escape-directive-misspelled"},
		"blanks behind the value":                {"# escape=` \t\n" + serverCore + "WORKDIR C:\\a", ""},
		"in other case, twice":                   {"# escape=`\n# Escape=`\n" + serverCore + "RUN dir", "2:1 escape-directive-invalid"},
		"a blank for the sign":                   {"# escape `\n" + serverCore + "RUN dir", "1:1 escape-directive-misspelled"},
		"a license that says escape":             {"# Escape clause: `none` applies\n" + serverCore + "RUN dir", ""},
		"misspelled where another is in force":   {"# escape=`\n## escape=`\n" + serverCore + "RUN dir", ""},
		"a template":                             {"{{ARGS}}# escape=`\n" + serverCore + "RUN a `\n b", ""},
		"the directive explains what follows":    {"\n# escape=`\n" + serverCore + "WORKDIR C:\\a\\\nCOPY x C:\\b\nRUN a; `\n b; `\n c\nVOLUME C:\\\\d", "2:1 escape-directive-ignored"},
		"the directive where a path swallows it": {serverCore + "COPY a C:\\b\\\n# escape=`\nRUN c", "3:1 escape-directive-ignored"},
		"but not what is broken without it":      {"\n# escape=`\n" + serverCore + "RNU a\nRUN b", "2:1 escape-directive-ignored 4:1 syntax"},
		"doubled backslashes":                    {serverCore + "ENV A=C:\\\\x B=C:\\\\y\nVOLUME C:\\\\d", "2:7 missing-escape-directive"},
		"doubled backslashes in another value":   {serverCore + "LABEL json=\"{\\\"a\\\": 1}\" re=a\\\\.b", ""},
		"doubled backslashes of a Linux stage":   {"FROM alpine:3.20 AS a\nCOPY a C:\\\\x\n" + serverCore + "RUN dir", ""},
		"doubled backslashes of CMD":             {serverCore + "CMD [\"C:\\\\x.exe\"]\nSHELL [\"C:\\\\pwsh.exe\", \"-Command\"]", ""},
		"doubled backslashes with directive":     {"# escape=\\\n" + serverCore + "ENV A=C:\\\\x", ""},
		"JSON of COPY, doubled twice":            {serverCore + "COPY [\"a\", \"C:\\\\\\\\Program Files\\\\\\\\x\"]", "2:12 missing-escape-directive"},
		"doubled backslashes behind lost ones":   {serverCore + "ENV A=C:\\x B=C:\\\\y", "2:14 missing-escape-directive"},
		"a path that swallows a line":            {serverCore + "COPY a C:\\b\\\nRUN c", "2:12 path-continues-line"},
		"quoted, with the backslashes kept":      {serverCore + "ENV A=\"C:\\a\" B='C:\\b'", ""},

		// Paths at the end of a line.
		"HEALTHCHECK and its CMD":              {serverCore + "HEALTHCHECK --interval=5s \\\nCMD x", ""},
		"ONBUILD":                              {serverCore + "ONBUILD \\\nRUN x", ""},
		"an option, then the program":          {serverCore + "RUN cmd /S /C \\\nCOPY b", ""},
		"deeper, as an argument":               {serverCore + "RUN xcopy C:\\a C:\\b\\\n  copy", ""},
		"an ampersand in front":                {serverCore + "RUN mkdir C:\\app\\bin&\\\n    copy a.exe C:\\app\\bin", ""},
		"lower case behind upper case":         {serverCore + "RUN dir C:\\\ncopy a b", ""},
		"lower case behind lower case":         {"from mcr.microsoft.com/windows/servercore:ltsc2022\ncopy a C:\\\nrun dir", "2:10 path-continues-line"},
		"a blank line between":                 {serverCore + "RUN dir C:\\\n\n\nRUN x", "2:11 path-continues-line"},
		"a drive of PowerShell":                {serverCore + "RUN Get-ChildItem -Path HKLM:\\\nRUN x", "2:30 path-continues-line"},
		"a drive of PowerShell at the end":     {serverCore + "RUN New-Item -PSPath IIS:\\", "2:26 dangling-continuation"},
		"doubled at the end of the line":       {serverCore + "RUN dir C:\\\\\nRUN x", ""},
		"a value of ENV, refused with the RUN": {serverCore + "ENV JAVA_HOME=C:\\java\\\nRUN echo hi", "2:22 path-continues-line"},
		"two in a row":                         {serverCore + "COPY a C:\\\nRUN dir C:\\\nRUN x", "2:10 path-continues-line 3:11 path-continues-line"},
		"CRLF and blanks behind":               {"FROM mcr.microsoft.com/windows/servercore:ltsc2022\r\nCOPY a C:\\ \t\r\nRUN x\r\n", "2:10 path-continues-line"},
		"under the backtick":                   {"# escape=`\n" + serverCore + "COPY a C:\\\nRUN x", ""},
		"a COPY of a Linux stage":              {"FROM alpine:3.20\nCOPY a b\\\nRUN x\n" + serverCore + "RUN y", ""},

		"two paths, and what they swallow": {serverCore + "WORKDIR C:\\a\\\nCOPY a \\\nRUN b", "2:13 path-continues-line"},

		// Lines that are joined.
		"an instruction behind a comment":       {serverCore + "RUN a \\\n# b\nWORKDIR c", "2:7 swallowed-instruction"},
		"an instruction behind an empty line":   {serverCore + "RUN a \\\n\nWORKDIR c", "2:7 swallowed-instruction"},
		"an instruction behind a deeper line":   {serverCore + "RUN a \\\n  WORKDIR c", ""},
		"an instruction in lower case":          {serverCore + "RUN a \\\nworkdir c", ""},
		"a COPY that cmd may run":               {serverCore + "RUN a && \\\nCOPY b c", ""},
		"a COPY that nothing can run":           {serverCore + "RUN a \\\nCOPY b c", "2:7 swallowed-instruction"},
		"a keyword with nothing behind it":      {serverCore + "RUN \\\nUSER b", ""},
		"a variable called like an instruction": {serverCore + "ENV A=b \\\nUSER=c", ""},
		"JSON over lines":                       {serverCore + "CMD [\"a\", \\\n\"RUN\"]", ""},
		"an empty line at the end":              {serverCore + "RUN a \\\n\n", "2:7 dangling-continuation"},
		"an empty line with blanks, CRLF":       {"FROM mcr.microsoft.com/windows/servercore:ltsc2022\r\nRUN a \\\r\n  \t\r\n  b\r\n", "2:7 empty-continuation-line"},
		"two escape characters and a keyword":   {serverCore + "RUN dir C:\\\\\nRUN b", ""},
		"two escape characters, an empty line":  {serverCore + "RUN dir C:\\\\\n\nRUN b", ""},
		"three escape characters":               {serverCore + "RUN dir C:\\\\\\\n b", "3:2 syntax"},
		"two escape characters and a word":      {serverCore + "RUN dir C:\\\\\n b", "2:11 doubled-escape-at-line-end"},

		// Triggers.
		"a trigger with doubled backslashes": {"# escape=`\n" + serverCore + "ONBUILD COPY a C:\\\\b\\\\c\\\\\n", ""},
		"a trigger over lines":               {"# escape=`\n" + serverCore + "ONBUILD RUN a `\n b\n", ""},
		"a trigger under the default":        {serverCore + "ONBUILD COPY a C:\\\\b", ""},
		"a trigger whose path ends so":       {"# escape=`\n" + serverCore + "ONBUILD COPY a C:\\\n", "3:18 onbuild-escape"},

		// The last line.
		"comments behind the last line":   {serverCore + "RUN a \\\n# b", "2:7 dangling-continuation"},
		"the last line of an instruction": {serverCore + "RUN a \\\n  b", ""},

		// Backticks, carets, blanks.
		"a pair of backticks":                {serverCore + "RUN echo `date`\nRUN b", ""},
		"a backtick at the end of a text":    {serverCore + "RUN echo `\nRUN b", ""},
		"a caret in front of a keyword":      {serverCore + "RUN echo a ^\nRUN b", ""},
		"a caret and the escape":             {"# escape=`\n" + serverCore + "RUN start /w a ^ `\n b", ""},
		"a caret at the end of a word":       {serverCore + "RUN echo a^\nRUN b", ""},
		"a caret of HEALTHCHECK":             {serverCore + "HEALTHCHECK --interval=5s ^\n  CMD curl x", "2:27 caret-continuation"},
		"form feed":                          {serverCore + "RUN a \\\f\n && b", "2:8 blank-after-continuation"},
		"vertical tab":                       {serverCore + "RUN a \\\v\n && b", "2:8 blank-after-continuation"},
		"next line":                          {serverCore + "RUN a \\\u0085\n && b", "2:8 blank-after-continuation"},
		"word joiner, in CRLF":               {"FROM mcr.microsoft.com/windows/servercore:ltsc2022\r\nRUN a \\\u2060\r\n && b\r\n", "2:8 blank-after-continuation"},
		"invisible behind an escaped escape": {serverCore + "RUN a \\\\\u00a0\nRUN b", ""},

		// The file as a whole.
		"conflict without an end":             {serverCore + "RUN a\n<<<<<<< HEAD\nRUN b", "3:1 syntax"},
		"conflict with its base, on Linux":    {"FROM alpine:3.20\n<<<<<<< HEAD\nRUN a\n||||||| base\nRUN b\n=======\nRUN c\n>>>>>>> x\n", "2:1 conflict-markers"},
		"markers in a file that is written":   {serverCore + "COPY <<EOF /x\n<<<<<<< a\n=======\n>>>>>>> b\nEOF", ""},
		"UTF-16 without a mark":               {"F\x00R\x00O\x00M\x00 \x00a\x00\n\x00R\x00U\x00N\x00 \x00b\x00", "1:2 file-encoding"},
		"a byte of Windows-1252 in a value":   {"FROM alpine:3.20\nLABEL a=K\xf6ln\n", "2:10 file-encoding"},
		"a byte of Windows-1252 in a comment": {"# K\xf6ln\nFROM alpine:3.20\nRUN a\n", "1:4 file-encoding"},
		"refused on Linux":                    {"FROM alpine:3.20\nRNU a\n", "2:1 syntax"},
		"lines of one text":                   {serverCore + "RUN a\n b\n c\nRUN d\n e", "3:2 syntax 6:2 syntax"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(foundIn(test.text, only(
				"escape-directive-ignored", "escape-directive-invalid", "escape-directive-misspelled",
				"missing-escape-directive", "onbuild-escape", "path-continues-line", "swallowed-instruction",
				"dangling-continuation", "empty-continuation-line", "backtick-continuation", "caret-continuation",
				"blank-after-continuation", "doubled-escape-at-line-end", "syntax", "file-encoding", "conflict-markers",
			)), " "); got != test.want {
				t.Errorf("found %q; want %q in\n%s", got, test.want, test.text)
			}
		})
	}
}
