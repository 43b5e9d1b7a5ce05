-- Which statement another refers to by a StatementRef as its object; the zero UUID for all that refer to none. Voiding
-- and the filters of the record store (what refers to a match is a match) ask by it. Made of what the row has already,
-- so that nobody has to write it; the JSON is read only where the object is named by a UUID, which no activity is.
-- Adds to the description of the table alone: rows that are there get the value when they are read.
ALTER TABLE {{database}}.statements {{on_cluster}}
    ADD COLUMN IF NOT EXISTS refers_to UUID DEFAULT if(
        toUUIDOrNull(activity) IS NULL,
        toUUIDOrZero(''),
        if(JSONExtractString(statement, 'object', 'objectType') = 'StatementRef', toUUIDOrZero(activity), toUUIDOrZero(''))
    ) AFTER activity;

ALTER TABLE {{database}}.statements {{on_cluster}}
    ADD INDEX IF NOT EXISTS by_reference refers_to TYPE bloom_filter(0.01) GRANULARITY 1;
