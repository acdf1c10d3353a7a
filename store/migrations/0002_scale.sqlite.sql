-- An audience is who a brief is for: a marking and a set of groups. There are
-- few, so that who may read which is found in Go, by the one rule. A row is
-- never changed and never removed.

CREATE TABLE audiences (
	n       INTEGER PRIMARY KEY,
	marking INTEGER NOT NULL,
	groups  TEXT    NOT NULL, -- JSON; sorted, each once
	UNIQUE (marking, groups)
);

ALTER TABLE briefs ADD COLUMN audience INTEGER NOT NULL DEFAULT 0; -- of audiences; 0 is for nobody

CREATE TEMP TABLE had AS
	SELECT n AS brief, marking, CASE everyone WHEN 1 THEN '[]' ELSE
		(SELECT json_group_array(value) FROM (SELECT DISTINCT value FROM json_each(briefs.groups) ORDER BY value)) END AS groups
	FROM briefs;
INSERT INTO audiences (marking, groups) SELECT DISTINCT marking, groups FROM had;
UPDATE briefs SET audience = (SELECT a.n FROM had h JOIN audiences a ON a.marking = h.marking AND a.groups = h.groups WHERE h.brief = briefs.n);
DROP TABLE had;

DROP TABLE brief_groups;
ALTER TABLE briefs DROP COLUMN everyone;

-- What the list is narrowed by: all that it shows of a brief, folded.
ALTER TABLE briefs ADD COLUMN match_key TEXT NOT NULL DEFAULT '';

UPDATE briefs SET match_key = title_key || ' ' || issuer_key; -- all of it when they are saved again

-- One for each order of the list, with the audience, so that what is for others
-- is passed over in the index.
DROP INDEX briefs_by_date;
CREATE INDEX briefs_by_date ON briefs (date DESC, id, audience);
CREATE INDEX briefs_by_due ON briefs (due, date DESC, id, audience);
CREATE INDEX briefs_by_title ON briefs (title_key, title, id, audience);
CREATE INDEX briefs_by_issuer ON briefs (issuer_key, date DESC, id, audience);
CREATE INDEX briefs_by_time ON briefs (minutes, date DESC, id, audience);
CREATE INDEX states_starred ON states (reader, brief) WHERE starred = 1;

-- How many briefs an audience has, and how many of them each reader has read,
-- with their minutes.
CREATE TABLE totals (
	audience INTEGER NOT NULL PRIMARY KEY,
	briefs   INTEGER NOT NULL,
	minutes  INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE done (
	reader   TEXT NOT NULL,
	audience INTEGER NOT NULL,
	briefs   INTEGER NOT NULL,
	minutes  INTEGER NOT NULL,
	PRIMARY KEY (reader, audience)
) WITHOUT ROWID;

INSERT INTO totals (audience, briefs, minutes) SELECT audience, COUNT(*), SUM(minutes) FROM briefs GROUP BY audience;
INSERT INTO done (reader, audience, briefs, minutes)
	SELECT s.reader, b.audience, COUNT(*), SUM(b.minutes) FROM states s JOIN briefs b ON b.n = s.brief WHERE s.read = 1 GROUP BY s.reader, b.audience;
