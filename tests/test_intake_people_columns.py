"""Which column of a list of people holds what: by its header, then by what stands below it."""

import pytest

from facilitation.intake.mappings import propose_columns
from facilitation.intake.recognition import FileKind, recognise
from facilitation.intake.registrations import read_registrations
from tests.meeting_files import as_csv

PERSON = ["First Name", "Last Name", "Email"]


def read(header, *answers):
    """Of people with these further answers, one row each."""
    rows = [[f"P{n}", "X", f"p{n}@x.example", *row] for n, row in enumerate(answers)]
    return read_registrations(as_csv([[*PERSON, *header], *rows]).encode(), "r.csv")


def groups(header, *answers) -> list[str | None]:
    return [person.group for person in read(header, *answers).records]


def statuses(header, *answers) -> list[str]:
    return [person.approval.value for person in read(header, *answers).records]


# The kind of actor


@pytest.mark.parametrize(
    ("header", "answers"),
    [
        ("Questions & Comments", ["Will the ministry answer?", ""]),
        ("Preguntas y comentarios", ["Municipio", "Ministerio"]),
        ("Address", ["Av. Universidad 12", "Calle Municipio 4"]),
        ("Adresse", ["Région", "Commune"]),
        ("City", ["Mexico City", "Ville de Liège"]),
        ("State/Province", ["Provincia de Pichincha", "Province de Liège"]),
        ("Job Title", ["City planner", "Mayor"]),
        ("Cargo", ["Alcalde", "Concejala"]),
        ("Industry", ["Government", "Government"]),
        ("How did you hear about us?", ["University", "Municipality"]),
        ("¿Cómo se enteró?", ["Universidad", "Municipio"]),
        ("Comment avez-vous connu la table ronde ?", ["Université", "Mairie"]),
        ("What do you expect of the sector?", ["More of the State", "University money"]),
        ("A wish", ["Ministry", ""]),
        ("Which region do you represent?", ["Provincia", "Región"]),
        ("Territorio", ["Provincia", "Cantón"]),
    ],
)
def test_a_column_that_asks_for_something_else_is_no_kind_of_actor(header, answers):
    names = ["Universidad de la Sierra", "NGO Verde"]

    found = read(["Organization", header], *zip(names, answers, strict=True))

    assert [person.group for person in found.records] == ["universities", "civil_society"]
    assert [f.values["columns"] for f in found.left_out] == [header]


@pytest.mark.parametrize(
    "other",
    ["What do you expect of the sector?", "Sectors that interest you", "Which of these are you?",
     "Which type of actor is missing here?"],
)  # fmt: skip
@pytest.mark.parametrize("is_left", [True, False])
def test_the_header_that_names_the_kind_of_actor_most_fully_wins(other, is_left):
    header, rows = [other, "Type of actor"], [["More of the State", "NGO"], ["University", "SME"]]
    if not is_left:
        header, rows = header[::-1], [row[::-1] for row in rows]

    assert groups(header, *rows) == ["civil_society", "smes"]


@pytest.mark.parametrize("sectors", [("", ""), ("Health", "Water")])
def test_a_header_below_which_no_kind_of_actor_stands_gives_way_to_one_with_such(sectors):
    rows = list(zip(sectors, ["NGO", "SME"], strict=True))

    assert groups(["Sector", "Category"], *rows) == ["civil_society", "smes"]


@pytest.mark.parametrize(
    "header",
    ["Sector", "Actor / Actor / Acteur", "Quel type d'acteur représentez-vous ?", "Category",
     "Vous êtes :", "Tipo", "What best describes your organisation?", "Secteur d'activité",
     "Who do you represent?", "¿A quién representa?", "Qui représentez-vous ?",
     "TypeOfActor", "Type of actor (city, province, NGO...)"],
)  # fmt: skip
def test_headers_of_the_kind_of_actor_are_known(header):
    found = read(["Organization", header], ["Acme", "University"], ["Zeta", "Sociedad civil"])

    assert [person.group for person in found.records] == ["universities", "civil_society"]
    assert found.problems == ()


def test_a_column_taken_by_its_answers_alone_is_named():
    found = read(["¿Cómo participa?"], ["Sociedad civil"], ["Universidad"])

    assert [person.group for person in found.records] == ["civil_society", "universities"]
    assert [(f.phrase, f.line, f.values) for f in found.problems] == [
        ("intake.actor_by_answers", 1, {"column": "¿Cómo participa?"})
    ]


