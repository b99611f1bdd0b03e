"""Where phones find this machine: on any network it is on, with or without a way to the internet."""

import shutil
import socket
import subprocess
import sys

import pytest

from simkomunitas.app.server import network_addresses
from simkomunitas.app.server.access_control import AccessSettings
from simkomunitas.app.server.network_addresses import local_addresses
from simkomunitas.app.server.server_info import ServerInfo
from simkomunitas.app.views.take_home_view import shareable_address

ALONE = """
ip link set lo up
ip link add wlan9 type veth peer name p9
ip addr add 10.42.0.1/24 dev wlan9
ip link add docker0 type veth peer name p10
ip addr add 172.17.0.1/16 dev docker0
ip link set wlan9 up
"""
ASK = "from simkomunitas.app.server.network_addresses import local_addresses; print(*local_addresses(80))"


def in_a_network_of_its_own(commands):
    """What the machine would find there; the test is left out where such a network cannot be made."""
    if not shutil.which("unshare") or not shutil.which("ip"):
        pytest.skip("no network can be made here")
    shell = ["unshare", "--map-root-user", "--net", "sh", "-ec"]
    if subprocess.run([*shell, commands], capture_output=True, check=False).returncode:
        pytest.skip("no network can be made here")
    asked = [*shell, f'{commands}exec "$0" -c "$1"', sys.executable, ASK]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()


def test_a_laptop_that_is_the_hotspot_knows_its_address_without_a_route_to_outside():
    assert in_a_network_of_its_own(ALONE) == ["http://10.42.0.1:80/"]


def test_a_laptop_without_a_network_has_no_address():
    assert in_a_network_of_its_own("ip link set lo up\n") == []


def test_the_way_to_the_internet_comes_first_and_only_what_phones_can_reach_counts(monkeypatch):
    monkeypatch.setattr(network_addresses, "_default_route_address", lambda: iter(["192.168.1.7"]))
    found = ["10.42.0.1", "192.168.1.7", "127.0.0.1", "169.254.3.4", "0.0.0.0", "8.8.8.8"]
    monkeypatch.setattr(network_addresses, "_interface_addresses", lambda: iter(found))
    assert local_addresses(5) == ["http://192.168.1.7:5/", "http://10.42.0.1:5/"]


def test_windows_is_asked_by_its_own_name(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(network_addresses, "_default_route_address", lambda: iter([]))
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("192.168.137.1", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: answer)
    assert local_addresses(5) == ["http://192.168.137.1:5/"]


@pytest.mark.parametrize(
    ("host", "found", "told"),
    [
        ("127.0.0.1:80", ["http://10.42.0.1:80/"], "http://10.42.0.1:80/"),
        ("localhost:80", [], "http://localhost:80/"),
        ("192.168.1.7:80", ["http://10.42.0.1:80/", "http://192.168.1.7:80/"], "http://192.168.1.7:80/"),
        ("", [], "/"),
    ],
)
def test_a_link_leads_where_the_browser_that_made_it_came_from(host, found, told):
    assert shareable_address(host, found) == told


def test_the_page_looks_the_address_up_while_the_app_runs():
    found = []
    standing = ServerInfo(AccessSettings(is_shared=True), lambda: list(found))
    assert standing.phone_addresses == []
    found.append("http://10.42.0.1:5/")  # the hotspot is switched on
    assert standing.phone_addresses == ["http://10.42.0.1:5/"]
    assert ServerInfo(AccessSettings(), lambda: list(found)).phone_addresses == []
