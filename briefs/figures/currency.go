package figures

import (
	"strings"
	"unicode/utf8"

	"despatch/briefs"
)

// currencyBefore is the currency that ends before i, and where it starts.
func (r *reader) currencyBefore(i int) (*unit, int) {
	t := r.text
	e := i
	for e > r.lo && t[e-1] == ' ' && i-e < 2 {
		e--
	}
	if e == r.lo {
		return nil, i
	}
	c := t[e-1]
	if e < i && e > r.lo && strings.HasSuffix(t[r.lo:e], "～") {
		return nil, i
	}
	if !isLetter(c) && c != '$' && c != '.' && c < 0x80 {
		return nil, i
	}
	if c >= 0x80 || c == '$' {
		_, w := utf8.DecodeLastRuneInString(t[r.lo:e])
		s := e - w
		if c >= 0x80 && hanBefore(t, e) {
			return r.hanCurrencyBefore(e)
		}
		u := unitSymbols[t[s:e]]
		if u == nil || u.kind != briefs.Money {
			return nil, i
		}
		if c != '$' {
			// CN¥
			return u, s
		}
		// Letters before the dollar sign: US$, HK$, c $, u.s $.
		k := s
		if k > r.lo && t[k-1] == ' ' {
			k--
		}
		for _, p := range dollarPrefixes {
			if k-len(p.s) >= r.lo && t[k-1]|0x20 == p.s[len(p.s)-1]|0x20 && strings.EqualFold(t[k-len(p.s):k], p.s) && (k-len(p.s) == r.lo || !isLetter(t[k-len(p.s)-1])) {
				if len(p.s) == 1 && (!isUpper(t[k-1]) && t[k-1] != 'c' || k < s && t[k-1] == 'A') {
					continue // "A $2 billion plan" opens with an article
				}
				return unitNames[p.name], k - len(p.s)
			}
		}
		return u, s
	}
	// Letters: USD 5, EUR5, Rs. 20, RM42, ringgit 42.
	s := e
	for s > r.lo && (isLetter(t[s-1]) || t[s-1] == '.' && e-s < 6) && e-s < 12 {
		s--
	}
	if s > r.lo && (isDigit(t[s-1]) || isLetter(t[s-1]) || t[s-1] >= 0x80) {
		return nil, i
	}
	w := t[s:e]
	if len(w) < 2 {
		return nil, i
	}
	if u := unitSymbols[w]; u != nil && u.kind == briefs.Money {
		if b := r.numberEndsBefore(s); b && !(len(w) == 3 && w != "won") {
			return nil, i
		} else if b {
			return nil, i
		}
		return u, s
	}
	if e < i && !isUpper(w[0]) && len(w) != 3 {
		switch w {
		case "ringgit", "sen", "rupees", "rs.", "rs":
		default:
			return nil, i
		}
	}
	if len(w) > 10 {
		return nil, i
	}
	low := strings.ToLower(w)
	u := unitNames[low]
	if u == nil && len(low) > 4 {
		u = unitNames[strings.TrimSuffix(low, "s")]
	}
	if u == nil || u.kind != briefs.Money || r.numberEndsBefore(s) {
		return nil, i
	}
	switch low {
	case "dollar", "dollars", "euro", "cent", "mark", "won", "rand", "real", "penny", "pence", "lev", "euros", "yuan", "yen", "dong":
		return nil, i
	}
	// Malaysia ringgit 42.
	if b := r.wordBefore(s); b.e > b.s {
		if u2 := unitNames[strings.ToLower(t[b.s:e])]; u2 != nil {
			return u2, b.s
		}
	}
	return u, s
}

// numberEndsBefore reports whether a number stands right before i, so that the
// letters at i are its unit and not a prefix of the next.
func (r *reader) numberEndsBefore(i int) bool {
	t := r.text
	for i > r.lo && t[i-1] == ' ' {
		i--
	}
	if n := len(r.items); i > r.lo && isDigit(t[i-1]) {
		return n == 0 || !r.items[n-1].prefix || r.items[n-1].End != i
	}
	if len(r.items) > 0 {
		if last := &r.items[len(r.items)-1]; last.num.End == i || last.End > i {
			return !last.prefix || last.End > i
		}
	}
	return false
}

var dollarPrefixes = [...]struct{ s, name string }{
	{"U.S.", "us dollar"}, {"US", "us dollar"}, {"u.s", "us dollar"}, {"HK", "hong kong dollar"}, {"NZ", "new zealand dollar"}, {"NZD", "new zealand dollar"},
	{"NT", "taiwan dollar"}, {"AU", "australian dollar"}, {"CA", "canadian dollar"}, {"MX", "mexican peso"}, {"MXN", "mexican peso"},
	{"A", "australian dollar"}, {"C", "canadian dollar"}, {"S", "singapore dollar"}, {"R", "brazilian real"}, {"J", "jamaican dollar"}, {"AUD", "australian dollar"}, {"CAD", "canadian dollar"}, {"USD", "us dollar"},
}

// hanCurrencyBefore is a Han currency that ends at e: 人民币50元, 港币3.14.
func (r *reader) hanCurrencyBefore(e int) (*unit, int) {
	if w := hanCurrencies.end(r.text[r.lo:e]); w != "" {
		if r.numberEndsBefore(e - len(w)) {
			return nil, e
		}
		return unitNames[w], e - len(w)
	}
	if strings.HasSuffix(r.text[r.lo:e], "￥") {
		return unitSymbols["￥"], e - 3
	}
	return nil, e
}

var hanCurrencies = list("人民币", "人民幣", "港币", "港幣", "港元", "新台币", "新台幣", "新臺幣", "台币", "台幣", "美元", "美金", "欧元", "歐元", "英镑", "英鎊", "日元", "日圓")
