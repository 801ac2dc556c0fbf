"""Who looked, as far as that was known. Counts hold nobody and stay; so does the trail of what staff did."""

from __future__ import annotations

from kit.data.people import PostgresPeople, Section


class PostgresVisitors(PostgresPeople):
    sections = (
        Section(
            "visits",
            """select e.id::text, jsonb_build_object(
                      'kind', (array['product-viewed', 'listing-viewed', 'searched', 'added-to-bag', 'checkout-begun'])
                              [e.kind],
                      'what', e.handle, 'words', e.words, 'found', e.results)
                 from events e, person where e.person_id = person.id""",
        ),
        Section(
            "products looked at",
            """select handle, jsonb_build_object('product', handle)
                 from viewed v, person, unnest(v.handles) handle where v.person_id = person.id""",
        ),
    )
    forgetting = (
        "update events set person_id = null where person_id = $1",
        "update sessions set person_id = null where person_id = $1",
        "delete from viewed where person_id = $1",
    )
