-- What the SQL of pages calls: the functions of schema(5), and those of SQLite
-- that PostgreSQL has not, or has otherwise. Names that begin with kn_ are only
-- for these. A body is bound when it is made, so the search path of who asks
-- changes nothing.

-- Days: text such as 2021-06-30.

CREATE FUNCTION ketnap.kn_is_day(v text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN v ~
	('^(?!0000)(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])'
	|| '|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))'
	|| '|(?:[0-9][0-9](?:0[48]|[2468][048]|[13579][26])'
	|| '|(?:[02468][048]|[13579][26])00)-02-29)$');

CREATE FUNCTION ketnap.kn_day(v text) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	CASE WHEN ketnap.kn_is_day(v) THEN make_date(CAST(left(v, 4) AS integer),
		CAST(substr(v, 6, 2) AS integer), CAST(substr(v, 9, 2) AS integer)) END;

CREATE FUNCTION ketnap.kn_day_text(d date) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	CASE WHEN d >= DATE '0001-01-01' AND d <= DATE '9999-12-31' THEN
	lpad(CAST(CAST(extract(year FROM d) AS integer) AS text), 4, '0') || '-'
	|| lpad(CAST(CAST(extract(month FROM d) AS integer) AS text), 2, '0') || '-'
	|| lpad(CAST(CAST(extract(day FROM d) AS integer) AS text), 2, '0') END;

CREATE FUNCTION ketnap.kn_months(v text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	CAST(left(v, 4) AS integer) * 12 + CAST(substr(v, 6, 2) AS integer) - 1;

-- How many days the month has.
CREATE FUNCTION ketnap.kn_month_days(months integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE months % 12
	WHEN 1 THEN CASE WHEN months / 12 % 4 = 0 AND (months / 12 % 100 <> 0
		OR months / 12 % 400 = 0) THEN 29 ELSE 28 END
	WHEN 3 THEN 30 WHEN 5 THEN 30 WHEN 8 THEN 30 WHEN 10 THEN 30 ELSE 31 END;

CREATE FUNCTION ketnap.kn_month_day(months bigint, day integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	CASE WHEN months >= 12 AND months < 120000 THEN
	lpad(CAST(months / 12 AS text), 4, '0') || '-'
	|| lpad(CAST(months % 12 + 1 AS text), 2, '0') || '-'
	|| lpad(CAST(least(day, ketnap.kn_month_days(CAST(months AS integer)))
		AS text), 2, '0') END;

CREATE FUNCTION ketnap.month_add(d text, n bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	CASE WHEN ketnap.kn_is_day(d) AND n BETWEEN -2147483648 AND 2147483647 THEN
	ketnap.kn_month_day(ketnap.kn_months(d) + n,
		CAST(substr(d, 9, 2) AS integer)) END;

-- The day of a later month lies behind b where b has less days before it, and
-- is not its month's last.
CREATE FUNCTION ketnap.months_between(a text, b text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	CASE WHEN ketnap.kn_is_day(a) AND ketnap.kn_is_day(b) THEN
	ketnap.kn_months(b) - ketnap.kn_months(a)
	- CASE WHEN CAST(substr(a, 9, 2) AS integer) > CAST(substr(b, 9, 2) AS integer)
		AND CAST(substr(b, 9, 2) AS integer)
			< ketnap.kn_month_days(ketnap.kn_months(b))
		THEN 1 ELSE 0 END END;

CREATE FUNCTION ketnap.days_between(a text, b text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN ketnap.kn_day(b) - ketnap.kn_day(a);

-- The first and last day of a date that may lack its day or month.
CREATE FUNCTION ketnap.kn_first(v text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE
	WHEN v ~ '^[0-9]{4}$' AND v <> '0000' THEN v || '-01-01'
	WHEN v ~ '^(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])$' THEN v || '-01'
	WHEN ketnap.kn_is_day(v) THEN v END;

CREATE FUNCTION ketnap.kn_last(v text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE
	WHEN v ~ '^[0-9]{4}$' AND v <> '0000' THEN v || '-12-31'
	WHEN v ~ '^(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])$'
		THEN ketnap.kn_month_day(ketnap.kn_months(v), 31)
	WHEN ketnap.kn_is_day(v) THEN v END;

CREATE FUNCTION ketnap.age_months(born text, day text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	CASE WHEN ketnap.months_between(ketnap.kn_first(born), day)
		= ketnap.months_between(ketnap.kn_last(born), day)
	THEN ketnap.months_between(ketnap.kn_first(born), day) END;

CREATE FUNCTION ketnap.kn_has_age(born text, months bigint, day text)
RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	coalesce(ketnap.month_add(born, months) COLLATE "C" <= day, months < 0);

CREATE FUNCTION ketnap.age_reached(born text, months bigint, day text)
RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	CASE WHEN ketnap.kn_is_day(day) AND ketnap.kn_first(born) IS NOT NULL
		AND months BETWEEN -2147483648 AND 2147483647
		AND ketnap.kn_has_age(ketnap.kn_first(born), months, day)
		= ketnap.kn_has_age(ketnap.kn_last(born), months, day)
	THEN CAST(CAST(ketnap.kn_has_age(ketnap.kn_first(born), months, day)
		AS integer) AS bigint) END;

-- Working days up to a day, from the first Monday there is.
CREATE FUNCTION ketnap.kn_worked(d date) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	(d - DATE '0001-01-01' + 1) / 7 * 5
	+ least((d - DATE '0001-01-01' + 1) % 7, 5)
	+ width_bucket(d, ketnap.kn_days_on())
	- width_bucket(d, ketnap.kn_days_off());

CREATE FUNCTION ketnap.workdays(a text, b text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	ketnap.kn_worked(ketnap.kn_day(b)) - ketnap.kn_worked(ketnap.kn_day(a));

-- As many days on as working days are missing cannot be too many.
CREATE FUNCTION ketnap.workday_add(d text, n bigint) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
DECLARE
	day date := ketnap.kn_day(d);
	most CONSTANT integer := ketnap.kn_worked(DATE '9999-12-31');
	wanted bigint := ketnap.kn_worked(day) + n;
	missing bigint := n;
BEGIN
	IF day IS NULL OR n IS NULL OR n < 0 OR wanted > most THEN
		RETURN NULL;
	END IF;
	WHILE missing > 0 LOOP
		day := day + CAST(missing AS integer);
		missing := wanted - ketnap.kn_worked(day);
	END LOOP;
	RETURN ketnap.kn_day_text(day);
END $$;

-- Periods.

-- The first and last month of a period, counted from the year 0; NULL: it is
-- none.
CREATE FUNCTION ketnap.kn_period(p text) RETURNS integer[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE
	WHEN p !~ '^(?!0000)[0-9]{4}' THEN NULL
	WHEN p ~ '^[0-9]{4}$' THEN
		ARRAY[CAST(p AS integer) * 12, CAST(p AS integer) * 12 + 11]
	WHEN p ~ '^[0-9]{4}-(?:0[1-9]|1[0-2])$' THEN
		ARRAY[ketnap.kn_months(p), ketnap.kn_months(p)]
	WHEN p ~ '^[0-9]{4}-Q[1-4]$' THEN
		ARRAY[CAST(left(p, 4) AS integer) * 12
			+ 3 * CAST(substr(p, 7, 1) AS integer) - 3,
			CAST(left(p, 4) AS integer) * 12
			+ 3 * CAST(substr(p, 7, 1) AS integer) - 1]
	WHEN p ~ '^[0-9]{4}-H[12]$' THEN
		ARRAY[CAST(left(p, 4) AS integer) * 12
			+ 6 * CAST(substr(p, 7, 1) AS integer) - 6,
			CAST(left(p, 4) AS integer) * 12
			+ 6 * CAST(substr(p, 7, 1) AS integer) - 1]
	WHEN p ~ '^[0-9]{4}-(?:[245789]|1[01])T$' THEN
		ARRAY[CAST(left(p, 4) AS integer) * 12,
			CAST(left(p, 4) AS integer) * 12
			+ CAST(rtrim(substr(p, 6), 'T') AS integer) - 1]
	WHEN p ~ '^[0-9]{4}-[0-9]{4}$' AND substr(p, 6) > left(p, 4) THEN
		ARRAY[CAST(left(p, 4) AS integer) * 12,
			CAST(substr(p, 6) AS integer) * 12 + 11] END;

CREATE FUNCTION ketnap.period_start(p text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	ketnap.kn_month_day((ketnap.kn_period(p))[1], 1);

CREATE FUNCTION ketnap.period_end(p text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	ketnap.kn_month_day((ketnap.kn_period(p))[2], 31);

CREATE FUNCTION ketnap.kn_no_kind(kind text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
BEGIN
	IF kind IS NOT NULL THEN
		RAISE EXCEPTION 'period_of: ''%'' is no kind of period', kind;
	END IF;
	RETURN NULL;
END $$;

CREATE FUNCTION ketnap.period_of(d text, kind text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE
	WHEN kind IS NULL OR kind NOT IN ('M', 'Q', 'H', 'Y', 'T')
		THEN ketnap.kn_no_kind(kind)
	WHEN NOT ketnap.kn_is_day(d) THEN NULL
	WHEN kind = 'Y' THEN left(d, 4)
	WHEN kind = 'M' THEN left(d, 7)
	WHEN kind = 'Q' THEN left(d, 4) || '-Q'
		|| CAST((CAST(substr(d, 6, 2) AS integer) + 2) / 3 AS text)
	WHEN kind = 'H' THEN left(d, 4) || '-H'
		|| CASE WHEN CAST(substr(d, 6, 2) AS integer) > 6 THEN '2' ELSE '1' END
	ELSE CASE CAST(substr(d, 6, 2) AS integer)
		WHEN 1 THEN left(d, 7) WHEN 3 THEN left(d, 4) || '-Q1'
		WHEN 6 THEN left(d, 4) || '-H1' WHEN 12 THEN left(d, 4)
		ELSE left(d, 4) || '-' || CAST(CAST(substr(d, 6, 2) AS integer) AS text)
			|| 'T' END END;

-- Text. What is ASCII and Vietnamese goes a short way; the rest of Unicode
-- another.

CREATE FUNCTION ketnap.kn_is_ascii(v text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN octet_length(v) = length(v);

CREATE FUNCTION ketnap.lower(v text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE
	WHEN ketnap.kn_is_ascii(v) THEN pg_catalog.lower(v COLLATE "C")
	WHEN v ~ ketnap.kn_known()
		THEN translate(v, ketnap.kn_capitals(), ketnap.kn_smalls())
	ELSE normalize(translate(normalize(v), ketnap.kn_lower_of(),
		ketnap.kn_lower_to())) END;

CREATE FUNCTION ketnap.upper(v text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE
	WHEN ketnap.kn_is_ascii(v) THEN pg_catalog.upper(v COLLATE "C")
	WHEN v ~ ketnap.kn_known()
		THEN translate(v, ketnap.kn_smalls(), ketnap.kn_capitals())
	ELSE normalize(translate(normalize(v), ketnap.kn_upper_of(),
		ketnap.kn_upper_to())) END;

CREATE FUNCTION ketnap.kn_caseless(v text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE
	WHEN ketnap.kn_is_ascii(v) THEN pg_catalog.lower(v COLLATE "C")
	WHEN v ~ ketnap.kn_known()
		THEN translate(v, ketnap.kn_capitals(), ketnap.kn_smalls())
	ELSE translate(normalize(v), ketnap.kn_caseless_of(),
		ketnap.kn_caseless_to()) END;

CREATE FUNCTION ketnap.fold("text" text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE
	WHEN ketnap.kn_is_ascii("text") THEN pg_catalog.lower("text" COLLATE "C")
	WHEN "text" ~ ketnap.kn_known()
		THEN translate("text", ketnap.kn_letters(), ketnap.kn_folded())
	ELSE translate(regexp_replace(translate(normalize("text", NFD),
		ketnap.kn_lower_of(), ketnap.kn_lower_to()),
		'[' || ketnap.kn_nonspacing() || ']', '', 'g'), 'đðɖ', 'ddd') END;

-- Words of which each begins one, the next one behind the rest of the last.
CREATE FUNCTION ketnap.kn_phrase(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
DECLARE
	letter CONSTANT text := 'a-z0-9\u00c0-\u1fff\u2070-\U0010ffff';
	phrase text := '';
	word text;
BEGIN
	FOR word IN SELECT w FROM regexp_split_to_table(words, '[ \t\n\r]+')
	WITH ORDINALITY AS t(w, i) WHERE w <> '' ORDER BY i LOOP
		word := regexp_replace(word, '([]\\.[{}()*+?^$|])', '\\\1', 'g');
		IF phrase = '' THEN
			phrase := '(?:^|(?=[^' || letter || '])|(?<![' || letter || ']))';
		ELSE
			phrase := phrase || '[' || letter || ']*(?:(?![' || letter
				|| '\u001e])[\u0001-\U0010ffff])*?';
		END IF;
		phrase := phrase || word;
	END LOOP;
	RETURN phrase;
END $$;

CREATE FUNCTION ketnap.kn_phrases(words text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
AS $$
BEGIN
	RETURN (SELECT coalesce(array_agg(ketnap.kn_phrase(phrase)), '{}')
		FROM unnest(string_to_array(ketnap.fold(words), ',')) AS p(phrase));
END $$;

-- What is looked for is worked out once, where it is a literal.
CREATE FUNCTION ketnap.has_words("text" text, words text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	CASE WHEN "text" IS NOT NULL THEN CAST(CAST(
		ketnap.fold("text") ~ ALL (ketnap.kn_phrases(words)) AS integer)
		AS bigint) END;

-- Letters that are not of the alphabet, taken apart.
CREATE FUNCTION ketnap.kn_units(v text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
BEGIN
	IF v ~ ketnap.kn_known() THEN
		RETURN v;
	END IF;
	RETURN (SELECT coalesce(string_agg(CASE WHEN c ~ ketnap.kn_known()
		THEN c ELSE normalize(c, NFD) END, '' ORDER BY i), '')
		FROM regexp_split_to_table(v, '') WITH ORDINALITY AS t(c, i));
END $$;

CREATE FUNCTION ketnap.tone_key("text" text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
DECLARE
	low text := ketnap.kn_caseless("text");
	letters CONSTANT text := ketnap.kn_letter_ranges();
	pair text[];
BEGIN
	IF low !~ ketnap.kn_known() THEN
		FOREACH pair SLICE 1 IN ARRAY ketnap.kn_long_folds() LOOP
			low := replace(low, pair[1], pair[2]);
		END LOOP;
		low := normalize(low);
	END IF;
	RETURN (SELECT coalesce(string_agg(CASE
		WHEN m[1] IS NULL THEN ketnap.kn_units(m[2])
		WHEN length(t.tones) > 1 THEN m[1] || '0'
		ELSE translate(u, ketnap.kn_toned(), ketnap.kn_toneless())
			|| coalesce(nullif(translate(t.tones, ketnap.kn_toned(),
			ketnap.kn_tones()), ''), '0') END, '' ORDER BY i), '')
		FROM regexp_matches(low, '([' || letters || '][' || letters
			|| ketnap.kn_mark_ranges() || ']*)|([^' || letters || ']+)', 'g')
			WITH ORDINALITY AS w(m, i)
		CROSS JOIN LATERAL (SELECT ketnap.kn_units(m[1]) AS u) AS taken
		CROSS JOIN LATERAL (SELECT regexp_replace(u,
			'[^' || ketnap.kn_toned() || ']', '', 'g') AS tones) AS t
		WHERE "text" IS NOT NULL HAVING "text" IS NOT NULL);
END $$;

-- The levels of an order key: what is compared first, tones, case, places.
CREATE FUNCTION ketnap.kn_key_letters(u text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
BEGIN
	IF u ~ ketnap.kn_plain() THEN
		RETURN translate(u, ketnap.kn_weighed(), ketnap.kn_weights());
	END IF;
	RETURN (SELECT coalesce(string_agg(CASE
		WHEN c ~ ketnap.kn_plain()
			THEN translate(c, ketnap.kn_weighed(), ketnap.kn_weights())
		WHEN c ~ ('[' || ketnap.kn_letter_ranges() || ']')
			THEN E'\x70' || translate(c, ketnap.kn_lower_of(),
				ketnap.kn_lower_to())
		WHEN c ~ '[\u0085\u2028\u2029]' THEN translate(c,
			U&'\0085\2028\2029', E'\x07\x08\x09')
		WHEN c ~ '[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]' THEN E'\x0a'
		WHEN c ~ ('[' || ketnap.kn_mark_ranges() || ketnap.kn_control_ranges()
			|| ']') THEN ''
		WHEN c ~ ('[' || ketnap.kn_number_ranges() || ']') THEN E'\x3a' || c
		WHEN c ~ ('[' || ketnap.kn_foreign_ranges() || ']') THEN E'\x70' || c
		ELSE E'\x2c' || c END, '' ORDER BY i), '')
		FROM regexp_split_to_table(u, '') WITH ORDINALITY AS t(c, i));
END $$;

CREATE FUNCTION ketnap.kn_key_tones(u text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
BEGIN
	IF u ~ ketnap.kn_plain() THEN
		RETURN rtrim(translate(u, ketnap.kn_weighed_tones(), ketnap.kn_tone_levels()),
			E'\x02');
	END IF;
	RETURN rtrim((SELECT coalesce(string_agg(CASE
		WHEN c ~ ketnap.kn_plain() THEN translate(c, ketnap.kn_weighed_tones(),
			ketnap.kn_tone_levels())
		WHEN c ~ ('[' || ketnap.kn_letter_ranges() || ketnap.kn_control_ranges()
			|| ketnap.kn_foreign_ranges() || ']') THEN ''
		WHEN c ~ ('[' || ketnap.kn_toned() || ']')
			THEN translate(c, ketnap.kn_toned(), ketnap.kn_tone_weights())
		WHEN c ~ ('[' || ketnap.kn_mark_ranges() || ']') THEN E'\x08' || c
		ELSE E'\x02' END, '' ORDER BY i), '')
		FROM regexp_split_to_table(u, '') WITH ORDINALITY AS t(c, i)), E'\x02');
END $$;

CREATE FUNCTION ketnap.kn_key_case(u text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
BEGIN
	IF u ~ ketnap.kn_plain() THEN
		RETURN translate(u, ketnap.kn_weighed_cases(), ketnap.kn_case_levels());
	END IF;
	RETURN (SELECT coalesce(string_agg(CASE
		WHEN c ~ ketnap.kn_plain() THEN translate(c, ketnap.kn_weighed_cases(),
			ketnap.kn_case_levels())
		WHEN c !~ ('[' || ketnap.kn_letter_ranges() || ']') THEN ''
		WHEN translate(c, ketnap.kn_lower_of(), ketnap.kn_lower_to()) <> c
			THEN E'\x03'
		ELSE E'\x02' END, '' ORDER BY i), '')
		FROM regexp_split_to_table(u, '') WITH ORDINALITY AS t(c, i));
END $$;

-- A tone that stands later in its word goes first.
CREATE FUNCTION ketnap.kn_key_places(u text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
DECLARE
	toned CONSTANT text := '[' || ketnap.kn_toned() || ']';
	letters CONSTANT text := ketnap.kn_letter_ranges();
BEGIN
	IF u !~ toned THEN
		RETURN '';
	END IF;
	RETURN (SELECT coalesce(string_agg(chr(greatest(2,
		126 - length(regexp_replace(left(w, i), '[^' || letters
			|| ketnap.kn_foreign_ranges() || ']', '', 'g')))), ''
		ORDER BY o, i), '')
		FROM regexp_matches(u, '[' || letters || ketnap.kn_mark_ranges()
			|| ketnap.kn_control_ranges() || ketnap.kn_foreign_ranges()
			|| ']+', 'g') WITH ORDINALITY AS m(ws, o),
		LATERAL (SELECT ws[1] AS w) AS a, generate_series(1, length(w)) AS i
		WHERE substr(w, i, 1) ~ toned);
END $$;

CREATE FUNCTION ketnap.kn_key(VARIADIC parts text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
DECLARE
	u text;
	levels text := '';
	cases text := '';
	places text := '';
BEGIN
	FOREACH u IN ARRAY parts LOOP
		u := ketnap.kn_units(u);
		levels := levels || ketnap.kn_key_letters(u) || E'\x01'
			|| ketnap.kn_key_tones(u) || E'\x01';
		cases := cases || ketnap.kn_key_case(u);
		places := places || ketnap.kn_key_places(u);
	END LOOP;
	RETURN levels || rtrim(cases, E'\x02') || E'\x01' || places;
END $$;

CREATE FUNCTION ketnap.text_key("text" text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	CASE WHEN "text" IS NOT NULL THEN convert_to(
	ketnap.kn_key(normalize("text")) || E'\x01' || "text", 'UTF8') END;

-- By the last word, then those between, then the first.
CREATE FUNCTION ketnap.name_key("text" text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
DECLARE
	blank CONSTANT text :=
		'\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000';
	part text[] := regexp_match(regexp_replace(normalize("text"),
		'^[' || blank || ']+|[' || blank || ']+$', '', 'g'),
		'^(?:([^' || blank || ']+)(?:([' || blank || '].*)?[' || blank || ']))?'
		|| '([^' || blank || ']*)$');
BEGIN
	IF "text" IS NULL THEN
		RETURN NULL;
	END IF;
	RETURN convert_to(ketnap.kn_key(part[3],
		regexp_replace(coalesce(part[2], ''),
		'^[' || blank || ']+|[' || blank || ']+$', '', 'g'),
		coalesce(part[1], '')), 'UTF8');
END $$;

-- LIKE knows no case of any letter.
CREATE FUNCTION ketnap.kn_like(a text, b text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	ketnap.kn_caseless(a) OPERATOR(pg_catalog.~~) ketnap.kn_caseless(b);

CREATE FUNCTION ketnap.kn_unlike(a text, b text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN NOT ketnap.kn_like(a, b);

CREATE OPERATOR ketnap.~~ (
	LEFTARG = text, RIGHTARG = text, FUNCTION = ketnap.kn_like);
CREATE OPERATOR ketnap.!~~ (
	LEFTARG = text, RIGHTARG = text, FUNCTION = ketnap.kn_unlike);

CREATE FUNCTION ketnap.instr(a text, b text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN strpos(a, b);

CREATE FUNCTION ketnap.kn_from(v text, at bigint) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	CAST(CASE WHEN at < 0 THEN length(v) + at + 1 ELSE at END AS integer);

CREATE FUNCTION ketnap.substr(v text, at bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	pg_catalog.substr(v, ketnap.kn_from(v, at));

CREATE FUNCTION ketnap.substr(v text, at bigint, n bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN n >= 0
	THEN pg_catalog.substr(v, ketnap.kn_from(v, at), CAST(n AS integer))
	ELSE pg_catalog.substr(v, CAST(ketnap.kn_from(v, at) + n AS integer),
		CAST(-n AS integer)) END;

CREATE FUNCTION ketnap.substr(v text, at integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	ketnap.substr(v, CAST(at AS bigint));

CREATE FUNCTION ketnap.substr(v text, at integer, n integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	ketnap.substr(v, CAST(at AS bigint), CAST(n AS bigint));

-- Values. kn_integer, kn_real and kn_text are CAST as SQLite has it.

CREATE FUNCTION ketnap.kn_integer(v boolean) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CAST(CAST(v AS integer) AS bigint);
CREATE FUNCTION ketnap.kn_integer(v integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN v;
CREATE FUNCTION ketnap.kn_integer(v bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN v;
CREATE FUNCTION ketnap.kn_integer(v double precision) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CAST(trunc(v) AS bigint);
CREATE FUNCTION ketnap.kn_integer(v text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN v IS NOT NULL THEN
	CAST(greatest(-9223372036854775808, least(9223372036854775807,
	CAST(coalesce(substring(v FROM '^[ \t\n\r\f\v]*([+-]?[0-9]+)'), '0')
	AS numeric))) AS bigint) END;

CREATE FUNCTION ketnap.kn_real(v bigint) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CAST(v AS double precision);
CREATE FUNCTION ketnap.kn_real(v double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN v;
CREATE FUNCTION ketnap.kn_real(v text) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN v IS NOT NULL THEN
	CAST(coalesce(substring(v FROM '^[ \t\n\r\f\v]*'
	'([+-]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][+-]?[0-9]+)?)'), '0')
	AS double precision) END;

-- 15 digits and a power of ten.
CREATE FUNCTION ketnap.kn_power_text(v double precision) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
BEGIN
	IF v IN ('Infinity', '-Infinity') THEN
		RETURN CASE WHEN v > 0 THEN 'Inf' ELSE '-Inf' END;
	END IF;
	RETURN regexp_replace(ltrim(to_char(v, '9.99999999999999EEEE')),
		'([.][0-9]+?)0*e', '\1e');
END $$;

CREATE FUNCTION ketnap.kn_text(v boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CAST(CAST(v AS integer) AS text);
CREATE FUNCTION ketnap.kn_text(v integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CAST(v AS text);
CREATE FUNCTION ketnap.kn_text(v bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CAST(v AS text);
CREATE FUNCTION ketnap.kn_text(v text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN v;
CREATE FUNCTION ketnap.kn_text(v double precision) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE
	WHEN v = 0 OR (abs(v) >= 1e-4 AND abs(v) < 1e15) THEN
		CAST(CAST(v AS numeric) AS text)
		|| CASE WHEN CAST(v AS numeric) = trunc(CAST(v AS numeric))
			THEN '.0' ELSE '' END
	ELSE ketnap.kn_power_text(v) END;

-- Nothing is divided by nought.
CREATE FUNCTION ketnap.kn_divided(a bigint, b bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN a / nullif(b, 0);
CREATE FUNCTION ketnap.kn_divided(a double precision, b double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN a / nullif(b, 0);
CREATE FUNCTION ketnap.kn_rest(a bigint, b bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN a % nullif(b, 0);
CREATE FUNCTION ketnap.kn_divided(a integer, b integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN a / nullif(b, 0);
CREATE FUNCTION ketnap.kn_divided(a bigint, b integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN a / nullif(b, 0);
CREATE FUNCTION ketnap.kn_divided(a integer, b bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN a / nullif(b, 0);
CREATE FUNCTION ketnap.kn_rest(a integer, b integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN a % nullif(b, 0);

CREATE OPERATOR ketnap./ (LEFTARG = bigint, RIGHTARG = bigint,
	FUNCTION = ketnap.kn_divided);
CREATE OPERATOR ketnap./ (LEFTARG = integer, RIGHTARG = integer,
	FUNCTION = ketnap.kn_divided);
CREATE OPERATOR ketnap./ (LEFTARG = bigint, RIGHTARG = integer,
	FUNCTION = ketnap.kn_divided);
CREATE OPERATOR ketnap./ (LEFTARG = integer, RIGHTARG = bigint,
	FUNCTION = ketnap.kn_divided);
CREATE OPERATOR ketnap./ (LEFTARG = double precision,
	RIGHTARG = double precision, FUNCTION = ketnap.kn_divided);
CREATE OPERATOR ketnap.% (LEFTARG = bigint, RIGHTARG = bigint,
	FUNCTION = ketnap.kn_rest);
CREATE OPERATOR ketnap.% (LEFTARG = integer, RIGHTARG = integer,
	FUNCTION = ketnap.kn_rest);

-- A double as what it is exactly: its fraction times a power of two.
CREATE FUNCTION ketnap.kn_exact(v double precision) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
AS $$
DECLARE
	bits bigint;
	power integer;
	whole numeric;
BEGIN
	IF v IN ('Infinity', '-Infinity', 'NaN') THEN
		RETURN CAST(CAST(v AS text) AS numeric);
	ELSIF v = trunc(v) AND abs(v) < 9007199254740992 THEN
		RETURN CAST(v AS bigint);
	END IF;
	bits := CAST(CAST('x' || encode(float8send(v), 'hex') AS bit(64)) AS bigint);
	power := CAST((bits >> 52) & 2047 AS integer);
	whole := bits & 4503599627370495;
	IF power > 0 THEN
		whole := whole + 4503599627370496;
	ELSE
		power := 1;
	END IF;
	power := power - 1075;
	IF bits < 0 THEN
		whole := -whole;
	END IF;
	IF power >= 0 THEN
		RETURN whole * (CAST(2 AS numeric) ^ power);
	END IF;
	RETURN whole * (CAST(5 AS numeric) ^ -power)
		* CAST('1e' || CAST(power AS text) AS numeric);
END $$;

CREATE FUNCTION ketnap.round(v double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	CAST(pg_catalog.round(ketnap.kn_exact(v), 0) AS double precision);
CREATE FUNCTION ketnap.round(v double precision, n bigint)
RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	CAST(pg_catalog.round(ketnap.kn_exact(v),
		CAST(greatest(0, least(n, 30)) AS integer)) AS double precision);

CREATE FUNCTION ketnap.iif(boolean, anycompatible, anycompatible)
RETURNS anycompatible LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT CASE WHEN $1 THEN $2 ELSE $3 END $$;
CREATE FUNCTION ketnap.ifnull(anycompatible, anycompatible)
RETURNS anycompatible LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT coalesce($1, $2) $$;

CREATE FUNCTION ketnap.max(anycompatible, anycompatible)
RETURNS anycompatible LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL THEN greatest($1, $2) END $$;
CREATE FUNCTION ketnap.max(anycompatible, anycompatible, anycompatible)
RETURNS anycompatible LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL AND $3 IS NOT NULL
		THEN greatest($1, $2, $3) END $$;
CREATE FUNCTION ketnap.min(anycompatible, anycompatible)
RETURNS anycompatible LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL THEN least($1, $2) END $$;
CREATE FUNCTION ketnap.min(anycompatible, anycompatible, anycompatible)
RETURNS anycompatible LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL AND $3 IS NOT NULL
		THEN least($1, $2, $3) END $$;

-- What a number is in printf: exact, where kn_text has 15 digits.
CREATE FUNCTION ketnap.kn_printed(v integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CAST(v AS text);
CREATE FUNCTION ketnap.kn_printed(v bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CAST(v AS text);
CREATE FUNCTION ketnap.kn_printed(v double precision) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CAST(ketnap.kn_exact(v) AS text);
CREATE FUNCTION ketnap.kn_printed(v text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN v;

-- %d %i %u %f %s %c and %%, with the flags - + 0 , and blank.
CREATE FUNCTION ketnap.kn_printf(format text, VARIADIC v text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
DECLARE
	known CONSTANT text :=
		'([^%]+)|%([-+ 0,!#]*)([0-9]*)(?:[.]([0-9]+))?l*([diufsc%])';
	part text[];
	made text := '';
	one text;
	sign text;
	n integer := 0;
	width integer;
BEGIN
	IF format IS NULL THEN
		RETURN NULL;
	END IF;
	IF regexp_replace(format, known, '', 'g') <> '' THEN
		RAISE EXCEPTION 'printf: ''%'' is not known here', format;
	END IF;
	FOR part IN SELECT regexp_matches(format, known, 'g') LOOP
		IF part[1] IS NOT NULL THEN
			made := made || part[1];
			CONTINUE;
		ELSIF part[5] = '%' THEN
			made := made || '%';
			CONTINUE;
		END IF;
		n := n + 1;
		width := coalesce(nullif(part[3], ''), '0');
		sign := '';
		IF part[5] IN ('d', 'i', 'u', 'f') THEN
			IF part[5] = 'f' THEN
				one := CAST(round(CAST(CAST(ketnap.kn_real(coalesce(v[n], '0'))
					AS text) AS numeric), coalesce(part[4], '6')::integer) AS text);
			ELSE
				one := CAST(ketnap.kn_integer(coalesce(v[n], '0')) AS text);
			END IF;
			sign := CASE WHEN one LIKE '-%' THEN '-' WHEN part[2] LIKE '%+%' THEN '+'
				WHEN part[2] LIKE '% %' THEN ' ' ELSE '' END;
			one := ltrim(one, '-');
			IF part[5] <> 'f' AND part[4] IS NOT NULL THEN
				one := lpad(one, greatest(length(one), part[4]::integer), '0');
			END IF;
			IF part[2] LIKE '%,%' THEN
				one := reverse(regexp_replace(reverse(split_part(one, '.', 1)),
					'([0-9]{3})(?=[0-9])', '\1,', 'g'))
					|| coalesce(substring(one FROM '[.].*$'), '');
			END IF;
			IF part[2] LIKE '%0%' AND part[2] NOT LIKE '%-%' THEN
				one := lpad(one, greatest(length(one), width - length(sign)), '0');
			END IF;
		ELSIF part[5] = 'c' THEN
			one := repeat(left(coalesce(v[n], ''), 1),
				coalesce(part[4], '1')::integer);
			CONTINUE WHEN one = ''; -- whatever the width
		ELSE
			one := left(coalesce(v[n], ''), coalesce(part[4]::integer, 2147483647));
		END IF;
		one := sign || one;
		made := made || CASE WHEN part[2] LIKE '%-%'
			THEN rpad(one, greatest(length(one), width))
			ELSE lpad(one, greatest(length(one), width)) END;
	END LOOP;
	RETURN made;
END $$;
CREATE FUNCTION ketnap.kn_printf(format text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	ketnap.kn_printf(format, VARIADIC CAST('{}' AS text[]));

-- What many rows come to. What is listed is sorted by its value; a sum is
-- rounded once.

CREATE FUNCTION ketnap.kn_json_text(v text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
AS $$
DECLARE
	i integer;
BEGIN
	IF v ~ '["\\\u0001-\u001f]' THEN
		v := replace(replace(v, '\', '\\'), '"', '\"');
		FOR i IN 1..31 LOOP
			v := replace(v, chr(i), '\u00' || lpad(to_hex(i), 2, '0'));
		END LOOP;
	END IF;
	RETURN '"' || v || '"';
END $$;

CREATE FUNCTION ketnap.kn_ids_final(all_ids text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	(SELECT '[' || coalesce(string_agg(CASE WHEN v ~ '["\\\u0001-\u001f]'
		THEN ketnap.kn_json_text(v) ELSE '"' || v || '"' END, ','
		ORDER BY v COLLATE "C"), '') || ']'
	FROM unnest(all_ids) AS t(v) WHERE v IS NOT NULL);

CREATE AGGREGATE ketnap.ids(text) (
	SFUNC = array_append, STYPE = text[], FINALFUNC = ketnap.kn_ids_final,
	COMBINEFUNC = array_cat, PARALLEL = SAFE);

CREATE TYPE ketnap.kn_entry AS (number numeric, key text, value text, before text);

CREATE FUNCTION ketnap.kn_listed(l ketnap.kn_entry[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	(SELECT string_agg(CASE WHEN i = 1 THEN '' ELSE before END || value, ''
		ORDER BY i)
	FROM (SELECT value, before, row_number() OVER (ORDER BY number NULLS LAST,
		key COLLATE "C" NULLS FIRST, value COLLATE "C", before COLLATE "C") AS i
		FROM unnest(l)) AS t);

CREATE FUNCTION ketnap.kn_list(l ketnap.kn_entry[], number numeric, key text,
	value text, before text) RETURNS ketnap.kn_entry[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
BEGIN
	IF value IS NOT NULL THEN
		l := array_append(l, CAST(ROW(number, key, value, coalesce(before, ''))
			AS ketnap.kn_entry));
	END IF;
	RETURN l;
END $$;

CREATE FUNCTION ketnap.kn_concat(l ketnap.kn_entry[], v text)
RETURNS ketnap.kn_entry[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	ketnap.kn_list(l, NULL, v, v, ',');
CREATE FUNCTION ketnap.kn_concat(l ketnap.kn_entry[], v text, s text)
RETURNS ketnap.kn_entry[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	ketnap.kn_list(l, NULL, v, v, s);
CREATE FUNCTION ketnap.kn_concat(l ketnap.kn_entry[], v text, s text, by text)
RETURNS ketnap.kn_entry[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	ketnap.kn_list(l, NULL, by, v, s);
CREATE FUNCTION ketnap.kn_concat(l ketnap.kn_entry[], v text, s text, by bigint)
RETURNS ketnap.kn_entry[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	ketnap.kn_list(l, CASE WHEN by IS NULL THEN CAST('-Infinity' AS numeric)
		ELSE by END,
		NULL, v, s);
CREATE FUNCTION ketnap.kn_concat(l ketnap.kn_entry[], v text, s text, by bytea)
RETURNS ketnap.kn_entry[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	ketnap.kn_list(l, NULL, encode(by, 'hex'), v, s);
CREATE FUNCTION ketnap.kn_concat(l ketnap.kn_entry[], v bigint)
RETURNS ketnap.kn_entry[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	ketnap.kn_list(l, v, NULL, CAST(v AS text), ',');
CREATE FUNCTION ketnap.kn_concat(l ketnap.kn_entry[], v bigint, s text)
RETURNS ketnap.kn_entry[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	ketnap.kn_list(l, v, NULL, CAST(v AS text), s);
CREATE FUNCTION ketnap.kn_concat(l ketnap.kn_entry[], v bigint, s text,
	by bigint) RETURNS ketnap.kn_entry[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	ketnap.kn_list(l, CASE WHEN by IS NULL THEN CAST('-Infinity' AS numeric)
		ELSE by END,
		NULL, CAST(v AS text), s);
CREATE FUNCTION ketnap.kn_concat(l ketnap.kn_entry[], v bigint, s text, by text)
RETURNS ketnap.kn_entry[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	ketnap.kn_list(l, NULL, by, CAST(v AS text), s);

CREATE AGGREGATE ketnap.group_concat(text) (
	SFUNC = ketnap.kn_concat, STYPE = ketnap.kn_entry[],
	FINALFUNC = ketnap.kn_listed, COMBINEFUNC = array_cat, PARALLEL = SAFE);
CREATE AGGREGATE ketnap.group_concat(text, text) (
	SFUNC = ketnap.kn_concat, STYPE = ketnap.kn_entry[],
	FINALFUNC = ketnap.kn_listed, COMBINEFUNC = array_cat, PARALLEL = SAFE);
CREATE AGGREGATE ketnap.group_concat(text, text, text) (
	SFUNC = ketnap.kn_concat, STYPE = ketnap.kn_entry[],
	FINALFUNC = ketnap.kn_listed, COMBINEFUNC = array_cat, PARALLEL = SAFE);
CREATE AGGREGATE ketnap.group_concat(text, text, bigint) (
	SFUNC = ketnap.kn_concat, STYPE = ketnap.kn_entry[],
	FINALFUNC = ketnap.kn_listed, COMBINEFUNC = array_cat, PARALLEL = SAFE);
CREATE AGGREGATE ketnap.group_concat(text, text, bytea) (
	SFUNC = ketnap.kn_concat, STYPE = ketnap.kn_entry[],
	FINALFUNC = ketnap.kn_listed, COMBINEFUNC = array_cat, PARALLEL = SAFE);
CREATE AGGREGATE ketnap.group_concat(bigint) (
	SFUNC = ketnap.kn_concat, STYPE = ketnap.kn_entry[],
	FINALFUNC = ketnap.kn_listed, COMBINEFUNC = array_cat, PARALLEL = SAFE);
CREATE AGGREGATE ketnap.group_concat(bigint, text) (
	SFUNC = ketnap.kn_concat, STYPE = ketnap.kn_entry[],
	FINALFUNC = ketnap.kn_listed, COMBINEFUNC = array_cat, PARALLEL = SAFE);
CREATE AGGREGATE ketnap.group_concat(bigint, text, bigint) (
	SFUNC = ketnap.kn_concat, STYPE = ketnap.kn_entry[],
	FINALFUNC = ketnap.kn_listed, COMBINEFUNC = array_cat, PARALLEL = SAFE);
CREATE AGGREGATE ketnap.group_concat(bigint, text, text) (
	SFUNC = ketnap.kn_concat, STYPE = ketnap.kn_entry[],
	FINALFUNC = ketnap.kn_listed, COMBINEFUNC = array_cat, PARALLEL = SAFE);

CREATE AGGREGATE ketnap.sum(bigint) (
	SFUNC = int8pl, STYPE = bigint, COMBINEFUNC = int8pl,
	MSFUNC = int8pl, MINVFUNC = int8mi, MSTYPE = bigint, PARALLEL = SAFE);

-- How many, and their sum.
CREATE FUNCTION ketnap.kn_add(s numeric[], v bigint) RETURNS numeric[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN ARRAY[s[1] + 1, s[2] + v];
CREATE FUNCTION ketnap.kn_add(s numeric[], v double precision)
RETURNS numeric[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
	ARRAY[s[1] + 1, s[2] + ketnap.kn_exact(v)];
CREATE FUNCTION ketnap.kn_added(a numeric[], b numeric[]) RETURNS numeric[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
	ARRAY[a[1] + b[1], a[2] + b[2]];
CREATE FUNCTION ketnap.kn_sum(s numeric[]) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	CASE WHEN s[1] > 0 THEN CAST(s[2] AS double precision) END;
CREATE FUNCTION ketnap.kn_total(s numeric[]) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CAST(s[2] AS double precision);
CREATE FUNCTION ketnap.kn_mean(s numeric[]) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN s[1] > 0 THEN
	CAST(s[2] AS double precision) / CAST(s[1] AS double precision) END;

CREATE AGGREGATE ketnap.sum(double precision) (
	SFUNC = ketnap.kn_add, STYPE = numeric[], INITCOND = '{0,0}',
	FINALFUNC = ketnap.kn_sum, COMBINEFUNC = ketnap.kn_added, PARALLEL = SAFE);
CREATE AGGREGATE ketnap.total(bigint) (
	SFUNC = ketnap.kn_add, STYPE = numeric[], INITCOND = '{0,0}',
	FINALFUNC = ketnap.kn_total, COMBINEFUNC = ketnap.kn_added, PARALLEL = SAFE);
CREATE AGGREGATE ketnap.total(double precision) (
	SFUNC = ketnap.kn_add, STYPE = numeric[], INITCOND = '{0,0}',
	FINALFUNC = ketnap.kn_total, COMBINEFUNC = ketnap.kn_added, PARALLEL = SAFE);
CREATE AGGREGATE ketnap.avg(bigint) (
	SFUNC = ketnap.kn_add, STYPE = numeric[], INITCOND = '{0,0}',
	FINALFUNC = ketnap.kn_mean, COMBINEFUNC = ketnap.kn_added, PARALLEL = SAFE);
CREATE AGGREGATE ketnap.avg(double precision) (
	SFUNC = ketnap.kn_add, STYPE = numeric[], INITCOND = '{0,0}',
	FINALFUNC = ketnap.kn_mean, COMBINEFUNC = ketnap.kn_added, PARALLEL = SAFE);
CREATE FUNCTION ketnap.kn_add(s numeric[], v integer) RETURNS numeric[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN ARRAY[s[1] + 1, s[2] + v];
CREATE AGGREGATE ketnap.avg(integer) (
	SFUNC = ketnap.kn_add, STYPE = numeric[], INITCOND = '{0,0}',
	FINALFUNC = ketnap.kn_mean, COMBINEFUNC = ketnap.kn_added, PARALLEL = SAFE);
