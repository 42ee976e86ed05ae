/*
kind: source
table: shop_data.stock
description: Pieces in stock at the end of the day.
files: shop/stock.csv
format: csv
day: folder
*/
CREATE TABLE shop_data.stock (
  product TEXT NOT NULL,
  pieces INTEGER NOT NULL
)
