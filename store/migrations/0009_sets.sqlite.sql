-- What readers have read, starred and tagged, as sets of the numbers of briefs, so
-- that a page of a list passes over what is not in it without a look at each
-- (store/sets.go). Filled from states once this has run.
CREATE TABLE sets (
	reader TEXT    NOT NULL,
	kind   TEXT    NOT NULL, -- 'read', 'starred', or 'tag ' and the tag
	part   INTEGER NOT NULL, -- the number of the brief by 4,096
	bits   BLOB NOT NULL, -- and a bit for each of these
	PRIMARY KEY (reader, kind, part)
) WITHOUT ROWID;
