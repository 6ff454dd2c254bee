"""Participants, registrations and tables of contributions: found by content, in three languages."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given, settings, strategies as st

from facilitation.exports import csv_file
from facilitation.exports.record import Line
from facilitation.intake import attendance, registrations
from facilitation.intake.actor_words import ActorWords
from facilitation.intake.attendance import present_each_minute, read_attendance
from facilitation.intake.findings import BadFile
from facilitation.intake.headers import plain
from facilitation.intake.registrations import Approval, read_registrations
from facilitation.intake.rich_texts import MOST
from facilitation.intake.spreadsheets import read_contributions
from facilitation.phrases import in_language
from facilitation.texts import cleaned
from tests.meeting_files import as_csv, as_workbook, sample

PREAMBLE = [
    ["Meeting ID", "Topic", "Start Time", "End Time", "User Email",
     "Duration (Minutes)", "Participants"],
    ["987 6543 2109", "Alliances, EN/ES/FR", "05/20/2021", "05/20/2021", "m@x.example",
     "102", "14"],
    [],
]  # fmt: skip
FULL = ["Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)"]
FULL.append("Guest")
SHORT = ["Name (Original Name)", "User Email", "Total Duration (Minutes)", "Guest"]


def attended(rows, **how) -> list[tuple[str, int, int]]:
    data = as_csv(rows, **how).encode()
    return [(p.name, p.minutes, p.joins) for p in read_attendance(data, "p.csv").records]


def registered(rows, **how):
    return read_registrations(as_csv(rows, **how).encode(), "r.csv").records


def refusal(reader, rows) -> tuple[str, int]:
    data = rows if isinstance(rows, bytes) else as_csv(rows).encode()
    with pytest.raises(BadFile) as refused:
        reader(data, "list.csv")
    return refused.value.phrase, refused.value.line


# Attendance


def test_the_participants_sample_gives_the_counts_of_its_readme():
    reading = read_attendance(sample("participants.csv"), "participants.csv")

    people = {person.name: (person.joins, person.minutes) for person in reading.records}
    assert len(people) == 14
    assert sum(joins for joins, _ in people.values()) == 19
    assert sum(minutes for _, minutes in people.values()) == 1_146
    assert people["Coop. Textile Andina"] == (3, 85)
    assert people["Camila"] == (2, 87)
    assert (reading.problems, reading.left_out) == ((), ())


@pytest.mark.parametrize("preamble", [[], PREAMBLE, [["Informe de participantes"], []]])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "header",
    [
        FULL,
        [*FULL, "Recording Consent", "In Waiting Room"],
        ["Name (original name)", "Email", "Join time", "Leave time", "Duration (minutes)", "Guest"],
        ["Nom (nom d'origine)", "E-mail de l'utilisateur", "Heure d'arrivée", "Heure de départ",
         "Durée (minutes)", "Invité"],
        ["Nombre (nombre original)", "Correo electrónico del usuario", "Hora de ingreso",
         "Hora de salida", "Duración (minutos)", "Invitado"],
    ],
)  # fmt: skip
def test_the_header_of_participants_is_found_by_content(preamble, delimiter, header):
    pad = [""] * (len(header) - 6)
    times = ["05/20/2021 09:48:03 AM", "05/20/2021 09:50:03 AM"]
    rows = [
        ["Grace", "g@x.example", *times, "2", "Yes", *pad],
        ["Luz, la de Quito", "", *times, "3", "No", *pad],
        ["Grace (Eastport)", "G@X.example", *times, "4", "Yes", *pad],
        ["LUZ, LA DE QUITO", "", *times, "5", "No", *pad],
    ]

    assert attended([*preamble, header, *rows], delimiter=delimiter) == [
        ("Grace", 6, 2),
        ("Luz, la de Quito", 8, 2),
    ]


def test_the_short_report_has_one_row_for_each_person():
    assert attended([SHORT, ["Ana", "", "12", "Yes"], ["Luz", "l@x.example", "90", "No"]]) == [
        ("Ana", 12, 1),
        ("Luz", 90, 1),
    ]


def test_people_of_one_name_are_told_apart_by_e_mail():
    rows = [["Ana", "a@x.example", "1", ""], ["Ana", "b@x.example", "2", ""], ["Ana", "", "4", ""]]

    assert attended([SHORT, *rows]) == [("Ana", 1, 1), ("Ana", 2, 1), ("Ana", 4, 1)]


def test_a_person_is_known_by_every_name_they_had():
    rows = [["Ana (Ana Ruiz)", "a@x.example", "1", ""], ["Sol", "A@x.example", "2", ""]]

    people = read_attendance(as_csv([SHORT, *rows]).encode(), "p.csv").records

    assert [person.names for person in people] == [("Ana (Ana Ruiz)", "Ana", "Ana Ruiz", "Sol")]


def test_a_report_that_repeats_the_meeting_in_each_row_is_read():
    header = ["Topic", "Meeting ID", "User Email", "Duration (Minutes)", *FULL]
    row = ["Alliances", "987", "host@x.example", "102", "Ana", "", "", "", "7", "Yes"]

    assert attended([header, row]) == [("Ana", 7, 1)]


def test_columns_left_of_the_name_are_read():
    header = ["User Email", "Name (Original Name)", "Join Time", "Leave Time", "Duration (Minutes)"]
    rows = [["a@x.example", "Ana", "", "", "1"], ["b@x.example", "Ana", "", "", "2"]]

    assert attended([header, *rows]) == [("Ana", 1, 1), ("Ana", 2, 1)]


def test_a_report_may_begin_with_the_duration():
    header = ["Total Duration (Minutes)", "User Email", "Name (Original Name)", "Guest"]

    assert attended([header, ["10", "a@x.example", "Ana", "Yes"]]) == [("Ana", 10, 1)]


def test_the_host_of_a_meeting_that_is_repeated_in_each_row_is_no_participant():
    header = ["Topic", "Meeting ID", "User Email", "Name (Original Name)", "Duration (Minutes)"]
    rows = [["Alliances", "987", "host@x.example", name, "7"] for name in ("Ana", "Luz")]

    people = read_attendance(as_csv([header, *rows]).encode(), "p.csv").records

    assert [(person.name, person.email) for person in people] == [("Ana", ""), ("Luz", "")]


def test_time_in_the_waiting_room_is_no_presence():
    header = [*FULL, "In Waiting Room"]
    rows = [["Ana", "", "", "", "7", "Yes", "No"], ["Ana", "", "", "", "3", "Yes", "Yes"]]

    reading = read_attendance(as_csv([header, *rows]).encode(), "p.csv")

    assert [(p.minutes, p.joins) for p in reading.records] == [(7, 1)]
    assert [(f.phrase, f.line) for f in reading.left_out] == [("intake.waiting_room", 3)]


@pytest.mark.parametrize(
    ("written", "day_first", "joined"),
    [
        ("05/20/2021 09:48:03 AM", None, datetime(2021, 5, 20, 9, 48, 3)),
        ("05/06/2021 12:05:00 AM", None, datetime(2021, 5, 6, 0, 5)),
        ("2021-05-20 21:48:03", None, datetime(2021, 5, 20, 21, 48, 3)),
        ("20/05/2021 9:48", None, datetime(2021, 5, 20, 9, 48)),
        ("20.05.2021 09:48:03", None, datetime(2021, 5, 20, 9, 48, 3)),
        ("05/06/2021 09:48:03", True, datetime(2021, 6, 5, 9, 48, 3)),
        ("05/06/2021 09:48:03", False, datetime(2021, 5, 6, 9, 48, 3)),
        ("05/06/2021 09:48:03", None, None),
        ("20 mai 2021 09:48", None, None),
    ],
)
def test_a_time_is_read_as_the_file_writes_it(written, day_first, joined):
    data = as_csv([FULL, ["Ana", "", written, written, "0", ""]]).encode()

    reading = read_attendance(data, "p.csv", day_first=day_first)

    assert reading.records[0].stays[0].joined == joined
    assert len(reading.problems) == (joined is None)


def durations(cells, times=("", "")) -> tuple[list[int], list[tuple[str, int, int]]]:
    rows = [[f"P{n}", "", *times, cell, ""] for n, cell in enumerate(cells)]
    reading = read_attendance(as_csv([FULL, *rows]).encode(), "p.csv")
    doubts = [(f.phrase, f.line, f.values["n"]) for f in reading.problems]
    return [person.minutes for person in reading.records], doubts


@settings(max_examples=40, deadline=None)
@given(st.integers(1_000, 1_800), st.sampled_from(".,\u00a0\u202f '’"), st.integers(0, 90))
def test_a_sign_for_the_thousands_that_the_times_bear_out_is_one(minutes, sign, seconds):
    joined = datetime(2021, 5, 20, 8, 30)
    left = joined + timedelta(minutes=minutes, seconds=seconds)

    read = durations([f"{minutes // 1000}{sign}{minutes % 1000:03}"], (joined, left))

    assert read == ([minutes], [])


@pytest.mark.parametrize(
    ("cells", "minutes", "doubts"),
    [
        # Whole minutes, as Zoom writes them, in every other cell.
        (["102", "1.146", "7"], [102, 1_146, 7], []),
        (["102", "1,146 min", "7"], [102, 1_146, 7], []),
        (["1 146", "1’146", "1.146,5", "1,146.5"], [1_146, 1_146, 1_147, 1_147], []),
        # Fractions elsewhere with the same sign; or a whole that no sign divides.
        (["101.6", "1.146"], [102, 1], []),
        (["101.6", "1,146"], [102, 1_146], [("unsure_duration", 3, 1)]),
        (["0.146", "1.146"], [0, 1], []),
        (["1250", "1.146"], [1_250, 1_146], [("unsure_duration", 3, 1)]),
        # Nothing tells: what is most likely, and a sentence about the first.
        (["1.146", "1.002"], [1_146, 1_002], [("unsure_duration", 2, 2)]),
        (["102", "12.345"], [102, 12], [("unsure_duration", 3, 1)]),
    ],
)
def test_without_times_the_other_cells_tell_a_thousand_from_a_fraction(cells, minutes, doubts):
    found, said = durations(cells)

    assert (found, [(phrase.removeprefix("intake."), *rest) for phrase, *rest in said]) == (
        minutes,
        doubts,
    )


@pytest.mark.parametrize(
    ("cell", "left", "minutes", "doubts"),
    [
        ("1.146", "2021-05-20 10:01:09", 1, 0),
        ("1,5", "2021-05-20 10:01:30", 2, 0),
        ("1.14", "2021-05-21 05:00:00", 1_140, 0),  # a workbook drops the zero of 1.140
        ("1.146", "2021-05-20 11:00:00", 1_146, 1),  # neither
        ("", "2021-05-20 11:00:00", 60, 0),
    ],
)
def test_the_times_tell_a_thousand_from_a_fraction(cell, left, minutes, doubts):
    found, said = durations(["10", cell], ("2021-05-20 10:00:00", left))

    assert (found, len(said)) == ([10, minutes], doubts)


@pytest.mark.parametrize(
    ("cell", "left", "minutes"),
    [
        ("12.5", "", 13),
        ("13,5", "", 14),
        ("0.5", "", 1),
        ("10.4", "", 10),
        ("0:02:30", "", 3),
        ("", "2021-05-20 10:12:30", 13),
        ("12.5", "2021-05-20 10:12:30", 13),
    ],
)
def test_half_a_minute_counts_as_one(cell, left, minutes):
    joined = "2021-05-20 10:00:00" if left else ""

    assert durations([cell], (joined, left)) == ([minutes], [])


def test_presence_counts_people_in_each_minute_once():
    rows = [
        ["Ana", "", "2021-05-20 10:00:30", "2021-05-20 10:02:10", "2", ""],
        ["Ana", "", "2021-05-20 10:02:20", "2021-05-20 10:03:00", "1", ""],
        ["Luz", "", "2021-05-20 10:02:00", "2021-05-20 10:02:59", "1", ""],
    ]
    people = read_attendance(as_csv([FULL, *rows]).encode(), "p.csv").records

    counts = present_each_minute(people, lambda person: {"Ana": "smes"}.get(person.name))

    assert [(at.minute, dict(count)) for at, count in counts.items()] == [
        (0, {"smes": 1}),
        (1, {"smes": 1}),
        (2, {"smes": 1, None: 1}),
        (3, {"smes": 1}),
    ]


def test_a_row_in_two_reports_counts_once():
    stay = ["Ana", "", "2021-05-20 10:00:00", "2021-05-20 10:02:00", "2", ""]
    again = ["Ana", "", "2021-05-20 10:05:00", "2021-05-20 10:06:00", "1", ""]
    reports = [as_csv([FULL, stay]).encode(), as_csv([FULL, stay, again]).encode()]

    reading = attendance.gather([attendance.read_stays(data, "p.csv") for data in reports])

    assert [(p.minutes, p.joins) for p in reading.records] == [(3, 2)]
    assert [(f.phrase, f.line, f.values["n"]) for f in reading.left_out] == [
        ("intake.rows_again", 2, 1)
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Question", "Answer"], ["a", "b"]], ("intake.no_participants_header", 1)),
        ([FULL], ("intake.no_rows", 1)),
        ([FULL, ["Ana", "", "", "", "soon", ""]], ("intake.bad_duration", 2)),
        ([FULL, ["Ana", "", "", "", "-4", ""]], ("intake.bad_duration", 2)),
        ([FULL, ["Ana", "", "", "", "", ""]], ("intake.bad_duration", 2)),
        ([FULL, ["", "", "", "", "4", ""]], ("intake.nobody", 2)),
        ([FULL, ["Ana", "", "", "", "4", ""], ["Luz", "", "x"]], ("intake.row_width", 3)),
        ([FULL, ["Ruiz", " Ana", "", "", "", "4", "Yes"]], ("intake.row_width", 2)),
        ([FULL, ["Ana", "", "2021-05-20 10:00:00", "2021-05-20 09:00:00", "4", ""]],
         ("intake.left_before", 2)),
        ([FULL, ["Ana", "", "2021-05-20 10:00:00", "2021-05-20 10:9", "4", ""]],
         ("intake.bad_time", 2)),
        (b'Name,Join Time,Leave Time,Duration\nAna,,,4\n"Luz,,,', ("intake.bad_quotes", 3)),
    ],
)  # fmt: skip
def test_a_participants_report_that_cannot_be_taken_is_refused_with_its_line(rows, expected):
    assert refusal(read_attendance, rows) == expected


# Registrations

ZOOM = ["First Name", "Last Name", "Email", "Registration Time", "Approval Status"]
CUSTOM = [*ZOOM, "Organization", "Type of actor", "Preferred language"]


def test_the_registration_sample_gives_the_counts_of_its_readme():
    reading = read_registrations(sample("registration.csv"), "registration.csv")

    people = reading.records
    assert len(people) == 25
    assert Counter(p.approval for p in people) == {"approved": 21, "pending": 3, "denied": 1}
    assert Counter(p.language for p in people) == {"es": 9, "en": 9, "fr": 7}
    assert Counter(p.kind for p in people) == {
        "civil_society_organisation": 5,
        "social_economy": 4,
        "government": 4,
        "university": 3,
        "sme": 3,
        "agency": 2,
        "planning_office": 1,
        "public_enterprise": 1,
        "research_centre": 1,
        "other": 1,
    }
    assert Counter(p.group for p in people) == {
        "governments": 8,
        "smes": 7,
        "civil_society": 5,
        "universities": 4,
        None: 1,
    }
    assert [p.name for p in people if not p.organisation] == ["Camila"]
    assert people[12].organisation == "Menuiserie du Port, SARL"
    assert people[19].organisation == 'Hill Bakery "The Oven"'
    assert (reading.problems, reading.left_out) == ((), ())


LISTS = [
    CUSTOM,
    ["Prénom", "Nom", "Adresse e-mail", "Date d'inscription", "Statut d'approbation",
     "Organisation", "Type d'acteur", "Langue préférée"],
    ["Nombre", "Apellidos", "Correo electrónico", "Hora de registro", "Estado de la aprobación",
     "Organización", "Tipo de actor", "Idioma preferido"],
]  # fmt: skip
ANSWERS = {
    "governments": ["Local government", "Collectivité territoriale", "Gobierno provincial", "GAD"],
    "universities": ["University", "Université", "Centro de investigación", "Laboratoire"],
    "smes": ["SME", "PYMES", "Petite et moyenne entreprise", "Économie sociale et solidaire"],
    "civil_society": ["NGO", "Sociedad civil", "Organisation de la société civile", "ONG"],
    None: ["Other", "Autre", "Otro", "", "Journalist"],
}
LANGUAGES = {
    "en": ["English", "Inglés", "anglais", "en-US", "English (EN)"],
    "es": ["Spanish", "ESPAÑOL", "Espagnol", "es", "Español / Spanish"],
    "fr": ["French", "Francés", "Français", "FR"],
    None: ["", "Quichua", "English, Spanish"],
}
STATUSES = {
    Approval.APPROVED: ["approved", "Aprobado", "Approuvée", "APPROUVÉ"],
    Approval.PENDING: ["pending", "Pendiente", "En attente"],
    Approval.DENIED: ["denied", "Denegada", "rechazado", "Refusé"],
}


def one_of(table):
    return st.sampled_from([(key, word) for key, words in table.items() for word in words])


NAME = st.sampled_from(["Ana", "José Ñandú", 'Luz "la Luz"', "O'Neill; Pat", "Ruiz, Ana", "李雷"])
PEOPLE = st.lists(
    st.tuples(NAME, NAME, NAME, one_of(ANSWERS), one_of(LANGUAGES), one_of(STATUSES)),
    min_size=1,
    max_size=8,
)


@pytest.mark.parametrize("header", LISTS, ids=["en", "fr", "es"])
@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "xlsx"])
@settings(max_examples=25, deadline=None)
@given(PEOPLE, st.sampled_from([",", ";", "\t"]))
def test_a_list_of_registrations_that_was_written_is_read_back(header, form, people, delimiter):
    # One of each, so that the status column is one and the file holds what its encoding is for.
    people = [*people, ("Zoé", "Ñ", "Ü", (None, ""), (None, ""), (Approval.APPROVED, "approved"))]
    if form == "cp1252":
        people = [person for person in people if "李雷" not in person]
    rows = [
        [first, last, f"{n}@x.example", "2021-05-04 09:12", status[1], org, answer[1], language[1]]
        for n, (first, last, org, answer, language, status) in enumerate(people)
    ]
    if form == "xlsx":
        data = as_workbook([header, *rows])
    else:
        data = as_csv([header, *rows], delimiter=delimiter).encode(form)

    found = read_registrations(data, "list").records

    assert [(p.name, p.organisation, p.group, p.language, p.approval) for p in found] == [
        (f"{first} {last}", org, answer[0], language[0], status[0])
        for first, last, org, answer, language, status in people
    ]


def test_a_preamble_is_passed_over():
    preamble = [["Registration Report"], ["Topic", "Meeting ID"], ["Alliances", "987"], []]

    people = registered([*preamble, ZOOM, ["Ana", "", "a@x.example", "05/04/2021", "denied"]])

    assert [(p.name, p.approval, p.line) for p in people] == [("Ana", Approval.DENIED, 6)]


@pytest.mark.parametrize(
    ("header", "answers", "expected"),
    [
        ("Statut d'approbation", ["Approuvé(e)", "Refusé(e)"], ["approved", "denied"]),
        ("Estado de aprobación", ["Aprobado/a", "Desaprobada"], ["approved", "denied"]),
        ("Statut", ["Inscrit·e", "Refusé·e"], ["approved", "denied"]),
        ("Approval Status", ["Genehmigt", "Abgelehnt"], ["pending", "pending"]),
        ("Status", ["approved", "Cancelled by registrant"], ["approved", "denied"]),
        ("Estado", ["Pichincha", "Azuay"], ["approved", "approved"]),
    ],
)
def test_nobody_is_approved_by_a_word_that_is_not_understood(header, answers, expected):
    rows = [[f"P{n}", f"p{n}@x.example", answer] for n, answer in enumerate(answers)]

    people = registered([["Name", "Email", header], *rows])

    assert [p.approval.value for p in people] == expected


def test_columns_that_are_not_needed_are_dropped_and_said_so():
    header = [*ZOOM, "Address", "Phone", "Estado/Provincia", "Purchasing Time Frame"]
    row = ["Ana", "Ruiz", "a@x.example", "", "approved", "Calle 1", "+593", "Pichincha", "now"]

    reading = read_registrations(as_csv([header, row]).encode(), "r.csv")

    assert [(f.phrase, f.values) for f in reading.left_out] == [
        (
            "intake.columns_dropped",
            {"columns": "Address, Phone, Estado/Provincia, Purchasing Time Frame"},
        )
    ]
    assert "Calle 1" not in repr(reading)
    assert "+593" not in repr(reading)


def test_the_column_of_actors_is_known_by_what_it_says():
    header = ["Nombre completo", "Correo", "¿Cómo participa?"]
    rows = [["Ana", "a@x.example", "Sociedad civil"], ["Luz", "l@x.example", "Universidad"]]

    assert [p.group for p in registered([header, *rows])] == ["civil_society", "universities"]


def test_without_an_answer_only_a_telling_name_says_the_kind_of_actor():
    header = ["Name", "Email", "Organisation"]
    names = {
        "Municipality of Eastport": "governments",
        "Universidad de la Sierra": "universities",
        "Coop. Agua Clara": "smes",
        "Asociación Mercado Alto": "civil_society",
        "Asociación de Municipalidades": None,
        "Agencia de Viajes Sol": None,
        "Bulk Offers": None,
        "": None,
    }
    rows = [["P", f"{n}@x.example", name] for n, name in enumerate(names)]

    assert [p.group for p in registered([header, *rows])] == list(names.values())


def test_what_a_person_decided_goes_before_every_rule():
    header = ["Name", "Email", "Organisation", "Type of actor"]
    rows = [["A", "a@x.example", "Sol", "Private sector"], ["B", "b@x.example", "Mar", "NGO"]]

    found = read_registrations(
        as_csv([header, *rows]).encode(),
        "r.csv",
        reviewed={plain("Private sector"): "sme", plain("NGO"): None},
        groups={"sme": "firms"},
    ).records

    assert [(p.kind, p.group) for p in found] == [("sme", "firms"), (None, None)]


def test_a_session_with_other_groups_hands_in_its_own():
    header = ["Name", "Email", "Type of actor"]
    rows = [["A", "a@x.example", "University"], ["B", "b@x.example", "NGO"]]

    found = read_registrations(
        as_csv([header, *rows]).encode(), "r.csv", groups={"university": "academy"}
    ).records

    assert [(p.kind, p.group) for p in found] == [("university", "academy"), (None, None)]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("Non-governmental organisation", "civil_society_organisation"),
        ("Organización no gubernamental", "civil_society_organisation"),
        ("State-owned enterprise", "public_enterprise"),
        ("Oficina de planificación estratégica", "planning_office"),
        ("National government", "government"),
        ("Small or medium enterprise", "sme"),
        ("Empresa de la economía social", "social_economy"),
        ("Government agency", "agency"),
        ("Public research centre", "research_centre"),
        ("University and NGO", None),
        ("Other (NGO)", None),
        ("Private company", None),
    ],
)
def test_the_longest_words_say_the_kind_of_actor(answer, kind):
    assert ActorWords.shipped().kind_of(answer) == kind


def test_doubts_are_listed_with_their_lines():
    rows = [
        ["Ana", "", "a@x.example", "", "approved", "", "NGO", "English"],
        ["Luz", "", "A@x.example", "", "approved", "", "Journalist", "English"],
        ["Sol", "", "nowhere", "", "perhaps", "", "NGO", "English"],
    ]

    reading = read_registrations(as_csv([CUSTOM, *rows]).encode(), "r.csv")

    assert [p.approval.value for p in reading.records] == ["approved", "approved", "pending"]
    assert [(f.phrase, f.line) for f in reading.problems] == [
        ("intake.email_again", 3),
        ("intake.bad_email", 4),
        ("intake.unknown_status", 4),
        ("intake.unknown_actor", 3),
    ]


def test_who_is_on_two_lists_counts_once():
    first = as_csv([ZOOM, ["Ana", "", "a@x.example", "", "approved"]]).encode()
    second = as_csv(
        [ZOOM, ["Ana", "R", "A@X.example", "", "denied"], ["Luz", "", "", "", "denied"]]
    )

    reading = registrations.gather(
        [read_registrations(data, "r.csv") for data in (first, second.encode())]
    )

    assert [(p.name, p.approval.value) for p in reading.records] == [
        ("Ana", "approved"),
        ("Luz", "denied"),
    ]
    assert [(f.phrase, f.values["n"]) for f in reading.left_out] == [("intake.people_again", 1)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Question", "Answer"], ["a", "b"]], ("intake.no_registrations_header", 1)),
        ([FULL, ["Ana", "", "", "", "4", ""]], ("intake.no_registrations_header", 1)),
        ([SHORT[:2], ["Ana", "a@x.example"]], ("intake.no_registrations_header", 1)),
        ([ZOOM], ("intake.no_rows", 1)),
        ([ZOOM, ["", "", "", "05/04/2021", "approved"]], ("intake.nobody", 2)),
        ([ZOOM, ["Ana", "Ruiz", "a@x.example"]], ("intake.row_width", 2)),
    ],
)
def test_a_list_that_cannot_be_taken_is_refused_with_its_line(rows, expected):
    assert refusal(read_registrations, rows) == expected


# Contributions


def test_a_table_of_contributions_is_read_by_its_headers():
    header = ["Fecha", "Nombre", "Organización", "Idioma", "Comentario", "Votos"]
    rows = [
        ["2021-05-01", "Ana", "Sol", "Español", "Una línea\ny otra", "3"],
        ["2021-05-02", "Luz", "", "fr", "Des actes publics", "1"],
        ["2021-05-03", "Mar", "", "", "", "0"],
    ]

    reading = read_contributions(as_csv([header, *rows], delimiter=";").encode("cp1252"), "t.csv")

    assert [(w.time, w.author, w.organisation, w.language, w.text) for w in reading.records] == [
        ("2021-05-01", "Ana", "Sol", "es", "Una línea\ny otra"),
        ("2021-05-02", "Luz", "", "fr", "Des actes publics"),
    ]
    assert [(f.phrase, f.line) for f in reading.left_out] == [
        ("intake.empty_rows", 5),
        ("intake.columns_dropped", 1),
    ]


@pytest.mark.parametrize(
    ("header", "row", "text"),
    [
        (["timestamp", "comment-id", "author-id", "moderated", "comment-body"],
         ["1", "7", "3", "1", "More trams"], "More trams"),
        (["id", "title/en", "body/en", "endorsements"], ["1", "Trams", "Ten minutes", "4"],
         "Trams\nTen minutes"),
        (["Zeitpunkt", "Beitrag"], ["1", "Mehr Straßenbahnen in die Vororte"],
         "Mehr Straßenbahnen in die Vororte"),
    ],
)  # fmt: skip
def test_exports_of_other_tools_are_read(header, row, text):
    found = read_contributions(as_csv([header, row]).encode(), "t.csv").records

    assert [written.text for written in found] == [text]


def test_what_moderators_of_polis_rejected_is_left_out():
    header = ["timestamp", "agrees", "moderated", "comment-body"]
    rows = [["1", "9", "1", "More trams"], ["2", "0", "-1", "Rude"], ["3", "4", "0", "Bike lanes"]]

    reading = read_contributions(as_csv([header, *rows]).encode(), "comments.csv")

    assert [written.text for written in reading.records] == ["More trams", "Bike lanes"]
    assert ("intake.rejected_rows", 3) in [(f.phrase, f.line) for f in reading.left_out]


RISKY = st.sampled_from(
    ("", "'", "''", "=", "+1", "-", "@a", "|", "%", "＝", "\n=", "' =", "\u200b-")
)
PIECES = st.sampled_from((",", ";", '"', '","', '";"', "\n", "'", "=", "agua", "é", "🌊", "\t"))
WORDS = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=60).map("".join))
TEXTS = st.lists(st.tuples(RISKY, WORDS).map("".join), min_size=1, max_size=4)


@settings(max_examples=60)
@given(TEXTS, st.sampled_from(",;"))
def test_what_we_exported_comes_back_in_the_very_words(texts, delimiter):
    said = [text for text in map(cleaned, texts) if text]
    assume(said)
    lines = [
        Line(number, "2026-01-31T10:15:00+00:00", "one", "mayor", "near", "", "", "", "es", text, 1,
             "received", "", "door", False, (), (), (), (), str(number), "a.txt", 3,
             {"fr": (text, "checked")})
        for number, text in enumerate(said, 1)
    ]  # fmt: skip

    found = read_contributions(csv_file.write(lines, delimiter), "ronda.csv").records

    assert [cleaned(one.text) for one in found] == said
    assert {(one.language, one.actor, one.question) for one in found} == {("es", "mayor", "one")}


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_our_own_tables_are_known_in_every_language_and_others_keep_their_apostrophes(language):
    say = in_language(language).say
    header = [say(f"file.column.{name}") for name in ("number", "received_at", "text", "state")]
    row = ["1", "2026", "'-40 grados' dijo", "x"]

    (ours,) = read_contributions(as_csv([header, row]).encode(), "t.csv").records
    (theirs,) = read_contributions(as_csv([header[2:], row[2:]]).encode(), "t.csv").records

    assert (ours.text, theirs.text) == ("-40 grados' dijo", "'-40 grados' dijo")


def test_a_table_we_exported_under_the_earlier_spanish_headings_is_still_ours():
    header = ["N.º", "Recibida (UTC)", "Texto original", "Estado"]

    (ours,) = read_contributions(
        as_csv([header, ["1", "2026", "'-40 grados' dijo", "recibida"]]).encode(), "t.csv"
    ).records

    assert ours.text == "-40 grados' dijo"


def test_a_person_may_say_which_column_is_the_text():
    rows = [["Comment", "Remark"], ["mine", "yours"]]

    found = read_contributions(as_csv(rows).encode(), "t.csv", mapping={"text": "Remark"}).records

    assert [written.text for written in found] == ["yours"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["a", "b"], ["1", "2"]], ("intake.no_text_column", 1)),
        ([["Comment"]], ("intake.no_rows", 1)),
        ([["Comment", "Votes"], ["one", "2", "3"]], ("intake.row_width", 2)),
    ],
)
def test_a_table_that_cannot_be_taken_is_refused_with_its_line(rows, expected):
    assert refusal(read_contributions, rows) == expected


def test_a_workbook_with_dates_and_numbers_is_read_as_its_rows_say():
    rows = [
        FULL,
        ["Ana", None, datetime(2021, 5, 20, 9, 48), datetime(2021, 5, 20, 9, 50), 2.0, None],
    ]

    people = read_attendance(as_workbook(rows), "p.xlsx").records

    assert [(p.name, p.minutes, p.stays[0].joined) for p in people] == [
        ("Ana", 2, datetime(2021, 5, 20, 9, 48))
    ]


def test_a_table_with_a_column_for_each_language_loses_no_text() -> None:
    header = ["id", "title/en", "body/en", "title/es", "body/es"]
    rows = [["1", "", "", "Riego", "Falta agua en el valle"], ["2", "", "No road here", "", ""]]

    reading = read_contributions(as_csv([header, *rows]).encode(), "decidim.csv")

    assert [(one.text, one.language) for one in reading.records] == [
        ("Riego\nFalta agua en el valle", "es"),
        ("No road here", "en"),
    ]
    assert [one.values["columns"] for one in reading.left_out] == ["id"]


def test_a_text_in_html_is_read_as_its_readers_saw_it() -> None:
    written = {
        "<p>L'eau &amp; la <strong>terre</strong></p><ul><li>un</li><li>deux</li></ul>": (
            "L'eau & la terre\nun\ndeux"
        ),
        "<p>Sí<br>no</p><script>alert(1)</script><p>fin</p>": "Sí\nno\nfin",
        "<p> is the sign for a paragraph": "<p> is the sign for a paragraph",
        "a < b and <b>c</b>": "a < b and <b>c</b>",
        "<p>" + "x" * MOST + "</p>": "<p>" + "x" * MOST + "</p>",
    }
    rows = [[str(n), "fr", text] for n, text in enumerate(written)]

    told = read_contributions(as_csv([["id", "locale", "body"], *rows]).encode(), "d.csv").records

    assert [one.text for one in told] == list(written.values())
    assert {one.language for one in told} == {"fr"}
