package store

import (
	"errors"
	"testing"

	"despatch/briefs"
)

// TestKeys walks a key through its life, and counts the changes of rights.
func TestKeys(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		version := func() int64 {
			t.Helper()
			v, err := db.RightsVersion(ctx)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		before := version()
		must(db.AddReader(ctx, "keeper", briefs.Reader{Name: "anna", Clearance: 2, Groups: []string{"trade"}, Role: briefs.Clerk}))
		must(db.AddReader(ctx, "keeper", briefs.Reader{Name: "bo", Role: briefs.Reading}))
		if v := version(); v == before {
			t.Error("a new reader is no change of rights")
		}
		k := briefs.PublicKey{Reader: "anna", Fingerprint: "SHA256:one", Type: "ssh-ed25519", Data: "AAAA", Comment: "desk"}
		if err := db.AddKey(ctx, "keeper", briefs.PublicKey{Reader: "nobody", Fingerprint: "SHA256:two"}); !errors.Is(err, briefs.ErrNoReader) {
			t.Errorf("a key of nobody: %v", err)
		}
		if _, err := db.ReaderOfKey(ctx, k.Fingerprint); !errors.Is(err, briefs.ErrNoKey) {
			t.Errorf("an unknown key: %v", err)
		}
		before = version()
		must(db.AddKey(ctx, "keeper", k))
		if v := version(); v == before {
			t.Error("a new key is no change of rights")
		}
		stolen := k
		stolen.Reader = "bo"
		if err := db.AddKey(ctx, "keeper", stolen); !errors.Is(err, ErrKey) {
			t.Errorf("a key of two readers: %v", err)
		}
		r, err := db.ReaderOfKey(ctx, k.Fingerprint)
		if err != nil || r.Name != "anna" || r.Clearance != 2 || r.Role != briefs.Clerk || len(r.Groups) != 1 {
			t.Errorf("the reader of a key is %+v, %v", r, err)
		}
		all, err := db.Keys(ctx, "")
		if err != nil || len(all) != 1 || all[0].Added.IsZero() {
			t.Fatalf("all keys: %+v, %v", all, err)
		}
		all[0].Added = k.Added
		if all[0] != k {
			t.Errorf("the key is %+v, not %+v", all[0], k)
		}
		if of, err := db.Keys(ctx, "bo"); err != nil || len(of) != 0 {
			t.Errorf("keys of who has none: %+v, %v", of, err)
		}
		if err := db.RemoveKey(ctx, "keeper", "bo", k.Fingerprint); !errors.Is(err, briefs.ErrNoKey) {
			t.Errorf("another's key was removed: %v", err)
		}
		before = version()
		must(db.RemoveKey(ctx, "keeper", "anna", k.Fingerprint))
		if v := version(); v == before {
			t.Error("a key that goes is no change of rights")
		}
		must(db.AddKey(ctx, "keeper", k))
		before = version()
		must(db.RemoveReader(ctx, "keeper", "anna"))
		if v := version(); v == before {
			t.Error("a reader who goes is no change of rights")
		}
		if _, err := db.ReaderOfKey(ctx, k.Fingerprint); !errors.Is(err, briefs.ErrNoKey) {
			t.Errorf("the key of a removed reader: %v", err)
		}
		// The key is free for another.
		must(db.AddKey(ctx, "keeper", stolen))
		var notes []string
		must(db.Audit(ctx, briefs.AuditQuery{Reader: "keeper"}, func(e briefs.Entry) error {
			notes = append(notes, e.Note)
			return nil
		}))
		want := []string{"anna: unmarked", "bo:", "anna: key SHA256:one", "anna: key SHA256:one no more", "anna: key SHA256:one", "anna: nothing", "bo: key SHA256:one"}
		if len(notes) != len(want) {
			t.Errorf("the audit has %q", notes)
		}
	})
}
