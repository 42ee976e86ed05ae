/*
kind: source
table: shop_data.holders
description: Who holds an account, with shares that add up to 1.
files: shop/holders.csv
format: csv
day: folder
*/
CREATE TABLE shop_data.holders (
  account TEXT NOT NULL,
  holder TEXT NOT NULL,
  share DECIMAL(5,4) NOT NULL
)
