package keys

// Empty reports whether the ring lets nobody in.
func (r *Ring) Empty() bool { return len(r.keys)+len(r.authorities)+len(r.trusted) == 0 }
