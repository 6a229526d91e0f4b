-- Each line of an invoice with whose it is, when it was bought, and what it was.
select l.invoice_line_id as "InvoiceLineId", l.invoice_id as "InvoiceId", c.email as "Email", i.invoice_date as "InvoiceDate",
       t.name as "Track", r.name as "Artist", l.unit_price as "UnitPrice", l.quantity as "Quantity"
from invoice_line l
join invoice i on i.invoice_id = l.invoice_id
join customer c on c.customer_id = i.customer_id
join track t on t.track_id = l.track_id
left join album a on a.album_id = t.album_id
left join artist r on r.artist_id = a.artist_id
order by l.invoice_line_id
