package store

import (
	"math"
	"math/big"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"despatch/briefs"
)

// Figures are indexed by where they stand on a logarithmic scale of each
// dimension: by decade, by first digit, by first two digits, and by value. A
// search for a range is a search for the few buckets that cover it, beside
// words and rights in the same index; which figures in the outermost buckets
// are really within is decided by their exact numbers.

// The decades that are told apart: what is smaller or larger is in the first or
// the last. So is what is below zero, mirrored.
const (
	firstDecade = -6
	lastDecade  = 18
)

// maxBuckets is in how many buckets a range may be; one that is in more is in
// the bucket of the wide ones, where every search looks.
const maxBuckets = 64

// A bucket is a piece of the scale: [from, to), away from zero.
type bucket struct {
	decade int
	digits int // 0 for the whole decade, one digit, or two
}

func (b bucket) token(dimension string, negative bool) string {
	var said [16]byte
	t := said[:0]
	if negative {
		t = append(t, '-')
	}
	t = strconv.AppendInt(append(t, 'e'), int64(b.decade), 10)
	if b.digits > 0 {
		t = strconv.AppendInt(append(t, '.'), int64(b.digits), 10)
	}
	return scaleToken(dimension, t)
}

// tokenOf is text as part of one token: signs, at which a database would cut it,
// are of the private use area.
func tokenOf(text string) string {
	return string(appendToken(make([]byte, 0, len(text)+16), strings.ToValidUTF8(text[:min(len(text), 2*maxWord)], "")))
}

func appendToken(to []byte, text string) []byte {
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf && alnum(byte(r)):
			to = append(to, byte(r))
		case r < utf8.RuneSelf || unicode.IsSpace(r):
			to = utf8.AppendRune(to, signs+r&0xff)
		default:
			to = utf8.AppendRune(to, r)
		}
	}
	return to
}

const signs = 0xe100

// powers are the powers of ten from firstDecade to the one after lastDecade+1.
var powers = func() (all [lastDecade - firstDecade + 2]*big.Rat) {
	p := big.NewRat(1, 1_000_000)
	for i := range all {
		all[i] = new(big.Rat).Set(p)
		p.Mul(p, big.NewRat(10, 1))
	}
	return all
}()

func power(decade int) *big.Rat { return powers[decade-firstDecade] }

// bounds are the ends of a bucket; nil is no end.
func (b bucket) bounds() (from, to *big.Rat) {
	ends := bucketEnds()[b.decade-firstDecade][b.digits]
	return ends[0], ends[1]
}

// bucketEnds are the bounds of all buckets, by decade and digits.
var bucketEnds = sync.OnceValue(func() *[lastDecade - firstDecade + 1][100][2]*big.Rat {
	var all [lastDecade - firstDecade + 1][100][2]*big.Rat
	tenth := big.NewRat(1, 10)
	for d := firstDecade; d <= lastDecade; d++ {
		row := &all[d-firstDecade]
		if d > firstDecade {
			row[0][0] = power(d)
		}
		if d < lastDecade {
			row[0][1] = power(d + 1)
		}
		for digits := 1; digits < len(row); digits++ {
			for end := range row[digits] {
				r := new(big.Rat).Mul(big.NewRat(int64(digits+end), 1), power(d))
				if digits >= 10 {
					r.Mul(r, tenth)
				}
				row[digits][end] = r
			}
		}
	}
	return &all
})

// finer are the buckets that a bucket is made of; none for the finest, and for
// the decades at the ends.
func (b bucket) finer() []bucket {
	if b.digits >= 10 || b.decade == firstDecade || b.decade == lastDecade {
		return nil
	}
	first, last := 1, 9
	if b.digits > 0 {
		first, last = b.digits*10, b.digits*10+9
	}
	var all []bucket
	for d := first; d <= last; d++ {
		all = append(all, bucket{b.decade, d})
	}
	return all
}

// cover calls use for the fewest buckets above zero that hold [low, high]; nil is
// no end.
func cover(low, high *big.Rat, use func(bucket)) {
	if high != nil && high.Sign() <= 0 {
		return
	}
	var visit func(b bucket)
	visit = func(b bucket) {
		from, to := b.bounds()
		if low != nil && to != nil && to.Cmp(low) <= 0 || high != nil && from != nil && from.Cmp(high) > 0 {
			return
		}
		finer := b.finer()
		inside := (low == nil || low.Sign() <= 0 || from != nil && from.Cmp(low) >= 0) && (high == nil || to != nil && to.Cmp(high) <= 0)
		if inside || finer == nil {
			use(b)
			return
		}
		for _, f := range finer {
			visit(f)
		}
	}
	for d := firstDecade; d <= lastDecade; d++ {
		visit(bucket{decade: d})
	}
}

