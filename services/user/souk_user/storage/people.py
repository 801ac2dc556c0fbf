"""Customers themselves."""

from __future__ import annotations

from kit.data.people import PostgresPeople, Section
from kit.people import Person
from souk_user.domain.attempts import account_counter


class PostgresAccountHolders(PostgresPeople):
    sections = (
        Section(
            "account",
            """select a.id::text, jsonb_build_object(
                      'id', a.id, 'email', a.email, 'name', a.name, 'phone', a.phone, 'since', a.created_at,
                      'language', a.language, 'email_verified_at', a.email_verified_at,
                      'verified_phone', a.verified_phone,
                      'second_factor_since', (select f.confirmed_at from second_factors f where f.account_id = a.id))
                 from accounts a, person where a.id = person.id""",
        ),
        Section(
            "addresses",
            """select d.id::text, to_jsonb(d) - 'id' - 'account_id'
                 from addresses d, person where d.account_id = person.id""",
        ),
        Section(
            "sessions",
            """select s.id::text, jsonb_build_object('device', s.device, 'started_at', s.started_at,
                      'last_seen_at', s.last_seen_at, 'ended_at', s.ended_at, 'ended_because', s.ended_because)
                 from sessions s, person where s.account_id = person.id""",
        ),
        Section(
            "linked_logins",
            """select l.id::text, to_jsonb(l) - 'id' - 'account_id'
                 from linked_logins l, person where l.account_id = person.id""",
        ),
        Section(
            "wishlist",
            """select w.product_id::text, jsonb_build_object('product', w.handle, 'added_at', w.added_at)
                 from wishes w, person where w.owner = 'customer:' || person.id""",
        ),
        Section(
            "stock notices",
            """select w.id::text, jsonb_build_object('product', w.handle, 'variant', nullif(w.sku, ''),
                      'to', w.email, 'asked_at', w.asked_at)
                 from stock_waits w, person where w.owner = 'customer:' || person.id or w.email = person.email""",
        ),
        Section(
            "no stock notices",
            """select 'since', jsonb_build_object('since', u.at)
                 from stock_notices_unwanted u, person where u.mark = sha256(convert_to(person.email, 'UTF8'))""",
        ),
        Section(
            "invitations",
            """select i.id::text, jsonb_build_object('into', i.user_type || 's', 'role', i.role,
                      'sent_at', i.created_at, 'accepted_at', i.accepted_at)
                 from invitations i, person where i.email = person.email""",
        ),
    )
    # What belongs to the account goes with it: also its authenticator, linked and half-done logins, and invitations
    # that it sent.
    forgetting = (
        "delete from wishes where owner = 'customer:' || $1::uuid",
        "delete from stock_waits where owner = 'customer:' || $1::uuid",
        "delete from codes where account_id = $1",
        "delete from accounts where id = $1",
    )

    async def forget_within(self, person: Person) -> None:
        await super().forget_within(person)
        await self.execute("delete from codes where sent_to = any($1::text[])", person.contacts)
        if person.email:
            await self.execute("delete from invitations where email = $1", person.email)
            await self.execute("delete from stock_waits where email = $1", person.email)
            await self.execute(
                "delete from stock_notices_unwanted where mark = sha256(convert_to($1, 'UTF8'))", person.email
            )
            await self.execute("delete from provider_logins where email = $1", person.email)
            await self.execute(
                "delete from login_failures where counter = $1", account_counter("customer", person.email)
            )
