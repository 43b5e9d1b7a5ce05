-- When a dead letter was put on the bus again; a letter that was is left out of lists and counts.
ALTER TABLE {{database}}.dead_letters {{on_cluster}} ADD COLUMN IF NOT EXISTS replayed_at Nullable(DateTime64(3, 'UTC'));
