-- What the silence of a learner was taken for when they were scored, as JSON: the estimate leaves out the days that
-- excuse it, so both are kept together. '' = was not silent. Adds a column with a default: old parts are not rewritten.
ALTER TABLE {{database}}.scores {{on_cluster}} ADD COLUMN IF NOT EXISTS silence String CODEC(ZSTD(3));
