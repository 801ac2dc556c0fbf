-- Who signs up waits here, for ten minutes, until a code has proved the address.
alter table codes add column newcomer_name text;
alter table codes add column newcomer_password_hash text;
alter table codes drop constraint codes_purpose_check;
alter table codes add constraint codes_purpose_check
    check (purpose in ('log-in', 'reset', 'contact', 'sign-up') and (purpose = 'sign-up') = (newcomer_name is not null));
