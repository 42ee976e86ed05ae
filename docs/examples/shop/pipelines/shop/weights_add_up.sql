/*
kind: check
description: The weights of each account add up to 1.
*/
SELECT account_fk, sum(weight) AS weights FROM shop_dim.account_holder
GROUP BY account_fk
HAVING sum(weight) <> 1
