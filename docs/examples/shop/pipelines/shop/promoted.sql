/*
kind: fact
table: shop_dim.promoted
description: Which products were promoted on a day, whether or not they were sold.
grain: [day_fk, product_fk, promotion]
day: day_fk
*/
SELECT day_id AS day_fk, product_id AS product_fk, promotion
FROM shop_data.promotions JOIN shop_dim.product ON product_name = product
