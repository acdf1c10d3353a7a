package figures

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"despatch/briefs"
)

// sample reads a briefing that ships with the program: the body after its front
// matter, with its title, language and day.
func sample(t *testing.T, name string) briefs.Brief {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "samples", name))
	if err != nil {
		t.Fatal(err)
	}
	fence := string(data[:3])
	head, body, ok := strings.Cut(string(data[4:]), "\n"+fence+"\n")
	if !ok {
		t.Fatalf("%s: no front matter", name)
	}
	b := briefs.Brief{Format: briefs.Markdown, Body: body}
	for line := range strings.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		value = strings.Trim(strings.TrimPrefix(value, "= "), "\"")
		switch strings.TrimSuffix(key, ":") {
		case "title":
			b.Title = value
		case "lang":
			b.Lang = value
		case "date":
			if b.Date, err = time.Parse(time.DateOnly, value); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	return b
}

// The list of briefings shows the first two keys of each, so they must be the
// ones an official would put on a card.
func TestKeysOfSamples(t *testing.T) {
	want := map[string][]string{
		"budget-2027.md":            {"39.15 billion euros | draft budget for 2027", "4.7 per cent | draft budget for 2027"},
		"fed-rate-decision.md":      {"4.75 and 5 per cent | target range for the federal funds rate", "half a percentage point | target range for the federal funds rate"},
		"gongye-2024.md":            {"5.8% | 全国规模以上工业增加值", "6.1% | 制造业增加值"},
		"jiuye-2024.md":             {"1256万人 | 全国城镇新增就业", "5.1% | 全国城镇调查失业率平均值"},
		"miit-sme-income.md":        {"80 trillion yuan | operating income", "52 million | small and medium-sized enterprises"},
		"protocol-speaker-visit.md": nil,
		"rail-freight-2025-03.md":   {"4.18 million tonnes | Rail freight carried on the national network", "3.2 per cent | Rail freight carried on the national network"},
		"rail-freight-2025-04.md":   {"3.96 million tonnes | Rail freight carried on the national network", "0.8 per cent | Rail freight carried on the national network"},
		"rail-freight-2025-05.md":   {"4.31 million tonnes | Rail freight carried on the national network", "4.6 per cent | Rail freight carried on the national network"},
		"trade-minister-speech.md":  {"58.4 billion euros | Exports of goods", "3.6 per cent | Exports of goods"},
		"utilities-review-2025.md":  {"77.4 per cent | of electricity: produced by renewable sources", "15.9 per cent | of water: lost by water companies"},
		"weisheng-yunjiang.md":      {"1863.5万人次 | 云江市基层医疗卫生机构诊疗量", "1.2亿元 | 全市投入基层医疗资金"},
	}
	names, err := filepath.Glob(filepath.Join("..", "samples", "*.md"))
	if err != nil || len(names) != len(want) {
		t.Fatalf("%d samples, want %d: %v", len(names), len(want), err)
	}
	for _, path := range names {
		name := filepath.Base(path)
		keys, ok := want[name]
		if !ok {
			t.Errorf("%s: no keys are said for it", name)
			continue
		}
		b := sample(t, name)
		Annotate(&b)
		var got []string
		for _, k := range b.Keys[:min(2, len(b.Keys))] {
			got = append(got, k.Text+" | "+k.Measure)
		}
		if strings.Join(got, "\n") != strings.Join(keys, "\n") {
			t.Errorf("%s:\n got %q\nwant %q", name, got, keys)
		}
	}
}
