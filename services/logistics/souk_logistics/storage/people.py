"""Recipients: whose parcel it was is needed while it is on its way, and for a while after."""

from __future__ import annotations

from datetime import datetime, timedelta

from kit.data.database import Database
from kit.data.housekeeping import BATCH
from kit.data.people import PostgresPeople, Section

# The city stays: how fast parcels get where is the shop's own figure.
NO_RECIPIENT = """recipient = recipient
    || '{"name": "", "phone": "", "line1": "", "line2": "", "postal_code": ""}'::jsonb"""
OLD = f"""update shipments set {NO_RECIPIENT} where id = any(array(
    select id from shipments where recipient ->> 'name' <> '' and created_at < $1 and state = 'delivered'
    order by created_at limit {BATCH} for update skip locked))"""


class PostgresRecipients(PostgresPeople):
    sections = (
        Section(
            "parcels",
            """select s.id::text, jsonb_build_object(
                      'order_number', s.order_number, 'carrier', s.carrier, 'tracking_number', s.tracking_number,
                      'state', s.state, 'recipient', s.recipient - 'version', 'created_at', s.created_at,
                      'events', (select jsonb_agg(jsonb_build_object('at', e.at, 'place', e.place, 'text', e.text)
                                                  order by e.at) from shipment_events e where e.shipment_id = s.id))
                 from shipments s, person where s.customer_id = person.id""",
        ),
    )
    forgetting = (
        f"update shipments set customer_id = null, link_token_sha256 = '', {NO_RECIPIENT} where customer_id = $1",
    )

    def __init__(self, database: Database, kept: timedelta) -> None:
        super().__init__(database)
        self._kept = kept

    async def expire(self, now: datetime) -> None:
        while await self.execute(OLD, now - self._kept) == f"UPDATE {BATCH}":
            pass
