"""The keys of an open station, as the services ask for them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from qi_desk.domain.errors import Conflict, Invalid, Problem
from qi_desk.security import envelopes, keyslots, passwords
from qi_desk.security.keyfile import Parameters, Person


class StationKeys:
    """Key slots of the station in `folder`, opened by `dek`. `names` may not stand in a password."""

    def __init__(
        self,
        folder: Path,
        dek: bytes,
        device_secret: bytes | None,
        *,
        names: Collection[str] = (),
        practice: bool = False,
        parameters: Parameters = envelopes.STANDARD,
    ) -> None:
        self._folder = folder
        self._dek = dek
        self._device_secret = device_secret
        self._names = tuple(names)
        self._practice = practice
        self._parameters = parameters

    def accounts(self) -> frozenset[str]:
        """Who has a slot on this PC."""
        return frozenset(one.account for one in keyslots.list_people(self._folder))

    def add(self, account: str, sign_in_name: str, display_name: str, password: str) -> None:
        """Give `account` a slot. Raises Invalid for a weak password or a sign-in name that is taken."""
        self.check(password, sign_in_name, display_name)
        try:
            keyslots.add_person(
                self._folder,
                self._dek,
                Person(account, sign_in_name, display_name),
                password,
                self._device_secret,
                parameters=self._parameters,
            )
        except Conflict as error:
            raise Invalid([Problem("staff_no", "person.staff_no_taken")]) from error

    def remove(self, account: str) -> None:
        """Take the slot of `account` away. Raises Missing, Conflict("key.last_person")."""
        keyslots.remove_person(self._folder, self._dek, account)

    def change_password(self, account: str, old: str, new: str) -> None:
        """Seal the slot anew. Raises WrongKey for a wrong old password, Invalid for a weak new one."""
        keyslots.unlock(self._folder, account, old, self._device_secret)
        self.reset_password(account, new)

    def reset_password(self, account: str, new: str) -> None:
        """Seal the slot anew without the old password. Raises Invalid."""
        self.check(new)
        keyslots.change_password(
            self._folder, self._dek, account, new, self._device_secret, parameters=self._parameters
        )

    def forget(self) -> None:
        """Let no password open the store any more: only the recovery code on paper does."""
        keyslots.forget(self._folder, self._dek)

    def waiting(self) -> tuple[str, ...]:
        """Whose slots hold no pair yet: `keyslots.first_format`."""
        return keyslots.first_format(self._folder)

    def new_recovery(self) -> str:
        """Replace the recovery code; the old one opens nothing any more."""
        return keyslots.new_recovery(self._folder, self._dek)

    def check(self, password: str, *names: str) -> None:
        """Raise Invalid for a password that is too weak."""
        problems = passwords.problems_of(password, names=(*self._names, *names), practice=self._practice)
        if problems:
            raise Invalid(problems)
