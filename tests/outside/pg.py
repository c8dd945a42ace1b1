"""A server of PostgreSQL that is made here, belongs to nobody else, and listens
on a socket in a folder of its own."""

import csv
import glob
import io
import os
import pwd
import shutil
import subprocess
import tempfile

OWNER = "office"
NULL = "\\N"


class Server:
    """It lasts as long as its with-block, or until end()."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="knpg", dir="/tmp")
        self.data = os.path.join(self.folder, "data")
        try:
            if os.getuid() == 0:
                os.chown(self.folder, pwd.getpwnam("nobody").pw_uid, -1)
            os.chmod(self.folder, 0o755)
            self.run("initdb", "-D", self.data, "-E", "UTF8", "--locale=C",
                     "-A", "trust", "-U", OWNER)
            with open(self.data + "/pg_hba.conf", "w") as hba:
                hba.write("local all kin scram-sha-256\nlocal all all trust\n")
            with open(self.data + "/postgresql.conf", "a") as out:
                out.write("listen_addresses = ''\nfsync = off\n"
                          "unix_socket_directories = '%s'\n" % self.folder)
            self.start()
        except BaseException:
            shutil.rmtree(self.folder)
            raise

    def run(self, program, *words):
        """A program of the server, which does not run as root."""
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin/" + program),
                       key=lambda path: int(path.split("/")[4]))
        words = [found[-1], *words]
        if os.getuid() == 0:
            words = ["setpriv", "--reuid", "nobody", "--regid", "nogroup",
                     "--clear-groups", *words]
        done = subprocess.run(words, cwd=self.folder, text=True,
                              stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        if done.returncode:
            raise RuntimeError(done.stdout)

    def start(self):
        self.run("pg_ctl", "-D", self.data, "-w", "-l",
                 os.path.join(self.folder, "log"), "start")

    def stop(self):
        self.run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")

    def end(self):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder)

    def __enter__(self):
        return self

    def __exit__(self, *why):
        self.end()

    def url(self, base="postgres", user=OWNER):
        return "postgresql://%s@/%s?host=%s" % (user, base, self.folder)

    def sql(self, base, text, user=OWNER):
        """What psql says to some SQL."""
        done = subprocess.run(
            ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", self.url(base, user)],
            input=text, capture_output=True, text=True,
            env=dict(os.environ, PGOPTIONS="-c client_min_messages=warning"))
        if done.returncode or done.stderr:
            raise RuntimeError(done.stderr)
        return done.stdout

    def file(self, base, path, **values):
        """What psql says to a file of SQL with values for its variables."""
        words = [w for k, v in values.items() for w in ("-v", k + "=" + v)]
        done = subprocess.run(["psql", "-XqAt", *words, "-f", path,
                               self.url(base)], capture_output=True, text=True)
        if done.returncode or done.stderr:
            raise RuntimeError(done.stderr)
        return done.stdout

    def rows(self, base, statement):
        """The rows of a statement, as lists of text."""
        said = self.sql(
            base, "SET search_path TO ketnap, pg_catalog;\nSET jit TO off;\n"
            "COPY (%s) TO STDOUT (FORMAT csv, NULL '%s', FORCE_QUOTE *)"
            % (statement, NULL))
        return list(csv.reader(io.StringIO(said)))

    def dump(self, base):
        """All that is in the tables, whatever the order of its rows."""
        done = subprocess.run(["pg_dump", "-d", self.url(base), "-n",
                               "ketnap", "--data-only"], capture_output=True,
                              text=True, check=True)
        tables, rows = {}, None
        for line in done.stdout.split("\n"):
            if line.startswith("COPY "):
                rows = tables.setdefault(line, [])
            elif line == "\\.":
                rows.sort()
                rows = None
            elif rows is not None:
                rows.append(line)
        return tables
