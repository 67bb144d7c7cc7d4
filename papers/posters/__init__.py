"""Posters: one A4 sheet that brings people to an event by its QR code. Its words are given by the caller."""

from papers.posters.posters import Poster, PosterWords, make_poster

__all__ = ["Poster", "PosterWords", "make_poster"]
