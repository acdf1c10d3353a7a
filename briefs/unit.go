package briefs

import (
	"math/big"
	"sync"
)

// A conversion is what one of a unit is in the base unit of its dimension:
// factor × value, and plus the offset in base units where zero is not zero.
// Factors are exact by definition; "5/18" is a fraction.
type conversion struct {
	base   string
	factor string
	offset string
}

// conversions are the units that can be compared with others, by the codes that
// figures carry. Units of which there are several (cent, pound of force,
// horsepower) and money of different countries are not converted: a rate is of
// a day. Sources: BIPM SI brochure 9; NIST SP 811; IEC 80000-13; State Council
// 1959 for 里, 亩 and 斤.
var conversions = map[string]conversion{
	"‰":    {base: "percent", factor: "1/10"},
	"bp":   {base: "percentage point", factor: "1/100"},
	"ppb":  {base: "ppm", factor: "1/1000"},
	"jiao": {base: "CNY", factor: "1/10"},

	"min": {base: "s", factor: "60"}, "h": {base: "s", factor: "3600"}, "day": {base: "s", factor: "86400"},
	"week": {base: "s", factor: "604800"}, "fortnight": {base: "s", factor: "1209600"},
	// A month has no fixed length in days; a year has twelve of them.
	"quarter": {base: "month", factor: "3"}, "year": {base: "month", factor: "12"}, "decade": {base: "month", factor: "120"},
	"century": {base: "month", factor: "1200"}, "Gyr": {base: "month", factor: "12e9"},
	"year of age": {base: "month of age", factor: "12"}, "week of age": {base: "day of age", factor: "7"},

	"mile": {base: "m", factor: "1609.344"}, "nautical mile": {base: "m", factor: "1852"}, "ft": {base: "m", factor: "0.3048"},
	"in": {base: "m", factor: "0.0254"}, "yd": {base: "m", factor: "0.9144"}, "Å": {base: "m", factor: "1e-10"},
	"light-year": {base: "m", factor: "9460730472580800"}, "au": {base: "m", factor: "149597870700"},
	"里": {base: "m", factor: "500"}, "丈": {base: "m", factor: "10/3"}, "尺": {base: "m", factor: "1/3"}, "寸": {base: "m", factor: "1/30"},

	"km2": {base: "m2", factor: "1e6"}, "cm2": {base: "m2", factor: "1e-4"}, "mm2": {base: "m2", factor: "1e-6"},
	"ha": {base: "m2", factor: "1e4"}, "mu": {base: "m2", factor: "2000/3"}, "acre": {base: "m2", factor: "4046.8564224"},
	"square mile": {base: "m2", factor: "2589988.110336"}, "square foot": {base: "m2", factor: "0.09290304"},
	"square inch": {base: "m2", factor: "0.00064516"}, "square yard": {base: "m2", factor: "0.83612736"},

	"L": {base: "m3", factor: "1e-3"}, "km3": {base: "m3", factor: "1e9"}, "cm3": {base: "m3", factor: "1e-6"}, "mm3": {base: "m3", factor: "1e-9"},
	"cubic foot": {base: "m3", factor: "0.028316846592"}, "cubic inch": {base: "m3", factor: "0.000016387064"},
	"cubic yard": {base: "m3", factor: "0.764554857984"}, "gallon": {base: "m3", factor: "0.003785411784"},
	"imperial gallon": {base: "m3", factor: "0.00454609"}, "quart": {base: "m3", factor: "0.000946352946"},
	"pint": {base: "m3", factor: "0.000473176473"}, "barrel": {base: "m3", factor: "0.158987294928"},
	"fl oz": {base: "m3", factor: "0.0000295735295625"}, "bushel": {base: "m3", factor: "0.03523907016688"},

	"t": {base: "g", factor: "1e6"}, "kt": {base: "g", factor: "1e9"}, "Mt": {base: "g", factor: "1e12"}, "Gt": {base: "g", factor: "1e15"},
	"short ton": {base: "g", factor: "907184.74"}, "long ton": {base: "g", factor: "1016046.9088"},
	"lb": {base: "g", factor: "453.59237"}, "oz": {base: "g", factor: "28.349523125"}, "stone": {base: "g", factor: "6350.29318"},
	"斤": {base: "g", factor: "500"}, "两": {base: "g", factor: "50"}, "钱": {base: "g", factor: "5"}, "carat": {base: "g", factor: "0.2"},

	"km/h": {base: "m/s", factor: "5/18"}, "mph": {base: "m/s", factor: "0.44704"}, "ft/s": {base: "m/s", factor: "0.3048"},
	"knot": {base: "m/s", factor: "463/900"},

	"Wh": {base: "J", factor: "3600"}, "cal": {base: "J", factor: "4.184"}, "kcal": {base: "J", factor: "4184"},
	"eV":  {base: "J", factor: "1.602176634e-19"},
	"bar": {base: "Pa", factor: "100000"}, "atm": {base: "Pa", factor: "101325"}, "mmHg": {base: "Pa", factor: "133.322387415"},
	"MVA": {base: "VA", factor: "1e6"}, "kVA": {base: "VA", factor: "1e3"},
	"Ah": {base: "A.s", factor: "3600"}, "mAh": {base: "A.s", factor: "3.6"},

	"kbit": {base: "bit", factor: "1e3"}, "Mbit": {base: "bit", factor: "1e6"}, "Gbit": {base: "bit", factor: "1e9"},
	"B": {base: "bit", factor: "8"}, "kB": {base: "bit", factor: "8e3"}, "MB": {base: "bit", factor: "8e6"}, "GB": {base: "bit", factor: "8e9"},
	"TB": {base: "bit", factor: "8e12"}, "PB": {base: "bit", factor: "8e15"}, "exabyte": {base: "bit", factor: "8e18"},
	"kbit/s": {base: "bit/s", factor: "1e3"}, "Mbit/s": {base: "bit/s", factor: "1e6"}, "Gbit/s": {base: "bit/s", factor: "1e9"},
	"megapixel": {base: "px", factor: "1e6"},
	"mM":        {base: "molar", factor: "1e-3"}, "µM": {base: "molar", factor: "1e-6"}, "nM": {base: "molar", factor: "1e-9"},

	"°C": {base: "K", factor: "1", offset: "273.15"}, "°F": {base: "K", factor: "5/9", offset: "45967/180"},
	"minute of arc": {base: "degree", factor: "1/60"}, "second of arc": {base: "degree", factor: "1/3600"}, "turn": {base: "degree", factor: "360"},
}

