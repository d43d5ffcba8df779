package compose

func (d *Document) inconsistent() []*Problem { return nil }
