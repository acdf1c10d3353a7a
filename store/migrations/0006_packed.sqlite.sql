-- The index of words and figures is ours: segments of documents, each in blocks
-- of bytes (store/segment.go). A segment never changes, but for which of its
-- documents are out of date; a number is never used again.
DROP TABLE search;
DROP TABLE weights;

CREATE TABLE segments (
	n      INTEGER PRIMARY KEY AUTOINCREMENT,
	docs   INTEGER NOT NULL,
	newest INTEGER NOT NULL, -- the key of the newest document: its day and the number of its brief
	dead   BLOB    NOT NULL  -- a bit for each document; empty where all are up to date
);

CREATE TABLE blocks (
	n    INTEGER PRIMARY KEY, -- the segment, and the number of the block in it (20 bits)
	data BLOB NOT NULL
);

-- What was read out of a brief is one value beside its body (store/pack.go):
-- figures, names, warnings. Filled from the old tables, which go, once this has
-- run.
DROP INDEX figures_by_measure;
ALTER TABLE figures RENAME TO old_figures;
ALTER TABLE texts RENAME TO old_texts;

CREATE TABLE texts (
	brief  INTEGER PRIMARY KEY REFERENCES briefs (n) ON DELETE CASCADE,
	body   TEXT NOT NULL,
	packed BLOB NOT NULL
);
