#!/bin/sh
# Runs once, when the database folder is new. The house logs in as a role that is no superuser: a superuser passes
# every trigger that keeps history as it was written. The superuser stays without a password, for the socket alone.
set -eu
psql --username="$POSTGRES_USER" --dbname=postgres --set=ON_ERROR_STOP=1 --set=password="$POSTGRES_PASSWORD" <<'SQL'
CREATE ROLE refuge LOGIN NOSUPERUSER NOCREATEDB CREATEROLE PASSWORD :'password';
CREATE DATABASE refuge OWNER refuge;
ALTER ROLE CURRENT_USER PASSWORD NULL;
SQL
