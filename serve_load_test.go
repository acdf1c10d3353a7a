package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"despatch/briefs"
	"despatch/store"
	"despatch/ui/serve"
)

// crowd are the limits of a server that one reader and one address keep busy.
var crowd = serve.Limits{Rest: 30 * time.Second, Sessions: 1 << 20, Startups: 1 << 20, StartupsFrom: 1 << 20, StartupsOfSource: 1 << 20, ConnectionsOfSource: 1 << 20}

// sessionsVariable says how many sessions the load has.
const sessionsVariable = "DESPATCH_SESSIONS"

// BenchmarkServe has many sessions open at 120×40, each on a connection of its
// own, and a fifth of them press a key every second. It reports the time from a
// key to the last byte of its frame, and what a session's memory is and all of
// them cost while nobody presses anything: all awake, as when everybody has just
// pressed a key, and at rest, as when nobody has for half a minute.
//
//	DESPATCH_SESSIONS=1000 go test -run '^$' -bench Serve -benchtime 1x .
func BenchmarkServe(b *testing.B) {
	n, err := strconv.Atoi(os.Getenv(sessionsVariable))
	if err != nil {
		n = 20
	}
	for b.Loop() {
		load(b, n)
	}
}

func load(b *testing.B, n int) {
	s := servingLoad(b, n)
	before := s.footprint()
	all := make([]*pressed, n)
	var wait sync.WaitGroup
	gate := make(chan struct{}, 16)
	for i := range all {
		gate <- struct{}{}
		wait.Go(func() {
			defer func() { <-gate }()
			all[i] = press(b, s, readerOf(i))
		})
	}
	wait.Wait()
	defer func() {
		for _, p := range all {
			p.client.Close()
		}
	}()
	sent := func() (sum int64) {
		for _, p := range all {
			sum += p.bytes.Load()
		}
		return sum
	}
	// rest waits until nothing has come for two seconds.
	rest := func() {
		for n := int64(-1); n != sent(); {
			n = sent()
			time.Sleep(2 * time.Second)
		}
	}
	rest()                  // the first frames are drawn
	for _, p := range all { // they read, as readers do: the list draws a preview when keys rest
		io.WriteString(p.channel, "\r")
	}
	rest()
	bytes := sent()
	idle := func(how string) {
		after := s.footprint()
		busy, began := s.cpu(), time.Now()
		time.Sleep(5 * time.Second) // nobody presses anything
		b.ReportMetric((s.cpu()-busy)/time.Since(began).Seconds()*100, "%core-"+how)
		b.ReportMetric((after.bytes-before.bytes)/float64(n)/(1<<20), "MB/session-"+how)
	}
	idle("awake")
	time.Sleep(crowd.Rest + 30*time.Second) // and what is freed goes back to the system
	idle("at-rest")
	b.ReportMetric(float64(sent()-bytes), "bytes-idle")

	var mu sync.Mutex
	var took, woke []time.Duration
	busy, began := s.cpu(), time.Now()
	for i, p := range all[:max(n/5, 1)] {
		wait.Go(func() {
			time.Sleep(time.Duration(i) * time.Second / time.Duration(max(n/5, 1)))
			for k := range 16 {
				d := p.press("jjjjkkkkjjjjkkkk"[k : k+1])
				mu.Lock()
				if k == 0 {
					woke = append(woke, d)
				} else {
					took = append(took, d)
				}
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	b.ReportMetric((s.cpu()-busy)/time.Since(began).Seconds()*100, "%core-pressing")
	percentile := func(of []time.Duration, n int, name string) {
		slices.Sort(of)
		b.ReportMetric(float64(of[len(of)*n/100].Microseconds())/1000, name)
	}
	percentile(took, 50, "ms-p50")
	percentile(took, 99, "ms-p99")
	percentile(woke, 50, "ms-woken-p50")
	percentile(woke, 99, "ms-woken-p99")
}

// servingLoad starts a server for the load.
func servingLoad(b *testing.B, n int) *served {
	s := &served{t: b, program: "despatch-crowd", env: home(b), folder: b.TempDir(), signers: map[string]ssh.Signer{}}
	s.configure("", fmt.Sprintf("max_sessions = %d", 2*n+10))
	s.run("serve", "--init")
	s.addReaders(n)
	// One briefing that is longer than any screen, so that every key moves it.
	file := filepath.Join(s.folder, "long.md")
	text := "# A long report\n\n" + strings.Repeat("Output rose by 4.2 per cent to 310 million tonnes in the first half of 2026, and exports by 7 per cent.\n\n", 100)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	s.run("add", file)
	s.start()
	return s
}

// addReaders puts a reader for each session into the store.
func (s *served) addReaders(n int) {
	s.t.Helper()
	data, _ := strings.CutPrefix(s.env[1], "XDG_DATA_HOME=")
	db, err := store.Open(s.t.Context(), filepath.Join(data, "despatch", "despatch.db"))
	if err != nil {
		s.t.Fatal(err)
	}
	for i := range n {
		name := readerOf(i)
		s.key(name)
		key, err := parseKey(string(ssh.MarshalAuthorizedKey(s.signers[name].PublicKey())))
		key.Reader = name
		if err := errors.Join(err, db.AddReader(s.t.Context(), "root", briefs.Reader{Name: name}), db.AddKey(s.t.Context(), "root", key)); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		s.t.Fatal(err)
	}
}

// readerOf is the reader of a session.
func readerOf(i int) string { return "reader" + strconv.Itoa(i) }

// A pressed is a session whose bytes are counted.
type pressed struct {
	client  *ssh.Client
	channel ssh.Channel
	bytes   atomic.Int64
	last    atomic.Int64 // when the last of them came, in nanoseconds
}

// press opens the screens on a connection.
func press(b *testing.B, s *served, reader string) *pressed {
	c, err := s.dial(reader, s.signers[reader])
	if err != nil {
		b.Error(err)
		return &pressed{}
	}
	channel, requests, err := c.OpenChannel("session", nil)
	if err != nil {
		b.Error(err)
		return &pressed{client: c}
	}
	p := &pressed{client: c, channel: channel}
	go ssh.DiscardRequests(requests)
	for kind, payload := range map[string][]byte{"pty-req": ssh.Marshal(struct {
		Term                string
		Columns, Rows, W, H uint32
		Modes               string
	}{"xterm-256color", 120, 40, 0, 0, ""})} {
		if ok, err := channel.SendRequest(kind, true, payload); !ok || err != nil {
			b.Errorf("%s: %v, %v", kind, ok, err)
		}
	}
	if ok, err := channel.SendRequest("shell", true, nil); !ok || err != nil {
		b.Errorf("shell: %v, %v", ok, err)
	}
	go func() {
		buf := make([]byte, 4<<10)
		for {
			n, err := channel.Read(buf)
			if n > 0 {
				p.bytes.Add(int64(n))
				p.last.Store(time.Now().UnixNano())
			}
			if err != nil {
				return
			}
		}
	}()
	return p
}

// gap is how long nothing comes after a frame: what comes later, when a place
// is kept, is another's.
const gap = 100 * time.Millisecond

// press presses a key once a second, and is how long the last byte of its frame
// took.
func (p *pressed) press(key string) time.Duration {
	began := time.Now()
	end := began.Add(time.Second)
	if _, err := io.WriteString(p.channel, key); err != nil {
		return time.Second
	}
	took := time.Second // nothing came: a key without an answer is as bad
	for now := began; now.Before(end); now = time.Now() {
		last := time.Unix(0, p.last.Load())
		if last.After(began) {
			took = last.Sub(began)
			if now.Sub(last) > gap {
				break
			}
		}
		time.Sleep(gap / 10)
	}
	time.Sleep(time.Until(end))
	return took
}

// TestServeManyLogins logs in and out again, without a trace.
func TestServeManyLogins(t *testing.T) {
	n := 200
	if v, err := strconv.Atoi(os.Getenv(sessionsVariable)); err == nil {
		n = 2 * v
	}
	if _, err := exec.LookPath("despatch-crowd"); err != nil {
		t.Fatal(err)
	}
	s := &served{t: t, program: "despatch-crowd", env: home(t), folder: t.TempDir(), signers: map[string]ssh.Signer{}}
	s.configure("", "")
	s.run("serve", "--init")
	s.run("reader", "add", "anna")
	s.run("reader", "key", "add", "anna", s.key("anna")+".pub")
	s.start()
	visit := func() {
		c := s.in("anna")
		s.screens(c).press("q")
		c.Close()
	}
	for range 20 {
		visit()
	}
	s.settled(footprint{goroutines: 40, files: 40, bytes: 1 << 30}, 0)
	before := s.footprint()
	for range n {
		visit()
	}
	s.settled(before, 40)
}
