package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"despatch/briefs"
)

// batchOf runs a batch whose extraction takes the longer the shorter the text
// is, so that answers come out of order.
func batchOf(t *testing.T, in string) (out, errOut string, err error) {
	t.Helper()
	var o, e bytes.Buffer
	w := &World{In: strings.NewReader(in), Out: &o, Err: &e}
	r := &run{world: w, term: newTerminal(w, Look{})}
	r.program.Engine.Extract = func(text, _ string) []briefs.Figure {
		time.Sleep(time.Duration(max(0, 20-len(text))) * time.Millisecond / 4)
		f := briefs.Figure{Span: briefs.Span{Start: 0, End: len(text)}, Kind: briefs.Count, Comparator: briefs.Exactly, Value: briefs.Int(int64(len(text)))}
		day := f
		day.Kind = briefs.Date
		return []briefs.Figure{f, day}
	}
	err = r.batch(t.Context(), false)
	if e := r.term.close(); e != nil {
		t.Fatal(e)
	}
	return o.String(), e.String(), err
}

func TestBatchKeepsTheOrder(t *testing.T) {
	var in strings.Builder
	const n = 200
	for i := range n {
		fmt.Fprintf(&in, "{\"id\":%d,\"text\":%q}\n", i, strings.Repeat("é", i%20+1))
	}
	out, _, err := batchOf(t, in.String())
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if len(lines) != n {
		t.Fatalf("%d answers to %d questions", len(lines), n)
	}
	for i, l := range lines {
		var a struct {
			ID      int
			Offsets string
			Pred    []map[string]any
		}
		if err := json.Unmarshal([]byte(l), &a); err != nil {
			t.Fatal(err)
		}
		if a.ID != i || a.Offsets != "byte" || len(a.Pred) != 1 {
			t.Fatalf("answer %d is %s", i, l)
		}
		if a.Pred[0]["end"] != float64(2*(i%20+1)) {
			t.Errorf("answer %d ends at %v", i, a.Pred[0]["end"])
		}
		if _, has := a.Pred[0]["brief"]; has {
			t.Errorf("a text of no box has a brief: %s", l)
		}
	}
}

func TestBatchGoesOnAfterABadLine(t *testing.T) {
	out, errOut, err := batchOf(t, "{\"id\":\"a\",\"text\":\"x\"}\nnot json\n\n{\"id\":\"b\"}\n{\"id\":{\"n\":1},\"text\":\"\"}")
	if !errors.Is(err, errQuiet) {
		t.Errorf("error %v", err)
	}
	if strings.Count(out, "\n") != 2 || !strings.Contains(out, `{"id":{"n":1}`) {
		t.Errorf("answers %q", out)
	}
	if !strings.Contains(errOut, "line 2:") || !strings.Contains(errOut, "line 4:") {
		t.Errorf("errors %q", errOut)
	}
}

func TestBatchOfNothing(t *testing.T) {
	out, errOut, err := batchOf(t, "")
	if out != "" || errOut != "" || err != nil {
		t.Errorf("%q, %q, %v", out, errOut, err)
	}
}

func TestBatchStopsWhenNobodyReads(t *testing.T) {
	w := &World{In: strings.NewReader(strings.Repeat("{\"id\":1,\"text\":\"x\"}\n", 50000)), Out: broken{}, Err: &bytes.Buffer{}}
	r := &run{world: w, term: newTerminal(w, Look{})}
	r.program.Engine.Extract = func(string, string) []briefs.Figure { return nil }
	if err := r.batch(t.Context(), false); !errors.Is(err, errBroken) {
		t.Errorf("error %v", err)
	}
}

var errBroken = errors.New("broken")

// broken is a pipe whose reader went away.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }
