"""Class lists: names of pupils out of a file or of typed lines, or every fault they have. Nothing is half-read."""

from papers.class_lists.faults import ClassListFault, ClassListFaultKind, FaultyClassList
from papers.class_lists.reading import parse_class_list, read_class_list

__all__ = ["ClassListFault", "ClassListFaultKind", "FaultyClassList", "parse_class_list", "read_class_list"]
