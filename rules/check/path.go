package check

// IsLetter reports whether c is one of the 26 letters, such as a drive has.
func IsLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
