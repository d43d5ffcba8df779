package subject_test

import (
	"fmt"
	"testing"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/subject"
)

// lastWord is how the builder reads the last word of the last instruction.
func lastWord(u *subject.Unit) subject.Reading {
	last := u.Scopes[len(u.Scopes)-1]
	node := last.Nodes[len(last.Nodes)-1]
	words := node.Node.(*dockerfile.Instruction).Words
	return node.Variables.Read(u.Dockerfile, words[len(words)-1])
}

func TestVariablesAreFollowed(t *testing.T) {
	const core = "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n"
	for _, test := range []struct{ name, text, want string }{
		{"plain", core + "WORKDIR C:/x", "C:/x"},
		{"escape characters", core + `WORKDIR C:\x\y`, "C:xy"},
		{"ENV", core + "ENV A=1\nWORKDIR /$A", "/1"},
		{"ARG with a default", core + "ARG A=1\nWORKDIR /$A", "/1"},
		{"ARG without a default", core + "ARG A\nWORKDIR /$A", "unknown"},
		{"ARG of the head", "ARG A=1\n" + core + "WORKDIR /$A", "/ unset [A]"},
		{"ARG of the head, declared again", "ARG A=1\n" + core + "ARG A\nWORKDIR /$A", "/1"},
		{"ARG from an ARG", "ARG A=1\n" + core + "ARG A\nARG B=${A}2\nWORKDIR /$B", "/12"},
		{"ENV of the same instruction", core + "ENV A=1\nENV A=2 B=$A\nWORKDIR /$B", "/1"},
		{"nothing sets it", core + "WORKDIR /$A$B$A", "/ unset [A B]"},
		{"default in the word", core + "WORKDIR /${A:-x}", "/x unset [A]"},
		{"the base image may set it", "FROM golang:1.22-nanoserver-ltsc2022\nWORKDIR /$A", "unknown"},
		{"FROM takes no stage by number", core + "ENV A=1\nFROM 0\nWORKDIR /$A", "unknown"},
		{"ENV of the base stage", "FROM mcr.microsoft.com/windows:1809 AS a\nENV A=1\nFROM a\nWORKDIR /$A", "/1"},
		{"ARG of the base stage holds for BuildKit only", "FROM mcr.microsoft.com/windows:1809 AS a\nARG A=1\nFROM a\nWORKDIR /$A", "unknown"},
		{"ENV wins over ARG for one builder only", core + "ENV A=1\nARG A=2\nWORKDIR /$A", "unknown"},
		{"ENV and ARG agree", core + "ENV A=1\nARG A=1\nWORKDIR /$A", "/1"},
		{"ARG without a default keeps ENV", core + "ENV A=1\nARG A\nWORKDIR /$A", "/1"},
		{"ENV behind ARG", core + "ARG A=1\nENV A=2\nWORKDIR /$A", "/2"},
		{"another case of letters", core + "ENV Path=1\nWORKDIR /$PATH", "unknown"},
		{"predefined", core + "WORKDIR /$TARGETOS/$http_proxy", "unknown"},
		{"predefined but declared", core + "ARG TARGETARCH=x\nWORKDIR /$TARGETARCH", "/x"},
		{"unknown value is set", core + "ARG A\nWORKDIR /${A:?is missing}", "unknown"},
		{"lexer error", core + "WORKDIR /${A:P}", "refused"},
		{"FROM reads the head", "ARG A=1809\nFROM mcr.microsoft.com/windows:$A", "mcr.microsoft.com/windows:1809"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := lastWord(read(test.text))
			got := r.Value
			switch {
			case r.Err != nil:
				got = "refused"
			case !r.Known:
				got = "unknown"
			case len(r.Unset) > 0:
				got += fmt.Sprintf(" unset %v", r.Unset)
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestNoVariablesKnowNothing(t *testing.T) {
	var none *subject.Variables
	if value, set := none.Get("A"); !set || value.Known {
		t.Errorf("got %+v, %v", value, set)
	}
	if none.Declares("A") {
		t.Error("A is declared")
	}
}

func TestDeclaredVariables(t *testing.T) {
	u := read("ARG A\nFROM mcr.microsoft.com/windows:1809\nARG B\nENV C=1\nRUN x")
	nodes := u.Scopes[1].Nodes
	for name, want := range map[string]bool{"A": false, "B": true, "c": true, "TARGETOS": false} {
		if got := nodes[len(nodes)-1].Variables.Declares(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
