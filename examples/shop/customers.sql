-- Everybody who ever bought something, since the day of their first invoice.
select c.customer_id as "CustomerId", c.first_name as "FirstName", c.last_name as "LastName", c.company as "Company",
       c.address as "Address", c.city as "City", c.state as "State", c.country as "Country", c.postal_code as "PostalCode",
       c.phone as "Phone", c.fax as "Fax", c.email as "Email", min(i.invoice_date) as "Since"
from customer c
join invoice i on i.customer_id = c.customer_id
group by c.customer_id
order by c.customer_id
