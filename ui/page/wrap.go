package page

// Wrap breaks a plain text into rows of at most width cells.
func Wrap(s string, width int) []string { return []string{Cut(s, width)} }
