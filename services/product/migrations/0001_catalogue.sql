-- Catalogue: what is sold. `product_cards` is a read model, rewritten in the transaction that changed its product.
create extension if not exists unaccent;

-- Two readings of every text: by English stem ("shirts" finds "shirt") and as written (prefixes of unstemmed words).
create text search configuration souk_stems (copy = english);
alter text search configuration souk_stems
    alter mapping for asciiword, word, asciihword, hword, hword_asciipart, hword_part with unaccent, english_stem;
create text search configuration souk_words (copy = simple);
alter text search configuration souk_words
    alter mapping for asciiword, word, asciihword, hword, hword_asciipart, hword_part with unaccent, simple;

create table categories (
    id uuid primary key,
    parent_id uuid references categories (id),
    slug text not null unique,
    name text not null,
    position integer not null default 0,
    lineage text[] not null  -- slugs from the root down to this one
);

create table products (
    id uuid primary key,
    handle text not null unique check (handle ~ '^[a-z0-9][a-z0-9-]*$'),
    title text not null,
    vendor text not null default '',
    description_html text not null default '',
    category_id uuid not null references categories (id),
    tags text[] not null default '{}',
    options jsonb not null default '[]',     -- [{name, values: [{value, color}]}], in the order shown
    attributes jsonb not null default '[]',  -- [{name, value}]
    seo_title text not null default '',
    seo_description text not null default '',
    published boolean not null default true,
    rating_average numeric(3, 2),
    rating_count integer not null default 0,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index products_by_category on products (category_id);

create table images (
    product_id uuid not null references products (id) on delete cascade,
    position integer not null check (position >= 0),  -- from 0 without gaps: the index that variants point to
    source text not null,                             -- where it came from; the same source is not fetched again
    url text not null,
    alt text not null,
    width integer not null,
    height integer not null,
    color text not null check (color ~ '^#[0-9a-f]{6}$'),
    srcset jsonb not null default '[]',
    placeholder boolean not null default false,
    primary key (product_id, position)
);

create table variants (
    id uuid primary key,
    product_id uuid not null references products (id) on delete cascade,
    sku text not null unique check (sku <> ''),
    position integer not null,
    options jsonb not null default '{}',
    price bigint not null check (price >= 0),
    compare_at bigint check (compare_at > price),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    stock integer not null check (stock >= 0),
    weight_grams integer not null default 0 check (weight_grams >= 0),
    image_position integer
);
create index variants_by_product on variants (product_id, position);

-- The colour that a name stands for in filters; products show their own shade of it.
create table swatches (
    name text primary key,
    color text not null check (color ~ '^#[0-9a-f]{6}$')
);

create table product_cards (
    product_id uuid primary key references products (id) on delete cascade,
    handle text not null,
    categories text[] not null,
    tags text[] not null,
    terms text[] not null,       -- "Colour=Indigo", for filters
    price bigint not null,       -- the lowest of its variants
    price_most bigint not null,
    available boolean not null,
    on_sale boolean not null,
    created_at timestamptz not null,
    title_key text not null,     -- sorts as people expect: no case, no accents
    standing bigint not null,    -- the shop's own order: in stock, then featured, then new
    words text not null,         -- what the spelling dictionary learns
    search tsvector not null,
    card text not null           -- ProductCard as it goes over the wire
);
create unique index cards_by_handle on product_cards (handle);
create index cards_by_standing on product_cards (standing desc, product_id desc);
create index cards_by_age on product_cards (created_at desc, product_id desc);
create index cards_by_price on product_cards (price, product_id);
create index cards_by_title on product_cards (title_key, product_id);
create index cards_by_category on product_cards using gin (categories);
create index cards_by_tag on product_cards using gin (tags);
create index cards_by_term on product_cards using gin (terms);
create index cards_by_text on product_cards using gin (search);

-- `deletes`: the word with up to two letters left out; two words within two typos share one of them.
create table search_words (
    word text primary key,
    uses integer not null,
    deletes text[] not null
);
create index search_words_by_deletes on search_words using gin (deletes);
