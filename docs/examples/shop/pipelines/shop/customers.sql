/*
kind: source
table: shop_data.customers
description: Customers with city and tier, on days on which they changed.
files: shop/customers.csv
format: csv
day: folder
*/
CREATE TABLE shop_data.customers (
  customer TEXT NOT NULL,
  city TEXT,
  tier TEXT
)
