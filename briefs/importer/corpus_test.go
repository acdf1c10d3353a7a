package importer

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"despatch/briefs"
	"despatch/briefs/briefstest"
)

// corpus is the folder of real documents, outside the module.
func corpus(t *testing.T) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "corpus")
	if _, err := os.Stat(dir); err != nil {
		briefstest.Lacks(t, "there is no ../shared/corpus beside the project")
	}
	return dir
}

// each decodes every file under folders of the corpus.
func each(t *testing.T, folders []string, f func(rel string, data []byte, b briefs.Brief, err error)) (n int) {
	t.Helper()
	root := corpus(t)
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			rel, _ := filepath.Rel(root, path)
			b, err := Decode(filepath.ToSlash(rel), data)
			n++
			f(filepath.ToSlash(rel), data, b, err)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// sound fails the test when anything of a brief may not be shown.
func sound(t *testing.T, rel string, b *briefs.Brief) {
	t.Helper()
	if briefs.Clean(b.Body) != b.Body || !utf8.ValidString(b.Body) {
		t.Errorf("%s: the body is not clean", rel)
	}
	lines := append([]string{b.Title, b.From, b.Link, b.Source, b.Lang, b.ID}, b.Tags...)
	for _, l := range append(append(lines, b.Groups...), b.Warnings...) {
		if briefs.CleanLine(l, 0) != l {
			t.Errorf("%s: %q is not clean", rel, l)
		}
	}
	if b.Title == "" || len(b.Title) > maxTitle || strings.TrimSpace(b.Body) == "" || len(b.ID) != 12 || b.Size != len(b.Body) {
		t.Errorf("%s: title %q, id %q, size %d of %d", rel, b.Title, b.ID, b.Size, len(b.Body))
	}
}

// TestCorpus decodes every real document that is there.
func TestCorpus(t *testing.T) {
	corpus(t)
	t.Run("sound", corpusSound)
	t.Run("binaries", corpusBinaries)
	t.Run("frontmatter", corpusFrontMatter)
	t.Run("textkept", corpusTextKept)
	t.Run("scripts", corpusScripts)
	t.Run("seed", corpusSeed)
}

func corpusSound(t *testing.T) {
	read := 0
	n := each(t, []string{"md", "txt", "zh", "awkward", "seed"}, func(rel string, _ []byte, b briefs.Brief, err error) {
		if strings.HasSuffix(rel, ".html") {
			if !errors.Is(err, ErrBinary) || !strings.Contains(err.Error(), "HTML") {
				t.Errorf("%s: %v, want a refusal that names HTML", rel, err)
			}
			return
		}
		if err != nil {
			t.Errorf("%s: %v", rel, err)
			return
		}
		read++
		sound(t, rel, &b)
	})
	t.Logf("%d files, %d read", n, read)
	if read < 400 {
		t.Errorf("only %d files read", read)
	}
}

func corpusBinaries(t *testing.T) {
	each(t, []string{"pdf", "docx", "scale"}, func(rel string, _ []byte, _ briefs.Brief, err error) {
		if !errors.Is(err, ErrBinary) {
			t.Errorf("%s: %v, want ErrBinary", rel, err)
		}
	})
	each(t, []string{"eml", "feeds", "html"}, func(rel string, _ []byte, b briefs.Brief, err error) {
		if err == nil {
			sound(t, rel, &b)
		}
	})
}

// Front matter of real posts: a title, a day and, in most, keywords.
func corpusFrontMatter(t *testing.T) {
	each(t, []string{"md/digital-gov", "md/18f", "md/data-gov", "awkward/front-matter"}, func(rel string, data []byte, b briefs.Brief, err error) {
		if err != nil {
			t.Errorf("%s: %v", rel, err)
			return
		}
		// What the file says, read another way: the first line of each key.
		for line := range strings.SplitSeq(string(data[:min(len(data), 4000)]), "\n") {
			key, value, _ := strings.Cut(line, ":")
			value = strings.Trim(strings.TrimSpace(value), `'"`)
			switch {
			case key == "title" && len(value) > 8 && !strings.ContainsAny(value, `&\'>|`):
				if !strings.HasPrefix(b.Title, strings.Join(strings.Fields(value), " ")) {
					t.Errorf("%s: title %q, want %q", rel, b.Title, value)
				}
			case key == "date" && len(value) >= 10:
				if b.Date.Format(time.DateOnly) != value[:10] {
					t.Errorf("%s: date %v, want %q", rel, b.Date, value)
				}
			case key == "link" && strings.HasPrefix(value, "https://"):
				if b.Link != value {
					t.Errorf("%s: link %q, want %q", rel, b.Link, value)
				}
			}
		}
		if strings.HasPrefix(b.Body, "---") || strings.Contains(b.Body[:min(len(b.Body), 300)], "\ntopics:") {
			t.Errorf("%s: front matter in the body", rel)
		}
		if b.Lang != "en" || b.Format != briefs.Markdown || len(b.Tags) == 0 && strings.Contains(string(data), "\ntopics:\n  -") {
			t.Errorf("%s: lang %q, format %s, tags %q", rel, b.Lang, b.Format, b.Tags)
		}
		for _, left := range []string{"{{<", "{%"} {
			if strings.Contains(b.Body, left) && !strings.Contains(b.Body, "`") {
				t.Errorf("%s: %s left in the body", rel, left)
			}
		}
	})
	each(t, []string{"md/ons-sdg", "md/nrrd"}, func(rel string, _ []byte, b briefs.Brief, err error) {
		if err != nil || b.Lang != "en" || b.Words < 50 || strings.Contains(b.Body, "<TableCell") || strings.Contains(b.Title, "<") || len(strings.Fields(b.Title)) < 1 {
			t.Errorf("%s: %v, lang %q, %d words, title %q", rel, err, b.Lang, b.Words, b.Title)
		}
	})
}

// The words of a plain text are all there, in order.
func corpusTextKept(t *testing.T) {
	n := each(t, []string{"txt", "zh/provincial-reports", "seed"}, func(rel string, data []byte, b briefs.Brief, err error) {
		if err != nil || !strings.HasSuffix(rel, ".txt") {
			return
		}
		if got, want := squeeze(b.Body), squeeze(briefs.Clean(string(data))); got != want {
			t.Errorf("%s: %d bytes of text became %d", rel, len(want), len(got))
		}
		if strings.HasPrefix(rel, "txt/senate/") {
			// A paragraph a line: each line is a block of its own, items of lists apart.
			lines, blocks := 0, len(briefs.Blocks(b.Body, briefs.Text))
			for l := range strings.SplitSeq(string(data), "\n") {
				if l = strings.TrimSpace(l); len(l) > wrapped && !isItem(l) {
					lines++
				}
			}
			if blocks < lines {
				t.Errorf("%s: %d paragraphs, %d long lines", rel, blocks, lines)
			}
		}
	})
	if n < 100 {
		t.Errorf("only %d files", n)
	}
}

// The same declaration in many charsets: what comes out is in the script of
// its language, with hardly a letter of another.
func corpusScripts(t *testing.T) {
	scripts := map[string][]*unicode.RangeTable{
		"Arabic": {unicode.Arabic}, "Farsi": {unicode.Arabic}, "Burmese": {unicode.Myanmar}, "Chinese": {unicode.Han}, "Greek": {unicode.Greek},
		"Hebrew": {unicode.Hebrew}, "Hindi": {unicode.Devanagari}, "Japanese": {unicode.Han, unicode.Hiragana, unicode.Katakana}, "Korean": {unicode.Hangul}, "Russian": {unicode.Cyrillic},
		"Czech": {unicode.Latin}, "English": {unicode.Latin}, "French": {unicode.Latin}, "German": {unicode.Latin}, "Hungarian": {unicode.Latin}, "Polish": {unicode.Latin},
		"Spanish": {unicode.Latin}, "Turkish": {unicode.Latin}, "Vietnamese": {unicode.Latin},
	}
	says := map[string]string{
		"Czech": "Všeobecná", "Polish": "wolność", "Hungarian": "szabadság", "Turkish": "hakları", "French": "l'égalité", "German": "Würde", "Spanish": "dignidad",
		"Russian": "прав человека", "Greek": "ΔΙΚΑΙΩΜΑΤΑ", "Hebrew": "זכויות", "Arabic": "حقوق", "Chinese": "人权", "Japanese": "権利", "Korean": "인권",
	}
	each(t, []string{"awkward/encodings"}, func(rel string, _ []byte, b briefs.Brief, err error) {
		lang, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(rel), "udhr-"), "_")
		lang, _, _ = strings.Cut(lang, "-")
		if err != nil || scripts[lang] == nil {
			t.Errorf("%s: %v", rel, err)
			return
		}
		other, all := 0, 0
		for _, r := range b.Body {
			if unicode.IsLetter(r) {
				all++
				if !unicode.In(r, scripts[lang]...) {
					other++
				}
			}
		}
		if other*50 > all {
			t.Errorf("%s: %d of %d letters of another script", rel, other, all)
		}
		if n := strings.Count(b.Body, "\ufffd"); n > 2 {
			t.Errorf("%s: %d characters lost", rel, n)
		}
		if want := strings.ToLower(says[lang]); !strings.Contains(strings.ToLower(b.Body), want) {
			t.Errorf("%s: does not say %q", rel, want)
		}
	})
}

// The seed article, as it must be: its first line the title, five paragraphs
// and no indents.
func corpusSeed(t *testing.T) {
	each(t, []string{"seed"}, func(rel string, _ []byte, b briefs.Brief, err error) {
		blocks := briefs.Blocks(b.Body, b.Format)
		if err != nil || b.Format != briefs.Text || b.Lang != "en" || len(blocks) != 5 || strings.Contains(b.Body, "\n ") || !strings.HasSuffix(b.Title, "80 trillion yuan.") {
			t.Errorf("%s: %v, %s, %q, %d paragraphs, title %q", rel, err, b.Format, b.Lang, len(blocks), b.Title)
		}
	})
}
