-- Personnel. PostgreSQL.
create table department (department_id int primary key, department_name text not null, cost_centre text, manager_id int);
create table employee (
  employee_id      int primary key,
  employee_number  varchar(10) not null unique,
  first_name       text not null,
  middle_initial   char(1),
  last_name        text not null,
  preferred_name   text,
  personal_email   text,
  company_email    text not null,
  work_phone       text,
  home_address     text,
  ssn              char(11),
  birth_date       date,
  gender           text,
  ethnicity        text,
  disability       text,
  marital_status   text,
  hire_date        date not null,
  termination_date date,
  job_title        text,
  department_id    int references department,
  manager_id       int references employee,
  base_salary      numeric(12, 2),
  bank_account     text,
  routing_number   text,
  emergency_contact_name  text,
  emergency_contact_phone text,
  fte              numeric(3, 2)
);
create table leave_request (
  leave_id    bigserial primary key,
  employee_id int not null references employee,
  kind        text not null,
  starts_on   date not null,
  ends_on     date not null,
  reason      text,
  approved_by int references employee
);
create table performance_review (
  review_id   bigserial primary key,
  employee_id int not null references employee,
  period      text not null,
  rating      smallint,
  strengths   text,
  comments    text
);
create table job_posting (posting_id serial primary key, title text, description text, location text, salary_min int, salary_max int, posted_on date);
create table applicant (
  applicant_id serial primary key,
  posting_id   int references job_posting,
  name         text,
  email        text,
  phone        text,
  resume       bytea,
  cover_letter text,
  linkedin_url text,
  applied_on   date
);
