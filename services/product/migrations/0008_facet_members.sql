-- What is counted for a product, beside its place; 0009 fills it. By itself, since readers of places wait for this.
create type souk_facet_member as (facet text, value text, plane smallint);
alter table facet_places add column members souk_facet_member[] not null default '{}';
