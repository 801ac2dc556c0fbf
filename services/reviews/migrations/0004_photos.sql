-- Photos that buyers took. A row comes before its files and goes after them, so that none is left without one. Without a
-- review it is not (yet, or any more) shown, and removed once it has expired.
create table photos (
    id uuid primary key,
    owner_id uuid,  -- null: nobody's any more
    review_id uuid references reviews on delete set null,
    position smallint not null default 0,
    alt text not null default '',
    width integer not null,
    height integer not null,
    color text not null,
    webp jsonb not null,  -- [{url, width}], the narrowest first
    avif jsonb not null,
    uploaded_at timestamptz not null,
    expires_at timestamptz not null
);
create index photos_by_review on photos (review_id, position) where review_id is not null;
create index photos_by_owner on photos (owner_id) where owner_id is not null;
create index loose_photos on photos (expires_at) where review_id is null;
