-- A review of theirs was deleted while it was not published: what they write next is looked at first. Else a rejected review
-- would be published by deleting it and writing it again.
alter table purchases add column watched boolean not null default false;
