-- A file may lie in a private bucket; its row has no data then.
alter table attachments alter column data drop not null;
-- What belonged to a message that went is loose, and goes with its file.
alter table attachments
    drop constraint attachments_message_id_fkey,
    add constraint attachments_message_id_fkey foreign key (message_id) references messages on delete set null;
