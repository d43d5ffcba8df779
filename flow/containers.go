package flow

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/windows"
)

// Status is what a container does.
type Status int

// The statuses. A paused container is running, for the engine, too.
const (
	UnknownStatus Status = iota
	Created
	Running
	Exited
	Removed
)

// A Container is what a script shows of a container, at one place in it.
type Container struct {
	Status Status
	By     *docker.Command // what brought it there; nil where that is not known
	From   *docker.Command // the "run" or "create" that made it; nil where the script does not show it
}

// container is one that a script makes or names.
type container struct {
	from *docker.Command
}

// containers is what is known of all containers at one place of a script.
type containers struct {
	names  map[string]*container // by name, "=web", by variable, "$id", by text with variables, "?web-$x"
	status map[*container]Container
	last   *container // the one that was made last
	dead   bool       // the place is never reached
}

func newContainers() *containers {
	return &containers{names: map[string]*container{}, status: map[*container]Container{}}
}

func (c *containers) clone() *containers {
	return &containers{maps.Clone(c.names), maps.Clone(c.status), c.last, c.dead}
}

// merge keeps what holds on both of two ways to a place.
func (c *containers) merge(other *containers) {
	switch {
	case other.dead:
		return
	case c.dead:
		*c = *other.clone()
		return
	}
	for key, one := range c.names {
		if other.names[key] != one {
			delete(c.names, key)
		}
	}
	for one, is := range other.status {
		if was, known := c.status[one]; !known || was.Status != is.Status {
			c.status[one] = Container{From: one.from}
		}
	}
	for one := range c.status {
		if _, known := other.status[one]; !known {
			c.status[one] = Container{From: one.from}
		}
	}
	if c.last != other.last {
		c.last = nil
	}
	c.limit()
}

// nextPart continues with the next part of a run, in a shell of its own: variables are gone, and some time has passed. After a
// part that certainly fails nothing is known.
func (c *containers) nextPart() {
	maps.DeleteFunc(c.names, func(key string, _ *container) bool { return !strings.HasPrefix(key, "=") })
	if c.dead {
		c.forget()
		c.dead = false
	}
	c.last = nil
	c.wait()
}

// forget makes the state of all containers unknown.
func (c *containers) forget() {
	for one := range c.status {
		c.status[one] = Container{From: one.from}
	}
}

// bind has a name mean a container, or none.
func (c *containers) bind(key string, one *container) {
	c.unbind(key)
	if one != nil {
		c.names[key] = one
	}
}

// unbind takes a variable's meaning away, and that of the texts that it is put in.
func (c *containers) unbind(key string) {
	delete(c.names, key)
	name := strings.TrimLeft(key, "$%")
	maps.DeleteFunc(c.names, func(text string, _ *container) bool {
		return strings.HasPrefix(text, "?") && strings.Contains(text, name)
	})
}

// maxContainers is how many containers are followed at a time, so that the work grows with the script only.
const maxContainers = 100

// limit gives all of them up where there are too many.
func (c *containers) limit() {
	if len(c.status) >= maxContainers {
		clear(c.names)
		clear(c.status)
	}
}

// add makes a container.
func (c *containers) add(by *docker.Command, is Status) *container {
	c.limit()
	one := &container{from: by}
	c.status[one] = Container{Status: is, By: by, From: by}
	c.last = one
	return one
}

func (c *containers) set(one *container, is Status, by *docker.Command) {
	c.status[one] = Container{Status: is, By: by, From: one.from}
}

// key is what a word that names a container is called in names.
func (f *follower) key(w docker.Word) string {
	if w.Known() {
		return "=" + w.Pattern
	}
	for v := range script.Nodes[*script.Variable](w.Arg) {
		if v.String() != w.String() {
			continue
		}
		if value, known := f.values[withoutScope(v.Name)]; known {
			return "=" + value.Pattern
		}
		return variableKey(v)
	}
	return "?" + strings.ToLower(w.String())
}

// find is the container that a word names. One that the script does not show being made is known from here on by that
// name; nil where the word is what a command prints.
func (f *follower) find(w docker.Word, c *containers) *container {
	if one := f.idOf(w.Arg, c); one != nil {
		return one
	}
	if w.Arg.Expr() != nil && w.Arg.Variable() == nil {
		return nil
	}
	if w.Len() == 0 {
		return nil
	}
	key := f.key(w)
	if c.names[key] == nil {
		c.limit()
		one := &container{}
		c.names[key] = one
		c.status[one] = Container{}
	}
	return c.names[key]
}

