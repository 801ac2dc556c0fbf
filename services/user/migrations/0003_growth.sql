-- What is old is found by an index and removed in small batches (souk_user/storage.py).
create index sessions_by_end on sessions (ended_at) where ended_at is not null;
create index refresh_tokens_by_rotation on refresh_tokens (rotated_at) where rotated_at is not null;
