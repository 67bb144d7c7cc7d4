"""Spreadsheets to take away: tables as .xlsx and .csv in which text stays text. Their words are given by the caller."""

from papers.spreadsheets.delimited import as_csv
from papers.spreadsheets.tables import Cell, Column, Kind, Table
from papers.spreadsheets.workbooks import as_workbook

__all__ = ["Cell", "Column", "Kind", "Table", "as_csv", "as_workbook"]
