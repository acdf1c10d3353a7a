package importer

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// The characters that make up most of running text. Bytes that are read in the
// wrong charset give characters from all over its table, of which few are
// among these; bytes that are read in the right one give about half.
const (
	simplified = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运" +
		"省府会议报告通知印发关于意见办法规定各县区部门单位组织实施贯彻落实加强推进促进改革创新发展投资增长亿元万户企业项目服务社会经济人民政府国务院党委书记主席领导干部群众农村城乡就业收入财政税费环境生态安全监督管理检查责任目标任务年度季度上半下同比提高降低完善健全保障支持鼓励严格执行，。、：；（）“”《》！？　"
	traditional = "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運，。、：；（）「」『』《》！？　"
	hangul      = "이다는의에을를가하고은로한기지사도인시으대정리자해일서어아있그수것들과나라부장전제상보주구원화관국성경공여만무조비게적위모소세오스동회유업신년중산선치생방용진계연미면우문물통과했월내할및등체행실재"
)

// eastAsian decodes Chinese, Japanese and Korean. Every charset must take all
// bytes and give a common text; one must be clearly the best.
func eastAsian(data []byte) (text, name string) {
	sample := whole(data, 64<<10)
	best, second := 0.0, 0.0
	var enc encoding.Encoding
	for _, c := range []struct {
		name   string
		enc    encoding.Encoding
		common func(string) float64
	}{
		{"GB18030", simplifiedchinese.GB18030, func(s string) float64 { return commonness(s, simplified) }},
		{"Big5", traditionalchinese.Big5, func(s string) float64 { return commonness(s, traditional) }},
		{"Shift_JIS", japanese.ShiftJIS, japaneseness},
		{"EUC-JP", japanese.EUCJP, japaneseness},
		{"EUC-KR", korean.EUCKR, koreanness},
	} {
		s, ok := lenient(c.enc, sample)
		if !ok {
			continue
		}
		switch score := c.common(s); {
		case score > best:
			best, second, name, enc = score, best, c.name, c.enc
		case score > second:
			second = score
		}
	}
	if best < 0.25 || second > best*0.6 {
		return "", ""
	}
	s, ok := lenient(enc, data)
	if !ok {
		return "", ""
	}
	return s, name
}

// whole is the beginning of data, at most n bytes, cut after a line if it can
// be, so that no character is cut.
func whole(data []byte, n int) []byte {
	if len(data) <= n {
		return data
	}
	for i := n; i > n/2; i-- {
		if data[i-1] == '\n' {
			return data[:i]
		}
	}
	return data[:n]
}

// lenient is strict, but for a last character that was cut off, and one bad
// byte in two thousand: real files have them.
func lenient(enc encoding.Encoding, data []byte) (string, bool) {
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return "", false
	}
	s := string(out)
	bad := strings.Count(s, "\ufffd")
	if bad == 1 && strings.HasSuffix(s, "\ufffd") {
		bad = 0
	}
	return s, bad*2000 <= len(data)
}

// commonness is the share of the wide characters of s that are in common, from
// 0 to 1. Fewer than eight must nearly all be, and one alone says nothing.
func commonness(s, common string) float64 {
	set := make(map[rune]bool, utf8.RuneCountInString(common))
	for _, r := range common {
		set[r] = true
	}
	n, all := 0, 0
	for _, r := range s {
		if r < 0x80 {
			continue
		}
		all++
		if set[r] {
			n++
		}
	}
	return confidence(n, all)
}

func confidence(n, all int) float64 {
	if all < 2 || all < 8 && n*4 < all*3 {
		return 0
	}
	return float64(n) / float64(all)
}

// japaneseness counts kana, common Han and Japanese punctuation; without kana
// it is not Japanese.
func japaneseness(s string) float64 {
	kana, han, half, all := 0, 0, 0, 0
	for _, r := range s {
		switch {
		case r < 0x80:
			continue
		case r >= 0xff61 && r <= 0xff9f:
			half++ // single bytes of Shift_JIS: nearly always another charset
		case isKana(r):
			kana++
		case strings.ContainsRune(traditional, r) || strings.ContainsRune(simplified, r) || r >= 0x3000 && r <= 0x301f:
			han++
		}
		all++
	}
	if kana*10 < all || half*5 > all {
		return 0
	}
	return confidence(kana+han, all)
}

// koreanness counts common syllables; a text that is not mostly Hangul is not
// Korean.
func koreanness(s string) float64 {
	syllables, all := 0, 0
	for _, r := range s {
		if r >= 0x80 {
			all++
			if isHangul(r) {
				syllables++
			}
		}
	}
	if syllables*10 < all*8 {
		return 0
	}
	return commonness(s, hangul+"·“”‘’")
}