// docker follows a docker command.
func (f *follower) docker(cmd *docker.Command, c *containers) {
	switch cmd.Verb {
	case "run", "create":
		f.make(cmd, c)
	case "ps":
		if cmd.On("latest") && cmd.On("quiet") && c.last != nil {
			f.made[cmd.Command] = c.last
		}
		if f.loops > 0 {
			c.forget() // someone waits for what it shows
		}
	case "cp":
		for _, w := range cmd.Operands {
			if end := strings.IndexByte(w.Pattern, ':'); end > 1 {
				f.note(cmd, f.find(w.Slice(0, end), c), c)
			}
		}
	default:
		if slices.Contains(aboutOne, cmd.Verb) && len(cmd.Operands) > 0 {
			f.one(cmd, cmd.Operands[0], c)
		}
		if slices.Contains(aboutMany, cmd.Verb) {
			for _, w := range cmd.Operands {
				f.one(cmd, w, c)
			}
			if !cmd.Complete {
				c.forget()
			}
		}
	}
}

// The verbs whose first operand names a container, and those whose operands all do.
var (
	aboutOne = []string{
		"attach", "checkpoint create", "commit", "diff", "exec", "export", "inspect", "logs", "port", "rename", "top",
	}
	aboutMany = []string{"kill", "pause", "restart", "rm", "start", "stop", "unpause", "update", "wait"}
)

// note keeps what is known of the container that a command is about.
func (f *follower) note(cmd *docker.Command, one *container, c *containers) {
	if one == nil {
		return
	}
	is := c.status[one]
	f.about[cmd] = &is
}

// one follows a command that is about the container that a word names.
func (f *follower) one(cmd *docker.Command, w docker.Word, c *containers) {
	one := f.find(w, c)
	f.note(cmd, one, c)
	is, changes := f.outcome(cmd)
	switch {
	case !changes:
	case one == nil, one.from == nil && !w.Known() && is != Running:
		c.forget() // it may be any
	default:
		c.set(one, is, cmd)
	}
	if cmd.Verb == "rename" && one != nil && len(cmd.Operands) == 2 {
		c.names[f.key(cmd.Operands[1])] = one
	}
}

// outcome is the status that a command leaves a container in, and whether it changes it at all.
func (f *follower) outcome(cmd *docker.Command) (is Status, changes bool) {
	switch cmd.Verb {
	case "stop", "wait":
		return Exited, true
	case "kill":
		if cmd.Option("signal") != nil {
			return UnknownStatus, true
		}
		return Exited, true
	case "rm":
		return Removed, true
	case "restart", "pause", "unpause":
		return Running, true
	case "start":
		if cmd.On("attach") || cmd.On("interactive") {
			return Exited, true
		}
		return Running, true
	case "attach":
		return UnknownStatus, true
	case "logs":
		return UnknownStatus, cmd.On("follow") || f.loops > 0
	case "inspect", "port":
		return UnknownStatus, f.loops > 0 // someone waits for what it shows
	case "exec":
		if stops(cmd.Operands[1:]) {
			return UnknownStatus, true
		}
		return Running, true
	}
	return UnknownStatus, false
}

// stops reports whether a command in a container can end it.
func stops(words []docker.Word) bool {
	for _, w := range words {
		s := strings.ToLower(w.String())
		if strings.Contains(s, "stop") || strings.Contains(s, "shutdown") || strings.Contains(s, "kill") || strings.Contains(s, "restart") {
			return true
		}
	}
	return false
}

// make follows "run" and "create".
func (f *follower) make(cmd *docker.Command, c *containers) {
	is := UnknownStatus
	detached := cmd.On("detach")
	switch {
	case cmd.Verb == "create":
		is = Created
	case !cmd.Complete && !detached, cmd.Option("detach") != nil && !detached:
	case detached:
		is = Running
	case !detached && cmd.On("rm"):
		is = Removed
	case !detached:
		is = Exited
	}
	one := c.add(cmd, is)
	if name := cmd.Option("name"); name != nil && name.Value.Arg != nil {
		c.names[f.key(name.Value)] = one
	}
	if cmd.Verb == "create" || detached {
		f.made[cmd.Command] = one
	}
}

// endsAtOnce reports whether a container in the background soon ends: one of a base image, whose cmd gets no terminal.
func endsAtOnce(cmd *docker.Command) bool {
	if len(cmd.Operands) != 1 || cmd.Option("entrypoint") != nil || cmd.On("tty") || cmd.On("interactive") {
		return false
	}
	image, ok := windows.ParseImage(docker.Fill(cmd.Operands[0].Pattern, windows.UnknownPart))
	if !ok {
		return false
	}
	p := image.Platform()
	return p.OS == windows.Windows && image.Config(p.Edition, p.Release).Bare
}