@pytest.mark.parametrize(
    ("answers", "is_taken"),
    [
        (["NGO", "SME", "University", "NGO", "SME"] * 2, True),
        (["NGO", "SME", "University", "", ""] * 2, False),  # not everybody was asked
        ([f"University of {name}" for name in "ABCDEFGHIJ"], False),  # names, not a choice
        (["My university", "The municipality"] * 5, False),
    ],
)
def test_answers_alone_tell_a_kind_of_actor_only_where_they_are_a_choice(answers, is_taken):
    found = read(["Affinity"], *([answer] for answer in answers))

    assert [f.phrase for f in found.problems if "by_answers" in f.phrase] == (
        ["intake.actor_by_answers"] if is_taken else []
    )
    assert any(person.group for person in found.records) == is_taken


# The language


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (["Do you need sign language interpretation?", "Preferred language"],
         [["No", "Spanish"], ["Yes", "French"]]),
        (["Preferred language", "Other languages you speak"],
         [["Spanish", "English"], ["French", "English"]]),
        (["Native language", "Interpretation language"],
         [["English", "Spanish"], ["English", "French"]]),
        (["Lang", "Language skills"], [["es", "many"], ["fr", "few"]]),
        (["PreferredLanguage"], [["Spanish"], ["French"]]),
    ],
)  # fmt: skip
def test_the_language_is_in_the_column_whose_cells_say_languages(header, rows):
    assert [person.language for person in read(header, *rows).records] == ["es", "fr"]


@pytest.mark.parametrize(("answer", "language"), [("EN / ES", None), ("en-US", "en"), ("FR", "fr")])
def test_two_codes_are_not_one_language(answer, language):
    assert [person.language for person in read(["Language"], [answer]).records] == [language]


# The organisation


@pytest.mark.parametrize(
    "header",
    ["Organization / Organización", "Organización / Organisation / Organization",
     "Organización | Organisation", "Organisation - Organización", "OrganizationName",
     "What organization do you represent?", "¿Qué organización representa?",
     "Quelle organisation représentez-vous ?", "What is your organisation?",
     "Which organisation are you from?", "Organization (full name)", "Organization, if any",
     "Organización o institución a la que pertenece", "Organisation ou collectivité",
     "À quelle organisation appartenez-vous ?", "¿A qué institución pertenece?",
     "Organisation que vous représentez", "Organización (si aplica)", "Institución y cargo",
     "Institución donde trabaja", "Organization or community", "Employeur", "Where do you work?"],
)  # fmt: skip
def test_a_header_that_asks_for_the_organisation_is_one(header):
    found = read([header, "Type of actor"], ["Acme", "NGO"], ["Zeta", "SME"])

    assert [(person.organisation, person.group) for person in found.records] == [
        ("Acme", "civil_society"),
        ("Zeta", "smes"),
    ]


def test_of_two_columns_for_the_organisation_the_one_that_says_something_is_read():
    found = read(["Company", "Organization"], ["", "Acme"], ["", "Zeta"])

    assert [person.organisation for person in found.records] == ["Acme", "Zeta"]


