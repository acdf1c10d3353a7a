package ui

import "testing"

// BenchmarkKey is a key in Update and View on an article with its panel.
// Budget: 1 ms at 120×40.
func BenchmarkKey(b *testing.B) {
	d := drive(b, fixture(b), Options{Width: 120, Height: 40, Theme: "dark", Colour: 256}).press("G enter")
	keys := []string{"down", "down", "down", "up"}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		_, _ = d.app.Update(keyMsg(keys[i%len(keys)]))
		_ = d.app.View()
	}
}

// BenchmarkListKey is a key on a list of a thousand briefs. Budget: 1 ms.
func BenchmarkListKey(b *testing.B) {
	lib := fixture(b)
	one := lib.briefs[0]
	for i := range 1000 {
		one.ID = "ffff" + itoa(10000000+i)
		lib.briefs = append(lib.briefs, one)
	}
	d := drive(b, lib, Options{Width: 120, Height: 40, Theme: "dark", Colour: 256})
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		_, _ = d.app.Update(keyMsg([]string{"down", "down", "up"}[i%3]))
		_ = d.app.View()
	}
}
