"""Which kind of actor an answer names, in three languages; what is not clear waits for a person."""

import pytest

from facilitation.intake.actor_words import GROUPS, ActorWords

ANSWERS = {
    "governments": [
        "Ministerio de Economía", "Prefectura de Pichincha", "GAD parroquial rural", "Mairie",
        "Commune", "Conseil départemental", "Conseils régionaux", "Région", "County council",
        "Municipality", "Intercommunalité", "Communauté de communes", "Métropole", "EPCI",
        "Syndicat mixte", "Gobernación", "Gobiernos provinciales", "Comunidad autónoma",
        "Mancomunidad", "Élu local", "Élue locale", "Elected official", "Councillor", "Concejala",
        "Alcaldesa", "Maire", "Mayor", "Mayor's office", "District council", "Borough",
        "Civil servant", "Funcionaria pública", "Fonctionnaire", "Asamblea Nacional", "Parlement",
        "Services de l'État", "Entidad pública", "Entidades públicas", "Empresas públicas",
        "Ministerio de Educación Superior", "Ministère de l'Enseignement supérieur",
        "Société publique locale", "Agence de développement", "Oficina de planificación",
    ],
    "universities": [
        "Universidad", "Politécnica", "Grande école", "Research institute", "Laboratoire",
        "Academia", "Instituciones académicas", "Professor", "Docente universitario", "Faculty",
        "PhD student", "Doctorante", "Enseignant-chercheur", "Business school",
        "École d'ingénieurs", "Instituto superior tecnológico", "Comunidad científica", "CNRS",
        "Academia y centros de investigación", "Universidad Mayor", "State university",
    ],
    "smes": [
        "PYME", "MiPymes", "TPE/PME", "S.M.E.", "P.M.E.", "Auto-entrepreneur", "Autoentrepreneuse",
        "Micro-empresa", "Empresa pequeña", "Emprendedores", "Small firms", "Start-up",
        "Start-ups", "start-ups", "Start ups", "Startups", "Jeune pousse", "Jeunes pousses",
        "Artisan", "Cooperative", "Coopérative agricole", "Mutualista", "Social enterprise",
        "Economía popular y solidaria", "Asociación de economía popular y solidaria",
    ],
    "civil_society": [
        "ONG", "O.N.G.", "O. N. G.", "N.G.O.", "NGOs", "INGO", "Association loi 1901",
        "Fundaciones", "Collectif citoyen", "Community-based organisation", "Charity", "Charities",
        "Organizaciones no gubernamentales", "Organización indígena", "Organizaciones indígenas",
        "Indigenous federation", "Sindicato", "Syndicat", "Trade union", "Organisation syndicale",
        "Youth organisation", "Organización juvenil", "Women's organisation",
        "Organizaciones de mujeres", "Comité barrial", "Veeduría ciudadana", "Ciudadano/a",
        "Bénévole", "Milieu associatif", "Volunteer group", "Red de ONG",
    ],
    None: [
        "Private sector", "Sector privado", "Company", "Gran empresa", "Entreprise", "Consultant",
        "Consultant for NGOs", "Supplier to the government", "Former mayor", "Ex alcalde",
        "I work with local government", "Trabajo con la municipalidad", "Not government",
        "Non-state actor", "Journalist", "Student", "International organisation", "Embajada",
        "Chamber of commerce of the city", "Cámara de comercio", "Chambre d'agriculture régionale",
        "Association des maires", "Federación de municipios", "Red de universidades",
        "Asociación de empresarios", "Association d'entreprises", "Fundación universitaria",
        "Municipality and NGO", "Political party", "Parque científico", "Travel agency",
        "Adultos mayores", "Cabildo indígena", "Third sector", "Red", "Hospital", "N/A",
    ],
}  # fmt: skip


@pytest.mark.parametrize("group", ANSWERS)
def test_an_answer_whose_sense_is_clear_names_its_group_and_no_other(group):
    words = ActorWords.shipped()

    read = {answer: words.kind_of(answer) for answer in ANSWERS[group]}

    assert {answer: GROUPS.get(kind or "") for answer, kind in read.items()} == dict.fromkeys(
        ANSWERS[group], group
    )


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Organización de la sociedad civil", 1),
        ("Start-ups / PYMES", 1),
        ("My university", 0.5),
        ("Will the ministry answer?", 0.25),
        ("Consultant", 0),
        ("", 0),
    ],
)
def test_a_sentence_in_which_a_kind_of_actor_comes_up_is_no_name_of_one(text, share):
    assert ActorWords.shipped().share_in(text) == share
