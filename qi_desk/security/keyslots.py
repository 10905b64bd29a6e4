"""The store's key and the ways to it: one sealed slot per person and one for the recovery code on paper.

The data key (DEK) is 32 random bytes, the raw key of the encrypted file. Every person has a key pair; the private half
is sealed under HKDF(Argon2id(password), device secret), and the data key is granted to the public half, so that it can
be changed when somebody leaves without asking anybody for a password. Without a device secret the password works harder
and the slot says so. The operating system's keyring only ever adds to a password: its loss locks nobody out.

Every function here that takes a password is slow on purpose: call it off the GUI thread. `list_people` is
fast. Python cannot promise to wipe keys from memory; callers drop them when they lock.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qi_desk.domain.errors import Conflict, Missing, StoreDamaged, WrongKey
from qi_desk.security import envelopes, keyfile, recovery_code
from qi_desk.security.envelopes import STANDARD, BadSeal
from qi_desk.security.keyfile import Envelope, KeyFile, Parameters, Person, Slot

_KID = "dek-1"
_BINDING = 1
_NO_DEVICE = b"qi-desk without device secret"
_CHECK_BYTES = 16


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from the store's key and the keys before it: `files` the keys of attachments, the newest first,
    `query` the one secret of the query codes, which stand on paper and never change."""

    files: tuple[bytes, ...]
    query: bytes


@dataclass(frozen=True, slots=True)
class NewStation:
    """What making the keys gives once: the data key, and the recovery code to print and never store."""

    dek: bytes
    recovery: str


def list_people(folder: Path) -> tuple[Person, ...]:
    """Who can sign in at the station in `folder`. Raises what `keyfile.read` raises."""
    return keyfile.read(folder).people


def create(
    folder: Path,
    db_id: str,
    person: Person,
    password: str,
    device_secret: bytes | None,
    *,
    parameters: Parameters = STANDARD,
) -> NewStation:
    """Make the key file of a new station with its first person.

    Raises Conflict("key.exists") if there is one: keys are never overwritten. StoreFull, StoreReadOnly.
    """
    if keyfile.exists(folder):
        raise Conflict("key.exists", file=keyfile.FILE)
    dek = secrets.token_bytes(envelopes.KEY_BYTES)
    code = recovery_code.fresh()
    content = KeyFile(
        db_id=db_id,
        check=_check_value(dek, db_id),
        slots=(_make_slot(dek, db_id, person, password, device_secret, parameters),),
        **_make_recovery(dek, db_id, code),
    )
    keyfile.write(folder, content)
    return NewStation(dek, recovery_code.write(code))


def unlock(folder: Path, account: str, password: str, device_secret: bytes | None) -> bytes:
    """The data key, for a person of the station.

    Raises WrongKey: "key.password"; "key.account" (no such person); "key.device_missing" (the slot needs
    the device secret and none was given) and "key.device_changed" (another one was given): then the
    recovery code opens the store and `change_password` makes the slot anew. Raises StoreDamaged,
    StoreNewer for the file.
    """
    content = keyfile.read(folder)
    slot = _slot_of(content, account)
    if slot.device and device_secret is None:
        raise WrongKey("key.device_missing")
    if slot.device and device_secret is not None and slot.device != _device_id(device_secret):
        raise WrongKey("key.device_changed")
    key = _staff_key(password, slot.salt, slot.parameters, device_secret if slot.device else None)
    try:
        held = envelopes.unseal(key, slot.envelope, _bound_to("staff", account, content.db_id))
    except BadSeal as error:
        raise WrongKey("key.password") from error
    if slot.grant is None:
        return _checked(content, held)
    return _checked(content, _taken(held, slot.grant, _bound_to("granted", account, content.db_id)))


def unlock_with_recovery(folder: Path, code: str) -> bytes:
    """The data key, for the code on the manager's paper.

    Raises WrongKey: "key.recovery.length", "key.recovery.group" (see `recovery_code.read`), or
    "key.recovery" for a well-formed code of another station or an older paper.
    """
    content = keyfile.read(folder)
    key = _recovery_key(recovery_code.read(code), content.db_id)
    bound = _bound_to("recovery", "", content.db_id)
    open_with = envelopes.take if content.recovery_public else envelopes.unseal
    try:
        dek = open_with(key, content.recovery, bound)
    except BadSeal as error:
        raise WrongKey("key.recovery") from error
    return _checked(content, dek)


def opens(folder: Path, dek: bytes) -> bool:
    """Whether `dek` is the key of this station. If it is and the database still refuses, the file is
    damaged."""
    content = keyfile.read(folder)
    return hmac.compare_digest(content.check, _check_value(dek, content.db_id))


