"""The head of a bare text in many languages: date, agencies, title, and where the body begins."""

from __future__ import annotations

import datetime as dt

import pytest

from kg.sources.header import parse_header

OCT_17 = dt.date(2016, 10, 17)


@pytest.mark.parametrize(
    ("head", "published", "agencies"),
    [
        (" datum 2016-10 Door: redactie\n\n17/10/16 - 10u00 Bron: CNN, Belga\n\n", OCT_17, ("CNN", "Belga")),
        ("Gepubliceerd op 17 oktober 2016 om 10:00\nBron: ANP en Reuters\n", OCT_17, ("ANP", "Reuters")),
        ("MOSUL, Oct. 17, 2016 (Reuters) - ", OCT_17, ("Reuters",)),
        ("By Jane Doe and John Roe, AP\nOctober 17, 2016\n\n", OCT_17, ("AP",)),
        ("(CNN) -- ", None, ("CNN",)),
        ("PARIS, 17 oct. 2016 (AFP) - ", OCT_17, ("AFP",)),
        ("Par Jeanne Dupont, avec AFP\nPublié le 17 octobre 2016 à 10h00\n", OCT_17, ("AFP",)),
        ("Le 1er octobre 2016, source : AFP, Reuters\n", dt.date(2016, 10, 1), ("AFP", "Reuters")),
        ("Von dpa, 17. Oktober 2016\n\n", OCT_17, ("dpa",)),
        ("17.10.2016, 10:00 Uhr | Quelle: dpa/AFP\n", OCT_17, ("dpa", "AFP")),
        ("Bagdad (dpa) – ", None, ("dpa",)),
        ("Madrid, 17 oct 2016 (EFE).- ", OCT_17, ("EFE",)),
        ("17 de octubre de 2016. Fuente: EFE y Europa Press\n", OCT_17, ("EFE", "Europa Press")),
        ("БАГДАД, 17 октября 2016 (ТАСС) — ", OCT_17, ("ТАСС",)),
        ("٢٠١٦-١٠-١٧ المصدر: رويترز\n", OCT_17, ("رويترز",)),
    ],
)
def test_a_head_gives_its_date_and_agencies_and_the_body_starts_after_it(
    head: str, published: dt.date | None, agencies: tuple[str, ...]
) -> None:
    body = "Het leger nam gisteren vier dorpen in. Drie soldaten kwamen om."
    header = parse_header(head + body)
    assert (header.published, header.agencies) == (published, agencies)
    assert (head + body)[header.body_start :] == body


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("03/04/2015", dt.date(2015, 4, 3)),
        ("3.4.15", dt.date(2015, 4, 3)),
        ("04/25/2015", dt.date(2015, 4, 25)),
        ("01-Mar-08", dt.date(2008, 3, 1)),
        ("3 JAN 90", dt.date(1990, 1, 3)),
        ("Sept. 5, 2009", dt.date(2009, 9, 5)),
        ("5 september 2009", dt.date(2009, 9, 5)),
        ("5 de julio de 2010", dt.date(2010, 7, 5)),
        ("2021-11-13T08:30:00+01:00", dt.date(2021, 11, 13)),
    ],
)
def test_numeric_dates_are_european_unless_they_cannot_be(date: str, expected: dt.date) -> None:
    assert parse_header(f"{date}\n\nFighting went on all night.").published == expected


def test_a_day_beats_a_month_and_a_month_alone_gives_no_day() -> None:
    assert parse_header("2016-10\n5/10/2016\nZe vochten door.").published == dt.date(2016, 10, 5)
    month = parse_header("oktober 2016\n\nZe vochten door.")
    assert (month.published, month.month) == (None, "2016-10")


def test_impossible_dates_are_no_dates() -> None:
    assert parse_header("31/02/2016\n\nZe vochten door.").published is None


@pytest.mark.parametrize(
    "text",
    [
        "Op 17 oktober 2016 begon het leger aan de aanval op de stad.",
        "Door de aanval kwamen drie mensen om het leven, zei de politie.",
        "By Monday the army had taken four villages, officials said.",
        "The rebels – who deny it – hold the town.",
        "Putin – der Präsident – sagte am Montag nichts.",
        "Ash Carter (VS) zei dat. Daarna vertrok hij.",
    ],
)
def test_a_first_sentence_is_no_head(text: str) -> None:
    header = parse_header(text)
    assert header.body_start == 0
    assert header.published is None


