"""A sheet of a form's answers, one pupil a row: which column says what, and what is wrong with which row."""

from papers.form_answers.columns import What, guessed
from papers.form_answers.reading import MOST_ROWS, FormTable, read_form_answers
from papers.form_answers.rows import Answer, RowFault, RowFaultKind, answers_of

__all__ = [
    "MOST_ROWS",
    "Answer",
    "FormTable",
    "RowFault",
    "RowFaultKind",
    "What",
    "answers_of",
    "guessed",
    "read_form_answers",
]
