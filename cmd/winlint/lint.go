package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/spf13/cobra"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/report"
	"github.com/winlint/winlint/sarif"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/walk"
)

// lintFlags is what the user says to the verb lint.
type lintFlags struct {
	format, failOn, color *choice
	output                string
	stdinFilename         string
	showSuppressed        bool
	explainTarget         bool
	settings              *settings
}

func newLint() *cobra.Command {
	flags := &lintFlags{}
	cmd := &cobra.Command{
		Use:   "lint [PATH...]",
		Short: "Read Dockerfiles and report what goes wrong on Windows",
		Long: `Read the files that are named, and the Dockerfiles in the folders that are named (the current folder where
nothing is), and report what goes wrong in them on Windows. "-" reads the standard input.

It ends with 0 where nothing was found, 1 where something was, and 2 where it was used wrongly or a file could not be
read or written.`,
		RunE: func(cmd *cobra.Command, args []string) error { return flags.run(cmd, args) },
	}
	f := cmd.Flags()
	flags.format = addChoice(cmd, "format", "what to print", "text", "json", "sarif", "github")
	flags.failOn = addChoice(cmd, "fail-on", "the least severity that ends with exit code 1", "warning", "error", "info")
	flags.color = addChoice(cmd, "color", "color the text", "auto", "always", "never")
	f.StringVarP(&flags.output, "output", "o", "", "write to this `file` instead of the standard output")
	f.StringVar(&flags.stdinFilename, "stdin-filename", "<stdin>", "what to call what comes by \"-\"")
	f.BoolVar(&flags.showSuppressed, "show-suppressed", false, "also report what comments in the files ignore")
	f.BoolVar(&flags.explainTarget, "explain-target", false,
		"print what was understood of each stage (system, release, shell) and why, instead of findings")
	flags.settings = addSettings(cmd)
	return cmd
}

func (flags *lintFlags) run(cmd *cobra.Command, paths []string) error {
	if err := flags.settings.check(); err != nil {
		return err
	}
	out := lintFiles(flags.settings, cmd.InOrStdin(), flags.stdinFilename, paths)
	if !flags.showSuppressed {
		for _, result := range out.Results {
			result.Suppressed = nil
		}
	}
	for _, err := range out.Unread {
		complain(cmd.ErrOrStderr(), fmt.Errorf("%s: %w", err.Path, err.Err))
	}
	if err := flags.report(cmd.OutOrStdout(), out); err != nil {
		return err
	}
	if summary := report.Summary(out); summary != "" && flags.format.value == "text" {
		fmt.Fprintln(cmd.ErrOrStderr(), summary)
	}
	switch {
	case len(out.Unread) > 0:
		return errTold
	case flags.fails(out):
		return errFindings
	}
	return nil
}

// fails reports whether something was found that is bad enough.
func (flags *lintFlags) fails(run *lint.Run) bool {
	least, err := lint.ParseSeverity(flags.failOn.value)
	counts := run.Counts()
	return err == nil && slices.Max(counts[least:]) > 0
}

// report writes the report to where the user wants it.
func (flags *lintFlags) report(stdout io.Writer, run *lint.Run) error {
	if flags.output == "" {
		return flags.write(stdout, run)
	}
	var data bytes.Buffer
	if err := flags.write(&data, run); err != nil {
		return err
	}
	return writeFile(flags.output, data.Bytes())
}

func (flags *lintFlags) write(w io.Writer, run *lint.Run) error {
	switch flags.format.value {
	case "json":
		return report.JSON(w, run)
	case "sarif":
		return sarif.Write(w, run, inRepository)
	case "github":
		return report.GitHub(w, run, inWorkspace)
	default:
		return report.Text(w, run, style(w, flags.color.value))
	}
}

// lintFiles lints the files at the paths, several at a time; "-" is stdin.
func lintFiles(settings *settings, stdin io.Reader, stdinName string, paths []string) *lint.Run {
	out := &lint.Run{Version: version()}
	if len(paths) == 0 {
		paths = []string{"."}
	}
	names, unread := walk.Files(slices.DeleteFunc(slices.Clone(paths), isStdin), func(name string) bool { return parser.KindOf(name) != parser.Unknown })
	if slices.ContainsFunc(paths, isStdin) {
		names = append(names, "-")
	}
	out.Unread = unread
	results := make([]*lint.Result, len(names))
	failed := make([]*fs.PathError, len(names))
	var work sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		work.Go(func() {
			for i := range next {
				results[i], failed[i] = lintFile(settings, names[i], stdin, stdinName)
			}
		})
	}
	for i := range names {
		next <- i
	}
	close(next)
	work.Wait()
	for i := range names {
		switch {
		case failed[i] != nil:
			out.Unread = append(out.Unread, failed[i])
		case results[i] != nil:
			out.Results = append(out.Results, results[i])
		}
	}
	return out
}

func isStdin(path string) bool { return path == "-" }

// lintFile lints one file; its result is nil where the settings leave the file out.
func lintFile(settings *settings, name string, stdin io.Reader, stdinName string) (*lint.Result, *fs.PathError) {
	read := func() ([]byte, error) { return readFile(name) }
	if isStdin(name) {
		name = stdinName
		read = func() ([]byte, error) { return readAll(stdin) }
	}
	linter, err := settings.forFile(name)
	if err != nil || linter == nil {
		return nil, failure(name, err)
	}
	raw, err := read()
	if err != nil {
		return nil, failure(name, err)
	}
	result := linter.Lint(source.Decode(filepath.ToSlash(name), raw))
	linter.Prove(result)
	return result, nil
}

// failure is what went wrong with a file; nil where nothing did.
func failure(name string, err error) *fs.PathError {
	if err == nil {
		return nil
	}
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		err = at.Err
	}
	return &fs.PathError{Op: "read", Path: name, Err: err}
}

// largest is how many bytes a file may have.
const largest = 4 << 20

var errTooLarge = fmt.Errorf("larger than %d MiB, which no Dockerfile is", largest>>20)

func readFile(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // nothing was written
	return readAll(file)
}

func readAll(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, largest+1))
	if err == nil && len(raw) > largest {
		err = errTooLarge
	}
	return raw, err
}
