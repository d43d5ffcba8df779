package windows

import "strings"

// HasDrive reports whether s begins with the letter of a drive and a colon: `C:\x`, "c:x", "D:".
func HasDrive(s string) bool {
	return len(s) > 1 && s[1] == ':' && 'a' <= s[0]|0x20 && s[0]|0x20 <= 'z'
}

// IsDrivePath reports whether s begins at the root of a drive: `C:\x` or "C:/x". A letter can be the scheme of a URL, too,
// so "x://y" is none.
func IsDrivePath(s string) bool {
	return HasDrive(s) && len(s) > 2 && (s[2] == '\\' || s[2] == '/' && !strings.HasPrefix(s[2:], "//"))
}
