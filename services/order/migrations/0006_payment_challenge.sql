-- What the provider asks the shopper: {"kind": "confirm" | "redirect" | "client_secret", "prompt": …, …}.
alter table orders add column payment_challenge jsonb;
update orders set payment_challenge = jsonb_build_object('kind', 'confirm', 'prompt', payment_question)
where payment_question is not null;

-- Replicas of the release before write and read the question. The next release drops it with this trigger.
create function orders_with_challenge_and_question() returns trigger language plpgsql as $$
begin
    if new.payment_question is distinct from old.payment_question then
        new.payment_challenge := case when new.payment_question is not null
            then jsonb_build_object('kind', 'confirm', 'prompt', new.payment_question) end;
    elsif new.payment_challenge is distinct from old.payment_challenge then
        new.payment_question := new.payment_challenge ->> 'prompt';
    end if;
    return new;
end
$$;
create trigger with_challenge_and_question before update on orders for each row
    execute function orders_with_challenge_and_question();
