-- A practice of four physicians. PostgreSQL, as pg_dump writes it.
SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TYPE public.visit_state AS ENUM ('planned', 'open', 'closed');
CREATE TABLE public.patients (
    patient_id integer NOT NULL,
    mrn character varying(16) NOT NULL,
    surname character varying(100) NOT NULL,
    given_name character varying(100) NOT NULL,
    date_of_birth date NOT NULL,
    sex character(1),
    national_insurance_number character varying(20),
    insurer_id integer,
    insurance_number character varying(30),
    home_phone character varying(30),
    mobile character varying(30),
    email_address character varying(200),
    address_line_1 character varying(200),
    address_line_2 character varying(200),
    postcode character varying(12),
    blood_type character varying(3),
    allergies text,
    next_of_kin character varying(200),
    next_of_kin_phone character varying(30),
    deceased_on date,
    inserted_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);
CREATE TABLE public.visits (
    visit_id integer NOT NULL,
    patient_id integer NOT NULL,
    physician_id integer NOT NULL,
    starts_at timestamp without time zone NOT NULL,
    state public.visit_state NOT NULL,
    complaint text,
    diagnosis_code character varying(10),
    notes text,
    body_temperature numeric(4,1),
    blood_pressure character varying(10),
    weight_kg numeric(5,1)
);
CREATE TABLE public.prescriptions (
    prescription_id integer NOT NULL,
    visit_id integer NOT NULL,
    medication character varying(200) NOT NULL,
    dose character varying(60),
    days integer
);
CREATE TABLE public.physicians (
    physician_id integer NOT NULL,
    full_name character varying(200) NOT NULL,
    licence_no character varying(30),
    speciality character varying(80),
    pager character varying(20)
);
CREATE TABLE public.rooms (
    room_id integer NOT NULL,
    name character varying(40) NOT NULL,
    floor smallint,
    capacity smallint
);
ALTER TABLE ONLY public.patients ADD CONSTRAINT patients_pkey PRIMARY KEY (patient_id);
ALTER TABLE ONLY public.visits ADD CONSTRAINT visits_pkey PRIMARY KEY (visit_id);
ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_patient_fkey FOREIGN KEY (patient_id) REFERENCES public.patients(patient_id) ON DELETE RESTRICT;
COMMENT ON COLUMN public.patients.mrn IS 'number on the paper record; never reused';
COPY public.rooms (room_id, name, floor, capacity) FROM stdin;
1	Blue room; the old one	0	3
2	It's the lab	1	2
\.
