/*
kind: fact
table: shop_dim.payment
description: Payments by account.
grain: [day_fk, account_fk]
day: day_fk
measures:
  amount: {description: What was paid.}
reconcile:
  amount: shop_data.payments.amount
*/
SELECT day_id AS day_fk, account_id AS account_fk, amount
FROM shop_data.payments JOIN shop_dim.account ON account_number = account
