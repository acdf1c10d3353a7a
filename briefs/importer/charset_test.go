package importer

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// Texts that say what an office might say, long enough to be told apart.
const (
	chineseText     = "省政府办公厅关于印发二〇二五年重点项目计划的通知。全年安排项目三百二十个，总投资一千二百亿元，比上年增长8.5%。"
	traditionalText = "行政院今天公布明年度中央政府總預算案，歲出編列三兆一千億元，較上年度增加百分之六，其中教育科學文化支出占百分之二十。"
	japaneseText    = "政府は本日、来年度の予算案を閣議決定しました。一般会計の総額は百十五兆円で、過去最大となります。"
	koreanText      = "정부는 오늘 내년도 예산안을 발표했다. 총지출은 올해보다 3.2% 늘어난 677조 원으로, 보건과 복지 분야가 가장 크다."
	russianText     = "Правительство утвердило бюджет на следующий год. Расходы вырастут на пять процентов, доходы останутся прежними."
	greekText       = "Η κυβέρνηση ενέκρινε τον προϋπολογισμό του επόμενου έτους. Οι δαπάνες θα αυξηθούν κατά πέντε τοις εκατό."
	hebrewText      = "הממשלה אישרה את תקציב המדינה לשנה הבאה. ההוצאות יגדלו בחמישה אחוזים לעומת השנה הקודמת, וההכנסות לא ישתנו."
	arabicText      = "وافقت الحكومة على ميزانية العام المقبل. سترتفع النفقات بنسبة خمسة في المائة مقارنة بالعام السابق في جميع الوزارات."
	germanText      = "Die Regierung hat den Haushalt für das nächste Jahr beschlossen. Die Ausgaben steigen um fünf Prozent, größer wird vor allem der Zuschuss für Gemeinden."
	frenchText      = "Le gouvernement a approuvé le budget de l’année prochaine. Les dépenses augmenteront de 5 % – à périmètre constant – et les recettes seront stables."
	czechText       = "Vláda schválila rozpočet na příští rok. Výdaje vzrostou o pět procent, nejvíce půjde na školství a zdravotnictví, méně na dopravu."
	polishText      = "Rząd przyjął budżet na przyszły rok. Wydatki wzrosną o pięć procent, najwięcej trafi do szkół i służby zdrowia, mniej na drogi."
	turkishText     = "Hükümet gelecek yılın bütçesini kabul etti. Giderler yüzde beş artacak, en büyük pay eğitim ve sağlık için ayrıldı, ulaşım payı küçüldü."
)

