-- Un restaurante con reparto. MySQL, nombres españoles.
CREATE TABLE clientes (
  id_cliente INT AUTO_INCREMENT PRIMARY KEY,
  nombre VARCHAR(60) NOT NULL,
  apellidos VARCHAR(90),
  dni VARCHAR(12),
  telefono VARCHAR(20),
  correo_electronico VARCHAR(120),
  fecha_nacimiento DATE,
  direccion VARCHAR(200),
  codigo_postal VARCHAR(8),
  localidad VARCHAR(80),
  contrasena VARCHAR(100),
  alergias TEXT,
  fecha_alta DATETIME DEFAULT CURRENT_TIMESTAMP
) ENGINE=InnoDB;
CREATE TABLE platos (id_plato INT AUTO_INCREMENT PRIMARY KEY, nombre VARCHAR(80), descripcion TEXT, precio DECIMAL(6,2), calorias INT, activo TINYINT(1)) ENGINE=InnoDB;
CREATE TABLE pedidos (
  id_pedido INT AUTO_INCREMENT PRIMARY KEY,
  id_cliente INT,
  fecha DATETIME NOT NULL,
  importe_total DECIMAL(8,2),
  estado VARCHAR(20),
  observaciones TEXT,
  direccion_entrega VARCHAR(200),
  propina DECIMAL(6,2),
  FOREIGN KEY (id_cliente) REFERENCES clientes (id_cliente) ON DELETE SET NULL
) ENGINE=InnoDB;
CREATE TABLE reservas (
  id_reserva INT AUTO_INCREMENT PRIMARY KEY,
  nombre_completo VARCHAR(120),
  telefono_movil VARCHAR(20),
  comensales TINYINT,
  fecha_hora DATETIME,
  mesa INT
) ENGINE=InnoDB;
CREATE TABLE empleados (
  id_empleado INT AUTO_INCREMENT PRIMARY KEY,
  nombre VARCHAR(60),
  primer_apellido VARCHAR(60),
  segundo_apellido VARCHAR(60),
  numero_seguridad_social VARCHAR(14),
  cuenta_bancaria VARCHAR(34),
  salario DECIMAL(8,2),
  puesto VARCHAR(40),
  fecha_contrato DATE
) ENGINE=InnoDB;
CREATE TABLE proveedores (id_proveedor INT AUTO_INCREMENT PRIMARY KEY, razon_social VARCHAR(120), cif VARCHAR(12), telefono VARCHAR(20), persona_contacto VARCHAR(120)) ENGINE=InnoDB;
CREATE TABLE ingredientes (id INT AUTO_INCREMENT PRIMARY KEY, nombre VARCHAR(60), unidad VARCHAR(10), existencias DECIMAL(8,2)) ENGINE=InnoDB;
