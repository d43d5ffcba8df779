package check

import (
	"slices"
	"strings"
)

// NamesSecret reports whether a variable of that name holds a secret, and does not only switch something about one.
func NamesSecret(name string) bool {
	name = strings.ToLower(name)
	if slices.ContainsFunc(switchStarts, func(verb string) bool { return strings.HasPrefix(name, verb) }) {
		return false
	}
	if last := name[strings.LastIndexByte(name, '_')+1:]; last == "pwd" || last == "token" {
		return true
	}
	return slices.ContainsFunc(secretEnds, func(end string) bool { return strings.HasSuffix(name, end) })
}

// secretEnds is what the names of secrets end in.
var secretEnds = []string{
	"password", "passwd", "passphrase", "secret", "apikey", "api_key", "accesskey", "access_key", "secretkey", "secret_key",
	"authtoken", "auth_token", "accesstoken", "access_token",
}

// switchStarts is what the names of switches start with: VERIFY_ACCESS_TOKEN, USE_PASSWORD.
var switchStarts = []string{"allow_", "check_", "disable_", "enable_", "has_", "no_", "require_", "skip_", "use_", "validate_", "verify_"}

// IsSecret reports whether a value is a secret and not a placeholder for one.
func IsSecret(value string) bool {
	return len(value) > 3 && !slices.Contains(placeholders, strings.ToLower(value)) && strings.Trim(value, "*_x.") != "" &&
		!strings.ContainsAny(value[:1], `<{[$%/\`) && !(len(value) > 2 && value[1] == ':')
}

var placeholders = []string{
	"password", "changeme", "change_me", "change-me", "secret", "none", "null", "true", "false", "test", "example", "dummy",
	"placeholder", "unset", "undefined", "token", "your_password", "yourpassword", "mypassword",
}
