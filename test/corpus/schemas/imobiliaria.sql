-- Uma imobiliária. PostgreSQL, nomes portugueses.
create table pessoas (
  id                 serial primary key,
  nome_completo      varchar(150) not null,
  cpf                char(14) unique,
  rg                 varchar(20),
  data_nascimento    date,
  estado_civil       varchar(20),
  profissao          varchar(80),
  renda_mensal       numeric(12, 2),
  telefone           varchar(20),
  celular            varchar(20),
  endereco_eletronico varchar(150),
  endereco           varchar(200),
  bairro             varchar(80),
  cidade             varchar(80),
  uf                 char(2),
  cep                char(9),
  criado_em          timestamp default now()
);
create table imoveis (
  id           serial primary key,
  proprietario_id int references pessoas,
  tipo         varchar(30),
  logradouro   varchar(150),
  numero       varchar(10),
  area_m2      numeric(8, 2),
  quartos      smallint,
  preco        numeric(14, 2),
  descricao    text,
  publicado    boolean default false
);
create table contratos (
  id            serial primary key,
  imovel_id     int references imoveis,
  inquilino_id  int references pessoas,
  fiador_id     int references pessoas,
  inicio        date,
  fim           date,
  valor_aluguel numeric(12, 2),
  dia_vencimento smallint,
  assinatura    bytea
);
create table pagamentos (
  id            bigserial primary key,
  contrato_id   int references contratos,
  vencimento    date,
  valor         numeric(12, 2),
  pago_em       date,
  numero_cartao varchar(19),
  conta_bancaria varchar(20)
);
create table visitas (id serial primary key, imovel_id int, visitante varchar(120), celular_visitante varchar(20), quando timestamp, comentario text);
create table bairros (codigo int primary key, nome varchar(80), populacao int, latitude numeric(9,6), longitude numeric(9,6));