def add_person(
    folder: Path,
    dek: bytes,
    person: Person,
    password: str,
    device_secret: bytes | None,
    *,
    parameters: Parameters = STANDARD,
) -> None:
    """Give one more person a slot. Raises Conflict("key.person_exists") for a known account or sign-in name,
    WrongKey("key.check") if `dek` is not this station's."""
    content = _opened(folder, dek)
    if any(known.account == person.account or known.sign_in == person.sign_in for known in content.people):
        raise Conflict("key.person_exists", name=person.sign_in)
    slot = _make_slot(dek, content.db_id, person, password, device_secret, parameters)
    keyfile.write(folder, replace(content, slots=(*content.slots, slot)))


def remove_person(folder: Path, dek: bytes, account: str) -> None:
    """Take a person's slot away. Raises Missing("key.account"), Conflict("key.last_person").

    Who kept a copy of the key and of the file keeps that copy readable.
    """
    content = _opened(folder, dek)
    left = tuple(slot for slot in content.slots if slot.person.account != account)
    if len(left) == len(content.slots):
        raise Missing("key.account", account=account)
    if not left:
        raise Conflict("key.last_person")
    keyfile.write(folder, replace(content, slots=left))


def change_password(
    folder: Path,
    dek: bytes,
    account: str,
    password: str,
    device_secret: bytes | None,
    *,
    parameters: Parameters = STANDARD,
) -> None:
    """Make a person's slot anew: for a new password, and after the device secret was lost or replaced.

    Raises WrongKey("key.account"), WrongKey("key.check").
    """
    content = _opened(folder, dek)
    person = _slot_of(content, account).person
    _put(folder, content, _make_slot(dek, content.db_id, person, password, device_secret, parameters))


def rename_person(folder: Path, dek: bytes, person: Person) -> None:
    """Change the sign-in name or the name shown; the password stays. Raises WrongKey("key.account"),
    Conflict("key.person_exists") if somebody else signs in under that name."""
    content = _opened(folder, dek)
    if any(other.sign_in == person.sign_in and other.account != person.account for other in content.people):
        raise Conflict("key.person_exists", name=person.sign_in)
    _put(folder, content, replace(_slot_of(content, person.account), person=person))


def forget(folder: Path, dek: bytes) -> None:
    """Seal every person's slot under a password nobody knows: from now on only the recovery code on paper opens the
    store. What is in it stays as it is. Raises WrongKey("key.check")."""
    content = _opened(folder, dek)
    closed = tuple(
        _make_slot(dek, content.db_id, slot.person, secrets.token_hex(32), None, slot.parameters)
        for slot in content.slots
    )
    keyfile.write(folder, replace(content, slots=closed))


def for_copies(folder: Path, dek: bytes) -> bytes:
    """The key file as a copy of the station carries it: the recovery code opens it, nobody's password does. Who finds
    the stick has nothing to try passwords on; whoever works at the restored station is let in anew. Raises
    WrongKey("key.check")."""
    content = _opened(folder, dek)
    return keyfile.dump(replace(content, slots=tuple(_closed(slot.person, content.db_id) for slot in content.slots)))


def _closed(person: Person, db_id: str) -> Slot:
    """A slot that holds nothing: sealed under a key, for a pair, that nobody has."""
    private, public = envelopes.pair()
    nobody = secrets.token_bytes(envelopes.KEY_BYTES)
    envelope = envelopes.seal(nobody, private, _bound_to("staff", person.account, db_id), _KID)
    granted = _granted(public, nobody, "granted", person.account, db_id)
    return Slot(person, secrets.token_hex(8), STANDARD, secrets.token_bytes(16), envelope, public, granted)


def new_recovery(folder: Path, dek: bytes) -> str:
    """A new recovery code; papers with an older one no longer open anything."""
    content = _opened(folder, dek)
    code = recovery_code.fresh()
    keyfile.write(folder, replace(content, **_make_recovery(dek, content.db_id, code)))
    return recovery_code.write(code)


def known_keys(folder: Path, dek: bytes) -> tuple[bytes, ...]:
    """The key of this station and those before it, the newest first: older copies and attachments open with them.
    Raises WrongKey("key.check")."""
    content = _opened(folder, dek)
    if content.past is None:
        return (dek,)
    return (dek, *(bytes.fromhex(one) for one in json.loads(_unsealed_past(content, dek))))


def derived(folder: Path, dek: bytes) -> Derived:
    """What follows from the keys of this station. Raises WrongKey("key.check")."""
    salt = _opened(folder, dek).db_id.encode()
    keys = known_keys(folder, dek)
    return Derived(
        tuple(envelopes.derive(key, "files", salt=salt) for key in keys),
        envelopes.derive(keys[-1], "query-code", salt=salt),
    )


def _unsealed_past(content: KeyFile, dek: bytes) -> bytes:
    assert content.past is not None
    try:
        return envelopes.unseal(dek, content.past, _bound_to("past", "", content.db_id))
    except BadSeal as error:
        raise StoreDamaged("key.file_damaged", file=keyfile.FILE) from error