func encoded(t *testing.T, enc encoding.Encoding, s string) []byte {
	t.Helper()
	out, err := enc.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestCharsets(t *testing.T) {
	utf16 := func(e unicode.Endianness, b unicode.BOMPolicy) encoding.Encoding { return unicode.UTF16(e, b) }
	for _, c := range []struct {
		name string
		enc  encoding.Encoding
		text string
	}{
		{"UTF-8", encoding.Nop, chineseText},
		{"UTF-16LE mark", utf16(unicode.LittleEndian, unicode.UseBOM), chineseText},
		{"UTF-16BE mark", utf16(unicode.BigEndian, unicode.UseBOM), frenchText},
		{"UTF-16LE", utf16(unicode.LittleEndian, unicode.IgnoreBOM), germanText},
		{"UTF-16BE", utf16(unicode.BigEndian, unicode.IgnoreBOM), russianText},
		{"UTF-16LE", utf16(unicode.LittleEndian, unicode.IgnoreBOM), chineseText + "\n" + chineseText},
		{"GB18030", simplifiedchinese.GB18030, chineseText},
		{"GBK", simplifiedchinese.GBK, "关于召开全省经济工作会议的通知"},
		{"GBK in English", simplifiedchinese.GBK, "The notice (关于做好就业工作的通知) was sent to 31 provinces."},
		{"HZ", simplifiedchinese.HZGB2312, "省政府办公厅关于印发重点项目计划的通知。总投资一千二百亿元，比上年增长8.5%。"},
		{"Big5", traditionalchinese.Big5, traditionalText},
		{"Shift_JIS", japanese.ShiftJIS, japaneseText},
		{"EUC-JP", japanese.EUCJP, japaneseText},
		{"ISO-2022-JP", japanese.ISO2022JP, japaneseText},
		{"EUC-KR", korean.EUCKR, koreanText},
		{"Windows-1251", charmap.Windows1251, russianText},
		{"KOI8-R", charmap.KOI8R, russianText},
		{"ISO-8859-5", charmap.ISO8859_5, russianText},
		{"Windows-1253", charmap.Windows1253, greekText},
		{"ISO-8859-7", charmap.ISO8859_7, greekText},
		{"Windows-1255", charmap.Windows1255, hebrewText},
		{"Windows-1256", charmap.Windows1256, arabicText},
		{"Windows-1252", charmap.Windows1252, germanText},
		{"Windows-1252", charmap.Windows1252, frenchText},
		{"ISO-8859-1", charmap.ISO8859_1, germanText},
		{"Windows-1250", charmap.Windows1250, czechText},
		{"ISO-8859-2", charmap.ISO8859_2, czechText},
		{"Windows-1250", charmap.Windows1250, polishText},
		{"ISO-8859-2", charmap.ISO8859_2, polishText},
		{"Windows-1254", charmap.Windows1254, turkishText},
		{"one accent", charmap.Windows1252, "The café near the ministry will close on 1 May, the office said today."},
		{"typographic", charmap.Windows1252, "The budget – all £4.2 billion of it – is “final”, the Treasury said. It’s 3° colder."},
	} {
		b, err := Decode("report.txt", encoded(t, c.enc, c.text))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if want := paragraphs(c.text); b.Body != want {
			t.Errorf("%s: body %q (%v), want %q", c.name, b.Body, b.Warnings, want)
		}
	}
}

// A charset that cannot be told is refused: the wrong letters would be stored
// and nobody would know.
func TestUnclearCharset(t *testing.T) {
	thai := "รัฐบาลอนุมัติงบประมาณปีหน้า รายจ่ายเพิ่มขึ้นร้อยละห้าเมื่อเทียบกับปีก่อน"
	for name, data := range map[string][]byte{
		"short Russian":  encoded(t, charmap.Windows1251, "Бюджет"),
		"short Czech":    encoded(t, charmap.Windows1250, "příští"),
		"DOS French":     encoded(t, charmap.CodePage850, "Le budget a été approuvé à l'unanimité, les dépenses élevées étant payées."),
		"Mac French":     encoded(t, charmap.Macintosh, "Le budget a été approuvé à l'unanimité, les dépenses élevées étant payées."),
		"Thai":           encoded(t, charmap.Windows874, thai),
		"no text at all": []byte("\x9d\x81\xfe\x90 \x8f\xff\xc0\x80 \xf5\x8d\xa0\xff"),
		"marked, odd":    []byte("\xff\xfe" + strings.Repeat("\x00\xdc\x00\xdc", 9)),
	} {
		b, err := Decode("report.txt", data)
		if !errors.Is(err, ErrEncoding) {
			t.Errorf("%s: read as %q (%v), %v; want ErrEncoding", name, b.Body, b.Warnings, err)
		}
	}
}

func TestMendedText(t *testing.T) {
	for name, c := range map[string]struct{ in, body, warning string }{
		"cut inside a character": {"计划已经公布。" + "全"[:2], "计划已经公布。\ufffd\ufffd", "not UTF-8"},
		"one bad byte":           {strings.Repeat("预算", 20) + "\xff", strings.Repeat("预算", 20) + "\ufffd", "1 byte was not UTF-8"},
		"padding":                {"The report.\x00\x00\x00", "The report.", ""},
		"mark twice":             {"\ufeff\ufeffThe report.", "The report.", ""},
		"label":                  {"encoding: koi8-r\n\n" + string(encodedKOI), "encoding: koi8-r\n\nБюджет", "as it says"},
		"form feed":              {"page one\fpage two", "page one\npage two", ""},
		"next line":              {"one\u0085two", "one\ntwo", ""},
		"old Mac":                {"one.\rtwo.", "one.\ntwo.", ""},
	} {
		b, err := Decode("report.txt", []byte(c.in))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if b.Body != c.body {
			t.Errorf("%s: body %q, want %q", name, b.Body, c.body)
		}
		if got := strings.Join(b.Warnings, "; "); !strings.Contains(got, c.warning) || c.warning == "" && got != "" {
			t.Errorf("%s: warnings %q, want %q", name, got, c.warning)
		}
	}
}

var encodedKOI, _ = charmap.KOI8R.NewEncoder().Bytes([]byte("Бюджет"))

func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		file, data string
		err        error
		says       string
	}{
		"PDF":       {"a.txt", "%PDF-1.7\n...", ErrBinary, "PDF"},
		"zip":       {"a.docx", "PK\x03\x04abc", ErrBinary, "zip"},
		"PNG":       {"a.md", "\x89PNG\r\n\x1a\nabc", ErrBinary, "PNG"},
		"JPEG":      {"a", "\xff\xd8\xff\xe0abc", ErrBinary, "JPEG"},
		"NUL":       {"a.txt", "some\x00thing\x00odd here\x00\x01\x02", ErrBinary, "NUL"},
		"controls":  {"a.txt", "\x01\x02\x03abc\x04\x05", ErrBinary, "control"},
		"page":      {"a.html", "<p>x</p>", ErrBinary, "HTML"},
		"page, too": {"a", "<!DOCTYPE html><title>x</title>", ErrBinary, "HTML"},
		"empty":     {"a.txt", "", ErrEmpty, "no text"},
		"blank":     {"a.md", " \n\t\n\u200b\ufeff", ErrEmpty, "no text"},
		"escapes":   {"a.txt", "\x1b[2J\x1b]0;x\x07", ErrEmpty, "no text"},
		"large":     {"a.txt", strings.Repeat("x", MaxSize+1), ErrTooLarge, "65 MiB, and 64 MiB"},
	} {
		_, err := Decode(c.file, []byte(c.data))
		if !errors.Is(err, c.err) || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want one line that is %v and names %q", name, err, c.err, c.says)
		}
	}
}
