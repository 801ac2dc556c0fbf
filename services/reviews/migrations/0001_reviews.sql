-- What customers bought, as orders announce it: who it is that may review a product. A product is known by its handle.
create table purchases (
    customer_id uuid not null,
    handle text not null,
    order_id uuid not null,
    primary key (customer_id, handle, order_id)
);
create index purchases_by_order on purchases (order_id);

-- Orders whose parcel arrived. That may be announced before the order is, so neither waits for the other.
create table deliveries (
    order_id uuid primary key,
    delivered_at timestamptz not null
);
create index deliveries_by_time on deliveries (delivered_at);

create table reviews (
    id uuid primary key,
    handle text not null,
    author_id uuid,  -- null: nobody's any more, or brought by the seed
    author_name text not null,
    verified boolean not null,
    stars smallint not null check (stars between 1 and 5),
    title text not null,
    body text not null,
    state text not null check (state in ('published', 'waiting', 'rejected')),
    flags text[] not null,
    reason text check ((reason is not null) = (state = 'rejected')),
    answer text,
    answered_at timestamptz check ((answered_at is not null) = (answer is not null)),
    helpful integer not null default 0 check (helpful >= 0),
    written_at timestamptz not null,
    edited_at timestamptz,
    version integer not null check (version > 0),
    unique (author_id, handle)
);
-- One for each order that a product's reviews are read in.
create index reviews_by_time on reviews (handle, written_at desc, id desc) where state = 'published';
create index reviews_by_use on reviews (handle, helpful desc, id desc) where state = 'published';
create index reviews_by_stars on reviews (handle, stars, id) where state = 'published';
create index reviews_to_decide on reviews (state, written_at, id);

-- Who found a review helpful; reviews.helpful is how many.
create table votes (
    review_id uuid not null references reviews on delete cascade,
    voter_id uuid not null,
    primary key (voter_id, review_id)
);
create index votes_by_review on votes (review_id);

-- A product's published reviews counted by their stars, changed by what changes them; nothing recounts.
create table summaries (
    handle text primary key,
    counts integer[] not null check (cardinality(counts) = 5 and 0 <= all (counts)),
    version integer not null
);

-- What the seed has brought once it never brings again.
create table seeded (
    name text primary key
);
