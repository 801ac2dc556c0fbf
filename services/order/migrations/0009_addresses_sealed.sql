-- An address is kept sealed (HMAC) and only while its order is pending; the plain hashes of before could be guessed back.
update orders set placed_from = null where placed_from is not null;
