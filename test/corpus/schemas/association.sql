-- Une association sportive. SQLite, noms français.
CREATE TABLE adherent (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  numero_licence TEXT UNIQUE,
  civilite TEXT,
  nom TEXT NOT NULL,
  prenom TEXT NOT NULL,
  date_naissance TEXT,
  lieu_naissance TEXT,
  adresse TEXT,
  code_postal TEXT,
  ville TEXT,
  courriel TEXT,
  telephone TEXT,
  personne_a_prevenir TEXT,
  certificat_medical TEXT,
  droit_image INTEGER DEFAULT 0,
  date_inscription TEXT
);
CREATE TABLE cotisation (
  id INTEGER PRIMARY KEY,
  adherent_id INTEGER REFERENCES adherent(id),
  saison TEXT NOT NULL,
  montant REAL NOT NULL,
  moyen_paiement TEXT,
  numero_cheque TEXT,
  paye_le TEXT
);
CREATE TABLE equipe (id INTEGER PRIMARY KEY, nom TEXT NOT NULL, categorie TEXT, couleur TEXT, niveau INTEGER);
CREATE TABLE rencontre (
  id INTEGER PRIMARY KEY,
  equipe_id INTEGER REFERENCES equipe(id),
  adversaire TEXT,
  date_match TEXT,
  lieu TEXT,
  score_domicile INTEGER,
  score_exterieur INTEGER
);
CREATE TABLE joueur_equipe (adherent_id INTEGER, equipe_id INTEGER, numero_maillot INTEGER, poste TEXT, PRIMARY KEY (adherent_id, equipe_id));
CREATE TABLE blessure (
  id INTEGER PRIMARY KEY,
  adherent_id INTEGER REFERENCES adherent(id),
  date_blessure TEXT,
  description TEXT,
  duree_arret INTEGER,
  medecin TEXT
);
CREATE TABLE materiel (id INTEGER PRIMARY KEY, designation TEXT, quantite INTEGER, prix_unitaire REAL, fournisseur TEXT);
