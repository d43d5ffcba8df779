package subject_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// A variable that holds the one before it twice doubles with each line. What is too long is not known, and said once.
func TestDoublingVariables(t *testing.T) {
	for _, keyword := range []string{"ARG", "ENV"} {
		var text strings.Builder
		text.WriteString("FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n" + keyword + " A0=x\n")
		for i := range 200 {
			text.WriteString(keyword + " A" + strconv.Itoa(i+1) + "=$A" + strconv.Itoa(i) + "$A" + strconv.Itoa(i) + "\n")
		}
		u := subject.Read(source.New("Dockerfile", text.String()), &subject.World{})
		if len(u.Unchecked) != 1 || !strings.Contains(u.Unchecked[0].Reason, "A17") {
			t.Errorf("%s: unchecked is %v, not just the first value that is too long", keyword, u.Unchecked)
		}
		variables := u.Scopes[0].Nodes[len(u.Scopes[0].Nodes)-1].Variables
		if value, _ := variables.Get("A10"); len(value.Text) != 1<<10 {
			t.Errorf("%s: A10 has %d bytes", keyword, len(value.Text))
		}
		if value, set := variables.Get("A100"); !set || value.Known {
			t.Errorf("%s: A100 is taken for known", keyword)
		}
	}
}

// Relative working directories make an ever longer one.
func TestManyWorkdirs(t *testing.T) {
	u := subject.Read(source.New("Dockerfile", "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nWORKDIR C:\\\\b\n"+strings.Repeat("WORKDIR a\n", 5_000)), &subject.World{})
	nodes := u.Scopes[0].Nodes
	if got := nodes[12].Workdir.Text; got != `C:\b`+strings.Repeat(`\a`, 10) {
		t.Errorf("the working directory is %s", got)
	}
	if nodes[len(nodes)-1].Workdir.Known {
		t.Error("a working directory of 10,000 bytes is taken for known")
	}
	if len(u.Unchecked) != 1 || !strings.Contains(u.Unchecked[0].Reason, "working directory") {
		t.Errorf("unchecked is %v, not where the working directory becomes too long", u.Unchecked)
	}
}

// An instruction that is refused for its variables is reported once.
func TestRefusedOnce(t *testing.T) {
	deep := strings.Repeat("${A:-", 3_000)
	for _, keyword := range []string{"ENV A=", "ARG A=", "WORKDIR "} {
		u := subject.Read(source.New("Dockerfile", "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n"+keyword+deep+"\n"), &subject.World{})
		if len(u.Unchecked) != 1 {
			t.Errorf("%s: unchecked is %v", keyword, u.Unchecked)
		}
	}
}
