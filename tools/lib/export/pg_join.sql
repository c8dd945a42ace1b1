-- Several servers as one. What schema ketnap_join says, which no load takes
-- away: table self how this server is called, and table unit, at a centre, of
-- which other servers it has the records of a type as well
-- (tools/office/join-server.sql). Where there is none, nothing is done.
--
-- Each table gets column kn_server. At a centre the table of such a type is
-- parted by it: what was loaded here is in schema ketnap_own, what another
-- server has in ketnap_at_NAME.

-- What is said there, as one text; empty: nothing.
CREATE FUNCTION ketnap.kn_joined() RETURNS text STABLE
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
	said text := '';
BEGIN
	IF EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'ketnap_join'
	AND pg_get_userbyid(nspowner) = current_user) THEN
		SELECT coalesce((SELECT max(name) FROM ketnap_join.self), 'own')
			|| coalesce((SELECT string_agg(' ' || name || '/' || type, ''
				ORDER BY name COLLATE "C", type COLLATE "C")
				FROM ketnap_join.unit), '')
			INTO said;
	END IF;
	RETURN said;
END $$;

-- Can what changed be written alone? Not where rows are on other servers.
CREATE FUNCTION ketnap.kn_joins_as_loaded() RETURNS boolean STABLE
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
	said CONSTANT text := ketnap.kn_joined();
BEGIN
	RETURN said NOT LIKE '% %' AND said = coalesce((SELECT value
		FROM ketnap.export WHERE key = 'joined'), '');
END $$;

CREATE FUNCTION ketnap.kn_self() RETURNS text STABLE
LANGUAGE sql SET search_path = pg_catalog AS $$
SELECT split_part(ketnap.kn_joined(), ' ', 1) $$;

-- A table whose rows are here becomes the part of one that has all.
CREATE PROCEDURE ketnap.kn_join_table(name text, units text[])
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
	one text;
BEGIN
	EXECUTE format('ALTER TABLE ketnap.%I SET SCHEMA ketnap_own', name);
	EXECUTE format('CREATE TABLE ketnap.%1$I (LIKE ketnap_own.%1$I '
		'INCLUDING DEFAULTS INCLUDING COMMENTS) PARTITION BY LIST (kn_server)',
		name);
	-- Another server holds its rows to what it holds them to.
	FOR one IN SELECT attname FROM pg_attribute WHERE attnum > 0 AND attnotnull
	AND attname <> 'kn_server'
	AND attrelid = format('ketnap.%I', name)::regclass LOOP
		EXECUTE format('ALTER TABLE ketnap.%I ALTER %I DROP NOT NULL', name,
			one);
	END LOOP;
	EXECUTE format('ALTER TABLE ketnap.%1$I ATTACH PARTITION ketnap_own.%1$I '
		'FOR VALUES IN (%2$L)', name, ketnap.kn_self());
	FOREACH one IN ARRAY units LOOP
		EXECUTE format('CREATE FOREIGN TABLE %1$I.%2$I PARTITION OF '
			'ketnap.%2$I FOR VALUES IN (%3$L) SERVER %3$I OPTIONS '
			'(schema_name ''ketnap'', table_name %2$L)', 'ketnap_at_' || one,
			name, one);
	END LOOP;
END $$;

-- Tables, and of which type each is; empty: of all.
CREATE PROCEDURE ketnap.kn_join(tables text[], types text[])
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
	units text[];
	one text;
BEGIN
	IF ketnap.kn_joined() = '' THEN
		RETURN;
	END IF;
	FOR one IN SELECT nspname FROM pg_namespace WHERE nspname = 'ketnap_own'
	OR starts_with(nspname, 'ketnap_at_') LOOP
		EXECUTE format('DROP SCHEMA %I CASCADE', one);
	END LOOP;
	CREATE SCHEMA ketnap_own;
	FOR one IN SELECT DISTINCT name FROM ketnap_join.unit LOOP
		EXECUTE format('CREATE SCHEMA %I', 'ketnap_at_' || one);
	END LOOP;
	FOR i IN 1 .. cardinality(tables) LOOP
		EXECUTE format('ALTER TABLE ketnap.%I ADD COLUMN kn_server text '
			'COLLATE "C" NOT NULL DEFAULT %L', tables[i], ketnap.kn_self());
		SELECT array_agg(DISTINCT name) INTO units FROM ketnap_join.unit
			WHERE type = types[i] OR types[i] = '';
		IF units IS NOT NULL THEN
			CALL ketnap.kn_join_table(tables[i], units);
		END IF;
	END LOOP;
END $$;

-- What was loaded where.
CREATE PROCEDURE ketnap.kn_join_facts()
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
	said CONSTANT text := ketnap.kn_joined();
	one text;
BEGIN
	IF said = '' THEN
		RETURN;
	END IF;
	INSERT INTO ketnap.export VALUES ('joined', said);
	EXECUTE format('ALTER TABLE ketnap.export ADD COLUMN kn_server text '
		'COLLATE "C" NOT NULL DEFAULT %L', ketnap.kn_self());
	IF said NOT LIKE '% %' THEN
		RETURN;
	END IF;
	CREATE TABLE ketnap.export_joined (LIKE ketnap.export)
		PARTITION BY LIST (kn_server);
	FOR one IN SELECT DISTINCT name FROM ketnap_join.unit LOOP
		EXECUTE format('CREATE FOREIGN TABLE %I.export PARTITION OF '
			'ketnap.export_joined FOR VALUES IN (%L) SERVER %I OPTIONS '
			'(schema_name ''ketnap'', table_name ''export'')',
			'ketnap_at_' || one, one, one);
	END LOOP;
END $$;
