"""证据包: the clauses with what proves them as one paper and one workbook, masked, for the season of evaluations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qi_desk import wording
from qi_desk.domain import masking
from qi_desk.domain.compliance.standing import State
from qi_desk.services.compliance.files import Gathered
from qi_desk.services.compliance.meter import ClauseLine, Meter
from qi_desk.services.compliance.pack_sheets import PackEntry, PackPart, PackView
from qi_desk.services.document_words import Words, moment_text
from qi_desk.services.form_sheets import SheetTable
from qi_desk.services.papers import StationHead
from qi_desk.services.sheets import OutColumn, OutSheet

WORDS = "compliance_pack"
_FILE_WIDTHS = (30, 190, 0, 54)
_COLUMNS = ("source", "chapter", "number", "text", "state", "due", "gaps", "held", "ruled", "cited")
_WIDTHS = {"text": 60, "gaps": 60, "proofs": 60, "ruled": 36, "record": 48, "gap": 60, "number": 20, "source": 14}


class Teller:
    """Texts as they may leave: with `whole` as they are, else without numbers that lead to a person."""

    def __init__(self, *, whole: bool) -> None:
        self._whole = whole

    def __call__(self, text: str) -> str:
        return text if self._whole else masking.scrub(text)


def said_of(line: ClauseLine) -> str:
    """The state of a clause in words, with its day."""
    said = wording.code_label("compliance_states", line.state.value)
    return f"{said} {line.due.isoformat()}" if line.due is not None and line.state is State.DUE else said


def view_of(
    meter: Meter,
    gathered: Gathered,
    station: StationHead,
    cover: Mapping[str, str],
    by: str,
    tell: Teller,
) -> PackView:
    """The paper: cover, counts of each rule book, index, clause by clause, the list of files."""
    w = Words(WORDS)
    states = [wording.code_label("compliance_states", state.value) for state in State]
    books = [one for one in meter.chapters if one.source and not one.chapter]
    titles = {one.key: one.title for one in meter.sources}
    summary = SheetTable(
        "",
        (w["book"], *states),
        (0, 52, 52, 52, 52),
        tuple((titles[one.source], *(str(one.counts[state]) for state in State)) for one in books),
    )
    parts = tuple(
        PackPart(
            source.title,
            w.fill("cited", cited=source.cited),
            tuple(_entry(w, line, tell) for line in meter.lines if line.source == source.key),
        )
        for source in meter.sources
    )
    return PackView(
        station,
        w["evidence_title"],
        tuple((w[name], text) for name, text in cover.items()),
        w["evidence_notes"],
        summary,
        (w["clause"], w["text"], w["state"], w["held"]),
        parts,
        file_table(w, gathered),
        left_out(w, gathered),
        w.all("evidence_signatures"),
        meter.at,
        by,
    )


def _entry(w: Words, line: ClauseLine, tell: Teller) -> PackEntry:
    facts = []
    if line.gaps:
        facts.append((w["gaps"], tell("\n".join(gap.said for gap in line.gaps))))
    if line.proofs:
        more = w.fill("in_all", count=line.count) if line.count > len(line.proofs) else ""
        facts.append((w["proofs"], tell(f"{_listed(line)}{more}")))
    if line.ruled:
        facts.append((w["ruled"], tell(line.ruled)))
    elif line.why:
        facts.append((w["why"], line.why))
    return PackEntry(line.eid, line.number, line.text, said_of(line), str(line.count or ""), tuple(facts))


def _listed(line: ClauseLine) -> str:
    """The records that prove a clause, each kind on a line."""
    join = wording.texts()["register.list_mark"].join
    groups: dict[str, list[str]] = {}
    for proof in line.proofs:
        groups.setdefault(proof.group, []).append(proof.name)
    return "\n".join(f"{group} {join(filter(None, names))}".strip() for group, names in groups.items())


def file_table(w: Words, gathered: Gathered) -> SheetTable:
    """The list of files that lie beside the paper."""
    rows = tuple(
        (str(place), one.path, one.belongs, f"{max(one.size // 1024, 1)} KB")
        for place, one in enumerate(gathered.files, start=1)
    )
    columns = (w["place"], w["file"], w["belongs"], w["size"])
    return SheetTable(w["files"], columns, _FILE_WIDTHS, rows or (("", w["no_files"], "", ""),))


def left_out(w: Words, gathered: Gathered) -> str:
    """What was left out, and why."""
    told = [w.fill("secret", count=gathered.secret)] if gathered.secret else []
    if gathered.elsewhere:
        told.append(w.fill("elsewhere", count=gathered.elsewhere))
    return "\n".join(told)


def tables_of(meter: Meter, tell: Teller) -> list[OutSheet]:
    """The workbook: the clauses, what is missing, the records behind."""
    short = {one.key: one.short for one in meter.sources}
    titles = {one.key: one.cited for one in meter.sources}
    clauses = [
        (
            short[line.source],
            line.chapter,
            line.number,
            line.text,
            wording.code_label("compliance_states", line.state.value),
            line.due.isoformat() if line.due else "",
            tell("\n".join(gap.said for gap in line.gaps)),
            str(line.count or ""),
            tell(line.ruled or line.why),
            titles[line.source],
        )
        for line in meter.lines
    ]
    gaps = [(line.number, line.text, tell(gap.said)) for line in meter.lines for gap in line.gaps]
    proofs = [
        (line.number, wording.label(f"entity.{proof.kind}"), tell(proof.said))
        for line in meter.lines
        for proof in line.proofs
    ]
    return [
        _sheet(
            "clauses",
            ("source", "chapter", "number", "text", "state", "due", "gaps", "held", "ruled", "cited"),
            clauses,
        ),
        _sheet("gaps", ("number", "text", "gap"), gaps),
        _sheet("proofs", ("number", "kind", "record"), proofs),
    ]


def _sheet(name: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> OutSheet:
    texts = wording.texts()
    made = tuple(OutColumn(texts[f"compliance.table.{one}"], _WIDTHS.get(one, 14)) for one in columns)
    return OutSheet(texts[f"compliance.sheet.{name}"], made, rows)


def covered(meter: Meter, profile: str, basis: str) -> dict[str, str]:
    """The facts of the cover, by the key of their label."""
    texts = wording.texts()
    return {
        "as_of": moment_text(meter.at),
        "profile": texts[f"exchange.profile.{profile}"],
        "basis": wording.code_label("disclosure_bases", basis) if basis else texts["compliance.no_basis"],
        "counts": texts["register.list_mark"].join(
            f"{wording.code_label('compliance_states', state.value)} {meter.counts[state]}" for state in State
        ),
    }
