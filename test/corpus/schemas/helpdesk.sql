-- A help desk. PostgreSQL.
create table "Requesters" (
  "Id"           uuid not null primary key,
  "Name"         text not null,
  "EmailAddress" text not null,
  "PhoneNumber"  text null,
  "Organisation" text null,
  "TimeZone"     text null,
  "Notes"        text null,
  "CreatedOn"    timestamp with time zone not null
);
create table "Agents" (
  "Id"           uuid not null primary key,
  "DisplayName"  text not null,
  "Email"        text not null,
  "PasswordHash" text not null,
  "TwoFactorSecret" text null,
  "Signature"    text null,
  "IsActive"     boolean not null
);
create table "Tickets" (
  "Id"          bigint not null primary key,
  "RequesterId" uuid not null references "Requesters" ("Id"),
  "AgentId"     uuid null references "Agents" ("Id"),
  "Subject"     text not null,
  "Priority"    smallint not null,
  "Status"      text not null,
  "Channel"     text not null,
  "OpenedOn"    timestamp with time zone not null,
  "ClosedOn"    timestamp with time zone null,
  "SatisfactionScore" smallint null
);
create table "TicketMessages" (
  "Id"        bigint not null primary key,
  "TicketId"  bigint not null references "Tickets" ("Id"),
  "Body"      text not null,
  "FromEmail" text null,
  "IsPublic"  boolean not null,
  "SentOn"    timestamp with time zone not null
);
create table "CallRecordings" ("Id" bigint primary key, "TicketId" bigint, "CallerNumber" text, "AudioFile" text, "Transcript" text, "Seconds" int);
create table "KnowledgeArticles" ("Id" bigint primary key, "Title" text, "Body" text, "Views" int, "PublishedOn" date);
create table "Attachments" ("Id" bigint primary key, "TicketId" bigint, "FileName" text, "ContentType" text, "Bytes" bytea);
