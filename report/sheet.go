package report

import (
	"bytes"
	"io"
)

// A sheet collects what is written of a file, and hands it on in one piece.
type sheet struct {
	bytes.Buffer
	to io.Writer
}

func (s *sheet) flush() error {
	_, err := s.WriteTo(s.to)
	return err
}
