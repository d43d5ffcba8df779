package report

import (
	"encoding/xml"
	"strings"
)

// xmlHead begins an XML document.
const xmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

// xmlText is text as it stands in an element or in an attribute, without what XML does not have and what the log of a CI
// system would obey.
func xmlText(s string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(Visible(s))) // it fails only if out does
	return strings.ReplaceAll(out.String(), "##", "#&#35;")
}
