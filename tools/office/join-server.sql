-- The persons of a unit's own server, as rows of the tables at the centre.
--
-- Each unit loads its records into its own database; the centre loads what is
-- kept there (units, plans, figures), and then, for each unit, once after each
-- of its loads:
--
--	psql -v unit=tam_hai -v type=quan_chung \
--	    -v host=10.0.0.7 -v dbname=office -v user=reader \
--	    -f join-server.sql office
--
-- unit is a name for this server and its schema here, type whose tables are
-- joined. A password stands in a user mapping that is altered afterwards. Filters go to the unit's server; what is counted by
-- them comes back as rows.
\set ON_ERROR_STOP on
BEGIN;
SET LOCAL client_min_messages TO warning;
CREATE EXTENSION IF NOT EXISTS postgres_fdw WITH SCHEMA public;
DROP SERVER IF EXISTS :"unit" CASCADE;
DROP SCHEMA IF EXISTS :"unit" CASCADE;
CREATE SERVER :"unit" FOREIGN DATA WRAPPER postgres_fdw
	OPTIONS (host :'host', dbname :'dbname', fetch_size '10000',
		use_remote_estimate 'true');
CREATE USER MAPPING FOR CURRENT_USER SERVER :"unit" OPTIONS (user :'user');
CREATE SCHEMA :"unit";
SELECT set_config('ketnap.unit', :'unit', true),
	set_config('ketnap.type', :'type', true) \g /dev/null
DO $$
DECLARE
	unit CONSTANT text := current_setting('ketnap.unit');
	type CONSTANT text := current_setting('ketnap.type');
	name text;
	rule text;
BEGIN
	FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'ketnap'
	AND (tablename = type OR starts_with(tablename, type || '_')) LOOP
		-- A child must have them, and the unit's server holds its rows to them.
		FOR rule IN SELECT conname FROM pg_constraint WHERE contype = 'c'
		AND conrelid = format('ketnap.%I', name)::regclass LOOP
			EXECUTE format('ALTER TABLE ketnap.%I DROP CONSTRAINT %I', name,
				rule);
		END LOOP;
		EXECUTE format('IMPORT FOREIGN SCHEMA ketnap LIMIT TO (%I) '
			'FROM SERVER %I INTO %I', name, unit, unit);
		EXECUTE format('ALTER FOREIGN TABLE %I.%I INHERIT ketnap.%I', unit,
			name, name);
	END LOOP;
END $$;
COMMIT;
