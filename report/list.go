package report

// A list is a JSON array that is written element by element.
type list struct {
	sheet
	started bool
}

// add writes an element, on lines that begin with a prefix.
func (l *list) add(v any, prefix string) {
	if l.started {
		l.WriteByte(',')
	}
	l.started = true
	l.WriteString("\n" + prefix + indented(v, prefix))
}

// close ends the array, on a line of its own that begins with a prefix.
func (l *list) close(prefix string) {
	if l.started {
		l.WriteString("\n" + prefix)
	}
	l.WriteByte(']')
}
