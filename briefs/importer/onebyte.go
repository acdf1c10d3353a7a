package importer

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/saintfish/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// A reading is one way to read bytes that are a character each.
type reading struct {
	name    string
	enc     encoding.Encoding
	letters func(rune) bool // the letters beyond ASCII that it may give
}

const (
	// Without the letters of Icelandic and Finnish: where they stand in
	// Windows-1252, other charsets have common letters of Turkish and Czech.
	westernLetters = "àáâãäåæçèéêëìíîïñòóôõöøùúûüÿßœÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŸŒªº"
	czechLetters   = "áäčďéěíĺľňóôöŕřšťúůüýžÁÄČĎÉĚÍĹĽŇÓÔÖŔŘŠŤÚŮÜÝŽ"
	polishLetters  = "ąćęłńóśźżöüĄĆĘŁŃÓŚŹŻÖÜ"
	magyarLetters  = "áéíóöőúüűäÁÉÍÓÖŐÚÜŰÄ"
	romanLetters   = "ăâîşţéăĂÂÎŞŢÉ"
	turkishLetters = "çğıöşüâîûÇĞİÖŞÜÂÎÛ"

	// sharedLetters stand at the same bytes in Windows-1250, 1252 and 1254: a
	// text that has no others reads the same in all of them.
	sharedLetters = "áâäçéëíîóôöúüßÁÂÄÇÉËÍÎÓÔÖÚÜ"

	russianLetters = "абвгдежзийклмнопрстуфхцчшщъыьэюяёАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁіІїЇєЄґҐўЎ"

	// commonMarks are the marks that even a short text may have.
	commonMarks = "‘’“”–—…•°§£€©®™«»½¼¾\u00a0"

	// marks are what printed text has besides letters, spaces included.
	marks = "‘’‚“”„‹›«»–—…•·°§¶©®™€£¥¢×÷±²³¹½¼¾¿¡´¸¨¬¦µ†‡‰\u00a0\u00ad\u200c\u200d\u200e\u200f"
)

func among(letters string) func(rune) bool {
	return func(r rune) bool { return strings.ContainsRune(letters, r) }
}

// central are the charsets of Central Europe. They differ in a few letters,
// which Windows-1250 has among the controls of ISO-8859-2: so that one comes
// first.
func central(letters string) []reading {
	return []reading{{"ISO-8859-2", charmap.ISO8859_2, among(letters)}, {"Windows-1250", charmap.Windows1250, among(letters)}}
}

func of(table *unicode.RangeTable, more string) func(rune) bool {
	return func(r rune) bool { return unicode.Is(table, r) || strings.ContainsRune(more, r) }
}

// A family is languages that share a charset, with their commonest words. Words
// of one letter tell most, since every family has some.
type family struct {
	readings []reading
	words    string // each between two spaces
}

// latin are the families that the detector cannot tell apart for certain: it
// names one language for a charset, any of those that fit equally well.
var latin = []family{
	{[]reading{{"Windows-1252", charmap.Windows1252, among(westernLetters)}},
		" the of and to in is for der die das und ist den von zu le la les des et est un une du à el los que en y una por il di che e per non con het een van op og av på at til är för att som o os do da em não "},
	{central(czechLetters), " a v na se je o s z že do i k za pro ve to by jako po od podle jsou který roku "},
	{central(polishLetters), " w i na z się do nie o jest że a po za od dla przez oraz jak roku są ze co "},
	{central(magyarLetters), " a az és hogy nem is egy van meg de ez csak volt el már vagy mint még szerint "},
	{central(romanLetters), " de şi în a la cu pe din nu o al ce că se care sau mai prin pentru este sunt "},
}

// count is how many words of s are among the commonest.
func (f family) count(s string) int {
	n := 0
	for w := range strings.FieldsSeq(s) {
		if w = strings.ToLower(strings.Trim(w, ".,;:()\"'!?„“”«»–")); strings.Contains(f.words, " "+w+" ") {
			n++
		}
	}
	return n
}

// readLatin reads data as the family whose letters it has and of whose words it
// has most. It reports false where two do equally well and read differently.
func readLatin(data []byte) (text, name string, ok bool) {
	most := -1
	for _, f := range latin {
		for _, r := range f.readings {
			s, fits := r.read(data)
			if !fits {
				continue
			}
			switch n := f.count(s); {
			case n > most:
				most, text, name, ok = n, s, r.name, true
			case n == most && s != text:
				ok = false
			}
			break
		}
	}
	return text, name, ok
}

