-- Sagas that ended long ago are found by it and deleted. A saga's row enters once, by its last update.
create index kit_sagas_ended on kit_sagas (ended_at) where ended_at is not null;
