-- Which bit of the facets is a card's, beside what is searched; 0012 fills it. By itself, since readers wait for this.
alter table product_cards add column place integer;
