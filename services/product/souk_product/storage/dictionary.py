"""The words that the catalogue is described by, for queries with typing mistakes."""

from __future__ import annotations

from collections.abc import Collection

from kit.data.database import PostgresStore
from souk_product.domain.spelling import LONGEST_WORD, Known, Meaning, deletes_of

# Much is found among the first few cards; only where it is not the index of words is asked, which for a common word
# takes its time. `coalesce` keeps it out of the first look.
_FOUND_BY = """(
    exists (select 1 from (select search from product_cards order by standing desc, product_id desc limit 500) c
            where coalesce(c.search @@ {query}, false))
    or exists (select 1 from product_cards c where c.search @@ {query}))"""
# Materialized: otherwise the query of a word is worked out again for every card. The row without a word is of all
# of them.
_KNOWN = f"""
with asked as materialized (select t.word, souk_query(array[t.word], false) as query from unnest($1::text[]) t (word)
                            where numnode(to_tsquery('souk_stems', t.word)) > 0),
single as materialized (select asked.word, {_FOUND_BY.format(query="asked.query")} as known from asked),
every as materialized (select souk_query(array_agg(word), false) as query from single
                       having count(*) > 1 and bool_and(known))
select word, known from single union all select null, {_FOUND_BY.format(query="every.query")} from every
"""
_HAS_ALL = f"select {_FOUND_BY.format(query='(select souk_query($1, false))')}"
# Texts are cut at blanks, which is quick; only what differs among all of them is looked at letter by letter.
_LEARN = """
select w as word, sum(t.uses)::int as uses
from (select part, count(*) as uses
      from product_cards c cross join lateral (select distinct part from string_to_table(c.words, ' ') part) parts
      group by part) t
cross join lateral regexp_split_to_table(t.part, '[^[:alnum:]]+') w
where length(w) between 3 and $1 and w !~ '[0-9]' group by w
"""


class PostgresDictionary(PostgresStore):
    async def known(self, words: Collection[str]) -> Known:
        found = {row["word"]: row["known"] for row in await self.fetch(_KNOWN, list(words))}
        together = found.pop(None, False)
        return Known(found, together)

    async def inside(self, words: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Longer words that contain these: "book" is in "notebook"."""
        rows = await self.fetch(
            "select t.word, (array_agg(s.word order by s.uses desc, s.word))[1:5] as found"
            " from unnest($1::text[]) t (word) join search_words s on s.word like '%' || t.word || '%' group by t.word",
            [word for word in words if len(word) >= 4],
        )
        return {row["word"]: tuple(row["found"]) for row in rows}

    async def near(self, word: str) -> dict[str, int]:
        rows = await self.fetch(
            "select word, uses from search_words where deletes && $1 limit 2000", list(deletes_of(word, 2))
        )
        return {row["word"]: row["uses"] for row in rows}

    async def has_all(self, meaning: Meaning) -> bool:
        """Whether some product answers to every group of it."""
        return await self.fetchval(_HAS_ALL, meaning.terms)

    async def relearn(self) -> None:
        """After titles, tags or options changed; stock and prices do not matter to it."""
        uses = {row["word"]: row["uses"] for row in await self.fetch(_LEARN, LONGEST_WORD)}
        known = {row["word"] for row in await self.fetch("select word from search_words")}
        await self.execute("delete from search_words where word = any($1)", list(known - uses.keys()))
        await self.execute(
            "update search_words s set uses = u.uses from unnest($1::text[], $2::int[]) u (word, uses)"
            " where u.word = s.word and u.uses <> s.uses",
            list(uses), list(uses.values()),
        )  # fmt: skip
        await self.executemany(
            "insert into search_words (word, uses, deletes) values ($1, $2, $3)",
            [(word, uses[word], sorted(deletes_of(word, 2))) for word in sorted(uses.keys() - known)],
        )
