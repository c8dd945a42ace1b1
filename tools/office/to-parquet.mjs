// to-parquet: the tables of an export for DuckDB, as files of Parquet.
//
//	knexport -o duckdb --to tables && node to-parquet.mjs tables parquet
//
// DuckDB comes with the npm package @duckdb/node-api ("npm install
// @duckdb/node-api"), looked for in the current folder and in NODE_PATH. The
// folder must not be there; it is whole, or it is not there.

import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "fs";
import { createRequire } from "module";
import { dirname, join, resolve } from "path";

const PACKAGE = "@duckdb/node-api";

function fail(why) {
	console.error(`to-parquet: ${why}`);
	process.exit(2);
}

function load() {
	try {
		return createRequire(join(process.cwd(), "x"))(PACKAGE);
	} catch (e) {
		if (e.code !== "MODULE_NOT_FOUND") throw e;
		fail(`the npm package ${PACKAGE} is missing: ` +
		    `npm install ${PACKAGE}`);
	}
}

const quoted = (s) => `'${s.replaceAll("'", "''")}'`;
const named = (s) => `"${s.replaceAll('"', '""')}"`;

const [from, to, ...more] = process.argv.slice(2);
if (!to || more.length)
	fail("usage: to-parquet FOLDER-OF-KNEXPORT NEW-FOLDER");
if (!existsSync(join(from, "manifest.json")) ||
    !existsSync(join(from, "load.sql")))
	fail(`'${from}' is no folder that 'knexport -o duckdb' made`);
if (existsSync(to)) fail(`'${to}' is there already`);

const { tables } = JSON.parse(readFileSync(join(from, "manifest.json")));
const { DuckDBInstance } = load();
const db = await (await DuckDBInstance.create(":memory:")).connect();
const made = mkdtempSync(join(dirname(resolve(to)), ".to-parquet-"));
try {
	await db.run(`IMPORT DATABASE ${quoted(resolve(from))}`);
	for (const { table } of [...tables, { table: "export" }])
		await db.run(`COPY ${named(table)} TO ${
		    quoted(join(made, `${table}.parquet`))} (FORMAT parquet)`);
	renameSync(made, to);
} catch (e) {
	rmSync(made, { recursive: true, force: true });
	fail(e.message);
}
console.log(`${to}: ${tables.length} tables`);
process.exit(0);
