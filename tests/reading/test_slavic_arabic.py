"""Russian, Ukrainian and Arabic: cases, governed numerals, duals, clitics, and names without capitals."""

from __future__ import annotations

import pytest

from kg.languages.tokens import tokenize
from kg.model import Kind, Qualifier, Scope, Status
from tests.reading.helpers import dates, figure, figures, numbers, reading

BOUNDS = [
    ("ru", "более тысячи человек", 1001, None, "moreThan"),
    ("ru", "тысячи человек", 2000, 9999, "vague"),
    ("ru", "свыше полутора тысяч солдат", 1501, None, "moreThan"),
    ("ru", "около полутора десятков раненых", 15, 15, "approximate"),
    ("ru", "от двух до восьми человек", 2, 8, "between"),
    ("ru", "до 300 бойцов", None, 300, "atMost"),
    ("ru", "не менее двадцати трёх человек", 23, None, "atLeast"),
    ("ru", "как минимум ещё 12 человек", 12, None, "atLeast"),
    ("ru", "почти 50 раненых", 45, 50, "lessThan"),
    ("ru", "12 тыс. человек", 12_000, 12_000, "exact"),
    ("ru", "1,2 млн беженцев", 1_200_000, 1_200_000, "exact"),
    ("ru", "пять-семь боевиков", 5, 7, "between"),
    ("ru", "триста сорок пять", 345, 345, "exact"),
    ("ru", "несколько десятков раненых", 24, 99, "vague"),
    ("uk", "понад 7000 людей", 7001, None, "moreThan"),
    ("uk", "щонайменше п’ятеро людей", 5, None, "atLeast"),
    ("uk", "щонайменше пʼятеро людей", 5, None, "atLeast"),
    ("uk", "близько півтори тисячі бійців", 1500, 1500, "approximate"),
    ("uk", "від двох до восьми осіб", 2, 8, "between"),
    ("uk", "більше сотні поранених", 101, None, "moreThan"),
    ("uk", "кілька сотень поранених", 200, 999, "vague"),
    ("ar", "سبعة وسبعين شخصا", 77, 77, "exact"),
    ("ar", "خمسة وعشرون ألف نازح", 25_000, 25_000, "exact"),
    ("ar", "39 قتيلاً", 39, 39, "exact"),
    ("ar", "عشرات القتلى", 24, 99, "vague"),
    ("ar", "عشرات الآلاف من النازحين", 20_000, 99_999, "vague"),
    ("ar", "أكثر من ألفي مقاتل", 2001, None, "moreThan"),
    ("ar", "ما يصل إلى 250 ألف شخص", None, 250_000, "atMost"),
    ("ar", "ما لا يقل عن 12 مدنيا", 12, None, "atLeast"),
    ("ar", "25 شخصا على الأقل", 25, None, "atLeast"),
    ("ar", "ثلاثة عشر جنديا", 13, 13, "exact"),
    ("ar", "مئة وثلاثة عشر", 113, 113, "exact"),
    ("ar", "بين 7 و8 آلاف", 7000, 8000, "between"),
    ("ar", "بين سبعة وثمانية", 7, 8, "between"),
    ("ar", "مليون ونصف مليون", 1_500_000, 1_500_000, "exact"),
    ("ar", "قتيلان", 2, 2, "exact"),
    ("ar", "١٢٠٠ نازح", 1200, 1200, "exact"),
    ("ar", "١٬٢٠٠ نازح", 1200, 1200, "exact"),
]


@pytest.mark.parametrize(("language", "text", "low", "high", "qualifier"), BOUNDS)
def test_a_number_has_the_bounds_its_case_and_its_words_license(
    language: str, text: str, low: int | None, high: int | None, qualifier: str
) -> None:
    (number,) = numbers(text, language)
    assert (number.low, number.high, number.qualifier) == (low, high, Qualifier(qualifier))


def test_a_toll_that_rose_to_a_number_is_no_upper_bound() -> None:
    (number,) = numbers("число погибших выросло до 41", "ru")
    assert (number.low, number.high) == (41, 41)


def test_two_numbers_joined_by_a_written_on_and_stay_two_numbers() -> None:
    assert [n.value for n in numbers("قتيلان وثلاثة جرحى", "ar")] == [2, 3]