@pytest.mark.parametrize(
    "dateline", ["GOMA - ", "SCHIPHOL/KIEV - ", "PRISTINA. ", "QUIBDÓ. – ", "Solingen – ", "صنعاء – "]
)
def test_a_dateline_without_date_is_told_by_its_shape(dateline: str) -> None:
    assert parse_header(dateline + "Zeker drie doden bij gevechten.").body_start == len(dateline)


def test_a_short_line_that_stands_apart_is_the_title() -> None:
    header = parse_header("Leger neemt vier dorpen in\n\n17/10/16 Bron: Belga\n\nHet leger nam vier dorpen in.")
    assert header.title == "Leger neemt vier dorpen in"
    assert header.agencies == ("Belga",)


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ("Stad valt\n\nDe Bode | Gepubliceerd op 17 oktober 2016, 17.40 uur\nBron: ANP\n\n", "De Bode"),
        ("Hill Ledger, Monday 17 October 2016\nReporting by staff; additional reporting by AFP\n\n", "Hill Ledger"),
        ("El Eco del Norte\nLunes, 17 de octubre de 2016\n\n", "El Eco del Norte"),
        ("L'Écho du Lac, lundi 17 octobre 2016\n\n", "L'Écho du Lac"),
        ("Ufer-Kurier, 17. Oktober 2016\nQuelle: dpa\n\n", "Ufer-Kurier"),
        ("New York, 17 October 2016\n\n", ""),
        ("Paris, le 17 octobre 2016\n\n", ""),
        ("BOGOTÁ, 17 oct 2016 (EFE)\n\n", ""),
        ("By our correspondent\nOctober 17, 2016\n\n", ""),
    ],
)
def test_a_paper_is_told_from_a_place_and_a_byline(head: str, publisher: str) -> None:
    header = parse_header(head + "The army took four villages.")
    assert (header.publisher, header.published) == (publisher, OCT_17)
    assert header.body_start == len(head)


@pytest.mark.parametrize(
    "dateline",
    ["MOSUL (Irak), 17 oct. 2016 - ", "(Bamako) - ", "GOMA (RDC) - ", "GOMA (RD Congo) - ", "GOMA (Nord-Kivu) - "],
)
def test_a_place_or_country_in_brackets_is_no_agency(dateline: str) -> None:
    header = parse_header(dateline + "L'armée avance.")
    assert (header.agencies, header.body_start) == ((), len(dateline))


def test_a_text_that_is_all_head_keeps_its_body() -> None:
    assert parse_header("17/10/16 Bron: CNN, Belga").body_start == 0


@pytest.mark.parametrize(
    "line",
    [
        "4 februari 2018 - Bron: Belga - Foto: © Reuters",
        "4 februari 2018 Foto: Reuters Bron: Belga",
        "4 februari 2018 | Bron: Belga © ap",
        "4 février 2018 (Photo AFP) Source: Belga",
    ],
)
def test_who_took_the_picture_is_not_who_wrote_the_text(line: str) -> None:
    header = parse_header(f"Brug valt\n\n{line}\n\nHet leger nam vier dorpen in.")
    assert (header.published, header.agencies) == (dt.date(2018, 2, 4), ("Belga",))


@pytest.mark.parametrize(
    "head",
    [
        "Town falls\n\nFrom our own correspondent\n\n17 October 2016\n\n",
        "Town falls\nBy our correspondent\nOctober 17, 2016\n\n",
        "Town falls\n\nDe notre envoyé spécial\nGoma\n17 octobre 2016\n\n",
        "Town falls\n\nVon unserer Redaktion\n17.10.2016\n\n",
        "Town falls\n\nVan onze verslaggever\nBuitenland\n17 oktober 2016\n\n",
        "Town falls\n\nRedacción Internacional\n17 de octubre de 2016\n\n",
    ],
)
def test_a_date_on_its_own_line_is_found_behind_a_byline_that_names_nobody(head: str) -> None:
    header = parse_header(f"{head}Rebels left the town on Thursday.")
    assert (header.published, header.title, header.agencies) == (OCT_17, "Town falls", ())
    assert header.body_start == len(head)


def test_short_first_lines_of_a_text_are_not_its_head_when_a_sentence_stands_before_the_date() -> None:
    text = "Rebels left the town.\nNobody was hurt\n17 October 2016\n\nMore follows later today, the army said."
    assert parse_header(text).body_start == 0
