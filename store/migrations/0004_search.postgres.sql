-- One text of tokens for each brief, made in Go: words and pairs of Han, and
-- behind them, each with a sign of its own, the words of fields, where figures
-- stand, their units, and who it is for. Filled from texts and figures once this
-- has run.
DELETE FROM search;

-- What ranking needs of a brief.
CREATE TABLE weights (
	key   BIGINT PRIMARY KEY, -- the day of its date and its number
	brief BIGINT NOT NULL UNIQUE REFERENCES briefs (n) ON DELETE CASCADE,
	units BIGINT NOT NULL,    -- words and Han characters of title and body
	often BYTEA  NOT NULL     -- the tokens that stand there more than once
);
