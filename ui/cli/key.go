package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"despatch/briefs"
)

// maxKey bounds a public key's line, in bytes: the longest RSA key has some
// three thousand.
const maxKey = 16 << 10

func (r *run) readerKeyCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "key",
		Short: "Say by which keys readers come in over SSH",
		Long:  "key keeps the public keys of readers. A key is one reader's; despatch serve lets in who has the private one.",
		RunE: r.does(func(_ context.Context, _ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("despatch reader key --help shows how", "reader key has no command %s", quoted(args[0]))
			}
			return usage("despatch reader key add NAME FILE, list or remove NAME FINGERPRINT", "reader key needs a command")
		}),
	}
	add := &cobra.Command{
		Use:     "add NAME FILE",
		Short:   "Give a reader a key",
		Long:    "add gives a reader the public key in a file such as id_ed25519.pub; - is standard input.",
		Example: "despatch reader key add anna anna.pub\nssh-add -L | despatch reader key add anna -",
		RunE: r.does(func(ctx context.Context, _ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usage("despatch reader key add NAME FILE", "reader key add needs a reader and the file of a public key, or - for standard input")
			}
			if err := r.noFiles(args[1:]); err != nil {
				return err
			}
			return r.addKey(ctx, args[0], args[1])
		}),
	}
	list := &cobra.Command{
		Use:   "list [NAME]",
		Short: "Print the keys of readers",
		RunE: r.does(func(ctx context.Context, c *cobra.Command, args []string) error {
			f, err := formOf(c)
			if err != nil {
				return err
			}
			if len(args) > 1 {
				return usage("despatch reader key list NAME", "reader key list takes one name")
			}
			return r.listKeys(ctx, f, strings.Join(args, ""))
		}),
	}
	formFlags(list)
	remove := &cobra.Command{
		Use:     "remove NAME FINGERPRINT…",
		Short:   "Take keys from a reader",
		Long:    "remove takes keys from a reader. Who came in by one is out at once. A fingerprint may be the start of one, with or without SHA256: before it.",
		Example: "despatch reader key remove anna SHA256:3fUq",
		RunE: r.does(func(ctx context.Context, _ *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usage("despatch reader key list shows them", "reader key remove needs a reader and a fingerprint")
			}
			return r.removeKeys(ctx, args[0], args[1:])
		}),
	}
	c.AddCommand(add, list, remove)
	for _, sub := range c.Commands() {
		sub.Args = cobra.ArbitraryArgs
	}
	return c
}

// addKey gives a reader the key in a file.
func (r *run) addKey(ctx context.Context, name, path string) error {
	from, where := r.world.In, "standard input"
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return failure(err, "check the name", "%s: %v", line(path), err)
		}
		defer f.Close()
		from, where = f, path
	}
	data, err := io.ReadAll(io.LimitReader(from, maxKey+1))
	if err != nil {
		return failure(err, "check the file", "%s: %v", line(where), err)
	}
	k, err := r.program.ParseKey(string(data))
	if err != nil {
		return failure(err, "name a file such as id_ed25519.pub, with one key in it", "%s: %s", line(where), line(err.Error()))
	}
	k.Reader = name
	return r.keeping(ctx, func(kept *keeping) error {
		if err := kept.store.AddKey(ctx, kept.by, k); err != nil {
			return named(name, explain(err, r.program.Explain))
		}
		fmt.Fprintf(r.term.out, "%s: %s %s\n", line(name), k.Fingerprint, line(k.Comment))
		return nil
	})
}

// A keyRecord is a key as --json prints one.
type keyRecord struct {
	Reader      string `json:"reader"`
	Fingerprint string `json:"fingerprint"`
	Type        string `json:"type"`
	Comment     string `json:"comment"`
	Added       string `json:"added"` // RFC 3339, UTC
}

func (r *run) listKeys(ctx context.Context, f form, name string) error {
	return r.keeping(ctx, func(k *keeping) error {
		all, err := k.store.Keys(ctx, name)
		if err != nil {
			return err
		}
		rows := newRows(r.term, f, column{name: "reader", style: bold}, column{name: "fingerprint", grow: true}, column{name: "type"}, column{name: "comment", grow: true}, column{name: "added", style: dim})
		rows.head = true
		for _, key := range all {
			record := keyRecord{Reader: line(key.Reader), Fingerprint: line(key.Fingerprint), Type: line(key.Type), Comment: line(key.Comment), Added: key.Added.UTC().Format("2006-01-02T15:04:05Z")}
			if err := rows.add(record, record.Reader, record.Fingerprint, record.Type, record.Comment, key.Added.Local().Format("2006-01-02")); err != nil {
				return err
			}
		}
		return rows.end()
	})
}

// removeKeys takes keys from a reader: all that are named, or none when one is
// not clear.
func (r *run) removeKeys(ctx context.Context, name string, typed []string) error {
	return r.keeping(ctx, func(k *keeping) error {
		all, err := k.store.Keys(ctx, name)
		if err != nil {
			return err
		}
		var gone []string
		for _, t := range typed {
			start := "SHA256:" + strings.TrimPrefix(t, "SHA256:")
			fits := slices.DeleteFunc(slices.Clone(all), func(key briefs.PublicKey) bool { return !strings.HasPrefix(key.Fingerprint, start) })
			switch len(fits) {
			case 0:
				return failure(briefs.ErrNoKey, "despatch reader key list "+line(name)+" shows them", "%s has no key %s", quoted(name), quoted(t))
			case 1:
				gone = append(gone, fits[0].Fingerprint)
			default:
				return failure(briefs.ErrAmbiguous, "give more of the fingerprint", "%s has %d keys that start so: %s", quoted(name), len(fits), quoted(t))
			}
		}
		for _, fingerprint := range gone {
			if err := k.store.RemoveKey(ctx, k.by, name, fingerprint); err != nil {
				return named(name, explain(err, r.program.Explain))
			}
			fmt.Fprintf(r.term.out, "removed %s\n", fingerprint)
		}
		return nil
	})
}
