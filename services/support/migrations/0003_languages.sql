-- What who asked is written to in; a replica of the last release writes none, which is the shop's own.
alter table tickets add column language text;
