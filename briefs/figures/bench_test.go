package figures

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"despatch/briefs"
	"despatch/briefs/briefstest"
)

// record is one line of figures-bench.
type record struct{ ID, Source, Lang, Text string }

func records(t testing.TB, files []string) (out []record) {
	t.Helper()
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			var r record
			if err := json.Unmarshal(line, &r); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			out = append(out, r)
		}
	}
	return out
}

// TestBench prints how the engine does on the gold data beside the module:
//
//	go test ./briefs/figures -run TestBench -v
func TestBench(t *testing.T) {
	dir, err := filepath.Abs(shared(t, "figures-bench"))
	if err != nil {
		t.Fatal(err)
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		briefstest.Lacks(t, "the scorer needs python3")
	}
	files, err := filepath.Glob(filepath.Join(dir, "dev", "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no gold data: %v", err)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	for _, rec := range records(t, files) {
		type row struct {
			Start      int               `json:"start"`
			End        int               `json:"end"`
			Value      briefs.Decimal    `json:"value"`
			Value2     *briefs.Decimal   `json:"value2,omitempty"`
			Unit       string            `json:"unit"`
			Comparator briefs.Comparator `json:"comparator"`
			Kind       briefs.Kind       `json:"kind"`
		}
		rows := []row{}
		for _, f := range Extract(rec.Text, rec.Lang) {
			rows = append(rows, row{f.Start, f.End, f.Value, f.Value2, f.Unit, f.Comparator, f.Kind})
		}
		if err := enc.Encode(map[string]any{"id": rec.ID, "offsets": "byte", "pred": rows}); err != nil {
			t.Fatal(err)
		}
	}
	pred := filepath.Join(t.TempDir(), "pred.jsonl")
	if err := os.WriteFile(pred, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, groups := range [...]string{"", "--groups"} {
		args := []string{filepath.Join(dir, "score"), strings.Join(files, ","), pred, "--json"}
		if groups != "" {
			args = append(args[:len(args)-1], groups)
		} else {
			args = args[:len(args)-1]
		}
		cmd := exec.Command(python, args...)
		cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
		table, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("score: %v\n%s", err, table)
		}
		t.Logf("\n%s", table)
	}
}

// english and chinese are prose of the density of news, for the budgets below.
const english = `The ministry said on Tuesday that output of the northern plants rose 4.2 per cent in the second quarter, to 1.3 million tonnes, after three weak months. ` +
	`Managers spoke of better weather and of new contracts in the region, and the union welcomed the end of short hours without a word on wages. ` +
	`More than 2,400 people work at the four sites, which the company bought in 2019 for $85 million from a rival that had lost interest in them. ` +
	`Nobody expects a quick decision about the harbour, where the plans of the city and those of the railway still differ in nearly every part. `

const chinese = `今年上半年，全市规模以上工业增加值同比增长5.8%，比一季度加快0.4个百分点，其中装备制造业增长明显，企业普遍反映订单回升，用工需求保持稳定。` +
	`全市新登记经营主体2.3万户，带动就业超过6万人，居民收入稳步提高，消费市场继续恢复，旅游、餐饮和文化等行业的活跃程度好于预期。` +
	`有关部门表示，下一步将继续优化营商环境，推动政策落实，帮助中小企业解决融资和用地方面的困难，更好发挥市场的作用。`

// Budget: 20 MB/s of English news on one core, 10 MB/s of Chinese, 0.5 ms for
// the seed article; no allocation on text without figures.
func BenchmarkEnglish(b *testing.B) { benchText(b, strings.Repeat(english+"\n\n", 40), "en") }

func BenchmarkChinese(b *testing.B) { benchText(b, strings.Repeat(chinese+"\n\n", 40), "zh") }

func BenchmarkNoFigures(b *testing.B) {
	benchText(b, strings.Repeat("The committee met again and found no reason to change what it had said before the summer. ", 400), "en")
}

func BenchmarkDigits(b *testing.B) { benchText(b, strings.Repeat("17 ", 20000), "en") }

func BenchmarkSeed(b *testing.B) {
	names, _ := filepath.Glob(filepath.Join(shared(b, "corpus/seed"), "*.txt"))
	data, err := os.ReadFile(names[0])
	if err != nil {
		b.Fatal(err)
	}
	benchText(b, string(data), "en")
}

func benchText(b *testing.B, text, lang string) {
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Extract(text, lang)
	}
}

// TestNoAllocation holds the engine to no memory for a text without figures.
func TestNoAllocation(t *testing.T) {
	for _, text := range [...]string{
		strings.Repeat("Nobody who read the report was surprised by it, and one of them said so. ", 50),
		strings.Repeat("有关部门表示，下一步将继续优化营商环境，推动政策落实。", 50),
	} {
		if n := testing.AllocsPerRun(20, func() { Extract(text, "") }); n > 0 {
			t.Errorf("%v allocations for %q…", n, text[:40])
		}
	}
}

// TestLinear reads texts that tempt the engine to look far.
func TestLinear(t *testing.T) {
	for _, unit := range [...]string{
		"17 ", "$", "1,", "(", "[1](", "`", "one hundred and ", "十", "百分之", "5% of the ", "between 5 and ", "a1-", "1-", "<a ", "\"9", "to 5 to ", "增长5%，", "more than ", "raised rates by 5% ", ", a rise of 5% ", "| 1 ", "1.", "3年", "的", "half a ",
	} {
		briefstest.Linear(t, unit, 64_000, func(size int) string { return strings.Repeat(unit, size/len(unit)) }, func(text string) { Extract(text, "") })
	}
}
