package serve

import (
	"bytes"
	"net/netip"
	"strings"
	"testing"
	"time"

	"despatch/ui/serve/door"
)

func TestFloodAtTheDoorDoesNotFloodTheLog(t *testing.T) {
	var turned turned
	now, lines, unsaid := time.Unix(1_800_000_000, 0), 0, 0
	for i := range 10_000 { // a thousand a second
		if n, due := turned.say(now.Add(time.Duration(i)*time.Millisecond), door.StartupsFull); due {
			lines, unsaid = lines+1, unsaid+n
		}
	}
	if lines != 10 || unsaid != 9*999 {
		t.Errorf("%d lines, %d unsaid", lines, unsaid)
	}
	if n, due := turned.say(now, door.Penalised); n != 0 || !due {
		t.Error("one reason keeps another out of the log")
	}
}

func TestLogSaysWhoWasTurnedAway(t *testing.T) {
	var log bytes.Buffer
	v := &server{log: newLog(&log, "text")}
	v.turnedAway(netip.MustParseAddrPort("192.0.2.7:50022"), door.Penalised)
	v.turnedAway(netip.MustParseAddrPort("192.0.2.7:50023"), door.Penalised)
	if got := log.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, `msg="turned away" from=192.0.2.7:50022 why=penalty unsaid=0`) {
		t.Errorf("%s", got)
	}
}
