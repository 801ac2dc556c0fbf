-- contract: an order is its document
-- What was true when the order was placed is one document with a version (souk_order/storage/documents.py reads all of
-- them). Documents of before have no version.
alter table orders add column document jsonb;
update orders set document = jsonb_build_object(
    'lines', lines, 'totals', totals, 'contact', contact, 'address', address, 'delivery', delivery);
alter table orders alter column document set not null;

-- Replicas of the release before write and read the parts. The next release drops them with this trigger.
create function orders_with_document_and_parts() returns trigger language plpgsql as $$
begin
    if new.document is null then
        new.document := jsonb_build_object('lines', new.lines, 'totals', new.totals, 'contact', new.contact,
                                           'address', new.address, 'delivery', new.delivery);
    else
        new.lines := new.document -> 'lines';
        new.totals := new.document -> 'totals';
        new.contact := new.document -> 'contact';
        new.address := new.document -> 'address';
        new.delivery := new.document -> 'delivery';
    end if;
    return new;
end
$$;
create trigger with_document_and_parts before insert on orders for each row
    execute function orders_with_document_and_parts();
