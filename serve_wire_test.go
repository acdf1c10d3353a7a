package main

import (
	"bufio"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// Messages of SSH (RFC 4250, 4.1) that a wire knows.
const (
	msgServiceRequest, msgServiceAccept = 5, 6
	msgKexInit, msgNewKeys              = 20, 21
	msgECDHInit, msgECDHReply           = 30, 31
	msgAuth, msgAuthFailure             = 50, 51
	msgAuthSuccess, msgAuthOffer        = 52, 60

	closed = 0 // no message: the server has closed the connection
)

// A wire is a client that logs in by hand, for what no client does: it may
// change its name from one try to the next, and offer a key that it does not
// have. It checks nothing that the server says.
type wire struct {
	t       *testing.T
	conn    net.Conn
	in      *bufio.Reader
	session []byte // its identifier
	seal    *sealed
	open    *sealed
}

// A sealed is one direction of aes256-gcm@openssh.com.
type sealed struct {
	cipher.AEAD
	nonce []byte
}

func (s *sealed) next() []byte {
	nonce := append([]byte{}, s.nonce...)
	binary.BigEndian.PutUint64(s.nonce[4:], binary.BigEndian.Uint64(s.nonce[4:])+1)
	return nonce
}

// wire connects from an address of its own, and asks to log in.
func (s *served) wire(t *testing.T) *wire {
	t.Helper()
	d := net.Dialer{LocalAddr: elsewhere(), Timeout: patience}
	conn, err := d.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	w := &wire{t: t, conn: conn, in: bufio.NewReader(conn)}
	const ours = "SSH-2.0-by_hand"
	w.must(io.WriteString(conn, ours+"\r\n"))
	theirs, err := w.in.ReadString('\n')
	w.must(0, err)
	mine := ssh.Marshal(struct {
		Kind                                               byte
		Cookie                                             [16]byte
		Kex, Host, Seal, Open, MAC, MAC2, Zip, Zip2, L, L2 string
		Guess                                              bool
		Reserved                                           uint32
	}{
		Kind: msgKexInit, Kex: "curve25519-sha256", Host: "ssh-ed25519", Seal: "aes256-gcm@openssh.com", Open: "aes256-gcm@openssh.com",
		MAC: "hmac-sha2-256-etm@openssh.com", MAC2: "hmac-sha2-256-etm@openssh.com", Zip: "none", Zip2: "none",
	})
	w.write(mine)
	offered := w.read(msgKexInit)
	private, err := ecdh.X25519().GenerateKey(rand.Reader)
	w.must(0, err)
	w.write(ssh.Marshal(struct {
		Kind byte
		Q    []byte
	}{msgECDHInit, private.PublicKey().Bytes()}))
	var reply struct {
		Host, Q, Signature []byte
	}
	w.must(0, ssh.Unmarshal(w.read(msgECDHReply)[1:], &reply))
	public, err := ecdh.X25519().NewPublicKey(reply.Q)
	w.must(0, err)
	shared, err := private.ECDH(public)
	w.must(0, err)
	secret := ssh.Marshal(struct{ K *big.Int }{new(big.Int).SetBytes(shared)})
	hash := sha256.Sum256(append(ssh.Marshal(struct {
		Ours, Theirs, Mine, Offered, Host, Q, ServersQ []byte
	}{[]byte(ours), []byte(strings.TrimRight(theirs, "\r\n")), mine, offered, reply.Host, private.PublicKey().Bytes(), reply.Q}), secret...))
	w.session = hash[:]
	w.write([]byte{msgNewKeys})
	w.read(msgNewKeys)
	key := func(letter byte) []byte {
		k := sha256.Sum256(append(append(append([]byte{}, secret...), hash[:]...), append([]byte{letter}, hash[:]...)...))
		return k[:]
	}
	direction := func(iv, k byte) *sealed {
		block, err := aes.NewCipher(key(k))
		w.must(0, err)
		aead, err := cipher.NewGCM(block)
		w.must(0, err)
		return &sealed{aead, key(iv)[:12]}
	}
	w.seal, w.open = direction('A', 'C'), direction('B', 'D')
	w.write(ssh.Marshal(struct {
		Kind byte
		Name string
	}{msgServiceRequest, "ssh-userauth"}))
	w.read(msgServiceAccept)
	return w
}

func (w *wire) must(_ int, err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// write sends a message in a packet (RFC 4253, 6).
func (w *wire) write(payload []byte) {
	w.t.Helper()
	head, block := 5, 8
	if w.seal != nil {
		head, block = 1, 16
	}
	padding := block - (head+len(payload))%block
	if padding < 4 {
		padding += block
	}
	length := binary.BigEndian.AppendUint32(nil, uint32(1+len(payload)+padding))
	body := append(append([]byte{byte(padding)}, payload...), make([]byte, padding)...)
	if w.seal != nil {
		body = w.seal.Seal(nil, w.seal.next(), body, length)
	}
	w.must(w.conn.Write(append(length, body...)))
}

// read is the next message of those kinds; closed when none comes.
func (w *wire) read(kinds ...byte) []byte {
	w.t.Helper()
	for {
		length := make([]byte, 4)
		if _, err := io.ReadFull(w.in, length); err == io.EOF {
			return []byte{closed}
		} else {
			w.must(0, err)
		}
		n := int(binary.BigEndian.Uint32(length))
		if w.open != nil {
			n += w.open.Overhead()
		}
		body := make([]byte, n)
		w.must(io.ReadFull(w.in, body))
		if w.open != nil {
			var err error
			body, err = w.open.Open(nil, w.open.next(), body, length)
			w.must(0, err)
		}
		payload := body[1 : len(body)-int(body[0])]
		if strings.IndexByte(string(kinds), payload[0]) >= 0 {
			return payload
		}
	}
}

// An authRequest is a request to log in by a key (RFC 4252, 7).
type authRequest struct {
	Kind                  byte
	User, Service, Method string
	Signs                 bool
	Algorithm             string
	Key                   []byte
}

// offer asks whether a key would do, and is the kind of the answer.
func (w *wire) offer(user string, key ssh.PublicKey) byte {
	w.t.Helper()
	w.write(ssh.Marshal(authRequest{msgAuth, user, "ssh-connection", "publickey", false, key.Type(), key.Marshal()}))
	return w.read(msgAuthOffer, msgAuthFailure, msgAuthSuccess)[0]
}

// sign logs in under a name with a signature for that or another name, and is
// the kind of the answer.
func (w *wire) sign(user, signedFor string, key ssh.PublicKey, signer ssh.Signer) byte {
	w.t.Helper()
	r := authRequest{msgAuth, signedFor, "ssh-connection", "publickey", true, key.Type(), key.Marshal()}
	signature, err := signer.Sign(rand.Reader, append(ssh.Marshal(struct{ Session []byte }{w.session}), ssh.Marshal(r)...))
	w.must(0, err)
	r.User = user
	w.write(append(ssh.Marshal(r), ssh.Marshal(struct{ Signature []byte }{ssh.Marshal(signature)})...))
	return w.read(msgAuthFailure, msgAuthSuccess)[0]
}

// method tries another way to log in, and is the ways that the server names.
func (w *wire) method(user, method string, rest ...byte) string {
	w.t.Helper()
	w.write(append(ssh.Marshal(struct {
		Kind                  byte
		User, Service, Method string
	}{msgAuth, user, "ssh-connection", method}), rest...))
	var failure struct {
		Methods string
		Partial bool
	}
	w.must(0, ssh.Unmarshal(w.read(msgAuthFailure)[1:], &failure))
	return failure.Methods
}
