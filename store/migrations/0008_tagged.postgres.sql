-- What a reader tagged is a few of all that they opened: a page of it looked at
-- every state of the reader.
CREATE INDEX states_tagged ON states (reader, tag, brief) WHERE tag <> '';
