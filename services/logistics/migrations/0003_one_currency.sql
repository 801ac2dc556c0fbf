-- Charges are in the shop's currency, which souk.toml says once for all services.
alter table countries drop column currency;
