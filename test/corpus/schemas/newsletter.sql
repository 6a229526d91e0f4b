# Newsletters. MySQL.
CREATE TABLE IF NOT EXISTS subscriber (
  id INT AUTO_INCREMENT,
  email_addr VARCHAR(190) NOT NULL,
  fname VARCHAR(60),
  lname VARCHAR(60),
  salutation VARCHAR(10),
  optin_ip VARBINARY(16),
  optin_at DATETIME,
  optin_token CHAR(40),
  lang CHAR(2),
  status ENUM('pending','active','gone') NOT NULL DEFAULT 'pending',
  source VARCHAR(40),
  PRIMARY KEY (id), UNIQUE KEY (email_addr)
) ENGINE=MyISAM;
CREATE TABLE campaign (
  id INT AUTO_INCREMENT PRIMARY KEY,
  subject VARCHAR(200) NOT NULL,
  from_name VARCHAR(80),
  from_email VARCHAR(120),
  html MEDIUMTEXT,
  sent_at DATETIME,
  recipients INT DEFAULT 0
) ENGINE=MyISAM;
CREATE TABLE open_event (
  campaign_id INT NOT NULL,
  subscriber_id INT NOT NULL,
  opened_at DATETIME NOT NULL,
  ip VARCHAR(45),
  ua VARCHAR(255),
  country CHAR(2),
  KEY (campaign_id, subscriber_id)
) ENGINE=MyISAM;
CREATE TABLE click_event (
  id BIGINT AUTO_INCREMENT PRIMARY KEY,
  campaign_id INT NOT NULL,
  subscriber_id INT NOT NULL,
  url VARCHAR(500) NOT NULL,
  clicked_at DATETIME NOT NULL
) ENGINE=MyISAM;
CREATE TABLE segment (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(80) NOT NULL, rule_json TEXT) ENGINE=MyISAM;
CREATE TABLE template (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(80), body MEDIUMTEXT, updated_at DATETIME) ENGINE=MyISAM;
ALTER TABLE subscriber ADD COLUMN phone VARCHAR(30) AFTER lname, ADD COLUMN birthday DATE;
