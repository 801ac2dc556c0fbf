-- A word finds what begins with it. To ask the index of words for all that begins so takes much longer than to ask it
-- for a few whole words, so what is searched is kept word by word, and a query names the words that it begins.
-- Words with digits (SKUs, "500ml") are too many: of them the letters before the first digit are kept, not `whole`.
create table searched_words (
    word text collate "C" not null,
    whole boolean not null,
    primary key (word, whole)
);

create function souk_learn_words(searches tsvector[]) returns void
    language sql
as $$
    insert into searched_words (word, whole)
    select distinct left(l.word, coalesce(nullif(strpos(translate(l.word, '123456789', '000000000'), '0'), 0) - 1, 200)),
           l.word !~ '[0-9]' and length(l.word) <= 200
    from (select distinct word from unnest(searches) s (search), unnest(tsvector_to_array(s.search)) word) l
    order by 1, 2
    on conflict do nothing
$$;

create function souk_new_words() returns trigger
    language plpgsql
as $$
begin
    if exists (select 1 from changed) then
        perform souk_learn_words(array(select search from changed));
    end if;
    return null;
end
$$;

create function souk_changed_words() returns trigger
    language plpgsql
as $$
declare
    searches tsvector[] := array(select c.search from changed c join former f on f.product_id = c.product_id
                                 where c.search <> f.search);
begin
    if cardinality(searches) > 0 then
        perform souk_learn_words(searches);
    end if;
    return null;
end
$$;

create trigger words_of_new_cards after insert on product_cards referencing new table as changed
    for each statement execute function souk_new_words();
create trigger words_of_changed_cards after update on product_cards referencing old table as former new table as changed
    for each statement execute function souk_changed_words();

-- What a text must hold that a word finds: its stem, or a word that begins with it. Words whose stem is asked for anyway
-- are left out, since every text is kept by its stems too.
create function souk_word_finds(asked text) returns tsquery
    language plpgsql stable parallel safe
as $$
declare
    most constant integer := 40;
    stem text := (ts_lexize('english_stem', asked))[1];
    finds tsquery := to_tsquery('souk_stems', asked);
    begun text[];
    all_whole boolean;
begin
    if asked !~ '[0-9]' then
        select array_agg(b.word), bool_and(b.whole) into begun, all_whole
        from (select word, whole from searched_words where word >= asked and word < asked || chr(1114111) limit most) b;
    end if;
    if asked ~ '[0-9]' or cardinality(begun) = most or not all_whole then
        return finds || to_tsquery('souk_words', asked || ':*');
    end if;
    return finds || coalesce((
        select string_agg('''' || replace(replace(w.word, '\', '\\'), '''', '''''') || '''', ' | ')::tsquery
        from (select word, (ts_lexize('english_stem', word))[1] as its_stem from unnest(begun) word) w
        where w.its_stem is distinct from stem
        and not coalesce(w.its_stem <> w.word and w.its_stem = any(begun), false)), ''::tsquery);
end
$$;

-- A search as what the index of words is asked for; souk_query ranks what is found. Both leave out groups of words that
-- search ignores ("the"), and give null where nothing else is asked.
create function souk_search(groups text[], loosely boolean) returns tsquery
    language plpgsql stable parallel safe
as $$
declare
    one_group text;
    one_word text;
    one tsquery;
    found tsquery;
begin
    foreach one_group in array groups loop
        continue when numnode(to_tsquery('souk_stems', one_group)) = 0;
        one := ''::tsquery;
        foreach one_word in array string_to_array(one_group, ' | ') loop
            one := one || souk_word_finds(one_word);
        end loop;
        found := case when found is null then one when loosely then found || one else found && one end;
    end loop;
    return found;
end
$$;

create or replace function souk_query(groups text[], loosely boolean) returns tsquery
    language plpgsql stable parallel safe
as $$
declare
    one_group text;
    one tsquery;
    found tsquery;
begin
    foreach one_group in array groups loop
        one := to_tsquery('souk_stems', one_group);
        continue when numnode(one) = 0;
        one := one || to_tsquery('souk_words', replace(one_group, ' | ', ':* | ') || ':*');
        found := case when found is null then one when loosely then found || one else found && one end;
    end loop;
    return found;
end
$$;

select souk_learn_words(array(select search from product_cards));
