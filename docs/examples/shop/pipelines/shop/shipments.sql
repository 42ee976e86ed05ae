/*
kind: source
table: shop_data.shipments
description: What became of orders on a day.
files: shop/shipments.csv
format: csv
day: folder
*/
CREATE TABLE shop_data.shipments (
  order_no INTEGER NOT NULL,
  shipped INTEGER,
  delivered INTEGER
)
