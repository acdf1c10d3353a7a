-- The public keys by which readers come in from elsewhere. A key is one reader's.

CREATE TABLE reader_keys (
	fingerprint TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- SHA256:…
	reader      TEXT COLLATE "C" NOT NULL REFERENCES readers (name) ON DELETE CASCADE,
	type        TEXT   NOT NULL,
	key         TEXT   NOT NULL, -- base64, as authorized_keys has it
	comment     TEXT   NOT NULL,
	added       BIGINT NOT NULL
);

CREATE INDEX reader_keys_by_reader ON reader_keys (reader);
