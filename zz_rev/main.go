package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"despatch/briefs"
	"despatch/briefs/figures"
	"despatch/briefs/importer"
)

func main() {
	most, _ := strconv.Atoi(os.Args[1])
	names := os.Args[2] == "names"
	for _, f := range os.Args[3:] {
		data, err := os.ReadFile(f)
		if err != nil {
			panic(err)
		}
		b, err := importer.Decode(f, data)
		if err != nil {
			fmt.Println("=====", f, err)
			continue
		}
		if os.Args[2] == "text" {
			b.Body = string(data)
			b.Format = ""
		}
		figures.Annotate(&b)
		one := func(s string) string { return strings.ReplaceAll(s, "\n", " ") }
		n := 0
		for i := range b.Figures {
			if b.Figures[i].Shown() {
				n++
			}
		}
		fmt.Println("=====", strings.TrimPrefix(f, "/tmp/w/shared/corpus/"), "|", one(b.Title), "|", n, "figures")
		for _, k := range b.Keys {
			fmt.Printf("KEY %s — %s\n", k.Text, k.Measure)
		}
		shown := 0
		for i := range b.Figures {
			x := &b.Figures[i]
			if !x.Shown() {
				continue
			}
			if shown++; shown > most {
				break
			}
			a := max(0, x.Start-150)
			if k := strings.LastIndex(b.Body[a:x.Start], "\n\n"); k >= 0 {
				a += k + 2
			}
			z := min(len(b.Body), x.End+80)
			if k := strings.Index(b.Body[x.End:z], "\n\n"); k >= 0 {
				z = x.End + k
			}
			v := x.Value.String()
			if x.Value2 != nil {
				v += ".." + x.Value2.String()
			}
			p := ""
			if x.Period != nil {
				p = x.Period.Text + "(" + x.Period.From + ")"
			}
			c := string(x.Comparator)
			if x.Comparator == briefs.Exactly {
				c = ""
			}
			fmt.Printf("#%d %s → %s%s [%s] M«%s» P:%s %s %s\n      %s⟦%s⟧%s\n", x.Rank, one(b.Surface(x.Span)), c, v, x.Unit, x.Measure, p, x.Change, x.Stance,
				one(strings.ToValidUTF8(b.Body[a:x.Start], "")), one(b.Surface(x.Span)), one(strings.ToValidUTF8(b.Body[x.End:z], "")))
		}
		if names {
			for _, nm := range b.Names {
				fmt.Printf("  %v: %s", nm.Kind, nm.Text)
				if nm.Office != "" {
					fmt.Printf(" {%s}", nm.Office)
				}
				if nm.Short != "" {
					fmt.Printf(" (%s)", nm.Short)
				}
				fmt.Print(" ;")
			}
			fmt.Println()
		}
	}
}
