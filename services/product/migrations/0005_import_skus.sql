-- What a running import is about to write, so that it is checked and locked as a whole. The rows never outlive its
-- transaction, so nobody else sees any.
create unlogged table import_skus (
    handle text not null,
    product_line integer not null,
    sku text not null,
    line integer not null
);
