package keys

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"despatch/briefs"
)

// A pattern is one part of from="…": a network, or text with * and ?.
type pattern struct {
	not  bool
	net  netip.Prefix // invalid: glob counts
	glob string
}

// patterns reads the list of from="…" as OpenSSH has it. Names of hosts are
// not looked up: an address may say that it has any.
func patterns(list string) ([]pattern, error) {
	var found []pattern
	for part := range strings.SplitSeq(list, ",") {
		var p pattern
		text, not := strings.CutPrefix(part, "!")
		p.not = not
		if n, err := network(text); err == nil {
			p.net = n
		} else if p.glob = strings.ToLower(text); strings.Contains(text, "/") || !strings.ContainsAny(text, "*?") || !addressLike(p.glob) {
			return nil, fmt.Errorf("from= has “%s”, which is not an address; write addresses, networks like 10.1.0.0/16, or patterns like 10.1.*", briefs.CleanLine(part, maxName))
		}
		found = append(found, p)
	}
	return found, nil
}

// addressLike reports whether the text of some address could match a pattern,
// so that it is not meant for the name of a host.
func addressLike(glob string) bool {
	letters := "0123456789.*?"
	if strings.Contains(glob, ":") {
		letters += ":abcdef"
	}
	return strings.Trim(glob, letters) == ""
}

// matches reports whether an address is in a list: some part must match, and
// none with a ! before it.
func matches(list []pattern, from netip.Addr) bool {
	if !from.IsValid() {
		return false
	}
	from = from.Unmap().WithZone("")
	text, found := from.String(), false
	for _, p := range list {
		if p.net.IsValid() && p.net.Contains(from) || !p.net.IsValid() && globbed(p.glob, text) {
			if p.not {
				return false
			}
			found = true
		}
	}
	return found
}

// networks reads the source-address of a certificate: addresses and networks,
// nothing else.
func networks(list string) ([]pattern, error) {
	var found []pattern
	for part := range strings.SplitSeq(list, ",") {
		n, err := network(part)
		if err != nil {
			return nil, err
		}
		found = append(found, pattern{net: n})
	}
	return found, nil
}

// network reads an address or a network. Bits behind the mask are an error, as
// for OpenSSH: whoever wrote them meant something else.
func network(s string) (netip.Prefix, error) {
	if !strings.Contains(s, "/") {
		a, err := netip.ParseAddr(s)
		if err != nil || a.Zone() != "" {
			return netip.Prefix{}, errors.New("not an address")
		}
		a = a.Unmap()
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	n, err := netip.ParsePrefix(s)
	if err != nil || n.Masked() != n || n.Addr().Is4In6() {
		return netip.Prefix{}, errors.New("not a network")
	}
	return n, nil
}

// globbed reports whether text matches a pattern in which * is any text and ?
// any one character. It goes back to the last * only, so that no pattern is slow.
func globbed(glob, text string) bool {
	star, from := -1, 0
	g, t := 0, 0
	for t < len(text) {
		switch {
		case g < len(glob) && glob[g] == '*':
			star, from = g, t
			g++
		case g < len(glob) && (glob[g] == '?' || glob[g] == text[t]):
			g++
			t++
		case star >= 0:
			from++
			g, t = star+1, from
		default:
			return false
		}
	}
	return strings.Trim(glob[g:], "*") == ""
}

// address is an address in a message.
func address(a netip.Addr) string {
	if !a.IsValid() {
		return "of a client that has none"
	}
	return briefs.CleanLine(a.String(), maxName)
}
