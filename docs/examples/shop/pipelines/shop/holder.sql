/*
kind: dimension
table: shop_dim.holder
description: Holders of accounts.
natural_key: [holder_name]
*/
SELECT DISTINCT holder AS holder_name FROM shop_data.holders
