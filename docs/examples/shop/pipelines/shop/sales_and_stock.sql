/*
kind: data_set
table: shop.sales_and_stock
description: Pieces sold and pieces in stock, by day and product.
*/
SELECT
  _date AS "Date", product_name AS "Product", brand AS "Brand",
  coalesce(sold.pieces, 0) AS "Pieces sold", stock.pieces AS "Pieces in stock"
FROM (SELECT day_fk, product_fk, sum(pieces) AS pieces FROM shop_dim.order_line GROUP BY day_fk, product_fk) AS sold
  FULL JOIN shop_dim.stock_level AS stock ON stock.day_fk = sold.day_fk AND stock.product_fk = sold.product_fk
  JOIN time.day ON day_id = coalesce(sold.day_fk, stock.day_fk)
  JOIN shop_dim.product ON product_id = coalesce(sold.product_fk, stock.product_fk)
