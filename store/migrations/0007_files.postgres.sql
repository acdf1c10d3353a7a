-- Files that were imported, as they were when they were read: one that is still
-- so need not be read again.
CREATE TABLE files (
	path    BIGINT  PRIMARY KEY, -- the first 64 bits of its SHA-256
	size    BIGINT  NOT NULL,
	written BIGINT  NOT NULL,    -- nanoseconds since 1970, as the next
	changed BIGINT  NOT NULL,    -- of the file's entry; 0 where the system does not say
	inode   BIGINT  NOT NULL,    -- likewise
	brief   TEXT COLLATE "C" NOT NULL,    -- the ID of what it became
	hash    TEXT    NOT NULL     -- how the hash of it begins
);
