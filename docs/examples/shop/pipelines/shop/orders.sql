/*
kind: source
table: shop_data.orders
description: Lines of orders, as they are taken.
files: shop/orders.csv
format: csv
day: folder
*/
CREATE TABLE shop_data.orders (
  order_no INTEGER NOT NULL,
  line_no INTEGER NOT NULL,
  customer TEXT NOT NULL,
  product TEXT NOT NULL,
  pieces INTEGER NOT NULL,
  amount DECIMAL(9,2) NOT NULL,
  promised INTEGER NOT NULL,
  channel TEXT NOT NULL,
  coupon TEXT NOT NULL
)
