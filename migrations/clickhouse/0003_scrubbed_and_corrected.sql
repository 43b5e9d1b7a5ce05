-- What the door did to a statement before it was stored, in the row itself: a count by query loses nothing at a kill,
-- and a statement that comes twice is counted once. Scrubbed: identifiers of patients taken out of free text, by kind.
-- Corrections: what a lenient tenant's door has put right.
-- Adds columns with defaults: old parts are not rewritten, reads and writes go on.
ALTER TABLE {{database}}.statements {{on_cluster}}
    ADD COLUMN IF NOT EXISTS scrubbed Map(LowCardinality(String), UInt32),
    ADD COLUMN IF NOT EXISTS corrections Array(Tuple(path String, rule String, done String)) CODEC(ZSTD(3));
