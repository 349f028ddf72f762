"""The house that the browser tests use, through what may happen to it. It is up again after each of these."""

import os
import signal
from pathlib import Path

import pytest

from tests.house import gone, manage, programs_of, refusal, start_in_vain

COUNT = "from refuge.people.models import Person; print('people:', Person.objects.count())"


def people(house):
    """How many files the database holds, asked with DATA_DIR alone."""
    return manage(house.data_dir, "shell", "--no-imports", "-c", COUNT).stdout


@pytest.fixture
def before(house):
    return people(house)


def test_a_second_one_on_the_same_folder_is_refused(house):
    assert f"already runs in {house.data_dir}" in refusal(start_in_vain(house.data_dir))


def test_a_second_one_on_the_same_port_is_refused(house, tmp_path):
    assert f":{house.port}" in refusal(start_in_vain(tmp_path / "var", PORT=house.port))


def test_manage_py_beside_it_sees_its_data_and_leaves_it_up(house):
    assert "people: " in people(house)
    assert "postgres" in programs_of(house.data_dir).values()


def test_kill_9_leaves_no_program_and_all_data(house, before):
    house.stop(signal.SIGKILL)
    assert gone(house.data_dir)
    assert "Ready in" in house.start()
    assert people(house) == before


def test_everything_killed_at_once_starts_again(house, before):
    for pid in programs_of(house.data_dir):
        os.kill(pid, signal.SIGKILL)
    house.process.wait(timeout=10)
    assert "Ready in" in house.start()
    assert people(house) == before


def test_ctrl_c_ends_everything_in_good_order(house, before):
    assert house.stop(signal.SIGINT) == 0
    assert programs_of(house.data_dir) == {}
    assert people(house) == before
    assert gone(house.data_dir)
    assert "management@demo.refuge.example" in house.start()


def test_a_part_that_ends_takes_the_house_along(house):
    worker = next(pid for pid in programs_of(house.data_dir) if b"worker" in command(pid))
    os.kill(worker, signal.SIGKILL)
    assert house.process.wait(timeout=60) != 0
    assert "worker has ended" in (house.data_dir.parent / "var.txt").read_text()
    assert gone(house.data_dir)
    house.start()


def command(pid):
    return Path(f"/proc/{pid}/cmdline").read_bytes()
