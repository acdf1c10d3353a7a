-- What readers have read, starred and tagged, as sets of the numbers of briefs, so
-- that a page of a list passes over what is not in it without a look at each
-- (store/sets.go). Filled from states once this has run.
CREATE TABLE sets (
	reader TEXT COLLATE "C" NOT NULL,
	kind   TEXT COLLATE "C" NOT NULL, -- 'read', 'starred', or 'tag ' and the tag
	part   BIGINT NOT NULL, -- the number of the brief by 4,096
	bits   BYTEA NOT NULL, -- and a bit for each of these
	PRIMARY KEY (reader, kind, part)
);
