package cli

// A style is how a cell stands out on a terminal with colours. Nothing is said
// by style alone.
type style uint8

const (
	noStyle style = iota
	bold
	dim
	accent
)

// on is the text with the style round it. The text must be clean.
func (s style) on(text string) string {
	if text == "" {
		return text
	}
	switch s {
	case bold:
		return "\x1b[1m" + text + "\x1b[22m"
	case dim:
		return "\x1b[2m" + text + "\x1b[22m"
	case accent:
		return "\x1b[36m" + text + "\x1b[39m"
	}
	return text
}