var (
	turkish  = []reading{{"Windows-1254", charmap.Windows1254, among(turkishLetters)}}
	greek    = []reading{{"Windows-1253", charmap.Windows1253, of(unicode.Greek, "΄΅")}, {"ISO-8859-7", charmap.ISO8859_7, of(unicode.Greek, "΄΅")}}
	hebrew   = []reading{{"Windows-1255", charmap.Windows1255, of(unicode.Hebrew, "₪")}, {"ISO-8859-8", charmap.ISO8859_8, of(unicode.Hebrew, "")}}
	arabic   = []reading{{"Windows-1256", charmap.Windows1256, of(unicode.Arabic, "،؛؟ـ")}, {"ISO-8859-6", charmap.ISO8859_6, of(unicode.Arabic, "،؛؟ـ")}}
	cyrillic = map[string]reading{
		"windows-1251": {"Windows-1251", charmap.Windows1251, among(russianLetters + "№")},
		"ISO-8859-5":   {"ISO-8859-5", charmap.ISO8859_5, among(russianLetters + "№")},
		"KOI8-R":       {"KOI8-R", charmap.KOI8R, among(russianLetters + "№")},
	}
)

// oneByte decodes the charsets of one byte a character. Letter statistics say
// which; the text that comes out must then have the letters of that charset's
// languages and look like words. Short texts are taken only where all likely
// charsets agree.
func oneByte(data []byte) (text, name string) {
	sample := whole(data, 32<<10)
	found, err := chardet.NewTextDetector().DetectAll(sample)
	if err != nil {
		found = nil
	}
	letters, high := 0, 0
	for _, c := range sample {
		if c >= 0x80 {
			high++
			letters++
		} else if c|0x20 >= 'a' && c|0x20 <= 'z' {
			letters++
		}
	}
	// It works on all charsets at once, and equals come as they are done.
	slices.SortFunc(found, func(a, b chardet.Result) int {
		return cmp.Or(b.Confidence-a.Confidence, strings.Compare(a.Charset, b.Charset))
	})
	for _, f := range found {
		readings, isLatin := readingsOf(f)
		needed := 30
		if readings == nil && !isLatin {
			continue
		}
		if letters < 60 {
			needed = 45
		}
		if f.Confidence < needed || letters < 20 {
			break
		}
		if isLatin {
			if s, name, ok := readLatin(data); ok {
				return s, name
			}
		}
		for _, r := range readings {
			if s, ok := r.read(data); ok {
				return s, r.name
			}
		}
	}
	if high*3 <= letters || high < 3 {
		shared := reading{"Windows-1252", charmap.Windows1252, among(sharedLetters)}
		if s, ok := shared.read(data); ok && !strings.ContainsFunc(s, func(r rune) bool {
			return r >= 0x80 && !strings.ContainsRune(sharedLetters+commonMarks, r)
		}) {
			return s, shared.name
		}
	}
	return "", ""
}

// readingsOf is how a finding of the detector may be read: for most charsets a
// narrower one is named than is in use. For those of latin, their family has to
// be found.
func readingsOf(f chardet.Result) (readings []reading, isLatin bool) {
	if r, ok := cyrillic[f.Charset]; ok {
		return []reading{r}, false
	}
	switch f.Charset {
	case "ISO-8859-1", "windows-1252", "ISO-8859-2", "windows-1250":
		return nil, true
	case "ISO-8859-9", "windows-1254":
		return turkish, false
	case "ISO-8859-7", "windows-1253":
		return greek, false
	case "ISO-8859-8", "ISO-8859-8-I", "windows-1255":
		return hebrew, false
	case "windows-1256", "ISO-8859-6":
		return arabic, false
	}
	return nil, false
}

func (r reading) read(data []byte) (string, bool) {
	s, ok := strict(r.enc, data)
	return s, ok && r.fits(s)
}

// fits reports whether s looks like a text: letters of the right alphabet,
// whole words of one script, capitals in front, signs not inside words.
func (r reading) fits(s string) bool {
	const other, lower, upper, sign = 0, 1, 2, 3
	wrong, all, last, before := 0, 0, other, other
	for _, c := range s {
		kind := other
		switch {
		case c < 0x80:
			switch {
			case c >= 'a' && c <= 'z':
				kind = lower
			case c >= 'A' && c <= 'Z':
				kind = upper
			}
		case r.letters(c):
			all++
			kind = lower
			if unicode.IsUpper(c) {
				kind = upper
				if last == lower { // wOrd
					wrong++
				}
			}
		case strings.ContainsRune(marks, c):
			all++
			switch {
			case strings.ContainsRune("’—–…·\u00a0\u00ad\u200c\u200d", c):
			case letter(last) && strings.ContainsRune("‚„±¬¦¨´¸¿¡", c): // word‚
				wrong++
			default:
				kind = sign
			}
		default:
			all++
			wrong++
		}
		if last == sign && letter(kind) && letter(before) { // w±rd
			wrong++
		}
		before, last = last, kind
	}
	if low := strings.Count(s, "‚") - strings.Count(s, "‘"); low > 0 { // never closed: é of DOS
		wrong += low
	}
	return wrong*100 <= all
}

func letter(kind int) bool { return kind == 1 || kind == 2 }

// garbled reports whether a decoded text has what no text has: controls,
// private-use characters.
func garbled(s string) bool {
	bad := 0
	for _, r := range s {
		if r >= 0x80 && r < 0xa0 || r == '\ufffd' || r >= 0xe000 && r <= 0xf8ff {
			bad++
		}
	}
	return bad*500 > len(s)
}
