/*
kind: dimension
table: shop_dim.account
description: Accounts.
natural_key: [account_number]
*/
SELECT account AS account_number FROM shop_data.payments UNION SELECT account FROM shop_data.holders
