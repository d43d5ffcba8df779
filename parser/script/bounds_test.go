package script

import (
	"strings"
	"testing"
)

// commandsOf is the names of the commands of a script.
func commandsOf(s *Script) []string {
	var names []string
	for c := range s.Commands() {
		names = append(names, c.Lower)
	}
	return names
}

// What is nested too deeply is stepped over. The rest of the script is read, and the script tells what was not.
func TestRestOfDeepScript(t *testing.T) {
	for _, c := range []struct {
		language Language
		deep     string
	}{
		{PowerShell, strings.Repeat("(", 3000) + "$a" + strings.Repeat(")", 3000)},
		{PowerShell, strings.Repeat("if (1) {", 3000) + "'a}' # }" + "\n" + strings.Repeat("}", 3000)},
		{PowerShell, "$a = " + strings.Repeat("@(", 3000) + strings.Repeat(")", 3000)},
		{PowerShell, "$a" + strings.Repeat(".b", 3000)},
		{PowerShell, "$a" + strings.Repeat("[0]", 3000)},
		{PowerShell, "$a" + strings.Repeat(".b()", 3000)},
		{Batch, strings.Repeat("(", 3000) + "a" + strings.Repeat(")", 3000)},
		{Batch, strings.Repeat("if a==a ", 3000) + "b"},
		{Batch, strings.Repeat("for %%a in (b) do ", 3000) + "b"},
		{Bash, "a" + strings.Repeat(" && a", 3000)},
		{Bash, "echo $((1" + strings.Repeat("+1", 3000) + "))"},
	} {
		s := Read(c.language, text("first\n"+c.deep+"\nlast\n"))
		names := commandsOf(s)
		if len(names) < 2 || names[0] != "first" || names[len(names)-1] != "last" {
			t.Errorf("%s %.20s...: the commands are %.5q", c.language, c.deep, names)
		}
		if s.Broken() || !s.Partial() {
			t.Errorf("%s %.20s...: errors %v, unchecked %v", c.language, c.deep, s.Errors, s.Unchecked)
		}
	}
}

// What people write is read as a whole.
func TestNestingOfPeople(t *testing.T) {
	for language, deep := range map[Language]string{
		PowerShell: strings.Repeat("(", 100) + "$a" + strings.Repeat(")", 100) + "\n" + strings.Repeat("if ($a) {", 200) + strings.Repeat("}", 200),
		Batch:      strings.Repeat("(", 200) + "a" + strings.Repeat(")", 200),
		Bash:       strings.Repeat("(", 200) + "a" + strings.Repeat(")", 200),
	} {
		if s := Read(language, text(deep)); s.Unread() {
			t.Errorf("%s: errors %v, unchecked %v", language, s.Errors, s.Unchecked)
		}
	}
}

// The parser of mvdan.cc/sh goes as deep as the text does. It is stopped, and what is before is read.
func TestDeepSh(t *testing.T) {
	for _, open := range []string{"(", "$(", "${a:-", "{ ", "$((", "if ", "a() ", "! ", "[[ ! ", "[[ ( ", "<(", "\"$("} {
		s := Read(Bash, text("first\n"+strings.Repeat(open, 100_000)))
		if !s.Unread() {
			t.Errorf("nothing is said of 100000 times %q", open)
		}
	}
	if s := Read(Bash, text("first\n"+strings.Repeat("(", 100_000))); len(commandsOf(s)) != 1 || !s.Partial() {
		t.Errorf("the commands in front of what is too deep are %q", commandsOf(s))
	}
}

// The limit of a script is that of any file.
func TestLongSh(t *testing.T) {
	s := Read(Bash, text(strings.Repeat("# "+strings.Repeat("a comment ", 40)+"\necho\n", 1000)+"last\n"))
	if names := commandsOf(s); len(names) != 1001 || s.Unread() {
		t.Errorf("of more than 256 KiB %d commands are read, unchecked %v", len(names), s.Unchecked)
	}
}

// What is nested too deeply and never closed hides nothing that is before it.
func TestDeepWithoutEnd(t *testing.T) {
	for language, open := range map[Language]string{PowerShell: "(", WindowsPowerShell: "if (1) {", Batch: "(", PowerShell7: "@(", Bash: "$("} {
		s := Read(language, text("docker ps\n"+strings.Repeat(open, 30_000)))
		if names := commandsOf(s); len(names) == 0 || names[0] != "docker" || s.Broken() || !s.Partial() {
			t.Errorf("%s: commands %q, errors %v, unchecked %v", language, names, s.Errors, s.Unchecked)
		}
	}
}

// Of a very long script as much is read as takes little memory, up to the end of a line.
func TestVeryLongScripts(t *testing.T) {
	for _, language := range []Language{PowerShell, Batch, Bash} {
		s := Read(language, text("first\n"+strings.Repeat("echo hello\n", 51_000)))
		names := commandsOf(s)
		if len(names) < 40_000 || names[0] != "first" || s.Broken() || len(s.Unchecked) != 1 {
			t.Errorf("%s: %d commands, errors %v, unchecked %v", language, len(names), s.Errors, s.Unchecked)
		}
		if s = Read(language, text("first\nlast"+strings.Repeat(" (", 200_000))); s.Broken() || len(commandsOf(s)) != 1 {
			t.Errorf("%s: %d commands of the line before one that is too long, errors %v", language, len(commandsOf(s)), s.Errors)
		}
	}
}

// Shells in shells are followed a few deep, and the script says where that ends.
func TestShellsInShells(t *testing.T) {
	s := Line(nil, text(strings.Repeat("cmd /c ", 10)+"dir"))
	var last *Script
	for inner := range s.All() {
		last = inner
	}
	if !last.Partial() {
		t.Error("nothing is said of what is not followed")
	}
}

// Comments in a row cost nothing in depth, and the last of them are still there to hold an ignore comment.
func TestManyComments(t *testing.T) {
	s := Read(Bash, text("first\n"+strings.Repeat("  # a\n", 6000)+"# last comment\nlast\n"))
	if names := commandsOf(s); strings.Join(names, " ") != "first last" || s.Partial() {
		t.Errorf("the commands are %q; partly read: %v", names, s.Partial())
	}
	if n := len(s.Comments); n == 0 || s.Comments[n-1].String() != "# last comment" {
		t.Errorf("of %d comments the last one is lost", n)
	}
}
