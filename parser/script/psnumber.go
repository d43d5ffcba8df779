package script

import "strings"

// number is the end of the number that begins at byte i; i where it is a word that only begins with digits.
func (r *psReader) number(i int) int {
	end := r.numberLike(i)
	if !isNumber(strings.ToLower(r.s[i:end])) {
		return i
	}
	if r.splits(end) || strings.IndexByte("!#%*+-./<=>]:?", r.at(end)) >= 0 && r.text.hole(end) == end {
		return end
	}
	if _, n := r.quote(end); n > 0 || r.at(end) == '[' {
		return end
	}
	return i
}

// numberLike is the end of the letters and digits from byte i on, with one dot and a signed exponent among them.
func (r *psReader) numberLike(i int) int {
	for dot := false; ; i++ {
		switch c := r.at(i); {
		case c == '.' && !dot && digit(r.at(i+1)):
			dot = true
		case c|0x20 == 'e' && digit(r.at(i-1)) && (r.at(i+1) == '+' || r.at(i+1) == '-') && digit(r.at(i+2)):
			i++
		case !digit(c) && !letter(c):
			return i
		}
	}
}

// isNumber tells 10mb, 0x1f, 1.5e3 and 7l from words such as 7z.
func isNumber(s string) bool {
	if hex, ok := strings.CutPrefix(s, "0x"); ok {
		hex = strings.TrimSuffix(strings.TrimRight(strings.TrimSuffix(hex, "b"), "kmgtp"), "l")
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	s = strings.TrimLeft(s, "0123456789.")
	if rest, ok := strings.CutPrefix(s, "e"); ok {
		s = strings.TrimLeft(strings.TrimLeft(rest, "+-"), "0123456789")
	}
	switch strings.TrimLeft(s, "luysdn") {
	case "", "kb", "mb", "gb", "tb", "pb":
		return len(s) <= 4
	}
	return false
}
