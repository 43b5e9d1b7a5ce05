-- They lie in `scorings`. The table stays: a store without it would count as damaged.
TRUNCATE TABLE IF EXISTS {{database}}.scores {{on_cluster}};
