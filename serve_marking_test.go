package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"despatch/briefs/briefstest"
)

// What a reader who is cleared for nothing may read, and what not: by marking,
// and by group. The words falcon, heron and 红隼 are in the latter alone.
var (
	openBriefs = map[string]string{
		"harbour.md": "# Harbour dues\n\nThe port of Estmark took 12 million tonnes in 2025, 7% more than in 2024. Income was 40 million euros.",
		"rail.md":    "# Freight by rail\n\nThe port of Estmark sent 3 million tonnes by rail in 2025. Income was 41 million euros.",
		"chinese.md": "# 港口运行\n\n全市港口实现营业收入1.8万亿元，同比增长6.5%。",
	}
	shutBriefs = map[string]string{
		"falcon.md":  "---\ntitle: Falcon in the harbour\nid: falcon-1\nmarking: SECRET\nsource: Falconers\ntags: [falconry]\n---\n\nThe port of Estmark falcon cost 87654 million euros in 2025, and the port 9% of it.",
		"heron.md":   "---\ntitle: Heron by rail\nid: heron-1\ngroups: [press]\n---\n\nThe heron of Estmark weighs 76543 tonnes. Income was 42 million euros.",
		"kestrel.md": "---\ntitle: 红隼运行\nmarking: OFFICIAL\n---\n\n全市红隼实现营业收入65432万亿元。",
	}
	hidden = regexp.MustCompile(`(?i)falcon|heron|红隼|87654|76543|65432|42 million`)
)

// twins are two boxes with the same briefings, of which one has more that anna,
// carl and rosa may not read.
func twins(t *testing.T) (with, without *served, folder string, shut []string) {
	t.Helper()
	folder = t.TempDir()
	write := func(all map[string]string) (paths []string) {
		for name, text := range all {
			path := filepath.Join(folder, name)
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			paths = append(paths, path)
		}
		return paths
	}
	opened, closed := write(openBriefs), write(shutBriefs)
	var both []*served
	for range 2 {
		s := newServed(t)
		s.configure(marked+"groups = [\"press\"]", "")
		s.run("remove", "--samples")
		s.run(append([]string{"add"}, opened...)...)
		if len(both) == 0 {
			s.run(append([]string{"add"}, closed...)...)
			for l := range strings.Lines(s.run("list", "--json")) {
				var head struct{ ID, Title string }
				if err := json.Unmarshal([]byte(l), &head); err != nil {
					t.Fatal(err)
				}
				if hidden.MatchString(head.Title) {
					shut = append(shut, head.ID)
				}
			}
		}
		s.begin(marked+"groups = [\"press\"]", "")
		both = append(both, s)
	}
	if len(shut) != len(shutBriefs) {
		t.Fatalf("%d of %d briefings are there", len(shut), len(shutBriefs))
	}
	return both[0], both[1], folder, shut
}

