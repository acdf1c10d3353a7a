package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"despatch/briefs"
	"despatch/briefs/figures"
	"despatch/store"
	"despatch/store/storetest"
	"despatch/ui/cli"
)

// TestNothingLeaks runs every command that reads as random readers, over random
// briefings: what comes out names those that briefs.Reader.MayRead allows and no
// other, and what is forbidden looks as what is absent.
func TestNothingLeaks(t *testing.T) {
	for _, at := range []struct {
		name  string
		store func(t testing.TB) string
	}{
		{"file", func(t testing.TB) string { return filepath.Join(t.TempDir(), "box.db") }},
		{"postgres", storetest.Postgres},
	} {
		t.Run(at.name, func(t *testing.T) {
			seed := uint64(time.Now().UnixNano())
			rnd := rand.New(rand.NewPCG(seed, 1))
			t.Logf("seed %d", seed)
			path := at.store(t)
			all, readers := keepSecrets(t, rnd, path)
			for _, r := range readers {
				for _, args := range [][]string{
					{"list"}, {"list", "--json"}, {"list", "--csv"}, {"list", "--unread"}, {"deck"}, {"deck", "--json"}, {"figures"}, {"figures", "--json"}, {"figures", "--all", "--csv"},
					{"search", "enterprises"}, {"search", "--json", "企业"}, {"search", "income"},
				} {
					out, _ := commandAs(t, path, r.Name, args...)
					names(t, r, all, args, out, true)
				}
				folder := filepath.Join(t.TempDir(), "out")
				commandAs(t, path, r.Name, "export", folder)
				names(t, r, all, []string{"export"}, exported(t, folder), true)
				for i := range all {
					b := &all[i]
					for _, args := range [][]string{{"show", b.ID}, {"show", "--json", b.ID}, {"figures", b.ID}, {"show", b.ID[:4]}, {"search", secret(i)}} {
						out, code := commandAs(t, path, r.Name, args...)
						asked := args[len(args)-1] // is said again
						names(t, r, all, args, strings.ReplaceAll(out, asked, "?"), false)
						if r.MayRead(&b.Head) {
							if code != 0 || !strings.Contains(out, "52,0") && !strings.Contains(out, secret(i)) {
								t.Fatalf("%s may read %s: %v: %d, %s", r.Name, b.ID, args, code, out)
							}
							continue
						}
						other := append(append([]string{}, args[:len(args)-1]...), strings.Repeat("9", len(asked)))
						if args[0] == "search" {
							other[1] = "tokenabsent"
						}
						absent, absentCode := commandAs(t, path, r.Name, other...)
						if code != absentCode || strings.ReplaceAll(out, asked, "?") != strings.ReplaceAll(absent, other[len(other)-1], "?") {
							t.Fatalf("%s, forbidden: %v: %d, %s\nabsent: %d, %s", r.Name, args, code, out, absentCode, absent)
						}
					}
				}
			}
		})
	}
}

// secret is a word that briefing i alone has, in all that is shown of it.
func secret(i int) string { return fmt.Sprintf("token%03dend", i) }

var secretWords = regexp.MustCompile(`token\d{3}end`)

// keepSecrets puts random briefings and readers into a store.
func keepSecrets(t *testing.T, rnd *rand.Rand, path string) (all []briefs.Brief, readers []briefs.Reader) {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	some := func() (groups []string) {
		for _, g := range []string{"trade", "press", "边境"} {
			if rnd.IntN(3) == 0 {
				groups = append(groups, g)
			}
		}
		return groups
	}
	for i := range 14 {
		b := briefs.Brief{
			Head: briefs.Head{
				ID: fmt.Sprintf("%04x%08x", 0x1000+i*16, rnd.Uint32()), Source: "/in/" + secret(i), Title: "About " + secret(i), From: "Office " + secret(i), Tags: []string{secret(i)},
				Lang: "en", Marking: rnd.IntN(3), Groups: some(), Words: 12, Minutes: 1,
			},
			Format: briefs.Markdown, Hash: secret(i),
			Body: fmt.Sprintf("Income of 52,0%02d enterprises 企业 of %s rose by 5.40 %% in 2022, said %s.", i, secret(i), secret(i)),
		}
		b.Size = len(b.Body)
		figures.Annotate(&b)
		if _, err := db.Save(ctx, &b); err != nil {
			t.Fatal(err)
		}
		all = append(all, b)
	}
	for i := range 3 {
		r := briefs.Reader{Name: fmt.Sprint("reader", i), Clearance: rnd.IntN(3), Groups: some(), Role: briefs.Reading}
		if err := db.AddReader(ctx, "test", r); err != nil {
			t.Fatal(err)
		}
		readers = append(readers, r)
	}
	return all, readers
}

// commandAs runs despatch in this process as a reader, and gives all that it
// wrote.
func commandAs(t *testing.T, path, reader string, args ...string) (out string, code int) {
	t.Helper()
	var b bytes.Buffer
	code = cli.Main(context.Background(), program(), cli.World{
		Args: append([]string{"--db", path, "--reader", reader}, args...),
		In:   strings.NewReader(""), Out: &b, Err: &b, Environ: []string{"HOME=" + t.TempDir(), "LANG=C.UTF-8"},
	})
	return b.String(), code
}

// names fails when a text names a briefing that is not for a reader; or, where
// whole says so, does not name one that is.
func names(t *testing.T, r briefs.Reader, all []briefs.Brief, args []string, text string, whole bool) {
	t.Helper()
	named := map[string]bool{}
	for _, m := range secretWords.FindAllString(text, -1) {
		named[m] = true
	}
	for i := range all {
		may := r.MayRead(&all[i].Head)
		if !may && (named[secret(i)] || strings.Contains(text, fmt.Sprintf("52,0%02d", i)) || strings.Contains(text, all[i].ID)) {
			t.Fatalf("%v as %+v tells of %s:\n%s", args, r, secret(i), text)
		}
		if may && whole && !named[secret(i)] && !strings.Contains(text, all[i].ID) && !strings.Contains(text, fmt.Sprintf("52,0%02d", i)) {
			t.Fatalf("%v as %+v leaves %s out:\n%s", args, r, secret(i), text)
		}
	}
}

// exported are the files of an export, with their names.
func exported(t *testing.T, folder string) string {
	t.Helper()
	var all strings.Builder
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(filepath.Base(f) + "\n" + string(data))
	}
	return all.String()
}