# The approval


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (["ApprovalStatus"], [["approved"], ["denied"]]),
        (["approvalstatus"], [["approved"], ["denied"]]),
        (["Estado de aprobación"], [["Aprobado"], ["Denegado"]]),
        (["Statut d’approbation"], [["Approuvé"], ["Refusé"]]),
        (["Approval Status / Estado"], [["approved"], ["denied"]]),
        (["Approved?"], [["Yes"], ["No"]]),
        (["Approval"], [["yes"], ["no"]]),
        (["Approved by the organiser?"], [["TRUE"], ["FALSE"]]),
        (["¿Aprobado?"], [["Sí"], ["No"]]),
        (["Aprobado/a"], [["si"], ["no"]]),
        (["Validé"], [["Oui"], ["Non"]]),
        (["Inscription validée"], [["oui"], ["non"]]),
        (["Accepted"], [["Yes"], ["No"]]),
        (["Rejected?"], [["No"], ["Yes"]]),
        (["Not approved"], [["No"], ["Yes"]]),
        (["No aprobado"], [["No"], ["Sí"]]),
        (["Approved/Denied"], [["approved"], ["denied"]]),
        (["Application status"], [["Accepted"], ["Not accepted"]]),
        (["Estado de la solicitud"], [["Aprobada"], ["Rechazada (duplicada)"]]),
        (["Approval Status"], [["Approved by host"], ["Denied by host"]]),
        (["Resultado"], [["Seleccionada"], ["No seleccionada"]]),
        (["Registration Status", "Approval Status"],
         [["registered", "approved"], ["registered", "denied"]]),
        (["Decision"], [["approved"], ["denied"]]),
        (["State"], [["approved"], ["denied"]]),
        (["Estado", "Approval Status"], [["Pichincha", "approved"], ["Azuay", "denied"]]),
        (["Estado", "¿Aprobado?"], [["Pichincha", "Sí"], ["Azuay", "No"]]),
        (["Estado/Provincia", "Estado"], [["Pichincha", "Aprobado"], ["Azuay", "Denegado"]]),
        (["Approval date", "Approved"], [["05/04/2021", "Yes"], ["05/04/2021", "No"]]),
    ],
)  # fmt: skip
def test_nobody_who_was_denied_is_approved_for_the_wording_of_a_header(header, rows):
    assert statuses(header, *rows) == ["approved", "denied"]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("Estado", [["Pichincha"], ["Azuay"]]),
        ("Estado/Provincia", [["Pichincha"], ["Azuay"]]),
        ("Approval date", [["05/04/2021"], ["05/05/2021"]]),
        ("Do you approve of the recording?", [["Yes"], ["No"]]),
        ("Terms accepted", [["Yes"], ["Yes"]]),
        ("Dinner", [["confirmed"], ["cancelled"]]),
    ],
)
def test_a_column_that_is_not_of_the_approval_denies_nobody(header, rows):
    assert statuses([header], *rows) == ["approved", "approved"]


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        ("Pending", [["No"], ["Yes"]], ["approved", "pending"]),
        ("Lista de espera", [["No"], ["Sí"]], ["approved", "pending"]),
        ("Confirmé(e)", [["Oui"], ["Non"]], ["approved", "pending"]),
        ("Approved/Denied", [["Yes"], ["denied"]], ["pending", "denied"]),
    ],
)
def test_who_waits_is_not_approved(header, rows, expected):
    assert statuses([header], *rows) == expected


def test_a_word_below_a_header_of_the_approval_that_is_not_known_waits_for_a_person():
    assert statuses(["¿Aprobado?"], ["Sí"], ["quizá"], ["05/04/2021"]) == [
        "approved",
        "pending",
        "pending",
    ]


def test_an_approval_that_only_the_answers_tell_is_named():
    found = read(["Decision"], ["approved"], ["denied"])

    assert ("intake.status_by_answers", 1, {"column": "Decision"}) in [
        (f.phrase, f.line, f.values) for f in found.problems
    ]


# Headers


@pytest.mark.parametrize(
    "header",
    [
        ["Nombre(s)", "Apellido(s)", "Correo electrónico"],
        ["Prénom(s)", "Nom(s)", "Adresse de courriel"],
        ["FirstName", "LastName", "EmailAddress"],
        ["firstname", "lastname", "emailaddress"],
        ["First name / Nombre / Prénom", "Last name / Apellidos / Nom", "E-mail / Correo"],
        ["Your first name", "Your last name", "Contact email"],
        ["Votre prénom", "Votre nom", "Adresse e-mail (professionnelle)"],
        ["Name", "Surname", "Correo institucional"],
        ["Nombre", "Apellido paterno", "Correo-e"],
    ],
)
def test_the_header_of_a_list_is_known_in_other_spellings(header):
    data = as_csv([header, ["Ana", "Ruiz", "a@x.example"]]).encode()

    people = read_registrations(data, "r.csv").records

    assert recognise(data, "r.csv") is FileKind.REGISTRATIONS
    assert [(person.name, person.email) for person in people] == [("Ana Ruiz", "a@x.example")]


def test_what_was_recognised_is_proposed_to_the_person_who_looks_through_it():
    header = ["Name", "Email", "Estado", "¿Aprobado?", "Sign language?", "Language", "Tipo"]
    row = ["Ana", "a@x.example", "Azuay", "No", "No", "French", "ONG"]

    proposal = propose_columns(
        FileKind.REGISTRATIONS, as_csv([header, row]).encode(), "r.csv"
    ).columns

    assert {column: proposal[column] for column in ("status", "language", "actor")} == {
        "status": "¿Aprobado?",
        "language": "Language",
        "actor": "Tipo",
    }
    assert proposal["organisation"] == ""


def test_a_table_of_comments_with_a_column_of_approval_is_not_a_list_of_people():
    header = ["Name", "Email", "Comment", "Approved"]

    data = as_csv([header, ["Ana", "a@x.example", "More trams", "Yes"]]).encode()

    assert recognise(data, "c.csv") is FileKind.CONTRIBUTIONS
