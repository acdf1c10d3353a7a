-- One text of tokens for each brief, made in Go: words and pairs of Han, and
-- behind them, each with a sign of its own, the words of fields, where figures
-- stand, their units, and who it is for. Rows are numbered by date, so that the
-- newest are found first. Filled from texts and figures once this has run.
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (tokens, content = '', contentless_delete = 1, tokenize = 'ascii');

-- Larger pieces of the index are written at once and merged less often: half of
-- the time of an import would go there.
INSERT INTO search (search, rank) VALUES ('hashsize', 16777216);
INSERT INTO search (search, rank) VALUES ('automerge', 16);

-- What ranking needs of a brief.
CREATE TABLE weights (
	key   INTEGER PRIMARY KEY, -- the day of its date and its number; its row in search
	brief INTEGER NOT NULL UNIQUE REFERENCES briefs (n) ON DELETE CASCADE,
	units INTEGER NOT NULL,    -- words and Han characters of title and body
	often BLOB    NOT NULL     -- the tokens that stand there more than once
);
