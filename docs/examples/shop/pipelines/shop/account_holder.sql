/*
kind: dimension
table: shop_dim.account_holder
description: The bridge from an account to all its holders, with weights that add up to 1.
natural_key: [account_fk, holder_fk]
day: day_id
*/
SELECT account_id AS account_fk, holder_id AS holder_fk, day_id, share AS weight
FROM shop_data.holders
  JOIN shop_dim.account ON account_number = account
  JOIN shop_dim.holder ON holder_name = holder
