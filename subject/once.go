package subject

// Once is what is made of a file for a key, made when it is first asked for: what a rule would otherwise find out anew at each
// of many nodes. The key is of a type of its own, which says what is made.
func Once[T any](u *Unit, key any, how func() T) T {
	if made, done := u.made[key].(T); done {
		return made
	}
	made := how()
	if u.made == nil {
		u.made = map[any]any{}
	}
	u.made[key] = made
	return made
}
