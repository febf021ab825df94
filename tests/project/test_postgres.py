"""The tests' own PostgreSQL is the real one, shut to others, and ends with the session (docs/decisions/0003)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.postgres import Cluster, Database

pytestmark = pytest.mark.database

ROOT = Path(__file__).resolve().parents[2]
CHILD = """
import sys, time
from tests.postgres import running_cluster
with running_cluster() as cluster:
    print(cluster.process_id, flush=True)
    time.sleep(60)
"""


def test_it_is_version_18_and_knows_letters(postgres: Cluster) -> None:
    with postgres.connect() as connection:
        row = connection.execute("select current_setting('server_version_num')::int, lower('ÅÄÖ')").fetchone()
    assert row is not None
    assert row[0] // 10000 == 18
    assert row[1] == "åäö"


def test_the_owner_makes_roles_and_is_no_superuser(database: Database) -> None:
    with database.connect() as connection:
        connection.execute("create role seloste_purpose nologin")
        row = connection.execute(
            "select rolsuper, rolbypassrls from pg_roles where rolname = 'owner'"
        ).fetchone()
    assert row == (False, False)


def test_a_wrong_password_is_refused(postgres: Cluster) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(host=str(postgres.run), dbname="postgres", user="cluster", password="wrong")


def test_row_policies_bind_a_login_let_in(database: Database) -> None:
    with database.connect() as owner:
        owner.execute("create role desk login")
        owner.execute("create table note (visible bool not null)")
        owner.execute("insert into note values (true), (false)")
        owner.execute("alter table note enable row level security")
        owner.execute("create policy seen on note for select to desk using (visible)")
        owner.execute("grant select on note to desk")
    database.let_in("desk")
    with database.connect(user="desk") as desk:
        assert desk.execute("select visible from note").fetchall() == [(True,)]


def test_a_database_starts_without_roles_of_other_tests(database: Database) -> None:
    with database.connect() as connection:
        row = connection.execute("select count(*) from pg_roles where rolname !~ '^pg_'").fetchone()
    assert row == (2,)


def _is_running(process_id: int) -> bool:
    try:
        return "postgres" in Path(f"/proc/{process_id}/comm").read_text(encoding="utf-8")
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the system has no /proc and no pdeathsig")
def test_it_ends_when_the_session_is_killed(postgres: Cluster) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD], cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ
    )
    assert child.stdout is not None
    server = int(child.stdout.readline())
    assert _is_running(server)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    deadline = time.monotonic() + 10
    while _is_running(server) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_running(server)
    assert _is_running(postgres.process_id)
