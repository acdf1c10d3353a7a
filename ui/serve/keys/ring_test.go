package keys

import (
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

var (
	desk   = netip.MustParseAddr("10.1.2.3")
	mapped = netip.MustParseAddr("::ffff:10.1.2.3")
	six    = netip.MustParseAddr("2001:db8::17%eth0")
)

func TestWhoByLine(t *testing.T) {
	key := newKey(t, "ed25519").PublicKey()
	for _, test := range []struct {
		options string
		from    netip.Addr
		refused string // in the error; "" where the key is let in
		screens bool
	}{
		{`reader="zhang"`, desk, "", true},
		{`reader="zhang"`, netip.Addr{}, "", true},
		{`READER="zhang",No-Pty`, desk, "", false},
		{`restrict,reader="zhang"`, desk, "", false},
		{`restrict,pty,reader="zhang"`, desk, "", true},
		{`pty,restrict,reader="zhang"`, desk, "", false},
		{`pty,no-pty,reader="zhang"`, desk, "", false},
		{`no-port-forwarding,no-agent-forwarding,no-X11-forwarding,no-user-rc,reader="zhang"`, desk, "", true},
		{`port-forwarding,agent-forwarding,X11-forwarding,user-rc,permitopen="a:1",permitopen="b:2",reader="zhang"`, desk, "", true},
		{`reader="zhang",from="10.1.0.0/16"`, desk, "", true},
		{`reader="zhang",from="10.1.0.0/16"`, mapped, "", true},
		{`reader="zhang",from="10.1.0.0/16"`, six, "does not allow", true},
		{`reader="zhang",from="10.1.0.0/16"`, netip.Addr{}, "does not allow", true},
		{`reader="zhang",from="*"`, netip.Addr{}, "does not allow", true},
		{`reader="zhang",from="10.1.*"`, desk, "", true},
		{`reader="zhang",from="10.?.2.3"`, desk, "", true},
		{`reader="zhang",from="*,!10.1.2.0/24"`, desk, "does not allow", true},
		{`reader="zhang",from="!10.1.2.3,*"`, mapped, "does not allow", true},
		{`reader="zhang",from="!10.9.0.0/16"`, desk, "does not allow", true},
		{`reader="zhang",from="!2001:db8::/32,*"`, six, "does not allow", true},
		{`reader="zhang",from="2001:DB8::17"`, six, "", true},
		{`reader="zhang",from="2001:db8::*"`, six, "", true},
		{`reader="zhang",from="::ffff:10.1.2.3"`, desk, "", true},
		{`reader="zhang",expiry-time="20260504115959Z"`, desk, "has ended", true},
		{`reader="zhang",expiry-time="202605041200Z"`, desk, "has ended", true},
		{`reader="zhang",expiry-time="20260504120001Z"`, desk, "", true},
		{`reader="zhang",expiry-time="20260505Z"`, desk, "", true},
		{`reader="张伟 二处"`, desk, "", true},
	} {
		t.Run(test.options, func(t *testing.T) {
			r := load(t, Paths{AuthorizedKeys: []string{file(t, "authorized_keys", "# ours\r\n\r\n"+test.options+" \t"+line(key)+" a comment\r\n")}})
			owner, err := r.Who(key, Attempt{User: "anyone", From: test.from, At: noon})
			if test.refused != "" {
				if err == nil || !strings.Contains(err.Error(), test.refused) || errors.Is(err, ErrUnknown) {
					t.Fatalf("Who = %+v, %v; not refused with %q", owner, err, test.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(owner.Reader, "zhang") && owner.Reader != "张伟 二处" || owner.How != "authorized_keys, line 3" ||
				owner.Fingerprint != ssh.FingerprintSHA256(key) || owner.Screens != test.screens {
				t.Errorf("Who = %+v", owner)
			}
			if owner.Until.IsZero() == strings.Contains(test.options, "expiry") {
				t.Errorf("Until = %v", owner.Until)
			}
		})
	}
}

func TestLinesPassedOver(t *testing.T) {
	key := newKey(t, "ed25519")
	good := line(key.PublicKey())
	certificate := line(certify(t, newKey(t, "ed25519"), key.PublicKey(), nil))
	for _, test := range []struct{ line, remark string }{
		{good, `write reader="NAME" before the key`},
		{`no-pty ` + good, `write reader="NAME" before the key`},
		{`reader="zhang",command="ls" ` + good, "command cannot be kept"},
		{`reader="zhang",environment="A=b" ` + good, "environment cannot be kept"},
		{`reader="zhang",no-touch-required ` + good, "no-touch-required cannot be kept"},
		{`reader="zhang",verify-required ` + good, "verify-required cannot be kept"},
		{`reader="zhang",tunnel="1" ` + good, "“tunnel” is not known"},
		{`reader="zhang",sparkle ` + good, "“sparkle” is not known"},
		{`reader="zhang",no-pty="yes" ` + good, "takes no value"},
		{`reader="zhang",from ` + good, "has no value"},
		{`reader="zhang",from="desk.example.org" ` + good, "not an address"},
		{`reader="zhang",from="!*.example.org,*" ` + good, "not an address"},
		{`reader="zhang",from="10.1.2.3/16" ` + good, "not an address"},
		{`reader="zhang",from="10.1.0.0/99" ` + good, "not an address"},
		{`reader="zhang",from="10.1.*/16" ` + good, "not an address"},
		{`reader="zhang",from="" ` + good, "not an address"},
		{`reader="zhang",from="10.1.2.3," ` + good, "not an address"},
		{`reader="zhang",from="10.1.2.3",from="*" ` + good, "twice"},
		{`reader="zhang",reader="li" ` + good, "twice"},
		{`reader="zhang",expiry-time="tomorrow" ` + good, "not a date"},
		{`reader="zhang",expiry-time="20261301" ` + good, "not a date"},
		{`reader="zhang",expiry-time="2026050412Z" ` + good, "not a date"},
		{`reader="zhang",principals="a" ` + good, "of certificates only"},
		{`reader="zhang",cert-authority,principals="a,*" ` + good, "a pattern"},
		{`reader="zhang",cert-authority,principals="" ` + good, "empty name"},
		{`reader="" ` + good, "empty name"},
		{`reader=" zhang" ` + good, "spaces at its ends"},
		{"reader=\"zh\u202eang\" " + good, "cannot be seen"},
		{"reader=\"zh\x1b[2Jang\" " + good, "cannot be seen"},
		{`reader="` + strings.Repeat("z", 81) + `" ` + good, "80 are the most"},
		{`reader="*" ` + good, "a pattern"},
		{`reader=zhang ` + good, "between quotation marks"},
		{`reader="zhang ` + good, "no closing quotation mark"},
		{`reader="zhang"no-pty ` + good, "neither a comma nor a space"},
		{`reader="zhang",,no-pty ` + good, "has no name"},
		{`reader="zhang" ssh-rsa ` + strings.Fields(good)[1], "it says ssh-rsa"},
		{`reader="zhang" ssh-ed25519 AAAA`, "its key cannot be read"},
		{`reader="zhang" ` + certificate, "it is a certificate"},
		{`reader="zhang" ` + line(newKey(t, "short").PublicKey()), "3072 are the least"},
		{`hello`, "not a public key"},
		{`hello world`, "not a public key"},
		{"\x00\xff\x1b[31m", "not a public key"},
		{`reader="zhang" ` + good + strings.Repeat(" ", maxLine), "longer than 16 KiB"},
	} {
		path := file(t, "authorized_keys", "\n"+test.line)
		r, remarks, err := Load(Paths{AuthorizedKeys: []string{path}})
		if err != nil {
			t.Fatal(err)
		}
		if len(remarks) != 1 || !strings.HasPrefix(remarks[0], path+", line 2 was passed over: ") || !strings.Contains(remarks[0], test.remark) {
			t.Errorf("%.60q: remarks %q; want %q", test.line, remarks, test.remark)
		}
		if strings.ContainsAny(strings.Join(remarks, ""), "\x00\x1b\n") {
			t.Errorf("%.60q: a remark that is not clean: %q", test.line, remarks)
		}
		if _, err := r.Who(key.PublicKey(), Attempt{From: desk, At: noon}); !errors.Is(err, ErrUnknown) {
			t.Errorf("%.60q: the key was let in: %v", test.line, err)
		}
	}
}

func TestAKeyOfTwoReadersIsNobodys(t *testing.T) {
	key, other := newKey(t, "ed25519").PublicKey(), newKey(t, "p256").PublicKey()
	first := file(t, "a", `reader="zhang" `+line(key)+"\n"+`reader="li" `+line(other)+"\n")
	second := file(t, "b", `reader="wang" `+line(key)+"\n")
	r, remarks, err := Load(Paths{AuthorizedKeys: []string{first, second}})
	if err != nil {
		t.Fatal(err)
	}
	if len(remarks) != 2 || !strings.HasPrefix(remarks[0], first+", line 1 ") || !strings.HasPrefix(remarks[1], second+", line 1 ") {
		t.Errorf("remarks: %q", remarks)
	}
	if o, err := r.Who(key, Attempt{At: noon}); !errors.Is(err, ErrUnknown) {
		t.Errorf("Who = %+v, %v", o, err)
	}
	if o, err := r.Who(other, Attempt{At: noon}); err != nil || o.Reader != "li" {
		t.Errorf("Who = %+v, %v", o, err)
	}
}

func TestTwoLinesOfOneReader(t *testing.T) {
	key := newKey(t, "ed25519").PublicKey()
	r := load(t, Paths{AuthorizedKeys: []string{file(t, "authorized_keys",
		`reader="zhang",no-pty `+line(key)+"\n"+`reader="zhang",from="10.9.0.0/16" `+line(key)+"\n")}})
	if o, err := r.Who(key, Attempt{From: desk, At: noon}); err != nil || o.Screens {
		t.Errorf("Who = %+v, %v", o, err)
	}
}

func TestWhoOfAnUnknownKey(t *testing.T) {
	r := load(t, Paths{})
	for _, kind := range []string{"ed25519", "p256", "p384", "p521", "rsa", "sk-ed25519", "sk-p256"} {
		key := newKey(t, kind).PublicKey()
		if err := r.Check(key); err != nil {
			t.Errorf("Check of %s: %v", kind, err)
		}
		if _, err := r.Who(key, Attempt{}); !errors.Is(err, ErrUnknown) {
			t.Errorf("Who of %s: %v", kind, err)
		}
	}
	for name, key := range map[string]ssh.PublicKey{"short RSA": newKey(t, "short").PublicKey(), "none": nil, "another's type": strange{newKey(t, "ed25519").PublicKey()}} {
		if err := r.Check(key); err == nil {
			t.Errorf("Check takes %s", name)
		}
		if _, err := r.Who(key, Attempt{}); err == nil || errors.Is(err, ErrUnknown) {
			t.Errorf("Who of %s: %v", name, err)
		}
	}
}

// strange is a certificate in disguise, such as a wrapper may make of one.
type strange struct{ ssh.PublicKey }

func (strange) Type() string { return ssh.CertAlgoED25519v01 }

func TestFilesRefused(t *testing.T) {
	good := `reader="zhang" ` + line(newKey(t, "ed25519").PublicKey()) + "\n"
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := exec.Command("mkfifo", "-m", "600", pipe).Run(); err != nil {
		pipe = t.TempDir() // a system without pipes
	}
	loose := func(mode fs.FileMode) string {
		path := file(t, "loose", good)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, test := range []struct{ path, want string }{
		{loose(0o620), "written by others"},
		{loose(0o602), "written by others"},
		{filepath.Join(t.TempDir(), "none"), "is not there"},
		{t.TempDir(), "is not a file"},
		{pipe, "is not a file"},
		{file(t, "large", strings.Repeat("#", maxFile+1)), "larger than 1 MiB"},
		{file(t, "long", strings.Repeat("#\n", maxLines+1)), "more than 10000 lines"},
	} {
		for what, p := range map[string]Paths{
			"authorized_keys": {AuthorizedKeys: []string{test.path}},
			"authorities":     {TrustedCA: []string{test.path}},
			"revoked":         {Revoked: []string{test.path}},
		} {
			if _, _, err := Load(p); err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), test.path) {
				t.Errorf("%s %s: %v; want %q", what, test.path, err, test.want)
			}
		}
	}
	load(t, Paths{AuthorizedKeys: []string{loose(0o644), file(t, "bom", "\ufeff"+good)}})
}

func TestRemarksAreBounded(t *testing.T) {
	_, remarks, err := Load(Paths{AuthorizedKeys: []string{file(t, "mail", strings.Repeat("this is no list of keys\n", maxLines))}})
	if err != nil || len(remarks) != maxRemarks+1 || !strings.Contains(remarks[maxRemarks], fmt.Sprintf("%d more lines", maxLines-maxRemarks)) {
		t.Errorf("%d remarks, the last %q, %v", len(remarks), remarks[len(remarks)-1], err)
	}
}

func TestExpiryIsOfTheMachinesZone(t *testing.T) {
	at, err := expiry("20260504")
	if want := time.Date(2026, 5, 4, 0, 0, 0, 0, time.Local); err != nil || !at.Equal(want) {
		t.Errorf("expiry = %v, %v; want %v", at, err, want)
	}
}

func TestPatternsAreNotSlow(t *testing.T) {
	start := time.Now()
	if globbed(strings.Repeat("*1", 4000)+"x", strings.Repeat("1", 45)) {
		t.Error("matched")
	}
	if d := time.Since(start); d > time.Second {
		t.Errorf("a pattern took %v", d)
	}
}
