-- What came with a message of the broker: a letter is kept as it lay in the topic.
ALTER TABLE {{database}}.dead_letters {{on_cluster}} ADD COLUMN IF NOT EXISTS headers Map(String, String);
