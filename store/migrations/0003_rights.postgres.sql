-- Readers whose rights the store knows, and what was done with the briefs.

CREATE TABLE readers (
	name      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
	clearance BIGINT NOT NULL, -- the highest marking that they may read
	groups    TEXT   NOT NULL, -- JSON; sorted, each once
	role      TEXT   NOT NULL
);

-- 1 when marking and groups were set by hand: the file that the brief comes
-- from does not change them any more.
ALTER TABLE briefs ADD COLUMN marked BIGINT NOT NULL DEFAULT 0;

-- The audit is only added to, in order of n. A brief is named by its ID, so that
-- its lines outlive it.
CREATE TABLE audit (
	n      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	at     BIGINT NOT NULL,
	reader TEXT COLLATE "C" NOT NULL,
	act    TEXT   NOT NULL,
	brief  TEXT COLLATE "C" NOT NULL, -- '' for what is about none
	note   TEXT   NOT NULL
);

CREATE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the audit is only added to';
END $$;

CREATE TRIGGER keep_audit BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION keep_audit();
