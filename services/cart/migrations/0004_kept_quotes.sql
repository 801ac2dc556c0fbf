-- What the logistics service said of this checkout's parcel and when it was asked, so that to choose among deliveries
-- asks nobody again; the replicas of the release before neither write nor read it.
alter table checkouts add column quoted jsonb;
alter table checkouts add column quoted_at timestamptz;