RESOLVED = [
    ("ru", "17 октября 2015 года", "2015-10-17"),
    ("ru", "в октябре", "2016-10"),
    ("ru", "в пятницу", "2016-10-14"),
    ("ru", "в ночь с пятницы на субботу", "2016-10-15"),
    ("ru", "два дня назад", "2016-10-15"),
    ("ru", "на прошлой неделе", "2016-10"),
    ("ru", "накануне", "2016-10-16"),
    ("ru", "в 2014 году", "2014"),
    ("uk", "у п’ятницю", "2016-10-14"),
    ("uk", "минулого тижня", "2016-10"),
    ("uk", "у липні 2014 року", "2014-07"),
    ("uk", "24 лютого 2015 року", "2015-02-24"),
    ("uk", "два дні тому", "2016-10-15"),
    ("ar", "مساء الخميس", "2016-10-13"),
    ("ar", "قبل يومين", "2016-10-15"),
    ("ar", "قبل ثلاثة أيام", "2016-10-14"),
    ("ar", "في عام 2014", "2014"),
    ("ar", "في 13 تشرين الثاني 2015", "2015-11-13"),
    ("ar", "الشهر الماضي", "2016-09"),
]


@pytest.mark.parametrize(("language", "text", "iso"), RESOLVED)
def test_a_date_is_resolved_whatever_its_case(language: str, text: str, iso: str) -> None:
    assert dates(text, language) == [iso]


KINDS = [
    ("ru", "Боевики убили не менее 25 солдат в провинции Алеппо.", "killed", None),
    ("ru", "Взрыв унёс жизни 23 человек.", "killed", 23),
    ("ru", "Жертвами теракта стали 80 человек.", "killed", 80),
    ("ru", "Полиция задержала 51 участника акции протеста.", "captured", 51),
    ("ru", "Боевики освободили 20 заложников.", "released", 20),
    ("ru", "Пропали без вести 15 моряков после атаки повстанцев.", "missing", 15),
    ("ru", "В городе остаются около 4000 боевиков.", "strength", 4000),
    ("ru", "Израильская армия убила 40 палестинцев.", "killed", 40),
    ("uk", "У полон потрапили 15 військових, заявив представник Генштабу.", "captured", 15),
    ("uk", "Україна повернула з полону 215 захисників.", "released", 215),
    ("uk", "Окупанти втратили за добу близько 950 осіб.", "killed", 950),
    ("uk", "Російський ракетний удар забрав життя 23 людей.", "killed", 23),
    ("ar", "اختطف مسلحون مجهولون 20 طالبا في ولاية كادونا.", "abducted", 20),
    ("ar", "اعتقلت الشرطة 51 متظاهرا في العاصمة.", "captured", 51),
    ("ar", "ارتفعت حصيلة القتلى إلى 41 قتيلاً.", "killed", 41),
    ("ar", "فر نحو خمسة وعشرين ألف مدني من المعارك في الخرطوم.", "displaced", 25_000),
    ("ar", "أفرجت الحركة عن 20 رهينة.", "released", 20),
]


@pytest.mark.parametrize(("language", "text", "kind", "value"), KINDS)
def test_a_figure_is_bound_to_what_befell_the_counted(language: str, text: str, kind: str, value: int | None) -> None:
    found = figure(text, language)
    assert found.kind is Kind(kind)
    assert value is None or found.value == value


PAIRS = [
    ("ru", "В результате обстрела погибли 12 мирных жителей, ещё 30 человек ранены.", 12, 30),
    ("ru", "Взрыв прогремел в мечети: погибли 59 человек, 157 ранены.", 59, 157),
    ("uk", "У боях загинули двоє військових, семеро дістали поранення.", 2, 7),
    ("uk", "Унаслідок обстрілу загинуло 8 цивільних, поранено 35.", 8, 35),
    ("ar", "قتل 12 مدنيا وأصيب 30 آخرون في قصف على مدينة حلب.", 12, 30),
    ("ar", "أسفر الانفجار عن سقوط قتيلين وسبعة جرحى.", 2, 7),
    ("ar", "لقي ثلاثة جنود مصرعهم وأصيب خمسة في انفجار عبوة ناسفة.", 3, 5),
    ("ar", "استشهد فلسطينيان وأصيب ثلاثة برصاص الجيش الإسرائيلي في جنين.", 2, 3),
]


@pytest.mark.parametrize(("language", "text", "killed", "injured"), PAIRS)
def test_killed_and_injured_in_one_sentence_are_two_figures(
    language: str, text: str, killed: int, injured: int
) -> None:
    assert [(f.kind, f.value) for f in figures(text, language)] == [(Kind.KILLED, killed), (Kind.INJURED, injured)]


STATUSES = [
    ("ru", "Повстанцы якобы казнили 40 пленных солдат.", Status.UNVERIFIED),
    ("ru", "Украина опровергла гибель 600 военнослужащих.", Status.DENIED),
    ("ru", "Франция направит в Мали ещё 2500 солдат.", Status.PLANNED),
    ("uk", "Росія нібито втратила 400 солдатів.", Status.UNVERIFIED),
    ("uk", "Росія спростувала загибель 63 військових у Макіївці.", Status.DENIED),
    ("ar", "يخشى مقتل العشرات في الغارة الجوية.", Status.FEARED),
    ("ar", "سترسل فرنسا 2500 جندي إلى مالي.", Status.PLANNED),
    ("ar", "نفى الجيش الإسرائيلي مقتل 6 من جنوده في الهجوم.", Status.DENIED),
]


