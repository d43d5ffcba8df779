package subject

import (
	"sort"
	"strconv"
	"strings"
)

// stages is the build stages of a Dockerfile by number and by name.
type stages struct {
	list  []*Scope
	named map[string][]*Scope // in source order, by fold
}

func (s *stages) add(stage *Scope) {
	stage.number = len(s.list)
	s.list = append(s.list, stage)
	if stage.Name == "" {
		return
	}
	if s.named == nil {
		s.named = map[string][]*Scope{}
	}
	s.named[fold(stage.Name)] = append(s.named[fold(stage.Name)], stage)
}

// fold is the same for names that differ in the case of letters only.
func fold(name string) string { return strings.ToLower(strings.ToUpper(name)) }

// before is the last of the first n stages that has the name, in any case of letters; nil where there is none.
func (s *stages) before(name string, n int) *Scope {
	same := s.named[fold(name)]
	if i := sort.Search(len(same), func(i int) bool { return same[i].number >= n }); i > 0 {
		return same[i-1]
	}
	return nil
}

// means is the one of the first n stages that a name or a number from 0 means; nil where there is none.
func (s *stages) means(name string, n int) *Scope {
	if stage := s.before(name, n); stage != nil {
		return stage
	}
	if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < n {
		return s.list[i]
	}
	return nil
}
