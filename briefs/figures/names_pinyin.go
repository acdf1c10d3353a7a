package figures

import "strings"

// namePinyin reports whether a word is one or two syllables of pinyin.
func namePinyin(w string) bool {
	w = strings.ToLower(w)
	for syllables := 0; syllables < 2 && w != ""; syllables++ {
		size := 0
		for cut := min(6, len(w)); cut > 0; cut-- {
			if nameSyllable(w[:cut]) && (cut == len(w) || syllables == 0 && nameSyllable(w[cut:])) {
				size = cut
				break
			}
		}
		if size == 0 {
			return false
		}
		w = w[size:]
	}
	return w == ""
}

func nameSyllable(s string) bool {
	for _, p := range [...]string{"zh", "ch", "sh"} {
		if strings.HasPrefix(s, p) {
			return nameFinal(s[2:])
		}
	}
	if s != "" && strings.IndexByte("bpmfdtnlgkhjqxrzcsyw", s[0]) >= 0 && nameFinal(s[1:]) {
		return true
	}
	switch s {
	case "a", "o", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "er":
		return true
	}
	return false
}

func nameFinal(s string) bool {
	switch s {
	case "a", "o", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "ong", "i", "ia", "ie", "iao", "iu", "ian", "in", "iang", "ing", "iong",
		"u", "ua", "uo", "uai", "ui", "uan", "un", "uang", "ue", "ü", "üe":
		return true
	}
	return false
}
