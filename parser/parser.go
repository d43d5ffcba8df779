// Package parser has what all the readers under it have in common.
package parser

import "github.com/winlint/winlint/source"

// A Node is a part of a file that a rule can look at and point to.
type Node interface {
	Span() source.Span
}
