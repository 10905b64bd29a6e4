"""Makes the key that releases are signed with, on a computer that serves nobody and is best never on the network.

    python -m tools.update_key new FILE       a new private key; prints the lines for resources/updates/keys.toml
    python -m tools.update_key show FILE      prints them again

FILE is the key itself: whoever has it can release an update to every desk. It is sealed under a passphrase, asked at
the terminal or read from the first line of standard input with --passphrase-stdin. It never goes into a repository.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

from qi_desk.security import signing, update_signing

_LEAST = 12


def new(file: Path, passphrase: str) -> bytes:
    """Make a key; its public half. Raises FileExistsError, ValueError for a passphrase too short to be one."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

    if len(passphrase) < _LEAST:
        raise ValueError(f"a passphrase has {_LEAST} characters or more")
    private = signing.new_key()
    sealed = Ed25519PrivateKey.from_private_bytes(private).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode())
    )
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writing:
        writing.write(sealed)
        writing.flush()
        os.fsync(writing.fileno())
    return signing.public_of(private)


def private_key(file: Path, passphrase: str) -> bytes:
    """The private key in a file. Raises ValueError for a wrong passphrase or another kind of file."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(file.read_bytes(), passphrase.encode())
    except TypeError as error:
        raise ValueError("this key is not sealed") from error
    if isinstance(key, Ed25519PrivateKey):
        return key.private_bytes_raw()
    raise ValueError("no Ed25519 key")


def lines_for(public: bytes) -> str:
    """What goes into resources/updates/keys.toml."""
    return f'# {update_signing.key_id(public)}\n[[key]]\npublic = "{public.hex()}"\nrevoked = false\n'


def asked_passphrase(*, from_input: bool, twice: bool = False) -> str:
    """The passphrase of a key. Raises ValueError where it was typed differently."""
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    typed = getpass.getpass("Passphrase of the key: ")
    if twice and getpass.getpass("Again: ") != typed:
        raise ValueError("the two differ")
    return typed


def main() -> int:
    """Do what is asked; 1 with a reason where it cannot be done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("deed", choices=("new", "show"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--passphrase-stdin", action="store_true")
    options = parser.parse_args()
    try:
        passphrase = asked_passphrase(from_input=options.passphrase_stdin, twice=options.deed == "new")
        if options.deed == "new":
            public = new(options.file, passphrase)
        else:
            public = signing.public_of(private_key(options.file, passphrase))
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(lines_for(public), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
