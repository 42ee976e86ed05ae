/*
kind: source
table: shop_data.promotions
description: Which products were promoted.
files: shop/promotions.csv
format: csv
day: folder
*/
CREATE TABLE shop_data.promotions (
  product TEXT NOT NULL,
  promotion TEXT NOT NULL
)
