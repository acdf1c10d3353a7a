// Package cli is despatch as text: the commands, their tables, JSON, CSV and
// Markdown, the configuration, and the words of every error. It asks for what
// it needs through the small interfaces in ports.go, so it knows no database
// and no screen.
//
// Whatever comes out of a briefing, a file name, an argument or an error
// leaves through the gate in gate.go; no command writes to a terminal past it.
package cli
