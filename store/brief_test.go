package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"despatch/briefs"
)

// TestRefused has random readers ask for random IDs and starts of IDs: what is
// forbidden answers as what is absent does, and each such question for something
// forbidden has its line in the audit, and no other question has one.
func TestRefused(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		seed := uint64(time.Now().UnixNano())
		rnd := rand.New(rand.NewPCG(seed, 2))
		t.Logf("seed %d", seed)
		id := func() string { return fmt.Sprintf("%04x", rnd.IntN(1<<16)) }
		marked := map[string]int{}
		for len(marked) < 40 {
			b := whole()
			b.ID, b.Marking = id(), rnd.IntN(3)
			b.Hash = b.ID
			marked[b.ID] = b.Marking
			save(t, db, &b)
		}
		for clearance := range 3 {
			r := briefs.Reader{Name: fmt.Sprint("reader", clearance), Clearance: clearance}
			s := db.As(r)
			var want []string
			for range 60 {
				asked := id()[:rnd.IntN(5)]
				if rnd.IntN(2) == 0 {
					for one := range marked { // any
						asked = one[:rnd.IntN(5)]
						break
					}
				}
				var mine, others []string
				for one, marking := range marked {
					switch {
					case !strings.HasPrefix(one, asked):
					case marking <= clearance:
						mine = append(mine, one)
					default:
						others = append(others, one)
					}
				}
				// As every command that takes an ID does it.
				got, err := s.Resolve(ctx, asked)
				switch {
				case asked == "" || len(mine) == 0:
					if !errors.Is(err, briefs.ErrNotFound) || got != "" {
						t.Fatalf("clearance %d: %q is %q, %v", clearance, asked, got, err)
					}
					_, err = s.Open(ctx, asked)
					if err == nil || err.Error() != "open brief "+asked+": "+briefs.ErrNotFound.Error() {
						t.Fatalf("clearance %d: %q says %v", clearance, asked, err)
					}
					line := ""
					switch {
					case asked == "" || len(others) == 0:
						continue
					case slices.Contains(others, asked):
						line = asked
					case len(others) == 1:
						line = others[0] + " asked for as " + asked
					default:
						line = " asked for what starts with " + asked
					}
					want = append(want, r.Name+" refused "+line)
				case len(mine) == 1:
					if got != mine[0] || err != nil {
						t.Fatalf("clearance %d: %q is %q, %v; want %s", clearance, asked, got, err, mine[0])
					}
				default:
					heads, e := s.Starting(ctx, asked, 3)
					slices.Sort(mine)
					for i, h := range heads {
						if h.ID != mine[i] {
							t.Fatalf("clearance %d: %d of what starts with %q is %s, want %s", clearance, i, asked, h.ID, mine[i])
						}
					}
					if len(heads) != min(len(mine), 3) || e != nil {
						t.Fatalf("clearance %d: %d start with %q, want %d; %v", clearance, len(heads), asked, len(mine), e)
					}
					if !errors.Is(err, briefs.ErrAmbiguous) && got != asked {
						t.Fatalf("clearance %d: %q is %q, %v; want %q", clearance, asked, got, err, mine)
					}
				}
			}
			if err := db.recorder.close(db); err != nil {
				t.Fatal(err)
			}
			if got := audit(t, db, briefs.AuditQuery{Reader: r.Name}); !slices.Equal(got, want) {
				t.Errorf("clearance %d: the audit has\n%q, not\n%q", clearance, got, want)
			}
		}
	})
}

// TestOddIDs asks for what no database can have.
func TestOddIDs(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		b := whole()
		save(t, db, &b)
		s := db.As(briefs.Reader{Name: "r"})
		for _, id := range []string{"", " ", "\x00", "0\x00", "\xff", "0\xff", "%", "_", "'", "0' OR '1'='1", "😀", strings.Repeat("0", 1<<16), "\U0010ffff"} {
			if _, err := s.Resolve(ctx, id); !errors.Is(err, briefs.ErrNotFound) {
				t.Errorf("%.20q resolved: %v", id, err)
			}
			if _, err := s.Open(ctx, id); !errors.Is(err, briefs.ErrNotFound) {
				t.Errorf("%.20q opened: %v", id, err)
			}
		}
	})
}
