/*
kind: fact
table: shop_dim.order_header
description: Orders as a whole.
grain: [day_fk, order_no]
day: day_fk
measures:
  amount: {description: What the order costs.}
  number_of_lines: {description: Lines of the order.}
reconcile:
  amount: shop_dim.order_line.amount
  number_of_lines: not reconciled, since it counts rows
*/
SELECT day_fk, order_no, CAST(sum(amount) AS DECIMAL(12,2)) AS amount, count(*) AS number_of_lines
FROM shop_dim.order_line
GROUP BY day_fk, order_no
