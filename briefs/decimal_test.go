package briefs

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestCmpIsExact compares with exact fractions, where digits fit and where not.
func TestCmpIsExact(t *testing.T) {
	coefs := []int64{0, 1, -1, 9, 10, 540, 54, math.MaxInt64, math.MinInt64, math.MaxInt64 / 10, math.MinInt64 / 10}
	rnd := rand.New(rand.NewPCG(1, 2))
	pick := func() Decimal {
		coef := coefs[rnd.IntN(len(coefs))]
		if rnd.IntN(2) == 0 {
			coef = rnd.Int64() >> rnd.IntN(63)
		}
		return Decimal{coef, int16(rnd.IntN(2*MaxExp+1) - MaxExp)}
	}
	for range 20_000 {
		a, b := pick(), pick()
		if rnd.IntN(2) == 0 {
			b.Exp = a.Exp + int16(rnd.IntN(5)-2)
		}
		if got, want := a.Cmp(b), a.rat().Cmp(b.rat()); got != want {
			t.Fatalf("%v.Cmp(%v) is %d, not %d", a, b, got, want)
		}
	}
}
