/*
kind: source
table: shop_data.payments
description: Payments by account.
files: shop/payments.csv
format: csv
day: folder
*/
CREATE TABLE shop_data.payments (
  account TEXT NOT NULL,
  amount DECIMAL(9,2) NOT NULL
)
