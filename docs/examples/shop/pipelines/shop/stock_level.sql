/*
kind: fact
table: shop_dim.stock_level
description: Pieces in stock at the end of each day.
grain: [day_fk, product_fk]
day: day_fk
measures:
  pieces: {additive: {not_over: [day_fk], then: last}, description: Pieces in stock.}
reconcile:
  pieces: shop_data.stock.pieces
*/
SELECT day_id AS day_fk, product_id AS product_fk, pieces
FROM shop_data.stock JOIN shop_dim.product ON product_name = product
