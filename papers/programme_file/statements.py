"""What several rows say of one event or one partner: put together, and checked against each other."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.languages import Texts
from domain.programme import (
    Audience,
    ClassPolicy,
    EventDraft,
    EventKind,
    ForClasses,
    Format,
    PartnerDraft,
    PupilPolicy,
    Question,
)
from domain.reminders import DEFAULT_RULES
from papers.programme_file.columns import Column, Family
from papers.programme_file.faults import Fault, FaultKind
from papers.programme_file.rows import Journal, Kept, Row


@dataclass(slots=True)
class Statement:
    """What is said of one event or partner (`key`), first in row `begun`. Rows may leave out what another has said."""

    key: str
    begun: int
    said: dict[Column, Row] = field(default_factory=dict)
    """The row that said something first, by column."""
    unreadable: set[Column] = field(default_factory=set)

    def hear(self, row: Row, columns: Iterable[Column], journal: Journal) -> None:
        """Take in what a row says. A contradiction is reported, and the earlier row believed."""
        for column in columns:
            if column not in row.values:
                if column in row.shown:
                    self.unreadable.add(column)
                continue
            earlier = self.said.setdefault(column, row)
            if earlier.values[column] != row.values[column]:
                fault = Fault(
                    kind=FaultKind.CONTRADICTION,
                    value=row.shown[column],
                    other=earlier.shown[column],
                    earlier_row=earlier.number,
                )
                journal.add(row.number, column, fault)

    def one(self, column: Column, kind: type[Kept]) -> Kept | None:
        """What is said in a column; None where nothing readable is."""
        row = self.said.get(column)
        return row.one(column, kind) if row else None

    def text(self, family: Family) -> Texts:
        """A text in its three languages."""
        return Texts(*(self.one(column, str) or "" for column in family.columns))

    def row_of(self, *columns: Column) -> int:
        """The last of the rows that said these things; the first about this key where none did."""
        return max((self.said[column].number for column in columns if column in self.said), default=self.begun)

    def require(self, column: Column, journal: Journal) -> None:
        """Report a column that no row fills."""
        if column not in self.said and column not in self.unreadable:
            journal.missing(self.begun, column)

    def require_text(self, family: Family, journal: Journal) -> None:
        """Report a text that no row has in any language."""
        if not self.text(family) and not self.unreadable.intersection(family.columns):
            journal.missing(self.begun, journal.any_of(family), FaultKind.MISSING_IN_EVERY_LANGUAGE)


def partner_of(statement: Statement, journal: Journal) -> PartnerDraft:
    """The partner that was described. What it lacks is reported."""
    statement.require_text(Family.PARTNER_NAME, journal)
    statement.require(Column.CONTACT, journal)
    return PartnerDraft(
        key=statement.key,
        name=statement.text(Family.PARTNER_NAME),
        contact=statement.one(Column.CONTACT, str) or "",
    )


def event_of(statement: Statement, journal: Journal) -> EventDraft | None:
    """The event that was described; None where faults (all reported) leave it incomplete."""
    for column in (Column.PARTNER, Column.KIND, Column.FORMAT):
        statement.require(column, journal)
    statement.require_text(Family.TITLE, journal)
    audience, question = _audience(statement, journal), _question(statement, journal)
    kind, format_ = statement.one(Column.KIND, EventKind), statement.one(Column.FORMAT, Format)
    if kind is None or format_ is None:
        return None
    rules = statement.one(Column.REMINDERS, tuple)
    return EventDraft(
        key=statement.key,
        partner=statement.one(Column.PARTNER, str) or "",
        kind=kind,
        title=statement.text(Family.TITLE),
        description=statement.text(Family.DESCRIPTION),
        audience=audience,
        format=format_,
        bring=statement.text(Family.BRING),
        forbidden=statement.text(Family.FORBIDDEN),
        question=question,
        reminder_rules=DEFAULT_RULES if rules is None else rules,
        for_classes=ForClasses(
            policy=statement.one(Column.CLASSES, ClassPolicy) or ClassPolicy.AT_ONCE,
            pupils_per_adult=statement.one(Column.PUPILS_PER_ADULT, int),
        ),
        for_pupils=statement.one(Column.PUPILS, PupilPolicy) or PupilPolicy.AT_ONCE,
    )


def _audience(statement: Statement, journal: Journal) -> Audience:
    grade_from, grade_to = (statement.one(column, int) for column in (Column.GRADE_FROM, Column.GRADE_TO))
    strict = statement.one(Column.STRICT_GRADES, bool) or False
    if grade_from is not None and grade_to is not None and grade_from > grade_to:
        fault = Fault(kind=FaultKind.GRADES_REVERSED, value=str(grade_to), other=str(grade_from))
        journal.add(statement.row_of(Column.GRADE_FROM, Column.GRADE_TO), Column.GRADE_TO, fault)
    grades = {Column.GRADE_FROM, Column.GRADE_TO}
    if strict and not grades.intersection(statement.said) and not grades.intersection(statement.unreadable):
        fault = Fault(kind=FaultKind.STRICT_WITHOUT_GRADES)
        journal.add(statement.row_of(Column.STRICT_GRADES), Column.STRICT_GRADES, fault)
    return Audience(grade_from=grade_from, grade_to=grade_to, strict=strict)


def _question(statement: Statement, journal: Journal) -> Question | None:
    asks, why = statement.text(Family.ASK), statement.text(Family.WHY)
    if asks and not why and not statement.unreadable.intersection(Family.WHY.columns):
        row = statement.row_of(*Family.ASK.columns)
        journal.add(row, journal.any_of(Family.WHY), Fault(kind=FaultKind.ASK_WITHOUT_WHY))
    if why and not asks and not statement.unreadable.intersection(Family.ASK.columns):
        row = statement.row_of(*Family.WHY.columns)
        journal.add(row, journal.any_of(Family.ASK), Fault(kind=FaultKind.WHY_WITHOUT_ASK))
    return Question(asks=asks, why=why) if asks else None