// coverBoth is cover on both sides of zero, with zero, as tokens of the index.
func coverBoth(dimension string, low, high *big.Rat) []string {
	var tokens []string
	if below := low == nil || low.Sign() < 0; below && low == nil && (high == nil || high.Sign() >= 0) {
		tokens = append(tokens, belowToken(dimension))
	} else if below {
		cover(negated(high), negated(low), func(b bucket) { tokens = append(tokens, b.token(dimension, true)) })
	}
	if (low == nil || low.Sign() <= 0) && (high == nil || high.Sign() >= 0) {
		tokens = append(tokens, valueToken(dimension, new(big.Rat)))
	}
	cover(low, high, func(b bucket) { tokens = append(tokens, b.token(dimension, false)) })
	return tokens
}

// meet calls use for the buckets above zero, of every size, that meet [low, high],
// which is not all below zero. It needs no bounds: buckets are in the order of what
// is in them.
func meet(low, high *big.Rat, use func(bucket)) {
	first, last := bucket{decade: firstDecade}, bucketOf(high)
	if low.Sign() > 0 {
		first = bucketOf(low)
	}
	for b := (bucket{decade: first.decade}); b.decade <= last.decade; b.decade++ {
		b.digits = 0
		use(b)
		if b.decade == firstDecade || b.decade == lastDecade {
			continue
		}
		from, to := 10, 99
		if b.decade == first.decade {
			from = first.digits
		}
		if b.decade == last.decade {
			to = last.digits
		}
		for digit := from / 10; digit <= to/10; digit++ {
			b.digits = digit
			use(b)
			for b.digits = max(from, 10*digit); b.digits <= min(to, 10*digit+9); b.digits++ {
				use(b)
			}
		}
	}
}

// meetBoth is meet on both sides of zero, with zero, as tokens of the index.
func meetBoth(dimension string, low, high *big.Rat) []string {
	var tokens []string
	if low.Sign() < 0 {
		meet(negated(high), negated(low), func(b bucket) { tokens = append(tokens, b.token(dimension, true)) })
		tokens = append(tokens, belowToken(dimension))
	}
	if low.Sign() <= 0 && high.Sign() >= 0 {
		tokens = append(tokens, valueToken(dimension, new(big.Rat)))
	}
	if high.Sign() > 0 {
		meet(low, high, func(b bucket) { tokens = append(tokens, b.token(dimension, false)) })
	}
	return tokens
}

func negated(r *big.Rat) *big.Rat {
	if r == nil {
		return nil
	}
	return new(big.Rat).Neg(r)
}

// belowToken is of all numbers below zero, wideToken of the ranges that are in
// too many buckets, valueToken of one number.
func belowToken(dimension string) string { return scaleToken(dimension, []byte("-")) }
func wideToken(dimension string) string  { return scaleToken(dimension, []byte("w")) }
func valueToken(dimension string, r *big.Rat) string {
	return scaleToken(dimension, []byte("="+r.RatString()))
}

// scaleToken is tokenOf of a dimension and a place, behind the sign of figures.
func scaleToken(dimension string, place []byte) string {
	if len(dimension)+1+len(place) > 2*maxWord {
		return figureMark + tokenOf(dimension+"|"+string(place))
	}
	var said [2 * maxWord]byte
	to := append(said[:0], figureMark...)
	to = appendToken(to, strings.ToValidUTF8(dimension, ""))
	to = utf8.AppendRune(to, signs+'|')
	for _, c := range place {
		if alnum(c) {
			to = append(to, c)
		} else {
			to = utf8.AppendRune(to, signs+rune(c))
		}
	}
	return string(to)
}

// scaleTokens are where a figure stands in a dimension.
func scaleTokens(f *briefs.Figure, dimension string) []string {
	if f.Value2 == nil && (dimension == "" || dimension == f.Unit) {
		if tokens := decimalTokens(dimension, f.Value); tokens != nil {
			return tokens
		}
	}
	low, high, ok := numberIn(f, dimension)
	if !ok {
		return nil
	}
	if high == low {
		return append(pointTokens(dimension, low), valueToken(dimension, low))
	}
	tokens := meetBoth(dimension, low, high)
	if len(tokens) > maxBuckets {
		tokens = []string{wideToken(dimension)}
	}
	return append(tokens, valueToken(dimension, low), valueToken(dimension, high))
}