def first_format(folder: Path) -> tuple[str, ...]:
    """The accounts whose slots hold no pair yet: each is made anew when its person next signs in. The empty account
    stands for the recovery code, which is printed anew."""
    content = keyfile.read(folder)
    people = tuple(slot.person.account for slot in content.slots if slot.grant is None)
    return people if content.recovery_public else (*people, "")


def with_new_key(folder: Path, dek: bytes) -> tuple[bytes, KeyFile]:
    """A new data key, granted to everybody who has a way in now and to the recovery code; nothing is written yet. Who
    lost their slot before has no way to it, even with a copy of the old key. Raises WrongKey("key.check"),
    Conflict("key.first_format") with the number of slots that hold no pair yet."""
    content = _opened(folder, dek)
    waiting = first_format(folder)
    if waiting:
        raise Conflict("key.first_format", count=len(waiting))
    fresh = secrets.token_bytes(envelopes.KEY_BYTES)
    slots = tuple(
        replace(slot, grant=_granted(slot.public, fresh, "granted", slot.person.account, content.db_id))
        for slot in content.slots
    )
    recovery = _granted(content.recovery_public, fresh, "recovery", "", content.db_id)
    said = json.dumps([one.hex() for one in known_keys(folder, dek)])
    past = envelopes.seal(fresh, said.encode(), _bound_to("past", "", content.db_id), _KID)
    check = _check_value(fresh, content.db_id)
    return fresh, replace(content, check=check, slots=slots, recovery=recovery, past=past)


def _opened(folder: Path, dek: bytes) -> KeyFile:
    content = keyfile.read(folder)
    if not hmac.compare_digest(content.check, _check_value(dek, content.db_id)):
        raise WrongKey("key.check")
    return content


def _checked(content: KeyFile, dek: bytes) -> bytes:
    if not hmac.compare_digest(content.check, _check_value(dek, content.db_id)):
        raise StoreDamaged("key.file_damaged", file=keyfile.FILE)
    return dek


def _slot_of(content: KeyFile, account: str) -> Slot:
    for slot in content.slots:
        if slot.person.account == account:
            return slot
    raise WrongKey("key.account", account=account)


def _put(folder: Path, content: KeyFile, changed: Slot) -> None:
    account = changed.person.account
    slots = tuple(changed if slot.person.account == account else slot for slot in content.slots)
    keyfile.write(folder, replace(content, slots=slots))


def _make_slot(
    dek: bytes, db_id: str, person: Person, password: str, device_secret: bytes | None, parameters: Parameters
) -> Slot:
    used = parameters if device_secret is not None else envelopes.stronger(parameters)
    salt = secrets.token_bytes(16)
    key = _staff_key(password, salt, used, device_secret)
    private, public = envelopes.pair()
    envelope = envelopes.seal(key, private, _bound_to("staff", person.account, db_id), _KID)
    granted = _granted(public, dek, "granted", person.account, db_id)
    device = _device_id(device_secret) if device_secret is not None else ""
    return Slot(person, device, used, salt, envelope, public, granted)


def _granted(public: bytes, dek: bytes, kind: str, account: str, db_id: str) -> Envelope:
    return envelopes.grant(public, dek, _bound_to(kind, account, db_id), _KID)


def _taken(private: bytes, granted: Envelope, bound_to: bytes) -> bytes:
    try:
        return envelopes.take(private, granted, bound_to)
    except BadSeal as error:
        raise StoreDamaged("key.file_damaged", file=keyfile.FILE) from error


def _make_recovery(dek: bytes, db_id: str, code: bytes) -> dict[str, Any]:
    """The fields of a key file that let the code in."""
    _, public = envelopes.pair(_recovery_key(code, db_id))
    return {"recovery": _granted(public, dek, "recovery", "", db_id), "recovery_public": public}


def _staff_key(password: str, salt: bytes, parameters: Parameters, device_secret: bytes | None) -> bytes:
    stretched = envelopes.stretch(password, salt, parameters)
    device = _NO_DEVICE if device_secret is None else device_secret
    return envelopes.derive(stretched, "staff", salt=device)


def _recovery_key(code: bytes, db_id: str) -> bytes:
    return envelopes.derive(code, "recovery", salt=db_id.encode())


def _check_value(dek: bytes, db_id: str) -> bytes:
    return envelopes.derive(dek, "key-check", salt=db_id.encode(), length=_CHECK_BYTES)


def _device_id(device_secret: bytes) -> str:
    return hashlib.sha256(b"qi-desk device secret" + device_secret).hexdigest()[:16]


def _bound_to(kind: str, account: str, db_id: str) -> bytes:
    return json.dumps([_BINDING, kind, account, db_id]).encode()
