/*
kind: dimension
table: shop_dim.customer
description: Customers, with a version for each change of city or tier.
natural_key: [customer_name]
unknown: {customer_name: Unknown customer}
day: day_id
scd: 2
*/
SELECT customer AS customer_name, day_id, city, tier FROM shop_data.customers
