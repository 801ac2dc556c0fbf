-- What a shopper keeps for later, beside the bag; a wish as a line is.
create table saved_lines (
    cart_id uuid not null references carts on delete cascade,
    sku text not null,
    quantity integer not null check (quantity between 1 and 99),
    position bigint generated always as identity,
    primary key (cart_id, sku)
);
