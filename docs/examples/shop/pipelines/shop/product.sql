/*
kind: dimension
table: shop_dim.product
description: Products. Orders bring some before their description arrives.
natural_key: [product_name]
day: day_id
attributes: {brand: last_known, price: last_known}
*/
SELECT product AS product_name, day_id, brand, price FROM shop_data.products
UNION ALL
SELECT DISTINCT product, day_id, NULL, NULL FROM shop_data.orders
UNION ALL
SELECT product, day_id, NULL, NULL FROM shop_data.stock
UNION ALL
SELECT DISTINCT product, day_id, NULL, NULL FROM shop_data.promotions
