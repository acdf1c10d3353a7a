-- The box: briefs, what was read out of them, and what readers did with them.
-- Times are microseconds since 1970 in UTC; a time that is not known is that of
-- the year 1, a due time that is not known the largest integer, so that every
-- order is one of plain columns.

CREATE TABLE briefs (
	n          INTEGER PRIMARY KEY,
	id         TEXT    NOT NULL UNIQUE,
	source     TEXT    NOT NULL,
	title      TEXT    NOT NULL,
	title_key  TEXT    NOT NULL, -- folded, for the order A to Z
	issuer     TEXT    NOT NULL,
	issuer_key TEXT    NOT NULL,
	link       TEXT    NOT NULL,
	date       INTEGER NOT NULL,
	due        INTEGER NOT NULL,
	lang       TEXT    NOT NULL,
	tags       TEXT    NOT NULL, -- JSON
	sample     INTEGER NOT NULL,
	marking    INTEGER NOT NULL,
	everyone   INTEGER NOT NULL, -- 1 when groups is empty
	groups     TEXT    NOT NULL, -- JSON
	words      INTEGER NOT NULL,
	minutes    INTEGER NOT NULL,
	size       INTEGER NOT NULL,
	keys       TEXT    NOT NULL, -- JSON
	added      INTEGER NOT NULL,
	format     TEXT    NOT NULL,
	version    INTEGER NOT NULL,
	hash       TEXT    NOT NULL,
	digest     TEXT    NOT NULL  -- of all that was saved
);

CREATE INDEX briefs_by_date ON briefs (date DESC, id);

-- What the list does not need, kept apart from what it reads.
CREATE TABLE texts (
	brief    INTEGER PRIMARY KEY REFERENCES briefs (n) ON DELETE CASCADE,
	body     TEXT NOT NULL,
	names    TEXT NOT NULL, -- JSON
	warnings TEXT NOT NULL  -- JSON
);

CREATE TABLE brief_groups (
	brief INTEGER NOT NULL REFERENCES briefs (n) ON DELETE CASCADE,
	name  TEXT    NOT NULL,
	PRIMARY KEY (brief, name)
) WITHOUT ROWID;

CREATE TABLE figures (
	brief        INTEGER NOT NULL REFERENCES briefs (n) ON DELETE CASCADE,
	ord          INTEGER NOT NULL,
	span_start   INTEGER NOT NULL,
	span_end     INTEGER NOT NULL,
	kind         TEXT    NOT NULL,
	coef         INTEGER NOT NULL,
	exp          INTEGER NOT NULL,
	coef2        INTEGER,          -- NULL when it is no range
	exp2         INTEGER,
	comparator   TEXT    NOT NULL,
	unit         TEXT    NOT NULL,
	unit_text    TEXT    NOT NULL,
	measure      TEXT    NOT NULL,
	period       TEXT,             -- as printed; NULL when there is none
	period_from  TEXT,
	period_to    TEXT,
	change       TEXT    NOT NULL,
	stance       TEXT    NOT NULL,
	rank         INTEGER NOT NULL,
	paragraph    INTEGER NOT NULL,
	sent_start   INTEGER NOT NULL,
	sent_end     INTEGER NOT NULL,
	rule         TEXT    NOT NULL,
	surface      TEXT    NOT NULL, -- on one line
	measure_key  TEXT    NOT NULL, -- '' when it is in no series
	PRIMARY KEY (brief, ord)
) WITHOUT ROWID;

CREATE INDEX figures_by_measure ON figures (measure_key) WHERE measure_key <> '';

CREATE TABLE states (
	reader  TEXT    NOT NULL,
	brief   INTEGER NOT NULL REFERENCES briefs (n) ON DELETE CASCADE,
	read    INTEGER NOT NULL,
	starred INTEGER NOT NULL,
	tag     TEXT    NOT NULL,
	place   INTEGER NOT NULL,
	far     INTEGER NOT NULL,
	opened  INTEGER NOT NULL,
	marks   TEXT    NOT NULL, -- JSON
	changed INTEGER NOT NULL,
	PRIMARY KEY (reader, brief)
) WITHOUT ROWID;

CREATE INDEX states_by_brief ON states (brief);

-- Counters that only grow: 'box' for all, the name of a reader for what that
-- reader did.
CREATE TABLE changes (
	kind  TEXT    NOT NULL,
	name  TEXT    NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (kind, name)
) WITHOUT ROWID;

CREATE TABLE settings (
	name  TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) WITHOUT ROWID;

-- Words and pairs of Han characters are made in Go; SQLite only parts them at
-- spaces. The text itself is in texts, once.
CREATE VIRTUAL TABLE search USING fts5 (title, body, han, content = '', contentless_delete = 1, tokenize = 'ascii');
