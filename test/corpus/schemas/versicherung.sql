-- Eine Versicherung. MySQL, deutsche Namen.
CREATE TABLE `Versicherungsnehmer` (
  `VNID` int NOT NULL AUTO_INCREMENT,
  `Anrede` varchar(10),
  `Titel` varchar(20),
  `Vorname` varchar(80) NOT NULL,
  `Familienname` varchar(80) NOT NULL,
  `Geburtsname` varchar(80),
  `GebDatum` date,
  `Geburtsort` varchar(80),
  `Staatsangehoerigkeit` varchar(40),
  `Familienstand` varchar(20),
  `Beruf` varchar(80),
  `SteuerId` varchar(11),
  `Ausweisnummer` varchar(12),
  `Telefonnummer` varchar(30),
  `EMailAdresse` varchar(150),
  PRIMARY KEY (`VNID`)
) ENGINE=InnoDB;
CREATE TABLE `Anschrift` (
  `AnschriftID` int NOT NULL AUTO_INCREMENT,
  `VNID` int NOT NULL,
  `Strasse` varchar(100),
  `Postleitzahl` char(5),
  `Wohnort` varchar(80),
  `Land` char(2),
  `GueltigAb` date,
  PRIMARY KEY (`AnschriftID`)
) ENGINE=InnoDB;
CREATE TABLE `Vertrag` (
  `VertragID` int NOT NULL AUTO_INCREMENT,
  `VNID` int NOT NULL,
  `Sparte` varchar(20) NOT NULL,
  `Versicherungsscheinnummer` varchar(20) NOT NULL,
  `Beginn` date NOT NULL,
  `Ablauf` date,
  `Jahresbeitrag` decimal(10,2) NOT NULL,
  `Zahlweise` varchar(10),
  `KontoIBAN` varchar(34),
  PRIMARY KEY (`VertragID`)
) ENGINE=InnoDB;
CREATE TABLE `Schaden` (
  `SchadenID` int NOT NULL AUTO_INCREMENT,
  `VertragID` int NOT NULL,
  `Schadentag` date NOT NULL,
  `Hergang` text,
  `Kennzeichen` varchar(12),
  `GeschaedigterName` varchar(120),
  `Diagnose` text,
  `Reserve` decimal(12,2),
  `Status` varchar(15),
  PRIMARY KEY (`SchadenID`)
) ENGINE=InnoDB;
CREATE TABLE `Tarif` (`TarifID` int NOT NULL PRIMARY KEY, `Bezeichnung` varchar(80), `Satz` decimal(6,4), `GueltigVon` date, `GueltigBis` date) ENGINE=InnoDB;
