#!/bin/sh
# Creates the database and the role that Attune connects with, once, when PostgreSQL's container makes its cluster.
# The role is no superuser: row-level security, which keeps clinics apart, does not hold for those.
#
# POSTGRES_USER the superuser, set by the image
# ROLE_PASSWORD the new role's password
set -eu
: "${ROLE_PASSWORD:?set ROLE_PASSWORD}"
psql --quiet --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres <<'END'
\getenv given ROLE_PASSWORD
SELECT format('CREATE ROLE attune LOGIN PASSWORD %L', :'given') \gexec
CREATE DATABASE attune OWNER attune;
END
