-- A search as a tsquery: every group of words must match (`loosely`: any of them), by the stem of one of its words
-- or by a word that begins with it. Stems are compared whole: "earings" has the stem "ear", which begins too much.
create function souk_query(groups text[], loosely boolean) returns tsquery
    language plpgsql stable parallel safe
as $$
declare
    one_group text;
    one tsquery;
    found tsquery;
begin
    foreach one_group in array groups loop
        one := to_tsquery('souk_stems', one_group)
            || to_tsquery('souk_words', replace(one_group, ' | ', ':* | ') || ':*');
        found := case when found is null then one when loosely then found || one else found && one end;
    end loop;
    return found;
end
$$;
