-- Each invoice with whose it is.
select i.invoice_id as "InvoiceId", c.email as "Email", i.invoice_date as "InvoiceDate",
       concat_ws(', ', i.billing_address, i.billing_postal_code, i.billing_city, i.billing_state, i.billing_country) as "BillingAddress",
       i.total as "Total"
from invoice i
join customer c on c.customer_id = i.customer_id
order by i.invoice_id
