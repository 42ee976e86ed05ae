/*
kind: fact
table: shop_dim.order_line
description: Lines of orders.
grain: [day_fk, order_no, line_no]
day: day_fk
references: {promised_day_fk: time.day}
measures:
  pieces: {description: Pieces ordered.}
  amount: {description: What they cost.}
reconcile:
  pieces: shop_data.orders.pieces
  amount: shop_data.orders.amount
*/
SELECT
  orders.day_id AS day_fk, order_no, line_no, promised AS promised_day_fk,
  product_id AS product_fk, coalesce(customer_id, -1) AS customer_fk, order_profile_id AS order_profile_fk,
  pieces, amount
FROM shop_data.orders AS orders
  JOIN shop_dim.product ON product_name = product
  JOIN shop_dim.order_profile AS profile ON profile.channel = orders.channel AND has_coupon = (coupon = 'yes')
  LEFT JOIN shop_dim.customer ON customer_name = customer AND orders.day_id BETWEEN valid_from AND valid_to
