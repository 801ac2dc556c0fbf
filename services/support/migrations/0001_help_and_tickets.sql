create table topics (
    slug text primary key check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    title text not null,
    summary text not null,
    position integer not null
);
create table articles (
    slug text primary key check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    topic text not null references topics,
    title text not null,
    summary text not null,
    body jsonb not null,
    body_text text not null,
    position integer not null,
    version integer not null check (version > 0),
    updated_at timestamptz not null,
    helpful integer not null default 0 check (helpful >= 0),  -- how many said so; counted when somebody says it
    unhelpful integer not null default 0 check (unhelpful >= 0),
    words tsvector not null generated always as (
        setweight(to_tsvector('pg_catalog.english', title), 'A')
        || setweight(to_tsvector('pg_catalog.english', summary), 'B')
        || setweight(to_tsvector('pg_catalog.english', body_text), 'C')) stored
);
create index articles_of_topic on articles (topic, position, slug);
create index articles_by_word on articles using gin (words);

-- One answer of each person to "was this helpful?". The voter is an HMAC of who it was.
create table helpfulness (
    article text not null references articles on delete cascade,
    voter text not null,
    helpful boolean not null,
    primary key (article, voter)
);

create table tickets (
    id uuid primary key,
    number text not null unique,
    request_key text not null unique,  -- who asked, and their idempotency key: one request is one ticket
    subject text not null,
    state text not null check (state in ('open', 'waiting', 'solved', 'closed', 'reopened')),
    priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
    tags text[] not null,
    assignee_id uuid,
    asker_name text not null,
    asker_email text not null,
    customer_id uuid,  -- null: a guest, who comes back by a link
    order_id uuid,
    order_number text,
    opened_at timestamptz not null,
    updated_at timestamptz not null,
    answered_at timestamptz,  -- for the first time
    answer_due_at timestamptz not null,
    solution_due_at timestamptz not null,
    waiting_since timestamptz,
    solved_at timestamptz,
    closed_at timestamptz,
    queue_at timestamptz not null,  -- what agents sort by: the target that comes next
    satisfied boolean,
    satisfaction_comment text,
    version integer not null check (version > 0),
    check ((order_id is null) = (order_number is null)),
    check ((state = 'waiting') = (waiting_since is not null)),
    check ((state in ('solved', 'closed')) = (solved_at is not null)),
    check ((state = 'closed') = (closed_at is not null)),
    check (satisfied is null or state in ('solved', 'closed'))
);
create index tickets_in_queue on tickets (state, queue_at, id);
create index tickets_of_customer on tickets (customer_id, id desc) where customer_id is not null;
create index tickets_solved on tickets (solved_at) where state = 'solved';
create index tickets_rated on tickets (solved_at, satisfied) where satisfied is not null;
create index tickets_closed on tickets (closed_at) where state = 'closed';

create table messages (
    id uuid primary key,
    ticket_id uuid not null references tickets on delete cascade,
    kind text not null check (kind in ('question', 'answer', 'note')),  -- a note is never shown to who asks
    text text not null,
    written_at timestamptz not null,
    agent_id uuid check ((kind = 'question') = (agent_id is null)),
    request_key text not null,
    unique (ticket_id, request_key)
);
create index messages_of_ticket on messages (ticket_id, id);

-- Uploaded first, and then named by the message it belongs to; what no message named goes after a day.
create table attachments (
    id uuid primary key,
    uploader text not null,
    message_id uuid references messages on delete cascade,
    name text not null,
    type text not null,
    size integer not null check (size > 0),
    uploaded_at timestamptz not null,
    data bytea not null
);
alter table attachments alter column data set storage external;  -- pictures and PDFs are compressed already
create index attachments_of_message on attachments (message_id) where message_id is not null;
create index attachments_without_message on attachments (uploaded_at) where message_id is null;

create table canned_answers (
    id uuid primary key,
    title text not null unique,
    text text not null,
    version integer not null check (version > 0)
);

-- What the seed has brought once it never brings again, so that what an editor changed or removed stays so.
create table seeded (
    name text primary key
);
