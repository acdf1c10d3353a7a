package page

import (
	"fmt"
	"os"
	"testing"

	"despatch/briefs"
)

func TestShow(t *testing.T) {
	f := os.Getenv("SHOW")
	if f == "" {
		t.Skip()
	}
	b, _ := os.ReadFile(f)
	w := 60
	fmt.Sscan(os.Getenv("W"), &w)
	d := New(string(b), briefs.Markdown, Options{Width: w, TableWidth: w, Look: Look{Dark: true, Colours: 256}, Numbers: os.Getenv("N") != ""})
	for _, r := range d.Window(Pos{}, 200) {
		fmt.Println(r.Paint(nil) + "<")
	}
}
