/*
kind: fact
table: shop_dim.sold_so_far
description: Pieces sold of each product up to a day on which it was ordered.
grain: [day_fk, product_fk]
day: day_fk
reads: {shop_dim.order_line: all}
measures:
  pieces: {additive: {not_over: [day_fk], then: last}, description: Pieces sold up to this day.}
reconcile:
  pieces: not reconciled, since it adds up days before, too
*/
SELECT
  day_fk, product_fk,
  CAST(sum(sum(pieces)) OVER (PARTITION BY product_fk ORDER BY day_fk) AS bigint) AS pieces
FROM shop_dim.order_line
GROUP BY day_fk, product_fk
