-- One text of tokens for each brief, made in Go: words and pairs of Han, and
-- behind them, each with a sign of its own, the words of fields, where figures
-- stand, their units, and who it is for. Rows are numbered by date, so that the
-- newest are found first. Filled from texts and figures once this has run.
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (tokens, content = '', contentless_delete = 1, tokenize = 'ascii');

-- What ranking needs of a brief.
CREATE TABLE weights (
	key   INTEGER PRIMARY KEY, -- the day of its date and its number; its row in search
	brief INTEGER NOT NULL UNIQUE REFERENCES briefs (n) ON DELETE CASCADE,
	units INTEGER NOT NULL,    -- words and Han characters of title and body
	often BLOB    NOT NULL     -- the tokens that stand there more than once
);