@pytest.mark.parametrize(("language", "text", "status"), STATUSES)
def test_the_status_is_what_the_words_commit_to(language: str, text: str, status: Status) -> None:
    assert figure(text, language).status is status


SPEAKERS = [
    ("ru", "По данным ООН, боевики убили 40 солдат.", "United Nations"),
    ("ru", "Боевики убили 40 солдат, сообщили в ООН.", "United Nations"),
    ("ru", "Боевики убили 40 солдат, заявил губернатор Иван Петров.", "Иван Петров"),
    ("uk", "За даними ООН, бойовики вбили 40 солдатів.", "United Nations"),
    ("uk", "Бойовики вбили 40 солдатів, заявили в ООН.", "United Nations"),
    ("ar", "وقالت الأمم المتحدة إن المسلحين قتلوا 40 جنديا.", "United Nations"),
]


@pytest.mark.parametrize(("language", "text", "speaker"), SPEAKERS)
def test_a_figure_is_attributed_to_its_speaker(language: str, text: str, speaker: str) -> None:
    read = reading(text, language)
    (found,) = read.figures
    assert read.actor_names()[found.attribution[0]] == speaker


def test_a_spokesman_with_a_name_speaks_and_then_his_body() -> None:
    read = reading("В плен попали 60 солдат, заявил представитель ООН Иван Петров.", "ru")
    assert [read.actor_names()[key] for key in read.figures[0].attribution] == ["Иван Петров", "United Nations"]


def test_among_them_is_about_the_number_behind_it() -> None:
    found = figures("خطف مسلحون 30 شخصا بينهم خمسة أطفال.", "ar")
    assert [(f.value, f.scope) for f in found] == [(30, Scope.INCIDENT), (5, Scope.PART)]


ZEROS = [
    ("ru", "Никто не пострадал при ракетном обстреле.", "injured"),
    ("ru", "При ракетном обстреле обошлось без жертв.", "killed"),
    ("uk", "Ніхто не постраждав унаслідок ракетного удару.", "injured"),
    ("ar", "وقع الهجوم الصاروخي دون وقوع إصابات.", "injured"),
]


@pytest.mark.parametrize(("language", "text", "kind"), ZEROS)
def test_nobody_harmed_is_zero_and_not_nothing(language: str, text: str, kind: str) -> None:
    found = figure(text, language)
    assert (found.kind, found.low, found.high) == (Kind(kind), 0, 0)


def test_suspects_are_no_sign_of_doubt() -> None:
    assert figure("ФСБ предотвратила теракт, задержаны четверо подозреваемых.", "ru").status is Status.REPORTED


def test_occupiers_are_not_the_army_of_the_country_they_occupy() -> None:
    read = reading("Окупанти вдарили дронами по Одесі: двоє людей загинули.", "uk")
    assert "Armed Forces of Ukraine" not in [a.name for a in read.actors]


NO_FIGURES = [
    ("ru", "58-летний генерал проехал 300 километров, боевики и 5-я бригада остались в городе в 2014 году."),
    ("uk", "Військові збили 12 ракет і 20 дронів, 36-та бригада відбила 15 атак."),
    ("ar", "أطلق المسلحون 12 صاروخا على بعد 20 كيلومترا من المدينة في عام 2014."),
]


@pytest.mark.parametrize(("language", "text"), NO_FIGURES)
def test_years_distances_ages_weapons_and_units_are_no_figures(language: str, text: str) -> None:
    assert figures(text, language) == []


def test_an_apostrophe_is_part_of_a_ukrainian_word_however_it_is_written() -> None:
    assert [t.norm for t in tokenize("п'ять п’ять пʼять")] == ["п'ять"] * 3


def test_vowel_signs_and_hamzas_do_not_tell_words_apart() -> None:
    assert [t.norm for t in tokenize("قُتِلَ قتل أُصيب اصيب")] == ["قتل", "قتل", "اصيب", "اصيب"]


def test_a_country_acts_beside_its_verb_in_a_script_without_capitals() -> None:
    read = reading("أعلنت روسيا مقتل 12 جنديا في قصف.", "ar")
    assert [read.actor_names()[key] for key in read.figures[0].attribution] == ["Russia"]


def test_a_pronoun_that_opens_a_sentence_is_no_country() -> None:
    names = [a.name for a in reading("Того дня бойовики вбили 12 солдатів.", "uk").actors]
    assert "Togo" not in names
