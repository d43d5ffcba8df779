// Command winlint finds what goes wrong in Dockerfiles, compose files, CI files and scripts for Windows containers.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/winlint/winlint/internal/near"
	"github.com/winlint/winlint/internal/safefile"
	"github.com/winlint/winlint/terminal"
)

// The exit codes.
const (
	exitClean    = 0
	exitFindings = 1
	exitTrouble  = 2
)

// errFindings ends a run that found what fails it. All is said already.
var errFindings = errors.New("findings")

// errTold ends a run that went wrong. All is said already.
var errTold = errors.New("trouble")

func main() {
	collectRarely()
	safefile.ObeySignals()
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// inPipeline reports whether what is printed goes to the log of a CI system that takes commands from it.
func inPipeline() bool {
	return os.Getenv("GITHUB_ACTIONS") != "" || os.Getenv("TF_BUILD") != "" || os.Getenv("TEAMCITY_VERSION") != ""
}

// guarded is w, as it is on a terminal and elsewhere so that no name or text of a file becomes a command in a pipeline.
func guarded(w io.Writer) (_ io.Writer, flush func() error) {
	if _, yes := terminal.Detect(w); yes || !inPipeline() {
		return w, func() error { return nil }
	}
	guard := terminal.NewGuard(w)
	return guard, guard.Flush
}

// run runs winlint with the arguments after its name and gives the exit code.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	stdout, flushOut := guarded(stdout)
	stderr, flushErr := guarded(stderr)
	code := execute(args, stdin, stdout, stderr)
	if err := errors.Join(flushOut(), flushErr()); err != nil {
		return exitTrouble
	}
	return code
}

func execute(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	switch err := root.Execute(); {
	case err == nil:
		return exitClean
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.Is(err, errTold):
		return exitTrouble
	default:
		complain(stderr, err)
		return exitTrouble
	}
}

// complain prints what went wrong, each thing on a line.
func complain(stderr io.Writer, err error) {
	if all, several := err.(interface{ Unwrap() []error }); several {
		for _, err := range all.Unwrap() {
			complain(stderr, err)
		}
		return
	}
	fmt.Fprintln(stderr, "winlint: "+terminal.Visible(err.Error()))
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "winlint",
		Short:         "Find faults in Dockerfiles, compose files, CI files and scripts for Windows containers",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          verb,
		// "winlint [flags]" would say that it does something without a command.
		DisableFlagsInUseLine: true,
	}
	// Not cobra's own version flag: its template would link text/template, and with that every exported method, 2 MB.
	asked := root.Flags().Bool("version", false, "print the version")
	root.RunE = func(cmd *cobra.Command, _ []string) error {
		if *asked {
			return printVersion(cmd)
		}
		return cmd.Help()
	}
	root.SetFlagErrorFunc(flagError)
	root.SetUsageFunc(usage)
	root.AddCommand(newLint(), newFix(), newInit(), newRules(), newDiagnose(), newExplain(), newConfig(), newSchema(), newVersion())
	completion := completionOf(root)
	completion.Args, completion.RunE = verb, func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	return root
}

// verb says what could have been meant by a verb that there is not.
func verb(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if _, err := os.Stat(args[0]); err == nil && !cmd.HasParent() {
		return fmt.Errorf("unknown command %q; did you mean winlint lint %s?", args[0], args[0])
	}
	var names []string
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	return fmt.Errorf("unknown command %q%s", args[0], didYouMean(args[0], names, cmd.CommandPath()+" --help"))
}

// flagError says what could have been meant by a flag that there is not.
func flagError(cmd *cobra.Command, err error) error {
	help := cmd.CommandPath() + " --help"
	unknown, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok {
		return fmt.Errorf("%w; see %s", err, help)
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return fmt.Errorf("%w%s", err, didYouMean("--"+unknown.GetSpecifiedName(), names, help))
}

// didYouMean ends a sentence about a word that is not known: with the one that is nearest to it, or else with where all
// are listed.
func didYouMean(word string, known []string, list string) string {
	if meant := near.Word(word, known); meant != "" {
		return fmt.Sprintf("; did you mean %s?", meant)
	}
	return "; see " + list
}

// expected says which words a flag takes.
func expected(words []string) error {
	last := len(words) - 1
	return fmt.Errorf("expected %s or %s", strings.Join(words[:last], ", "), words[last])
}

// A choice is a flag that takes one of some words.
type choice struct {
	value string
	words []string
}

func (c *choice) String() string { return c.value }

// Type is what the help calls the values.
func (c *choice) Type() string {
	if len(c.words) > mostInType {
		return "value"
	}
	return strings.Join(c.words, "|")
}

// Set takes a word.
func (c *choice) Set(word string) error {
	for _, w := range c.words {
		if w == word {
			c.value = word
			return nil
		}
	}
	return expected(c.words)
}

// addChoice adds a flag that takes one of some words, and has a value where it is not given.
func addChoice(cmd *cobra.Command, name, value, usage string, words ...string) *choice {
	c := &choice{value, words}
	if len(words) > mostInType {
		usage += ": " + strings.Join(words, ", ")
	}
	cmd.Flags().Var(c, name, usage)
	completed(cmd, name, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	return c
}