// decimalTokens are those of a number that is not converted, without a big.Rat:
// nearly all are such. It is nil for one that is too large or small for that.
func decimalTokens(dimension string, v briefs.Decimal) []string {
	const most = 18 // digits of 63 bits
	if v.Coef == 0 || v.Exp > most || v.Exp < -most || v.Coef == math.MinInt64 {
		return nil
	}
	coef, below := v.Coef, v.Coef < 0
	if below {
		coef = -coef
	}
	digits := strconv.FormatInt(coef, 10)
	b := bucket{decade: min(max(len(digits)-1+int(v.Exp), firstDecade), lastDecade)}
	tokens := append(make([]string, 0, 5), b.token(dimension, below))
	if below {
		tokens = append(tokens, belowToken(dimension))
	}
	if b.decade > firstDecade && b.decade < lastDecade {
		b.digits = int(digits[0] - '0')
		tokens = append(tokens, b.token(dimension, below))
		if b.digits *= 10; len(digits) > 1 {
			b.digits += int(digits[1] - '0')
		}
		tokens = append(tokens, b.token(dimension, below))
	}
	// The value as RatString has it: a fraction in its lowest terms.
	said := append(make([]byte, 0, 64), '=')
	if below {
		said = append(said, '-')
	}
	if v.Exp >= 0 {
		said = append(said, digits...)
		for range v.Exp {
			said = append(said, '0')
		}
		return append(tokens, scaleToken(dimension, said))
	}
	under := int64(1)
	twos, fives := int(-v.Exp), int(-v.Exp)
	for ; twos > 0 && coef%2 == 0; twos-- {
		coef /= 2
	}
	for ; fives > 0 && coef%5 == 0; fives-- {
		coef /= 5
	}
	for range twos {
		under *= 2
	}
	for range fives {
		under *= 5
	}
	said = strconv.AppendInt(said, coef, 10)
	if under > 1 {
		said = strconv.AppendInt(append(said, '/'), under, 10)
	}
	return append(tokens, scaleToken(dimension, said))
}

// pointTokens is meetBoth for one number: most figures are one.
func pointTokens(dimension string, r *big.Rat) []string {
	if r.Sign() == 0 {
		return nil // its value says it
	}
	below := r.Sign() < 0
	b := bucketOf(r)
	tokens := []string{bucket{decade: b.decade}.token(dimension, below)}
	if below {
		tokens = append(tokens, belowToken(dimension))
	}
	if b.digits > 0 {
		tokens = append(tokens, bucket{b.decade, b.digits / 10}.token(dimension, below), b.token(dimension, below))
	}
	return tokens
}

// bucketOf is the finest bucket of a number that is not zero.
func bucketOf(r *big.Rat) bucket {
	n := new(big.Int).Mul(r.Num(), shift)
	digits := n.Abs(n.Quo(n, r.Denom())).String() // of r × 10^shiftedBy
	b := bucket{decade: len(digits) - 1 - shiftedBy}
	if digits == "0" || b.decade <= firstDecade {
		return bucket{decade: firstDecade}
	}
	if b.decade >= lastDecade {
		return bucket{decade: lastDecade}
	}
	b.digits = int(digits[0]-'0')*10 + int(digits[1]-'0')
	return b
}

// shiftedBy is how far a number is shifted for its first digits: two of the
// smallest that has buckets by digits are left.
const shiftedBy = 2 - firstDecade

var shift = new(big.Int).Exp(big.NewInt(10), big.NewInt(shiftedBy), nil)

// figureTokens are what the index has of a figure: where it stands among those
// of its dimension, and among all, and its unit.
func figureTokens(f *briefs.Figure) []string {
	tokens := scaleTokens(f, "")
	if f.Kind != briefs.Count && f.Unit != "" {
		tokens = append(tokens, scaleTokens(f, briefs.Dimension(f.Unit))...)
	}
	if key := unitKey(f); key != "" {
		tokens = append(tokens, unitMark+tokenOf(key))
	}
	return tokens
}

// tokens are those of the figures that may meet the condition on their number.
func (c *condition) tokens() []string {
	if c.same {
		return []string{valueToken(c.dimension, c.low)}
	}
	return append(coverBoth(c.dimension, c.low, c.high), wideToken(c.dimension))
}
