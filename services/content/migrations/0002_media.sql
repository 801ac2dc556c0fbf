-- A picture's files never change: their names hold a hash of what is in them.
create table media (
    id uuid primary key,
    sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),  -- of what was uploaded
    alt text not null,
    width integer not null check (width > 0),
    height integer not null check (height > 0),
    color text not null check (color ~ '^#[0-9a-f]{6}$'),
    webp jsonb not null,  -- [address, width], narrowest first
    avif jsonb not null,
    made_at timestamptz not null,
    made_by uuid not null
);
create index media_by_age on media (made_at desc, id);
