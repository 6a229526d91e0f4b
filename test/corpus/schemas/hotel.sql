-- A hotel. MySQL.
CREATE TABLE `guest` (
  `guest_id` int NOT NULL AUTO_INCREMENT,
  `GuestName` varchar(120) NOT NULL,
  `Nationality` varchar(40) DEFAULT NULL,
  `PassportNumber` varchar(20) DEFAULT NULL,
  `DateOfBirth` date DEFAULT NULL,
  `HomeAddress` varchar(200) DEFAULT NULL,
  `MobileNo` varchar(24) DEFAULT NULL,
  `EmailId` varchar(120) DEFAULT NULL,
  `CarRegistration` varchar(12) DEFAULT NULL,
  `DietaryRequirements` varchar(200) DEFAULT NULL,
  `LoyaltyTier` varchar(10) DEFAULT NULL,
  PRIMARY KEY (`guest_id`)
) ENGINE=InnoDB;
CREATE TABLE `room` (
  `room_no` varchar(6) NOT NULL,
  `floor` tinyint DEFAULT NULL,
  `type` varchar(20) DEFAULT NULL,
  `rate` decimal(8,2) DEFAULT NULL,
  `beds` tinyint DEFAULT NULL,
  PRIMARY KEY (`room_no`)
) ENGINE=InnoDB;
CREATE TABLE `booking` (
  `booking_id` int NOT NULL AUTO_INCREMENT,
  `guest_id` int NOT NULL,
  `room_no` varchar(6) NOT NULL,
  `check_in` date NOT NULL,
  `check_out` date NOT NULL,
  `adults` tinyint NOT NULL,
  `children` tinyint NOT NULL DEFAULT '0',
  `special_requests` text,
  `channel` varchar(20) DEFAULT NULL,
  `CreditCardNo` varchar(19) DEFAULT NULL,
  `CardHolder` varchar(80) DEFAULT NULL,
  `CardExpiry` varchar(5) DEFAULT NULL,
  PRIMARY KEY (`booking_id`)
) ENGINE=InnoDB;
CREATE TABLE `folio` (
  `folio_id` int NOT NULL AUTO_INCREMENT,
  `booking_id` int NOT NULL,
  `posted` datetime NOT NULL,
  `item` varchar(60) NOT NULL,
  `amount` decimal(8,2) NOT NULL,
  PRIMARY KEY (`folio_id`)
) ENGINE=InnoDB;
CREATE TABLE `housekeeping` (
  `room_no` varchar(6) NOT NULL,
  `day` date NOT NULL,
  `cleaned_by` varchar(60) DEFAULT NULL,
  `minutes` smallint DEFAULT NULL,
  PRIMARY KEY (`room_no`,`day`)
) ENGINE=InnoDB;
