"""Lists a person keeps under a name (常用列表): on each page their own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from qi_desk.services.outcomes import Done
from qi_desk.services.own_lists import drop_own, keep_own, kept
from qi_desk.services.ports import Actor, House, Query
from qi_desk.services.rights import LOOKING, verb

_KIND = "saved_view"
_MOST = 50


@dataclass(frozen=True, slots=True)
class SavedView:
    """One kept list: `wanted` are filters and their values as the page knows them."""

    eid: str
    name: str
    wanted: Mapping[str, str]


@verb("views.list", LOOKING)
def of_page(house: House, actor: Actor, page: str) -> tuple[SavedView, ...]:
    """The lists this person keeps on a page, oldest first."""
    with house.store.read() as look:
        records = look.select(Query(_KIND, equals={"owner": actor.account, "page": page}, limit=_MOST))
    return tuple(SavedView(one.eid, one["name"], json.loads(one["wanted"])) for one in records)


@verb("views.keep", LOOKING)
def keep(house: House, actor: Actor, page: str, name: str, wanted: Mapping[str, str]) -> Done[str]:
    """Keep a list under a name; the same name again replaces it. Raises Invalid."""
    values = {"page": page, "name": name.strip(), "wanted": json.dumps(dict(wanted))}
    with house.store.write(actor) as unit:
        return kept(unit, _KIND, keep_own(house, unit, actor.account, _KIND, ("page", "name"), values))


@verb("views.drop", LOOKING)
def drop(house: House, actor: Actor, eid: str) -> Done[str]:
    """Keep a list no longer. Raises Missing for one that is not this person's."""
    with house.store.write(actor) as unit:
        return kept(unit, _KIND, drop_own(unit, actor.account, _KIND, eid))
