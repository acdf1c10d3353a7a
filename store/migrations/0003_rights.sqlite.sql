-- Readers whose rights the store knows, and what was done with the briefs.

CREATE TABLE readers (
	name      TEXT    NOT NULL PRIMARY KEY,
	clearance INTEGER NOT NULL, -- the highest marking that they may read
	groups    TEXT    NOT NULL, -- JSON; sorted, each once
	role      TEXT    NOT NULL
) WITHOUT ROWID;

-- 1 when marking and groups were set by hand: the file that the brief comes
-- from does not change them any more.
ALTER TABLE briefs ADD COLUMN marked INTEGER NOT NULL DEFAULT 0;

-- The audit is only added to, in order of n. A brief is named by its ID, so that
-- its lines outlive it.
CREATE TABLE audit (
	n      INTEGER PRIMARY KEY AUTOINCREMENT,
	at     INTEGER NOT NULL,
	reader TEXT    NOT NULL,
	act    TEXT    NOT NULL,
	brief  TEXT    NOT NULL, -- '' for what is about none
	note   TEXT    NOT NULL
);

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;

CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;

-- An insert that replaces a line would remove it without the trigger above.
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE n = NEW.n)
BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
