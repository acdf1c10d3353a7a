package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"despatch/briefs/briefstest"
)

// samples are the briefings that ship with the program, as files.
func samples(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../../briefs/samples/*.md")
	if err != nil || len(files) < 8 {
		t.Fatalf("samples: %d files, %v", len(files), err)
	}
	return files
}

// longest is the sample with the most text.
func longest(t testing.TB) string {
	t.Helper()
	var path string
	var most int64
	for _, f := range samples(t) {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > most {
			path, most = f, info.Size()
		}
	}
	return path
}

// twenty is a folder of twenty briefings: the samples, and the first of them
// once more.
func twenty(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	files := samples(t)
	for i := range 20 {
		data, err := os.ReadFile(files[i%len(files)])
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, fmt.Sprintf("%02d.md", i)), string(data))
	}
	return dir
}

// posts is a folder of twenty real briefings from the corpus beside the
// project. Without one it skips; in CI it does not.
func posts(t testing.TB) string {
	t.Helper()
	files, err := filepath.Glob("../../../shared/corpus/md/digital-gov/*.md")
	if err != nil || len(files) < 100 {
		briefstest.Lacks(t, "there is no ../shared/corpus beside the project")
	}
	dir := t.TempDir()
	for i := range 20 {
		data, err := os.ReadFile(files[i*5])
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, filepath.Base(files[i*5])), string(data))
	}
	return dir
}

// large is a Markdown file of about so many bytes, with headings, lists,
// tables and figures.
func large(t testing.TB, size int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("# Firstword of a large report\n\n")
	for n := 1; b.Len() < size; n++ {
		fmt.Fprintf(&b, "## Section %d\n\nIn year %d the region reported **%d million** visitors, an increase of %d.%d %% over the year before; "+
			"spending rose to %d billion yuan, see [the table](https://office.example/%d).\n\n", n, 2000+n%25, n%90+10, n%9, n%10, n%70+5, n)
		fmt.Fprintf(&b, "- roads: %d km\n- schools: %d\n- 乡镇卫生院%d家\n\n", n%300, n%40, n%20)
		if n%10 == 0 {
			fmt.Fprintf(&b, "| item | value |\n| --- | ---: |\n| income | %d |\n| costs | %d |\n\n", n*3, n*2)
		}
	}
	path := filepath.Join(t.TempDir(), "large.md")
	write(t, path, b.String())
	return path
}

// unspaced is a text file of so many letters without a space.
func unspaced(t testing.TB, size int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "unspaced.txt")
	write(t, path, "Firstword"+strings.Repeat("abcdefghijklmnopqrstuvwxyz", size/26))
	return path
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// home is an empty home folder, as environment.
func home(t testing.TB) []string {
	t.Helper()
	return []string{"HOME=" + t.TempDir()}
}
