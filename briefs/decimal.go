package briefs

import (
	"cmp"
	"errors"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// Decimal is Coef × 10^Exp, exactly as stated: "5.40" is {540, -2}, so the
// digits the author chose to print are never lost.
type Decimal struct {
	Coef int64
	Exp  int16
}

// MaxExp bounds the exponent of a Decimal on both sides, so that writing one
// out stays short.
const MaxExp = 64

var errDecimal = errors.New("not a decimal number")

// ParseDecimal reads ASCII digits with an optional sign, point and exponent.
// It fails where the digits do not fit 64 bits or the exponent passes MaxExp.
func ParseDecimal(s string) (Decimal, error) {
	mant, exp := s, 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		n, err := strconv.Atoi(s[i+1:])
		if err != nil {
			return Decimal{}, errDecimal
		}
		mant, exp = s[:i], n
	}
	whole, frac, point := strings.Cut(mant, ".")
	if point && frac == "" {
		return Decimal{}, errDecimal
	}
	digits := strings.TrimLeft(whole, "+-")
	if digits+frac == "" || len(whole)-len(digits) > 1 || strings.ContainsAny(frac, "+-") {
		return Decimal{}, errDecimal
	}
	exp -= len(frac)
	n, err := strconv.ParseInt(whole+frac, 10, 64)
	if err != nil || exp < -MaxExp || exp > MaxExp {
		return Decimal{}, errDecimal
	}
	return Decimal{n, int16(exp)}, nil
}

// Int is n as a Decimal.
func Int(n int64) Decimal { return Decimal{Coef: n} }

// Scale is d × 10^n, with the same digits.
func (d Decimal) Scale(n int) Decimal { return Decimal{d.Coef, d.Exp + int16(n)} }

// String writes every digit: {80, 12} is "80000000000000", {540, -2} is "5.40".
func (d Decimal) String() string { return d.format("") }

// Group is String with sep between groups of three digits left of the point.
func (d Decimal) Group(sep string) string { return d.format(sep) }

func (d Decimal) format(sep string) string {
	s := strconv.FormatInt(d.Coef, 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	frac := ""
	switch {
	case d.Exp > 0 && d.Coef != 0:
		s += strings.Repeat("0", int(d.Exp))
	case d.Exp < 0:
		n := int(-d.Exp)
		if len(s) <= n {
			s = strings.Repeat("0", n-len(s)+1) + s
		}
		s, frac = s[:len(s)-n], "."+s[len(s)-n:]
	}
	if sep != "" && len(s) > 3 {
		var b strings.Builder
		for i, r := range s {
			if i > 0 && (len(s)-i)%3 == 0 {
				b.WriteString(sep)
			}
			b.WriteRune(r)
		}
		s = b.String()
	}
	return sign + s + frac
}

// rat is the exact value.
func (d Decimal) rat() *big.Rat {
	r := new(big.Rat).SetInt64(d.Coef)
	p := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(d.Exp, -d.Exp))), nil)
	if d.Exp < 0 {
		return r.Quo(r, new(big.Rat).SetInt(p))
	}
	return r.Mul(r, new(big.Rat).SetInt(p))
}

// Cmp compares values, not digits: 5.40 equals 5.4.
func (d Decimal) Cmp(e Decimal) int {
	if d.Exp == e.Exp {
		switch {
		case d.Coef < e.Coef:
			return -1
		case d.Coef > e.Coef:
			return 1
		}
		return 0
	}
	if sign := cmp.Compare(d.Sign(), e.Sign()); sign != 0 || d.Coef == 0 {
		return sign
	}
	if c, ok := d.cmpScaled(e); ok {
		return c
	}
	if c, ok := e.cmpScaled(d); ok {
		return -c
	}
	return d.rat().Cmp(e.rat())
}

// cmpScaled compares d, written with the smaller exponent of e, where its digits
// fit 64 bits then.
func (d Decimal) cmpScaled(e Decimal) (c int, ok bool) {
	if d.Exp < e.Exp || d.Exp-e.Exp > 18 {
		return 0, false
	}
	coef := d.Coef
	for range d.Exp - e.Exp {
		if coef > math.MaxInt64/10 || coef < math.MinInt64/10 {
			return 0, false
		}
		coef *= 10
	}
	return cmp.Compare(coef, e.Coef), true
}

// Sign is -1, 0 or 1.
func (d Decimal) Sign() int {
	switch {
	case d.Coef < 0:
		return -1
	case d.Coef > 0:
		return 1
	}
	return 0
}

// Tenths is how many of ten cells a share of d per cent fills, 0 to 10, halves
// up. A share above none never shows as none, one below all never as all.
func (d Decimal) Tenths() int {
	r := d.rat()
	if r.Sign() <= 0 {
		return 0
	}
	if r.Cmp(big.NewRat(100, 1)) >= 0 {
		return 10
	}
	r.Quo(r, big.NewRat(10, 1)).Add(r, big.NewRat(1, 2))
	n := new(big.Int).Quo(r.Num(), r.Denom())
	return min(max(int(n.Int64()), 1), 9)
}

// MarshalJSON writes a JSON number with every digit stated.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalJSON reads a JSON number.
func (d *Decimal) UnmarshalJSON(b []byte) error {
	v, err := ParseDecimal(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// PercentOf is how far d is above base, in per cent to one decimal, halves away
// from zero; "" where base is not positive.
func (d Decimal) PercentOf(base Decimal) string {
	if base.Sign() <= 0 {
		return ""
	}
	r := new(big.Rat).Quo(d.rat(), base.rat())
	r.Sub(r, big.NewRat(1, 1)).Mul(r, big.NewRat(100, 1))
	return r.FloatString(1)
}
