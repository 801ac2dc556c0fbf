-- A parcel whose carrier gives no usable answer is asked about again later and later, and says why.
alter table shipments add column failures integer not null default 0;
alter table shipments add column problem text;
create index shipments_with_a_problem on shipments (id) where problem is not null;
