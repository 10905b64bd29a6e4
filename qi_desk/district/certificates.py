"""The certificates a district makes for itself where it has no official one: an authority that desks come to trust with
their one-time code, and the server's certificate, signed by it and renewed without anybody going to a desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from qi_desk.domain.errors import Invalid, Missing, Problem, StoreDamaged
from qi_desk.durable_files import file_errors, private_folder, write_atomic

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

FOLDER = "tls"
AUTHORITY, AUTHORITY_KEY, SERVER = "ca.pem", "ca.key", "server.pem"
AUTHORITY_YEARS = 20
DAYS = 730
DUE_DAYS = 30
"""So long before its end a certificate is renewed, or warned of where it is not ours to renew."""

_EARLIER = timedelta(days=1)
"""A desk's clock may go slow."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A certificate in use: for whom it is good and until when."""

    file: Path
    names: tuple[str, ...]
    until: datetime

    def days_left(self, now: datetime) -> int:
        """Whole days until it ends, negative behind that."""
        return (self.until - now) // timedelta(days=1)


def make(folder: Path, names: Sequence[str], days: int = DAYS) -> Standing:
    """Make a server's certificate for these host names and addresses, and the authority if there is none; without
    names, for the same as before. Raises Invalid for what is no name or address, Missing("certificate.no_names"),
    StoreError kinds."""
    place = folder / FOLDER
    private_folder(place)
    if not names:
        if not (place / SERVER).exists():
            raise Missing("certificate.no_names")
        names = standing(place / SERVER).names
    entries = [_entry(name) for name in names]
    if not (place / AUTHORITY).exists():
        _make_authority(place)
    _make_server(place, entries, days)
    return standing(place / SERVER)


def renew_if_due(folder: Path, now: datetime) -> bool:
    """Renew the district's own certificate where it ends within DUE_DAYS; whether it was."""
    file = folder / FOLDER / SERVER
    if not file.exists() or standing(file).days_left(now) >= DUE_DAYS:
        return False
    make(folder, ())
    return True


def own_authority(folder: Path) -> bytes:
    """The authority's certificate (PEM), empty where the district has none."""
    file = folder / FOLDER / AUTHORITY
    return file.read_bytes() if file.exists() else b""


def der_of(pem: bytes) -> bytes:
    """A certificate's exact bytes."""
    from cryptography.hazmat.primitives.serialization import Encoding

    return _read(pem).public_bytes(Encoding.DER)


def standing(file: Path) -> Standing:
    """For whom the first certificate of a file is good and until when. Raises StoreError kinds."""
    from cryptography import x509

    with file_errors():
        if not file.exists():
            raise Missing("file.missing", file=str(file))
        found = _read(file.read_bytes())
    try:
        said = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        names = [*said.get_values_for_type(x509.DNSName), *map(str, said.get_values_for_type(x509.IPAddress))]
    except x509.ExtensionNotFound:
        names = []
    return Standing(file, tuple(names), found.not_valid_after_utc)


def _read(pem: bytes) -> x509.Certificate:
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificate(pem)
    except ValueError as error:
        raise StoreDamaged("certificate.unreadable") from error


def _entry(name: str) -> x509.GeneralName:
    from cryptography import x509

    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        pass
    try:
        ascii_name = name.encode("idna").decode()
        # Dots and digits alone are a mistyped address.
        if not name or name.replace(".", "").isdecimal() or set(ascii_name) - _HOST:
            raise Invalid([Problem("name", "certificate.name", {"name": name})])
        return x509.DNSName(ascii_name)
    except UnicodeError as error:
        raise Invalid([Problem("name", "certificate.name", {"name": name})]) from error


_HOST = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")


def _make_authority(place: Path) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = _named("qi-district authority")
    built = (
        _builder(name, name, key, timedelta(days=365 * AUTHORITY_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    # The key first: an authority without its key could sign nothing, ever.
    write_atomic(place / AUTHORITY_KEY, _pem(key))
    write_atomic(place / AUTHORITY, _signed(built, key))


def _make_server(place: Path, entries: Sequence[x509.GeneralName], days: int) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from cryptography.x509.oid import ExtendedKeyUsageOID

    key = ec.generate_private_key(ec.SECP256R1())
    with file_errors():
        pem = (place / AUTHORITY).read_bytes()
        signer = load_pem_private_key((place / AUTHORITY_KEY).read_bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    authority = _read(pem)
    built = (
        _builder(_named("qi-district"), authority.subject, key, timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(entries), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    # All in one file, which whoever reads it finds old or new, never half of each.
    write_atomic(place / SERVER, _signed(built, signer) + pem + _pem(key))


def _named(name: str) -> x509.Name:
    from cryptography import x509

    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, valid: timedelta
) -> x509.CertificateBuilder:
    from cryptography import x509

    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now + valid)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _signed(built: x509.CertificateBuilder, key: EllipticCurvePrivateKey) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding

    return built.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def _pem(key: EllipticCurvePrivateKey) -> bytes:
    from cryptography.hazmat.primitives import serialization

    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