// other follows a command that is none of docker's.
func (f *follower) other(n *script.Command, c *containers) {
	switch {
	case n.Is("break", "continue") && !c.dead:
		f.breaks = append(f.breaks, c.clone())
		c.dead = true
	case n.Is("return", "exit", "throw", "goto"):
		if n.Is("return", "exit") && !c.dead && !fails(n) {
			f.exits = append(f.exits, c.clone())
		}
		c.dead = true
	case n.Is("set"):
		if name, _, ok := n.Set(); ok && len(n.Args) > 0 {
			c.bind("$"+strings.ToLower(strings.TrimSpace(name.String())), f.setTo(n.Args[len(n.Args)-1], c))
		}
	case n.Is("local", "export", "declare", "readonly", "typeset"):
		for _, arg := range n.Args {
			name, _, found := strings.Cut(arg.Value().String(), "=")
			if found && len(arg.Parts) == 1 {
				c.bind("$"+strings.ToLower(name), f.idOf(arg.Parts[0], c))
			}
		}
	case n.Is("start-sleep", "sleep", "timeout", "ping", "read-host", "pause", "wait-process", "wait-job", "wait-event"):
		c.wait()
	case f.functions[n.Lower], n.Lower == "", isScriptFile(n.Lower), n.Is("call", "invoke-expression", "iex", "start-process", "start-job",
		"docker-compose", "powershell", "pwsh", "cmd", "bash", "sh", "wsl", "eval", "source", "."):
		c.forget()
	case n.Is("docker"):
		if len(n.Args) > 0 && !n.Args[0].Is("version", "info", "login", "logout", "search", "manifest", "context", "events") {
			c.forget()
		}
	case harmless[n.Cmdlet()]:
	default:
		c.mention(n)
	}
}

// fails reports whether EXIT certainly ends a script as one that failed: `exit 1`, `exit /b 1`.
func fails(exit *script.Command) bool {
	if len(exit.Args) == 0 {
		return false
	}
	last := exit.Args[len(exit.Args)-1]
	code, err := strconv.Atoi(last.Value().String())
	return last.Known() && err == nil && code != 0
}

// setTo is the container whose id cmd's SET gives a variable: `set A=%%i`.
func (f *follower) setTo(arg *script.Arg, c *containers) *container {
	_, value, _ := strings.Cut(strings.Trim(arg.Value().String(), `"`), "=")
	for v := range script.Nodes[*script.Variable](arg) {
		if v.String() == strings.TrimSpace(value) {
			return c.names[variableKey(v)]
		}
	}
	return nil
}

// harmless is the commands that do nothing to a container whose id they are given.
var harmless = map[string]bool{
	"write-host": true, "write-output": true, "write-verbose": true, "write-information": true, "write-debug": true,
	"write-warning": true, "echo": true, "printf": true, "out-null": true, "out-file": true, "set-content": true,
	"join-path": true, "select-object": true, "out-string": true, "test-path": true,
}

// isScriptFile reports whether a name is that of a script.
func isScriptFile(name string) bool {
	for _, extension := range [...]string{".ps1", ".psm1", ".cmd", ".bat", ".sh", ".py"} {
		if strings.HasSuffix(name, extension) {
			return true
		}
	}
	return false
}

// wait makes unknown what may end on its own while time passes: a container that runs a command of its own.
func (c *containers) wait() {
	for one, is := range c.status {
		if is.Status != Running || one.from == nil || is.By != one.from {
			continue
		}
		if endsAtOnce(one.from) || len(one.from.Operands) > 1 && !staysUp(one.from) {
			c.status[one] = Container{From: one.from}
		}
	}
}

// staysUp reports whether the command of a container never ends.
func staysUp(cmd *docker.Command) bool {
	if len(cmd.Operands) == 2 && (cmd.On("tty") || cmd.On("interactive")) {
		return true // a shell
	}
	var words []string
	for _, w := range cmd.Operands[1:] {
		words = append(words, strings.ToLower(w.String()))
	}
	text := strings.Join(words, " ")
	for _, endless := range [...]string{"ping -t", "-noexit", "while", "-wait", "sleep", "pause", "timeout"} {
		if strings.Contains(text, endless) {
			return true
		}
	}
	return false
}

// mention makes unknown the containers whose ids a command is given.
func (c *containers) mention(n *script.Command) {
	for _, arg := range n.Args {
		for v := range script.Nodes[*script.Variable](arg) {
			if one := c.names[variableKey(v)]; one != nil {
				c.status[one] = Container{From: one.from}
			}
		}
	}
}
