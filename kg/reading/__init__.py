"""Reading: an article to the claims in it."""

from __future__ import annotations

from kg.model import Article, Reading


def read(article: Article) -> Reading:
    return Reading(article=article)
