-- What the provider asks the shopper: {"kind": "confirm" | "redirect" | "client_secret", "prompt": …, …}.
alter table orders add column payment_challenge jsonb;
update orders set payment_challenge = jsonb_build_object('kind', 'confirm', 'prompt', payment_question)
where payment_question is not null;
alter table orders drop column payment_question;
