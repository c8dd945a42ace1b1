-- Several servers as one: each unit loads its records into its own database, and
-- the centre, which loads what is kept there (units, plans, figures), has those of
-- the units as well. Said once at each unit's database, how it is called:
--
--	psql -v name=tam-hai -f join-server.sql office
--
-- and once at the centre's, for each unit and type whose records are there:
--
--	psql -v unit=tam-hai -v type=quan_chung \
--	    -v host=10.0.0.7 -v dbname=office -v user=reader \
--	    -f join-server.sql office
--
-- Then each loads again with knexport -o postgres --on URL, the centre last; what
-- is said here stays, and no later load of a unit asks anything of the centre. Who
-- asks the centre needs a user mapping of his own for each unit (CREATE USER
-- MAPPING); a password stands in it, not here.
\set ON_ERROR_STOP on
BEGIN;
SET LOCAL client_min_messages TO warning;
CREATE SCHEMA IF NOT EXISTS ketnap_join;
CREATE TABLE IF NOT EXISTS ketnap_join.self (name text PRIMARY KEY);
CREATE TABLE IF NOT EXISTS ketnap_join.unit (name text, type text,
	PRIMARY KEY (name, type));
\if :{?name}
DELETE FROM ketnap_join.self;
INSERT INTO ketnap_join.self VALUES (:'name');
\else
CREATE EXTENSION IF NOT EXISTS postgres_fdw WITH SCHEMA public;
SELECT NOT EXISTS (SELECT 1 FROM pg_foreign_server WHERE srvname = :'unit')
	AS new \gset
\if :new
CREATE SERVER :"unit" FOREIGN DATA WRAPPER postgres_fdw
	OPTIONS (host :'host', dbname :'dbname', fetch_size '10000',
		use_remote_estimate 'true', async_capable 'true');
CREATE USER MAPPING FOR CURRENT_USER SERVER :"unit" OPTIONS (user :'user');
\endif
INSERT INTO ketnap_join.unit VALUES (:'unit', :'type') ON CONFLICT DO NOTHING;
SELECT format('ALTER DATABASE %I SET enable_partitionwise_aggregate TO on',
	current_database()) \gexec
\endif
COMMIT;
