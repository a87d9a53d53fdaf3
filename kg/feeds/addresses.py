"""Which addresses may be asked: public ones, and private ones only by name (server-side request forgery)."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from kg.errors import RemoteError, RemoteRefused

PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address behind a translator (RFC 6052)
_Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect. The address was checked, and the connection goes to it, not to the name again."""

    scheme: str
    host: str
    port: int
    path: str
    address: str

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"


def target(url: str, private: Collection[str]) -> Target:
    """Check an address and resolve its host; ``private`` lists the hosts that may lie inside one's own network.

    Raises RemoteRefused for what is never asked, RemoteError for a name that cannot be resolved now.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RemoteRefused(f"{url} is no address: {error}.") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise RemoteRefused(f"{url} is not an http or https address.")
    if parts.username is not None or parts.password is not None:
        raise RemoteRefused(f"{parts.hostname}: an address with a name or password in it is not asked.")
    port = port or PORTS[parts.scheme]
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    found = _resolve(parts.hostname, port)
    if parts.hostname.lower() not in private:
        for each in found:
            _refuse_private(parts.hostname, each)
    return Target(parts.scheme, parts.hostname, port, path, found[0])


def _resolve(host: str, port: int) -> list[str]:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RemoteError(f"The host {host} is not known: {error}.") from error
    return [str(address[0]) for *_, address in answers]


def _refuse_private(host: str, address: str) -> None:
    if not is_public(address):
        raise RemoteRefused(
            f"{host} is {address}, which is no public address. If it is meant to be asked, list it in KG_WATCH_PRIVATE."
        )


def is_public(address: str) -> bool:
    """Whether packets to it leave one's own network, whichever way it is written."""
    ip = _innermost(ipaddress.ip_address(address.partition("%")[0]))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _innermost(ip: _Ip) -> _Ip:
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or ip
