// Package script reads what shells run: Windows PowerShell 5.1, PowerShell 7, cmd and sh, in a line of a Dockerfile, in
// a command inside another command, or in a file of its own. It works on source.Text, so that everything it tells has
// its place in the file, whatever builder and shells did to the text before it was read.
//
// [Line] reads a shell form under a SHELL, [Exec] an exec form, [Read] any text, and [ReadTemplate] one with parts that are
// not known. All give a [Script]: its language, the text as that shell gets it, the tree, the comments, what the reader could
// not make sense of, and the scripts that its commands start, to any depth. [Script.All] goes over all of them.
//
// The tree is the same for all languages. A [Block] is statements; a [Statement] is a [Pipeline], an [Assign], a
// [Compound] (if, for, try, ...), a [Function], a [Label] or [Params], and Op is what joins it to the next: ";", "&",
// "&&", "||" or a line end. A Pipeline is commands or, in PowerShell, expressions. [Walk] visits all of them,
// [Nodes] those of one type, and [Script.Commands] every command:
//
//	for s := range script.Line(shell, line).All() {
//		for c := range s.Commands() {
//			if s.Language == script.WindowsPowerShell && c.Is("curl") && c.Bare() { ... }
//		}
//	}
//
// A [Command] knows its base name (Lower), the cmdlet an alias means ([Command.Cmdlet]), its arguments in order (Args),
// PowerShell parameters by any beginning of their name ([Command.Param]), options of programs ([Command.Option],
// [Command.Has]), redirections, what CALL and START start, and the pipeline it is in. An [Arg] has its text as
// written (its Range), the value that the command gets ([Arg.Value], and [Arg.Known] whether that is all of it), the one
// variable that it is ([Arg.Variable]), the items of an array ([Arg.Items]).
//
// What an outer shell puts into a text (%PATH% before an inner PowerShell) stays in it as written, as a [Variable]
// whose Outer is set, and as a part of a value that is not known. The quotes that an inner shell never sees are in
// Script.Lost. What SHELL puts before the text is Script.Prefix, a script of its own.
//
// The readers of PowerShell (the files ps*.go), of cmd (cmd*.go) and of sh (sh.go) are one package, because each needs the others:
// a command of any of them starts texts in any other one, and a node of the tree knows the script that it is in, with its
// language. In packages of their own, they could reach each other only through variables that are set at run time, and the
// tree would have to export all that only readers set.
package script