// prefixed are the units that take the prefixes of the SI.
var prefixed = map[string]bool{
	"m": true, "g": true, "s": true, "W": true, "J": true, "N": true, "Pa": true, "V": true, "A": true, "Hz": true, "eV": true, "L": true,
	"mol": true, "Wh": true, "T": true, "Sv": true, "Bq": true, "Da": true, "F": true,
}

// prefixes are those of the SI, as powers of ten.
var prefixes = map[string]string{
	"a": "1e-18", "f": "1e-15", "p": "1e-12", "n": "1e-9", "µ": "1e-6", "m": "1e-3", "c": "1e-2", "d": "1e-1",
	"h": "1e2", "k": "1e3", "M": "1e6", "G": "1e9", "T": "1e12",
}

// A ratio is a conversion ready to be used.
type ratio struct {
	base           string
	factor, offset *big.Rat // an offset of nil is none
}

// ratios are the conversions by unit, those of the units with prefixes among
// them.
var ratios = sync.OnceValue(func() map[string]ratio {
	all := make(map[string]ratio, 2*len(conversions))
	for unit, c := range conversions {
		r := ratio{base: c.base, factor: exact(c.factor)}
		if c.offset != "" {
			r.offset = exact(c.offset)
		}
		all[unit] = r
	}
	for unit := range prefixed {
		base, ok := all[unit]
		if !ok {
			base = ratio{base: unit, factor: exact("1")}
		}
		for prefix, power := range prefixes {
			if _, named := all[prefix+unit]; !named {
				all[prefix+unit] = ratio{base: base.base, factor: new(big.Rat).Mul(base.factor, exact(power))}
			}
		}
	}
	return all
})

func exact(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic("no number: " + s) // the table holds constants
	}
	return r
}

// Dimension is the unit that a unit is compared in: "m" for km and for miles.
// One that is converted into no other is its own.
func Dimension(unit string) string {
	if r, ok := ratios()[unit]; ok {
		return r.base
	}
	return unit
}

// InDimension is so many of a unit in the unit of Dimension, exactly.
func (d Decimal) InDimension(unit string) *big.Rat {
	v := d.rat()
	r, ok := ratios()[unit]
	if !ok {
		return v
	}
	v.Mul(v, r.factor)
	if r.offset != nil {
		v.Add(v, r.offset)
	}
	return v
}
