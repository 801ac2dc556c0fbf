-- What a text must hold that a word finds: its stem, or a word that begins with it. Words whose stem is asked for anyway
-- are left out, since every text is kept by its stems too. Words with digits are asked for by their letters before the
-- first digit, which begin far fewer words than what was asked: "linen" begins each text about linen, "linen-kurta-" few.
create or replace function souk_word_finds(asked text) returns tsquery
    language plpgsql stable parallel safe
as $$
declare
    most constant integer := 40;
    stem text := (ts_lexize('english_stem', asked))[1];
    finds tsquery := to_tsquery('souk_stems', asked);
    words text[];
    beginnings text[];
begin
    if asked !~ '[0-9]' then
        select array_agg(b.word) filter (where b.whole), array_agg(b.word) filter (where not b.whole)
        into words, beginnings
        from (select word, whole from searched_words where word >= asked and word < asked || chr(1114111) limit most) b;
    end if;
    if asked ~ '[0-9]' or coalesce(cardinality(words), 0) + coalesce(cardinality(beginnings), 0) = most then
        return finds || to_tsquery('souk_words', asked || ':*');
    end if;
    return finds || coalesce((
        select string_agg('''' || replace(replace(w.lexeme, '\', '\\'), '''', '''''') || '''' || w.beyond, ' | ')::tsquery
        from (
            select word, ''
            from (select word, (ts_lexize('english_stem', word))[1] as its_stem from unnest(words) word) s
            where its_stem is distinct from stem
            and not coalesce(its_stem <> word and its_stem = any(words), false)
            union all
            select word, ':*' from unnest(beginnings) word
            where not exists (select from unnest(beginnings) shorter where shorter <> word and starts_with(word, shorter))
        ) w (lexeme, beyond)), ''::tsquery);
end
$$;
