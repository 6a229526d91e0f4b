-- A secondary school. MySQL, as mysqldump writes it.
/*!40101 SET NAMES utf8mb4 */;
DROP TABLE IF EXISTS `students`;
CREATE TABLE `students` (
  `id` int unsigned NOT NULL AUTO_INCREMENT,
  `admission_no` varchar(12) NOT NULL,
  `firstName` varchar(60) NOT NULL,
  `lastName` varchar(60) NOT NULL,
  `dob` date NOT NULL,
  `gender` enum('f','m','x') DEFAULT NULL,
  `nationality` char(2) DEFAULT NULL,
  `religion` varchar(40) DEFAULT NULL,
  `class_id` int unsigned DEFAULT NULL,
  `special_needs` text COMMENT 'as told by the parents',
  `photo_path` varchar(255) DEFAULT NULL,
  `enrolled_on` date NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uq_admission` (`admission_no`),
  KEY `ix_class` (`class_id`),
  CONSTRAINT `fk_class` FOREIGN KEY (`class_id`) REFERENCES `classes` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
CREATE TABLE `guardians` (
  `id` int unsigned NOT NULL AUTO_INCREMENT,
  `student_id` int unsigned NOT NULL,
  `fullName` varchar(120) NOT NULL,
  `relationship` varchar(20) DEFAULT NULL,
  `mobileNumber` varchar(24) DEFAULT NULL,
  `workEmail` varchar(120) DEFAULT NULL,
  `homeAddress` varchar(255) DEFAULT NULL,
  `mayCollect` tinyint(1) NOT NULL DEFAULT '1',
  PRIMARY KEY (`id`)
) ENGINE=InnoDB;
CREATE TABLE `classes` (
  `id` int unsigned NOT NULL AUTO_INCREMENT,
  `name` varchar(20) NOT NULL,
  `schoolYear` smallint NOT NULL,
  `room` varchar(10) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB;
CREATE TABLE `grades` (
  `student_id` int unsigned NOT NULL,
  `subject_id` int unsigned NOT NULL,
  `term` tinyint NOT NULL,
  `grade` decimal(3,1) NOT NULL,
  `teacherComment` varchar(500) DEFAULT NULL,
  PRIMARY KEY (`student_id`,`subject_id`,`term`)
) ENGINE=InnoDB;
CREATE TABLE `absences` (
  `id` int unsigned NOT NULL AUTO_INCREMENT,
  `student_id` int unsigned NOT NULL,
  `day` date NOT NULL,
  `lessons` tinyint NOT NULL,
  `reason` varchar(200) DEFAULT NULL,
  `excused` tinyint(1) NOT NULL DEFAULT '0',
  PRIMARY KEY (`id`)
) ENGINE=InnoDB;
CREATE TABLE `subjects` (
  `id` int unsigned NOT NULL AUTO_INCREMENT,
  `title` varchar(60) NOT NULL,
  `hoursPerWeek` tinyint NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB;
INSERT INTO `subjects` VALUES (1,'Latin; and Greek',4),(2,'L\'histoire',3);
