/*
kind: accumulating
table: shop_dim.order_life
description: What became of each order.
grain: [order_no]
references:
  ordered_fk: shop_dim.milestone
  shipped_fk: shop_dim.milestone
  delivered_fk: shop_dim.milestone
attributes: {ordered_fk: first}
*/
SELECT DISTINCT
  day_id, order_no, day_id AS ordered_fk, CAST(NULL AS integer) AS shipped_fk, CAST(NULL AS integer) AS delivered_fk
FROM shop_data.orders
UNION ALL
SELECT day_id, order_no, NULL, shipped, delivered FROM shop_data.shipments
