-- Rules. What is the same of all of them is here: kn_rule:ID has a row for each
-- record or entry that a rule measures, with the columns of table rule and what
-- a verdict needs beside; of one whose day is not whole there is no more.

-- So that not all records ask for the same on one day.
CREATE FUNCTION ketnap.kn_spread(id text, days bigint) RETURNS integer
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
DECLARE
	bytes CONSTANT bytea := convert_to(id, 'UTF8');
	hash bigint := 2166136261;
BEGIN
	IF days = 0 THEN
		RETURN 0;
	END IF;
	FOR i IN 0 .. length(bytes) - 1 LOOP
		hash := ((hash # get_byte(bytes, i)) * 16777619) & 4294967295;
	END LOOP;
	RETURN CAST(hash % (days + 1) AS integer);
END $$;

-- The value of a column, or NULL where there is none of that name.
CREATE FUNCTION ketnap.kn_perhaps(view text, name text, type text)
RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
SELECT format('CAST(%s AS %s)', CASE WHEN EXISTS (SELECT 1 FROM pg_attribute
	WHERE attrelid = format('ketnap.%I', view)::regclass AND attname = name
	AND attnum > 0) THEN format('q.%I', name) ELSE 'NULL' END, type) $$;

-- sql: what the rule asks; put_off: SELECT id, until of reminders that wait.
CREATE PROCEDURE ketnap.kn_verdict(rule text, level text, grace bigint,
	spread bigint, measured boolean, texts boolean, put_off text, sql text)
LANGUAGE plpgsql AS $$
DECLARE
	judged CONSTANT text := 'judged:' || rule;
	rows text := 'SELECT NULL::text AS id, NULL::bigint AS n, '
		'NULL::text AS day, NULL::text AS gen, NULL::text AS source, '
		'false AS kn_known, false AS kn_lapsed, NULL::text AS kn_until, '
		'NULL::text AS kn_confidence WHERE false';
BEGIN
	IF measured THEN
		rows := format('SELECT id, n, day, gen, source, kn_known, kn_lapsed, '
			'kn_until, kn_confidence FROM ketnap.%I', 'kn_rule:' || rule);
	END IF;
	EXECUTE format('CREATE VIEW ketnap.%I AS %s', judged, sql);
	EXECUTE format($view$
CREATE VIEW ketnap.%1$I AS
WITH r AS (%2$s),
q AS (SELECT %3$s AS id, %4$s AS list, CASE WHEN %5$s >= 0 THEN %5$s
		WHEN %6$s >= 0 THEN %6$s END AS n, %7$s AS n2, %8$s AS ok,
		%9$s AS level, %10$s AS due, %11$s AS owner
	FROM ketnap.%12$I AS q),
one AS (SELECT DISTINCT ON (id, n) * FROM r WHERE day IS NOT NULL AND n >= 0
	ORDER BY id, n),
first AS (SELECT DISTINCT ON (id) * FROM r WHERE day IS NOT NULL
	ORDER BY id, n NULLS FIRST),
j AS (SELECT q.*, coalesce(one.day, first.day) AS day,
		coalesce(one.gen, first.gen) AS gen,
		coalesce(one.source, first.source) AS source,
		coalesce(one.kn_confidence, first.kn_confidence) AS confidence,
		%13$L AND coalesce(one.id, first.id) IS NOT NULL
		AND (NOT coalesce(one.kn_known, first.kn_known)
			OR (coalesce(one.kn_lapsed, first.kn_lapsed) AND NOT coalesce(
				ketnap.kn_day(q.due) + %14$s < ketnap.kn_day(coalesce(
					one.kn_until, first.kn_until)), false))) AS lacks
	FROM q LEFT JOIN one ON one.id = q.id AND one.n = q.n
	LEFT JOIN first ON first.id = q.id AND q.n IS NULL
	WHERE q.id IS NOT NULL),
k AS (SELECT j.id, j.list, j.n, j.n2, j.day, j.gen,
		CASE WHEN NOT lacks THEN j.source END AS source, j.confidence,
		CASE WHEN NOT lacks THEN j.ok END AS ok,
		coalesce(j.level, %15$L) AS level, j.owner,
		CASE WHEN lacks THEN NULL WHEN j.ok = 1 THEN ketnap.kn_day(j.due)
			ELSE ketnap.kn_day(j.due) + ketnap.kn_spread(j.id, %16$s) END
			AS due, j.lacks
	FROM j),
p AS (SELECT k.*, CASE WHEN k.level <> 'error' THEN (SELECT max(s.until)
		FROM (%17$s) AS s(id, until) WHERE s.id = k.id) END AS put_off
	FROM k),
d AS (SELECT p.*, p.ok IS DISTINCT FROM 1 AND p.due IS NOT NULL AS by_day,
		p.ok IS DISTINCT FROM 1 AND p.put_off IS NULL
		AND coalesce(p.due + %14$s < ketnap.kn_day(ketnap.today()), false)
			AS overdue
	FROM p),
v AS (SELECT d.*, CASE WHEN d.confidence IS NOT DISTINCT FROM 'C' THEN NULL
		WHEN d.by_day THEN CASE WHEN d.overdue THEN 0 END
		ELSE d.ok END AS said FROM d)
SELECT %18$L::text AS rule, id, list, n, n2, said AS ok,
	CASE WHEN said IS NULL THEN 'note' ELSE level END AS level,
	CASE WHEN NOT (overdue AND confidence IS NOT DISTINCT FROM 'C')
		THEN ketnap.kn_day_text(due) END AS due,
	overdue AND confidence IS DISTINCT FROM 'C' AS overdue,
	CASE WHEN by_day THEN put_off END AS put_off,
	CASE WHEN by_day THEN owner END AS owner, day, gen, source
FROM v
UNION ALL SELECT %18$L, id, NULL, n, NULL, NULL, 'note', NULL, false, NULL,
	NULL, NULL, NULL, NULL FROM r WHERE day IS NULL$view$,
		'verdict:' || rule, rows,
		ketnap.kn_perhaps(judged, 'id', 'text'),
		ketnap.kn_perhaps(judged, 'list', 'text'),
		ketnap.kn_perhaps(judged, 'n', 'bigint'),
		ketnap.kn_perhaps(judged, 'n1', 'bigint'),
		ketnap.kn_perhaps(judged, 'n2', 'bigint'),
		ketnap.kn_perhaps(judged, 'ok', 'integer'),
		ketnap.kn_perhaps(judged, 'level', 'text'),
		ketnap.kn_perhaps(judged, 'due', 'text'),
		ketnap.kn_perhaps(judged, 'owner', 'text'), judged, texts, grace,
		level, spread, coalesce(nullif(put_off, ''),
			'SELECT NULL::text, NULL::text WHERE false'), rule);
EXCEPTION WHEN OTHERS THEN
	RAISE WARNING '%: %', rule, SQLERRM;
END $$;

-- Views of all rules.
CREATE PROCEDURE ketnap.kn_all_rules() LANGUAGE plpgsql AS $$
DECLARE
	sql text;
BEGIN
	SELECT string_agg(format('SELECT %L::text AS rule, id, n, day, gen, source '
		'FROM ketnap.%I', substr(relname, 6), relname), ' UNION ALL '
		ORDER BY relname COLLATE "C") INTO sql FROM pg_class
		WHERE relnamespace = 'ketnap'::regnamespace AND relkind = 'v'
		AND starts_with(relname, 'rule:');
	IF sql IS NOT NULL THEN
		EXECUTE 'CREATE VIEW ketnap.rule AS ' || sql;
	END IF;
	SELECT string_agg(format('SELECT * FROM ketnap.%I', relname), ' UNION ALL '
		ORDER BY relname COLLATE "C") INTO sql FROM pg_class
		WHERE relnamespace = 'ketnap'::regnamespace AND relkind = 'v'
		AND starts_with(relname, 'verdict:');
	IF sql IS NOT NULL THEN
		EXECUTE 'CREATE VIEW ketnap.verdict AS ' || sql;
	END IF;
END $$;
