-- contract: what the document holds
-- What the release before the last one read and wrote: nobody does any more.
drop trigger of_the_release_before on kit_sagas;
drop function kit_sagas_of_the_release_before();
drop view sagas;
drop trigger with_document_and_parts on orders;
drop function orders_with_document_and_parts();
drop trigger with_challenge_and_question on orders;
drop function orders_with_challenge_and_question();
alter table orders
    drop column lines, drop column totals, drop column contact, drop column address, drop column delivery,
    drop column payment_question;

-- How many other orders of a shopper, and from an address, wait for their payment; until the transaction ends nobody
-- else adds one. All lock in this order, buyer before address, so that no two wait for each other. Each statement of a
-- function sees what was committed before it began: the count, what was committed until the locks were there.
create function pending_orders(
    customer uuid, guest uuid, address text, out of_shopper integer, out from_address integer
) language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('buyer ' || coalesce(customer, guest), 0));
    if address is not null then
        perform pg_advisory_xact_lock(hashtextextended('from ' || address, 0));
    end if;
    select count(*) filter (where o.customer_id = customer or (customer is null and o.guest_id = guest)),
           count(*) filter (where o.placed_from = address)
    into of_shopper, from_address
    from orders o where o.state = 'pending' and o.failure is null
      and (o.customer_id = customer or (customer is null and o.guest_id = guest) or o.placed_from = address);
end
$$;
