"""Lists a person keeps under a name (常用列表): on each page their own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from qi_desk.domain.errors import Invalid, Missing
from qi_desk.domain.saved_views import SAVED_VIEW
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.writing import problems_in

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
        kept = look.select(Query("saved_view", equals={"owner": actor.account, "page": page}, limit=_MOST))
    return tuple(SavedView(one.eid, one["name"], json.loads(one["wanted"])) for one in kept)


@verb("views.keep", LOOKING)
def keep(house: House, actor: Actor, page: str, name: str, wanted: Mapping[str, str]) -> Done[str]:
    """Keep a list under a name; the same name again replaces it. Raises Invalid."""
    values = {"owner": actor.account, "page": page, "name": name.strip(), "wanted": json.dumps(dict(wanted))}
    with house.store.write(actor) as unit:
        problems = problems_in(house, SAVED_VIEW, values)
        if problems:
            raise Invalid(problems)
        same = unit.select(Query("saved_view", equals={"owner": actor.account, "page": page}, limit=_MOST))
        known = next((one.eid for one in same if one["name"] == values["name"]), None)
        if known is not None:
            unit.change("saved_view", known, {"wanted": values["wanted"]})
        eid = known or unit.create("saved_view", values)
        unit.commit()
        return Done(eid, Changes(frozenset({"saved_view"}), frozenset({eid})), unit.act)


@verb("views.drop", LOOKING)
def drop(house: House, actor: Actor, eid: str) -> Done[str]:
    """Keep a list no longer. Raises Missing for one that is not this person's."""
    with house.store.write(actor) as unit:
        record = unit.get("saved_view", eid)
        if record is None or record.void or record["owner"] != actor.account:
            raise Missing("record.missing", kind="saved_view")
        unit.void("saved_view", eid, "other")
        unit.commit()
        return Done(eid, Changes(frozenset({"saved_view"}), frozenset({eid})), unit.act)