// TestServeForbiddenLooksAbsent asks two boxes the same, by every command: what
// they answer is the same to the byte, though one has briefings that the reader
// may not read.
func TestServeForbiddenLooksAbsent(t *testing.T) {
	with, without, _, shut := twins(t)
	ask := func(by map[*served]*ssh.Client, input, line string) {
		t.Helper()
		out, errs, code := with.exec(by[with], input, line)
		wantOut, wantErrs, want := without.exec(by[without], input, line)
		if out != wantOut || errs != wantErrs || code != want {
			t.Errorf("%s: what is forbidden does not look absent\n%d %q %q\n%d %q %q", line, code, out, errs, want, wantOut, wantErrs)
		}
		said := out + errs
		for _, typed := range append(strings.Fields(line), strings.Trim(line, "'\"")) {
			said = strings.ReplaceAll(said, strings.Trim(typed, "'\""), "")
		}
		if hidden.MatchString(said) {
			t.Errorf("%s: it tells what is forbidden: %s%s", line, out, errs)
		}
	}
	in := func(name string) map[*served]*ssh.Client {
		return map[*served]*ssh.Client{with: with.in(name), without: without.in(name)}
	}
	anna := in("anna")
	for _, form := range []string{"", " --json", " --csv", " --markdown"} {
		for _, line := range []string{"", "list", "list --unread", "list --starred", "list --limit 2", "list --limit 4", "figures", "deck", "search income", "search 营业收入"} {
			if line == "" && form != "" {
				continue
			}
			ask(anna, "", line+form)
		}
		for _, order := range []string{"date", "due", "title", "from", "time"} {
			ask(anna, "", "list --order "+order+form)
		}
	}
	for _, query := range []string{
		"falcon", "FALC*", "harbour", "estmark", "port -tonnes", "红隼", "隼", "from:falconers", "tag:falconry", "title:heron", "is:unread",
		"figure:>80000million", "figure:>=1%", "figure:42million", "figure:76543tonnes", "unit:tonnes", "measure:income", "after:2000", `"port of Estmark"`,
	} {
		ask(anna, "", "search '"+query+"'")
		ask(anna, "", "search --json '"+query+"'")
	}
	for _, id := range shut {
		for _, line := range []string{"show %s", "show --json %s", "show --markdown %s", "figures %s", "figures --json %s", "deck %s"} {
			for _, n := range []int{1, 2, 4, 8, 11, 12} {
				ask(anna, "", fmt.Sprintf(line, id[:n]))
			}
		}
		for _, name := range []string{"carl", "rosa"} {
			by := in(name)
			for _, line := range []string{"show %s", "mark %s OFFICIAL", "mark %s --group press", "unmark %s", "remove %s", "figures %s"} {
				ask(by, "", fmt.Sprintf(line, id))
			}
		}
	}
	ask(anna, "", "reader list")
	ask(anna, "", "audit")
	rosa := in("rosa")
	ask(rosa, "", "list")

	// The audit knows that they asked, also where they gave the start of an ID.
	asked, unasked := with.run("audit", "--reader", "anna"), without.run("audit", "--reader", "anna")
	for _, id := range shut {
		if whole, start := "refused  "+id+"  ", "asked for as "+id[:8]; !strings.Contains(asked, whole) || strings.Count(asked, start+"\n") != 5 {
			t.Errorf("the audit does not have %q, and five times %q:\n%s", whole, start, asked)
		}
	}
	if strings.Contains(unasked, " refused ") {
		t.Errorf("nothing was refused:\n%s", unasked)
	}

	// It tells no titles.
	with.run("reader", "add", "bo", "--clearance", "SECRET", "--group", "press")
	for _, id := range shut {
		with.run("--reader", "bo", "show", id)
	}
	with.run("remove", shut[0])
	for _, form := range []string{"", " --json", " --csv", " --brief " + shut[0], " --brief " + shut[1], " --reader bo"} {
		out, errs, code := with.exec(rosa[with], "", "audit"+form)
		if code != 0 || out == "" || errs != "" {
			t.Errorf("audit%s: %d: %s", form, code, errs)
		}
		for l := range strings.Lines(out) {
			// What they typed themselves is theirs.
			if hidden.MatchString(l) && !strings.Contains(l, ": command ") {
				t.Errorf("audit%s tells what is forbidden: %s", form, l)
			}
		}
	}
}

// TestServeForbiddenIsNotWrittenOver adds briefings with the ids of those that
// the clerk may not read.
func TestServeForbiddenIsNotWrittenOver(t *testing.T) {
	with, without, _, shut := twins(t)
	before := with.run("list", "--json")
	for i, id := range append([]string{"falcon-1", "heron-1"}, "despatch:"+shut[0], "despatch:"+shut[1], "despatch:"+shut[2]) {
		input := fmt.Sprintf("---\ntitle: Mine %d\nid: %s\n---\n\nIt grew by 7%%.", i, id)
		for range 2 { // and once more, when it is theirs
			out, errs, code := with.exec(with.in("carl"), input, "add -")
			wantOut, wantErrs, want := without.exec(without.in("carl"), input, "add -")
			if out != wantOut || errs != wantErrs || code != want {
				t.Errorf("add with the id %s: what is forbidden does not look absent\n%d %q %q\n%d %q %q", id, code, out, errs, want, wantOut, wantErrs)
			}
		}
	}
	after := with.run("list", "--json")
	for l := range strings.Lines(before) {
		if !strings.Contains(after, l) {
			t.Errorf("what is forbidden was changed: %s", l)
		}
	}
}

