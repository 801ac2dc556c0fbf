-- What an account is written to in: that of the page where it signed in last. A replica of the last release writes none,
-- which is the shop's own.
alter table accounts add column language text;
