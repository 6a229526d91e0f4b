-- A retail bank's core. PostgreSQL.
CREATE TABLE client (
    client_id        bigint PRIMARY KEY,
    client_type      char(1) NOT NULL CHECK (client_type IN ('P', 'B')),
    title            varchar(20),
    first_name       varchar(80),
    surname          varchar(80),
    maiden_name      varchar(80),
    date_of_birth    date,
    place_of_birth   varchar(80),
    nationality      char(2),
    tax_id           varchar(20),
    passport_no      varchar(20),
    marital_status   varchar(15),
    occupation       varchar(80),
    annual_income    numeric(14, 2),
    pep_flag         boolean NOT NULL DEFAULT false,
    risk_class       smallint,
    kyc_checked_on   date
);
CREATE TABLE account (
    account_id   bigint PRIMARY KEY,
    client_id    bigint NOT NULL REFERENCES client,
    iban         varchar(34) NOT NULL UNIQUE,
    product_code varchar(10) NOT NULL,
    currency     char(3) NOT NULL,
    balance      numeric(18, 2) NOT NULL DEFAULT 0,
    opened_on    date NOT NULL,
    closed_on    date
);
CREATE TABLE payment (
    payment_id        bigint PRIMARY KEY,
    account_id        bigint NOT NULL REFERENCES account,
    counterparty_name varchar(140),
    counterparty_iban varchar(34),
    amount            numeric(18, 2) NOT NULL,
    remittance_info   varchar(140),
    value_date        date NOT NULL,
    booked_at         timestamp NOT NULL
);
CREATE TABLE card (
    card_id    bigint PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account,
    pan        varchar(19) NOT NULL,
    embossed   varchar(26) NOT NULL,
    expiry     char(4) NOT NULL,
    pin_block  bytea,
    status     varchar(10) NOT NULL
);
CREATE TABLE exchange_rate (
    base    char(3),
    quote   char(3),
    rate    numeric(18, 8) NOT NULL,
    day     date,
    PRIMARY KEY (base, quote, day)
);
CREATE TABLE branch (
    branch_code varchar(8) PRIMARY KEY,
    name        varchar(80) NOT NULL,
    street      varchar(120),
    city        varchar(80),
    phone       varchar(30)
);
