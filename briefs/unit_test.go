package briefs

import "testing"

func TestDimensions(t *testing.T) {
	parse := func(s string) Decimal {
		d, err := ParseDecimal(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct{ value, unit, as, other string }{
		{"5", "km", "5000", "m"}, {"1", "mile", "160934.4", "cm"}, {"3", "mu", "2000", "m2"}, {"1", "ha", "15", "mu"}, {"0.5", "µm", "500", "nm"},
		{"1", "t", "2000", "斤"}, {"1", "Mt", "1000000", "t"}, {"1", "Mg", "1", "t"}, {"1", "GWh", "3.6", "TJ"}, {"36", "km/h", "10", "m/s"},
		{"25", "bp", "0.25", "percentage point"}, {"5", "‰", "0.5", "percent"}, {"1", "decade", "40", "quarter"}, {"2", "week", "1", "fortnight"},
		{"0", "°C", "32", "°F"}, {"-40", "°C", "-40", "°F"}, {"0", "°C", "273.15", "K"}, {"1", "GB", "8000", "Mbit"}, {"20", "jiao", "2.00", "CNY"},
		{"5", "little giants", "5.0", "little giants"}, {"1", "L", "1000", "mL"}, {"9", "knot", "4.63", "m/s"}, {"1", "里", "1500", "尺"},
	} {
		a, b := parse(c.value).InDimension(c.unit), parse(c.as).InDimension(c.other)
		if a.Cmp(b) != 0 || Dimension(c.unit) != Dimension(c.other) {
			t.Errorf("%s %s is %s %s, %s %s is %s %s", c.value, c.unit, a, Dimension(c.unit), c.as, c.other, b, Dimension(c.other))
		}
	}
	for _, pair := range [][2]string{{"percent", "percentage point"}, {"CNY", "USD"}, {"month", "day"}, {"W", "Wh"}, {"m", "min"}, {"year", "year of age"}, {"bit", "bit/s"}} {
		if Dimension(pair[0]) == Dimension(pair[1]) {
			t.Errorf("%s and %s are compared", pair[0], pair[1])
		}
	}
}
