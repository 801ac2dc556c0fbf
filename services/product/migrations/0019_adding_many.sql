-- Who adds many variants at once leaves their ids to the database.
alter table variants alter column id set default uuidv7();

-- A few thousand changed cards are looked up by their ids, also by a plan that was made while the tables were small: else
-- each batch of an import reads all cards, variants and places that are there by then.
alter function souk_keep_facets(uuid[]) set enable_seqscan = off;
