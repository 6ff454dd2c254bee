"""Whether the words before a colon can be somebody's name, or begin a sentence.

Transcripts and chats write "Ana: text" and people write "Question: who pays?". No name is known for
sure, so it is told by what names are not: whole sentences, and the words that open a remark.
"""

import re

# Words of a sentence, not of a name, in English, Spanish and French: "the question is: who pays?"
# Within a name they are written with a capital: "Will Smith", "Son Heung-min".
_VERBS = """
is are was were be been have has had do does did will would can could should say says said ask asks
asked think want know that this these those you we they he she it what why how when because
es son era fue fueron ser está están hay ha han he hemos decir dice dijo decimos digo creo que qué
esto esta este eso yo nosotros ustedes ellos porque cómo cuando nos se lo
est sont était être ont avons avez dire dit disait disons pense crois ce cela ça je tu il elle nous
vous ils elles on pourquoi comment parce quoi
"""
_BEGINNINGS = """
I We You They It This That What Why How Yo Nosotros Ustedes Esto Eso Qué Cómo Je Nous Vous Ils Elles
Ce Cela Ça Pourquoi Comment
"""
# What people set before a colon within what they say: "Question : qui paie ?"
_OPENINGS = """
answer comment example idea info note point proposal question reminder reply suggestion summary
update yes no ok thanks fyi ps
aclaración aporte comentario duda ejemplo gracias idea nota opinión pregunta propuesta punto
resumen respuesta sí sugerencia
avis commentaire exemple idée info merci non oui précision proposition rappel remarque réponse
résumé suggestion
"""
_SENTENCE = re.compile(rf"\b({'|'.join(_VERBS.split())})\b|[?!;]|://")
_BEGINNING = re.compile(rf"({'|'.join(_BEGINNINGS.split())})\b")
_ASIDE = re.compile(r"\([^()]*\)")  # "Anne (she/her)"
_SMALL = re.compile("del?|las?|los|le|y|et|al|el|du|dos?|da|di|van|von|der|den")
_BEGUN_SMALL = re.compile(r"(van|von|der|den|ten|ter|da|di|dos|do|bin|ibn) |i(Pad|Phone|Mac)\b")
_LONG = 2  # words from which on a lower-case beginning is that of a sentence that goes on


def can_be_name(words: str) -> bool:
    """Whether `words`, which stand before a colon, can be a name: "Ana Ruiz", "Mesa 3 (Quito)".

    Where each has a capital, even "We Are Social" is one.
    """
    bare = _ASIDE.sub("", words).strip()
    if _SENTENCE.search(bare) or bare.casefold() in _OPENINGS.split():
        return False
    if _is_all_capitals(bare):
        return True
    is_continued = words[0].islower() and len(bare.split()) > _LONG
    return not (is_continued or _BEGINNING.match(bare))


def goes_on_as_name(words: str) -> bool:
    """Whether what stands behind a first colon is more of a name: "Mesa 3: Ana"."""
    return not words[0].islower() and can_be_name(words)


def _is_all_capitals(words: str) -> bool:
    """Two words or more, each written as in a name: small ones only within it, or where a surname
    or a device begins with one ("van der Berg", "iPad de Luis")."""
    first, *others = words.split() or [""]
    is_begun = not first[0:1].islower() or _BEGUN_SMALL.match(words)
    return bool(others and is_begun) and all(
        _SMALL.fullmatch(word) or not word[0].islower() for word in others
    )
