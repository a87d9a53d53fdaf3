"""Who did what to whom, where a sentence tells of several acts; nobody is better than the wrong one."""

from __future__ import annotations

import pytest

from kg.model import Status
from tests.reading.helpers import reading
from tests.reading.test_events import event, names


@pytest.mark.parametrize(
    ("language", "text", "kind", "agents"),
    [
        ("en", "Congolese soldiers retook Sake on Friday, after days of shelling by M23.", "capture_of_territory",
         ["Congolese Armed Forces"]),
        ("de", "Die kongolesische Armee eroberte am Freitag die Stadt Sake zurück, nach tagelangem Beschuss durch M23.",
         "capture_of_territory", ["Congolese Armed Forces"]),
        ("fr", "L'armée congolaise a repris vendredi la ville de Sake, après des jours de bombardements par le M23.",
         "capture_of_territory", ["Congolese Armed Forces"]),
        ("nl", "Het Congolese leger heroverde vrijdag de stad Sake, na dagen van beschietingen door M23.",
         "shelling", ["M23"]),
    ],
)  # fmt: skip
def test_by_whom_belongs_to_the_act_beside_it(language: str, text: str, kind: str, agents: list[str]) -> None:
    read, found = event(text, language, kind)
    assert names(read, found.agents) == agents
    assert found.targets == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "At least 900 bodies have been recovered in Goma since the M23 rebels stormed the city last week."),
        ("nl", "In Goma zijn twaalf lichamen gevonden sinds M23 maandag de stad bestormde."),
        ("fr", "Douze corps ont été retrouvés à Goma depuis que le M23 a attaqué la ville lundi."),
    ],
)
def test_a_passive_of_another_clause_turns_no_agent_into_a_target(language: str, text: str) -> None:
    read, found = event(text, language, "battle")
    assert names(read, found.agents) == ["M23"]
    assert found.targets == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The government thanked Russia and Belarus, which sent more troops to Mali last week."),
        ("nl", "De regeringstroepen krijgen steun van Rusland en Belarus, die extra militairen naar Mali stuurden."),
    ],
)
def test_a_relative_clause_tells_of_those_right_before_it(language: str, text: str) -> None:
    read, found = event(text, language, "troop_deployment")
    assert names(read, found.agents) == ["Russia", "Belarus"]


def test_a_relative_clause_about_a_name_that_is_no_actor_has_no_agent() -> None:
    _, found = event("El Gobierno agradeció a Rusia, que envió tropas a Malí.", "es", "troop_deployment")
    assert found.agents == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Vereinten Nationen haben im Sudan 340 getötete Zivilisten gezählt."),
        ("en", "The UN human rights office has counted 340 civilians killed in Sudan."),
        ("en", "Relatives found 340 civilians killed by the army of Sudan in Darfur."),
    ],
)
def test_who_counts_the_dead_did_not_kill_them(language: str, text: str) -> None:
    read, found = event(text, language, "attack_on_civilians")
    assert names(read, found.targets) == ["civilians"]
    assert names(read, found.agents) == (["Sudanese Armed Forces"] if "army" in text else [])


def test_those_who_tell_of_their_own_act_are_its_agents_and_a_word_before_a_name_keeps_its_preposition() -> None:
    text = "Naar eigen zeggen hebben Koerdische Peshmerga-strijders negen dorpen heroverd op terreurbeweging IS."
    read, found = event(text, "nl", "capture_of_territory")
    assert names(read, found.agents) == ["Peshmerga"]
    assert names(read, found.targets) == ["Islamic State"]


def test_a_country_before_a_number_in_a_clause_that_its_verb_ends_acts() -> None:
    text = "Washington schat dat Rusland 30.000 militairen aan de grens met Oekraïne heeft samengetrokken."
    read, found = event(text, "nl", "troop_deployment")
    assert names(read, found.agents) == ["Russia"]


def test_whom_another_verb_befell_is_not_the_subject_of_the_next() -> None:
    read, found = event("The Malian army killed 203 terrorists and arrested 51 people.", "en", "arrest")
    assert names(read, found.agents) == ["Malian Armed Forces"]


def test_who_was_wounded_in_a_blast_did_not_cause_it() -> None:
    read, found = event("В Гао в воскресенье два солдата были ранены при взрыве мины.", "ru", "bombing")
    assert found.agents == ()
    assert names(read, found.targets) == ["soldiers"]


def test_a_toll_told_by_the_enemy_does_not_make_him_the_attacker() -> None:
    text = "Dès l'aube, l'EI a attaqué Kirkouk. Les peshmergas affirment avoir abattu douze assaillants à Kirkouk."
    read = reading(text, "fr")
    assert [names(read, e.agents) for e in read.events] == [["Islamic State"], ["Peshmerga"]]


