"""Reading parameters of the address, with errors that name the parameter and what it takes."""

from __future__ import annotations

from flask import request

from kg.errors import BadParameter


def integer(name: str, default: int, *, least: int, most: int) -> int:
    raw = request.args.get(name)
    if raw is None:
        return default
    digits = raw.isascii() and raw.isdigit() and len(raw) <= 9
    if not digits or not least <= int(raw) <= most:
        raise BadParameter(f"{name}={raw[:40]} is not a whole number from {least} to {most}.", parameter=name)
    return int(raw)


def required(name: str) -> str:
    value = request.args.get(name, "")
    if not value:
        raise BadParameter(f"The parameter {name}= is missing.", parameter=name)
    return value