// TestServeOneFileIsOneBriefing has a file put in by a clerk, by a registrar and
// at the desk: it is one briefing to whoever sees it.
func TestServeOneFileIsOneBriefing(t *testing.T) {
	s := serving(t, "", "")
	file := func(n int) string {
		return fmt.Sprintf("---\ntitle: Quarterly report\nid: quarterly-1\n---\n\nIncome grew by %d%%.", n)
	}
	path := filepath.Join(t.TempDir(), "quarterly.md")
	if err := os.WriteFile(path, []byte(file(1)), 0o600); err != nil {
		t.Fatal(err)
	}
	count := func(want int) {
		t.Helper()
		if out := s.run("list"); strings.Count(out, "Quarterly report") != want {
			t.Errorf("%d briefings are expected:\n%s", want, out)
		}
	}
	put := func(name, want, input string) {
		t.Helper()
		if out, errs, code := s.exec(s.in(name), input, "add -"); code != 0 || !strings.Contains(out, want) {
			t.Errorf("%s: %d %s%s", name, code, out, errs)
		}
	}
	put("carl", "added", file(2))
	put("carl", "unchanged", file(2))
	put("rosa", "updated", file(3))
	put("carl", "updated", file(4))
	count(1)
	s.run("add", path) // what the desk puts in has the ID of its file
	put("carl", "updated", file(5))
	put("rosa", "updated", file(6))
	count(2)
}

// TestServeForbiddenIsOnNoScreen shows two readers the screens of two boxes: they
// are the same to the cell, and nothing moves when more comes that is not theirs.
func TestServeForbiddenIsOnNoScreen(t *testing.T) {
	briefstest.Needs(t, "ssh")
	with, without, folder, shut := twins(t)
	both := [2]*terminal{}
	for i, s := range []*served{with, without} {
		both[i] = onScreenOf(t, 120, 24, s.env, "ssh", append(s.ssh().Args[1:], "-tt", "anna")...)
	}
	step := func(keys string, words ...string) {
		t.Helper()
		for _, x := range both {
			if keys != "" {
				x.press(keys, words...)
			} else {
				x.wait(words...)
			}
		}
		same := func() bool {
			for _, x := range both {
				for len(x.came) > 0 {
					x.take(<-x.came)
				}
			}
			return both[0].text() == both[1].text()
		}
		waitUntil(t, "the same screens after "+strconv.Quote(keys), same)
	}
	step("", "3 unread", "1/3")
	step("o", "soonest due first")
	step("o", "by title")
	step("sEstmark\r", "2 briefings")
	step("\x1b", "1/3")
	step("s\x15falcon\r", "Nothing found for falcon")
	step("\x1b", "1/3")
	step("s\x15红隼\r", "Nothing found for 红隼")
	step("\x1b", "1/3")
	step("/falcon\r", `Nothing matches "falcon"`)
	step("\x1b", "1/3")
	step("\r", "KEY FIGURES", "line 4/4")
	step("2", "█ 2")
	step("L", "Ledger")
	step("\x1b", "KEY FIGURES")
	step("\x1b", "1/3", "s search")
	step("J", "2/3")
	step("F", "Deck", "2/3")
	step("j", "Deck", "3/3")
	step("j", "the last card")
	step("q", "3/3", "s search")

	// What comes while they look is told of only when it is theirs.
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	with.run("add", write("more.md", "---\ntitle: More falcons\nmarking: SECRET\n---\n\nThe falcon cost 87654 euros."))
	later := write("later.md", "# Later\n\nThe port took 13 million tonnes.")
	with.run("add", later)
	without.run("add", later)
	step("", "1 new")
	with.run("remove", shut[0])
	step("R", "Later", "/4")
	for i, x := range both {
		if all := x.leave(); i == 0 && hidden.MatchString(strings.NewReplacer("falcon", "", "红隼", "").Replace(all)) {
			t.Error("what is forbidden was drawn")
		}
	}
}
