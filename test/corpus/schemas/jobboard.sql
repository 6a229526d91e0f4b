-- A job board. MySQL.
CREATE TABLE candidates (
  candidate_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  firstname VARCHAR(60) NOT NULL,
  lastname VARCHAR(60) NOT NULL,
  email VARCHAR(160) NOT NULL,
  tel VARCHAR(30) NULL,
  street_address VARCHAR(160) NULL,
  zipcode VARCHAR(10) NULL,
  date_of_birth DATE NULL,
  citizenship VARCHAR(60) NULL,
  work_permit VARCHAR(30) NULL,
  education TEXT NULL,
  cv_file VARCHAR(255) NULL,
  expected_salary INT NULL,
  linkedin VARCHAR(255) NULL,
  github_username VARCHAR(60) NULL,
  criminal_record TINYINT(1) NULL,
  registered_at DATETIME NOT NULL,
  PRIMARY KEY (candidate_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE employers (
  employer_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  company_name VARCHAR(160) NOT NULL,
  vat_number VARCHAR(20) NULL,
  contact_person VARCHAR(120) NULL,
  contact_email VARCHAR(160) NULL,
  website VARCHAR(200) NULL,
  logo_url VARCHAR(255) NULL,
  employees INT NULL,
  PRIMARY KEY (employer_id)
) ENGINE=InnoDB;
CREATE TABLE vacancies (
  vacancy_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  employer_id INT UNSIGNED NOT NULL,
  title VARCHAR(160) NOT NULL,
  description TEXT NOT NULL,
  city VARCHAR(80) NULL,
  salary_from INT NULL,
  salary_to INT NULL,
  remote TINYINT(1) NOT NULL DEFAULT 0,
  closes_on DATE NULL,
  PRIMARY KEY (vacancy_id)
) ENGINE=InnoDB;
CREATE TABLE applications (
  candidate_id INT UNSIGNED NOT NULL,
  vacancy_id INT UNSIGNED NOT NULL,
  motivation_letter TEXT NULL,
  stage VARCHAR(20) NOT NULL,
  interviewer_notes TEXT NULL,
  score TINYINT NULL,
  PRIMARY KEY (candidate_id, vacancy_id)
) ENGINE=InnoDB;
CREATE TABLE skills (skill_id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, label VARCHAR(60) NOT NULL, family VARCHAR(40)) ENGINE=InnoDB;
