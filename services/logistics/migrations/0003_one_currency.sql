-- Charges are in the shop's currency, which souk.toml says once for all services. Replicas of the release before still read
-- it here, so countries that are loaded meanwhile get the one that all have. The next release drops the column.
alter table countries alter column currency drop not null;
do $$
begin
    execute format('alter table countries alter column currency set default %L', (select max(currency) from countries));
end
$$;
