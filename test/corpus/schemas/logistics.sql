-- A carrier of parcels. MySQL.
CREATE TABLE shipments (
  shipment_id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  tracking_code VARCHAR(24) NOT NULL UNIQUE,
  sender_name VARCHAR(120) NOT NULL,
  sender_street VARCHAR(120) NOT NULL,
  sender_postcode VARCHAR(12) NOT NULL,
  sender_city VARCHAR(80) NOT NULL,
  consignee_name VARCHAR(120) NOT NULL,
  consignee_street VARCHAR(120) NOT NULL,
  consignee_postcode VARCHAR(12) NOT NULL,
  consignee_city VARCHAR(80) NOT NULL,
  consignee_phone VARCHAR(30),
  consignee_email VARCHAR(160),
  delivery_instructions VARCHAR(255),
  weight_kg DECIMAL(7,2) NOT NULL,
  volume_l DECIMAL(7,2),
  service_level ENUM('eco','std','exp') NOT NULL,
  depot_id INT NOT NULL,
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
) ENGINE=InnoDB;
CREATE TABLE depots (
  depot_id INT NOT NULL PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  latitude DECIMAL(9,6) NOT NULL,
  longitude DECIMAL(9,6) NOT NULL,
  address VARCHAR(200),
  opens TIME,
  closes TIME
) ENGINE=InnoDB;
CREATE TABLE drivers (
  driver_id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  staff_no VARCHAR(10) NOT NULL,
  name VARCHAR(120) NOT NULL,
  mobile VARCHAR(24) NOT NULL,
  licence_number VARCHAR(20) NOT NULL,
  licence_expires DATE NOT NULL,
  depot_id INT NOT NULL
) ENGINE=InnoDB;
CREATE TABLE vehicles (
  vehicle_id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  plate VARCHAR(12) NOT NULL,
  make VARCHAR(40),
  payload_kg INT,
  next_service DATE
) ENGINE=InnoDB;
CREATE TABLE positions (
  driver_id INT NOT NULL,
  taken_at DATETIME(3) NOT NULL,
  lat DOUBLE NOT NULL,
  lon DOUBLE NOT NULL,
  speed_kmh SMALLINT,
  PRIMARY KEY (driver_id, taken_at)
) ENGINE=InnoDB;
CREATE TABLE deliveries (
  shipment_id BIGINT NOT NULL,
  driver_id INT NOT NULL,
  delivered_at DATETIME,
  signature_image MEDIUMBLOB,
  signed_by VARCHAR(120),
  outcome VARCHAR(20),
  PRIMARY KEY (shipment_id, driver_id)
) ENGINE=InnoDB;