def test_two_mentions_of_one_act_never_make_an_actor_its_own_target() -> None:
    text = "Bei dem Polizeieinsatz seien fünfzehn Terroristen der UÇK im Gefecht gefallen."
    for found in reading(text, "de").events:
        assert not set(found.agents) & set(found.targets)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Nobody has claimed responsibility for the bombing in Mogadishu, which killed 30 people."),
        ("nl", "Niemand heeft de bomaanslag in Mogadishu opgeëist, die dertig mensen doodde."),
        ("de", "Niemand hat sich zu dem Bombenanschlag in Mogadischu bekannt, bei dem 30 Menschen starben."),
    ],
)
def test_an_attack_that_nobody_claims_is_not_denied(language: str, text: str) -> None:
    _, found = event(text, language, "bombing")
    assert found.status is not Status.DENIED


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On Friday a suicide bomber killed six people in Kabul. The Taliban claimed the attack."),
        ("nl", "Vrijdag doodde een zelfmoordenaar in Kabul zes mensen. De Taliban eisten de aanslag op."),
    ],
)
def test_the_attack_is_the_one_told_before_by_its_means(language: str, text: str) -> None:
    read = reading(text, language)
    assert [(e.type, names(read, e.agents)) for e in read.events] == [("suicide_attack", ["Taliban"])]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Rescuers ended their search of a bombed store in Kharkiv on Monday. Two guided bombs hit it on Saturday.",
        ),
        ("de", "Helfer beendeten am Montag die Suche in dem bombardierten Baumarkt in Charkiw. Soldaten halfen."),
    ],
)
def test_an_adjective_is_neither_the_act_of_its_subject_nor_of_its_day(language: str, text: str) -> None:
    _, found = event(text, language, "airstrike")
    assert found.agents == ()
    assert found.period is None or found.period.iso == "2016-10-15"


def test_a_goal_behind_an_act_is_not_another_act_of_its_subject() -> None:
    text = "Der IS hatte am Freitag Kasernen angegriffen, um vom Vormarsch auf Mossul abzulenken."
    read = reading(text, "de")
    assert [(e.type, names(read, e.agents)) for e in read.events] == [("battle", ["Islamic State"]), ("offensive", [])]


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("de", "Vor Mossul nahmen Peschmerga am Sonntag die Kleinstadt Baschika ein.", "Bashiqa"),
        ("fr", "Près de Goma, le M23 a pris dimanche la ville de Sake.", "Sake"),
        ("nl", "De Peshmerga heeft dorpen ten oosten van Mosoel ingenomen.", "Mosul"),
    ],
)
def test_what_is_taken_is_where_it_is_taken(language: str, text: str, place: str) -> None:
    read, found = event(text, language, "capture_of_territory")
    assert found.place is not None
    assert read.place_names()[found.place] == place


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Russia's army shelled Kharkiv on Friday. Ukraine and Ukrainian soldiers shot back, Ukraine said."),
        ("de", "Russlands Armee beschoss am Freitag Charkiw. Die Ukraine und ukrainische Soldaten schossen zurück."),
        ("nl", "Ruslands leger beschoot vrijdag Charkov. Oekraïne en Oekraïense soldaten schoten terug."),
    ],
)
def test_an_army_is_of_the_country_before_it(language: str, text: str) -> None:
    read, found = event(text, language, "shelling")
    assert names(read, found.agents) == ["Russian Armed Forces"]


def test_who_shoots_drones_down_does_not_attack_with_them() -> None:
    read = reading("Het Oekraïense leger haalde vrijdag bij Charkov twaalf drones neer.", "nl")
    assert {e.type: names(read, e.agents) for e in read.events} == {
        "other": ["Armed Forces of Ukraine"],
        "drone_attack": [],
    }


def test_who_was_killed_by_shells_did_not_fire_them() -> None:
    read, found = event("20 of the 300 worshippers were killed when shells hit a mosque in Kabul.", "en", "shelling")
    assert (names(read, found.agents), names(read, found.targets)) == ([], ["worshippers"])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Hezbollah fired rockets on Friday after an Israeli air strike on Beirut killed five people."),
        ("fr", "Le Hezbollah a tiré des roquettes vendredi après une frappe israélienne sur Beyrouth."),
        ("es", "Hezbolá disparó cohetes el viernes tras un bombardeo israelí sobre Beirut."),
        ("nl", "Hezbollah vuurde vrijdag raketten af na een Israëlische luchtaanval op Beiroet."),
    ],
)
def test_a_nation_s_adjective_beside_a_strike_names_who_struck(language: str, text: str) -> None:
    read, found = event(text, language, "airstrike")
    assert names(read, found.agents) == ["Israel Defense Forces"]
