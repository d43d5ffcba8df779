package main

import (
	"errors"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"winlint": func() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// The scripts of testdata run winlint as users do. "ends CODE COMMAND…" runs a command and holds its exit code.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata",
		UpdateScripts: *update,
		// "unescape FILE" makes each \xNN of a file the byte that it stands for.
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"unescape": func(ts *testscript.TestScript, _ bool, args []string) {
				name := ts.MkAbs(args[0])
				text := regexp.MustCompile(`\\x[0-9a-f]{2}`).ReplaceAllStringFunc(ts.ReadFile(name), func(code string) string {
					n, err := strconv.ParseUint(code[2:], 16, 8)
					ts.Check(err)
					return string([]byte{byte(n)})
				})
				ts.Check(os.WriteFile(name, []byte(text), 0o666))
			},
			"ends": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) < 2 {
					ts.Fatalf("usage: ends CODE COMMAND [ARG...]")
				}
				err := ts.Exec(args[1], args[2:]...)
				code := 0
				if exit, ok := errors.AsType[*exec.ExitError](err); ok {
					code = exit.ExitCode()
				} else if err != nil {
					ts.Fatalf("%v", err)
				}
				if strconv.Itoa(code) != args[0] {
					ts.Fatalf("exit code %d, want %s", code, args[0])
				}
			},
		},
	})
}
