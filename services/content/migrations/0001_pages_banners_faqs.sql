-- `draft` is what an editor works on; nobody else sees it before it is published.
create table pages (
    slug text primary key check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    draft jsonb not null,
    version integer not null check (version > 0),  -- of the draft: who saves says which one was read
    updated_at timestamptz not null
);

-- Every publication. The newest one whose time has come is what shoppers see; one without content takes the page down.
create table publications (
    slug text not null references pages on delete cascade,
    number integer not null check (number > 0),
    content jsonb,
    live_from timestamptz not null,
    made_at timestamptz not null,
    made_by uuid,  -- null: the seed
    primary key (slug, number)
);
create index publications_by_time on publications (slug, live_from desc, number desc);
create index publications_by_block on publications using gin ((content -> 'blocks') jsonb_path_ops);

create table banners (
    id uuid primary key,
    slot text not null,
    content jsonb not null,
    audience text not null check (audience in ('everyone', 'guests', 'signed-in')),
    position integer not null,
    starts_at timestamptz not null,
    ends_at timestamptz check (ends_at > starts_at),
    version integer not null check (version > 0)
);
create index banners_of_slot on banners (slot, position, starts_at desc);

create table faq_topics (
    slug text primary key check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    title text not null,
    position integer not null
);
create table faqs (
    id uuid primary key,
    topic text not null references faq_topics,
    question text not null,
    answer jsonb not null,
    answer_text text not null,
    position integer not null,
    version integer not null check (version > 0),
    words tsvector not null generated always as (
        setweight(to_tsvector('pg_catalog.english', question), 'A')
        || setweight(to_tsvector('pg_catalog.english', answer_text), 'B')) stored
);
create index faqs_of_topic on faqs (topic, position, id);
create index faqs_by_word on faqs using gin (words);

-- Addresses that the gateway keeps and has to ask for anew at a moment: now, or when something begins or ends.
create table refreshes (
    id bigint generated always as identity primary key,
    address text not null,
    due_at timestamptz not null,
    failures integer not null default 0
);
create index refreshes_by_time on refreshes (due_at);

-- What the seed has brought once it never brings again, so that what an editor changed or removed stays so.
create table seeded (
    name text primary key
);
