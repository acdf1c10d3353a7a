package figures

import (
	"math/bits"

	"despatch/briefs"
)

// pow10 are the powers of ten that fit an int64.
var pow10 = [...]int64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18}

// scaled is d × 10^n, and whether the exponent stays within what a Decimal
// holds.
func scaled(d briefs.Decimal, n int) (briefs.Decimal, bool) {
	e := int(d.Exp) + n
	if e > briefs.MaxExp || e < -briefs.MaxExp {
		return d, false
	}
	return briefs.Decimal{Coef: d.Coef, Exp: int16(e)}, true
}

// mulInt is a × b, and whether it fits.
func mulInt(a, b int64) (int64, bool) {
	neg := (a < 0) != (b < 0)
	hi, lo := bits.Mul64(abs(a), abs(b))
	if hi != 0 || lo > 1<<63-1 {
		return 0, false
	}
	if neg {
		return -int64(lo), true
	}
	return int64(lo), true
}

func abs(a int64) uint64 {
	if a < 0 {
		return uint64(-a)
	}
	return uint64(a)
}

// sum is a + b, exactly, and whether it fits.
func sum(a, b briefs.Decimal) (briefs.Decimal, bool) {
	if a.Coef == 0 {
		return b, true
	}
	if b.Coef == 0 {
		return a, true
	}
	if a.Exp < b.Exp {
		a, b = b, a
	}
	shift := int(a.Exp) - int(b.Exp)
	if shift >= len(pow10) {
		return a, false
	}
	c, ok := mulInt(a.Coef, pow10[shift])
	if !ok {
		return a, false
	}
	s := c + b.Coef
	if (c > 0) == (b.Coef > 0) && (s > 0) != (c > 0) {
		return a, false
	}
	return briefs.Decimal{Coef: s, Exp: b.Exp}, true
}

// product is a × b, exactly, and whether it fits.
func product(a, b briefs.Decimal) (briefs.Decimal, bool) {
	a, b = short(a), short(b)
	c, ok := mulInt(a.Coef, b.Coef)
	if !ok {
		return a, false
	}
	return scaled(briefs.Decimal{Coef: c, Exp: a.Exp}, int(b.Exp))
}

// short drops zeros at the end of the coefficient, so that products fit.
func short(d briefs.Decimal) briefs.Decimal {
	for d.Coef != 0 && d.Coef%10 == 0 && d.Exp < briefs.MaxExp {
		d.Coef, d.Exp = d.Coef/10, d.Exp+1
	}
	return d
}

// quotient is a ÷ b to fifteen digits: exact where the division ends, rounded
// half up where it does not (a third is 0.333333333333333).
func quotient(a, b briefs.Decimal) (briefs.Decimal, bool) {
	if b.Coef == 0 {
		return a, false
	}
	if a.Coef == 0 {
		return briefs.Int(0), true
	}
	a, b = short(a), short(b)
	neg := (a.Coef < 0) != (b.Coef < 0)
	n, m, exp := abs(a.Coef), abs(b.Coef), int(a.Exp)-int(b.Exp)
	q, rest := n/m, n%m
	for rest != 0 && q < 1e14 {
		hi, lo := bits.Mul64(rest, 10)
		if hi != 0 {
			break
		}
		q, rest, exp = q*10+lo/m, lo%m, exp-1
		if q == 0 && exp < -briefs.MaxExp {
			return a, false
		}
	}
	if rest != 0 && rest >= m-m/2 {
		q++
	}
	if neg {
		return scaled(short(briefs.Decimal{Coef: -int64(q)}), exp)
	}
	return scaled(short(briefs.Decimal{Coef: int64(q)}), exp)
}

// power is d^n for the small powers that people print.
func power(d briefs.Decimal, n int) (briefs.Decimal, bool) {
	if n > 64 || n < -64 {
		return d, false
	}
	p, ok := briefs.Int(1), true
	for range max(n, -n) {
		if p, ok = product(p, d); !ok {
			return d, false
		}
		if abs(p.Coef) > 1e12 { // keep twelve digits and more
			p = briefs.Decimal{Coef: p.Coef / 1000, Exp: p.Exp + 3}
		}
		if abs(d.Coef) > 1e6 {
			return d, false
		}
	}
	if n < 0 {
		return quotient(briefs.Int(1), p)
	}
	return p, true
}

func negate(d briefs.Decimal) briefs.Decimal {
	d.Coef = -d.Coef
	return d
}
