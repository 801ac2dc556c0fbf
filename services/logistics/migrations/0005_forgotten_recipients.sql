-- A customer's parcels are found when the customer leaves, and recipients who are still known by their age.
create index shipments_of_customer on shipments (customer_id) where customer_id is not null;
create index shipments_with_recipient on shipments (created_at) where recipient ->> 'name' <> '';
