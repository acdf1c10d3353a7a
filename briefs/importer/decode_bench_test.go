package importer

import (
	"strings"
	"testing"
)

// big is Markdown of at least n bytes: headings, paragraphs with figures,
// lists, and now and then a character beyond ASCII.
func big(n int) []byte {
	const part = "## Section\n\nThe office spent 4.5 million marks on 1,200 projects in 2024, up 3.2 % on the year – more than planned. " +
		"See [the annex](https://example.org/annex) for **all** of them.\n\n- roads and bridges\n- schools, 12 of them new\n\n"
	return []byte("---\ntitle: Accounts\n---\n\n" + strings.Repeat(part, n/len(part)+1))
}

// Budget: 40 ms for 5 MB of Markdown, two copies of the text.
func BenchmarkDecodeMarkdown5MB(b *testing.B) {
	data := big(5 << 20)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode("accounts.md", data); err != nil {
			b.Fatal(err)
		}
	}
}

// Budget: 80 ms for 5 MB of wrapped plain text.
func BenchmarkDecodeText5MB(b *testing.B) {
	data := []byte(strings.Repeat("The office spent 4.5 million marks on 1,200 projects in 2024, up\n3.2 % on the year, which was more than what the plan of 2023 had set\naside for roads, bridges and schools.\n\n", 5<<20/170))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode("accounts.txt", data); err != nil {
			b.Fatal(err)
		}
	}
}
