package docs

import (
	"bytes"
	"compress/flate"
	"io"
	"strings"
)

// Pack compresses pages, by their ids in the order of ids, as one text: they have much in common. Neither an id nor a page
// may contain NUL.
func Pack(ids []string, page func(id string) (text string, ok bool)) []byte {
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, flate.BestCompression) // the level is a valid one
	for _, id := range ids {
		text, _ := page(id)
		_, _ = io.WriteString(w, id+"\x00"+text+"\x00") // a buffer takes everything
	}
	_ = w.Close()
	return packed.Bytes()
}

// unpack is the pages that Pack was given; if the program is damaged, those that can still be read.
func unpack(packed string) map[string]string {
	all, _ := io.ReadAll(flate.NewReader(strings.NewReader(packed)))
	pages := map[string]string{}
	for rest := string(all); rest != ""; {
		var id, text string
		id, rest, _ = strings.Cut(rest, "\x00")
		text, rest, _ = strings.Cut(rest, "\x00")
		pages[id] = text
	}
	return pages
}
