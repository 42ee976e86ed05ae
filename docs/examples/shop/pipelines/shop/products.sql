/*
kind: source
table: shop_data.products
description: Products with their brand and price, on days on which they changed.
files: shop/products.csv
format: csv
day: folder
*/
CREATE TABLE shop_data.products (
  product TEXT NOT NULL,
  brand TEXT,
  price DECIMAL(9,2)
)
