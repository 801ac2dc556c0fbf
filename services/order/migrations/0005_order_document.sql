-- What was true when the order was placed is one document with a version (souk_order/storage/documents.py reads all of
-- them). Documents of before have no version.
alter table orders add column document jsonb;
update orders set document = jsonb_build_object(
    'lines', lines, 'totals', totals, 'contact', contact, 'address', address, 'delivery', delivery);
alter table orders alter column document set not null;
-- Nobody reads or writes these any more; a later file drops them.
alter table orders alter column lines drop not null, alter column totals drop not null, alter column contact drop not null,
    alter column address drop not null, alter column delivery drop not null;
