package data

// excessive is what the library says of a document whose aliases expand to too much, when it builds values.
const excessive = "document contains excessive aliasing"

// maxExpanded is how many values a document may hold with its aliases put in, beside twice as many as are written. The
// library takes about as many, and compose-go with it.
const maxExpanded = 400_000

// limitAliases refuses aliases for what they stand in themselves, and all aliases of a document in which they name what
// holds further ones until they expand to more than anyone can read. Such an alias then expands to nothing, so that
// whoever follows aliases comes to an end.
func (r *reader) limitAliases(root *Value) {
	e := expander{sizes: map[*Value]int{}}
	size := e.size(root)
	for _, v := range e.circular {
		r.doc.Errors = append(r.doc.Errors, &Error{At: v.span, Message: "anchor '" + v.Target.Anchor + "' value contains itself"})
		v.Target = nil
	}
	written := 0
	var largest *Value
	for v := range root.All() {
		written++
		if v.Target != nil && (largest == nil || e.size(v) > e.size(largest)) {
			largest = v
		}
	}
	if largest == nil || size <= maxExpanded+2*written {
		return
	}
	r.doc.Errors = append(r.doc.Errors, &Error{At: largest.span, Message: excessive})
	for v := range root.All() {
		v.Target = nil
	}
}

// An expander counts the values in a value with its aliases put in.
type expander struct {
	sizes    map[*Value]int // what is being counted has none yet
	circular []*Value       // the aliases for what they stand in
}

func (e *expander) size(v *Value) int {
	if v == nil {
		return 0
	}
	if n, known := e.sizes[v]; known {
		return n
	}
	e.sizes[v] = 0
	n := 1
	if v.Target != nil {
		if inner, known := e.sizes[v.Target]; known && inner == 0 {
			e.circular = append(e.circular, v)
		} else {
			n += e.size(v.Target)
		}
	}
	for _, entry := range v.Entries {
		n += e.size(entry.Key) + e.size(entry.Value)
	}
	for _, item := range v.Items {
		n += e.size(item)
	}
	e.sizes[v] = min(n, 1<<40)
	return e.sizes[v]
}
