"""Where others on the same network find this machine; found without sending anything, with or without an internet."""

import contextlib
import ipaddress
import socket
import struct
import sys
from collections.abc import Iterator

VIRTUAL_INTERFACE_PREFIXES = (
    "lo",
    "docker",
    "br-",
    "veth",
    "virbr",
    "vmnet",
    "vboxnet",
    "tun",
    "tap",
    "utun",
    "wg",
    "zt",
)
IOCTL_GET_ADDRESS = 0xC0206921 if sys.platform == "darwin" else 0x8915  # SIOCGIFADDR
IOCTL_REQUEST = struct.Struct("40s")  # as long as an ``ifreq`` is anywhere
ADDRESS_BYTES = slice(20, 24)  # where the answer has the four bytes of the address


def local_addresses(port: int) -> list[str]:
    """The addresses of this machine for phones, the likeliest first; none where it is on no network."""
    found = dict.fromkeys([*_default_route_address(), *_interface_addresses(), *_hostname_addresses()])
    return [f"http://{address}:{port}/" for address in found if _is_reachable_address(address)]


def _is_reachable_address(address: str) -> bool:
    known = ipaddress.ip_address(address)
    return known.is_private and not known.is_loopback and not known.is_link_local and not known.is_unspecified


def _default_route_address() -> Iterator[str]:
    """The address that a packet to outside would carry; nothing is sent, and without a route there is none."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        yield str(probe.getsockname()[0])


def _interface_addresses() -> Iterator[str]:
    """The address of every network this machine is on, a hotspot of its own included."""
    if sys.platform == "win32":
        return
    import fcntl  # noqa: PLC0415 - not on Windows

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            if not name.startswith(VIRTUAL_INTERFACE_PREFIXES):
                with contextlib.suppress(OSError):  # without an address
                    answer = fcntl.ioctl(asking, IOCTL_GET_ADDRESS, IOCTL_REQUEST.pack(name.encode()[:15]))
                    yield socket.inet_ntoa(answer[ADDRESS_BYTES])


def _hostname_addresses() -> Iterator[str]:
    """What Windows knows under its own name, without asking anybody; elsewhere that could ask a name server."""
    if sys.platform != "win32":
        yield from ()
        return
    with contextlib.suppress(OSError):
        for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET):
            yield str(found[4][0])
