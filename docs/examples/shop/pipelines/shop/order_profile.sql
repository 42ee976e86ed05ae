/*
kind: dimension
table: shop_dim.order_profile
description: Channel and coupon of an order, small codes that would each make a dimension of their own.
natural_key: [channel, has_coupon]
*/
SELECT DISTINCT channel, coupon = 'yes' AS has_coupon FROM shop_data.orders
