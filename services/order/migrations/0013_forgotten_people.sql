-- Of who was forgotten an order keeps what an invoice needs, and nobody opens it any more; until then, then it goes.
alter table orders add column books_until timestamptz;
alter table orders drop constraint orders_check;
alter table orders add constraint somebodys_or_in_the_books
    check (customer_id is not null or guest_id is not null or books_until is not null);
create index orders_in_the_books on orders (books_until) where books_until is not null;
create index orders_of_guests_by_age on orders (placed_at) where customer_id is null and books_until is null;
