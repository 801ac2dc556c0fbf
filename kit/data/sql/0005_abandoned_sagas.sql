-- An operator asks; the running service ends the saga together with its subject (kit/sagas/abandoning.py).
alter table kit_sagas add column abandon_asked_at timestamptz;
