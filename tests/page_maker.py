"""Makes pages of the four layouts from random papers, and says which records a loader must give back."""

from __future__ import annotations

import calendar
import io
from dataclasses import dataclass, field
from random import Random

from coterie.graph.model.records import Record, Rejected
from coterie.loaders.base import Source
from coterie.loaders.pages import loader


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


def read_page(text: str | bytes, year: int | None = None) -> list[Record | str]:
    """The records of a page, or the reasons why not."""
    out: list[Record | str] = []
    data = text.encode() if isinstance(text, str) else text
    for raw in loader.read(Source("made", io.BytesIO(data), year=year)):
        if isinstance(raw, Rejected):
            out.append(raw.reason)
            continue
        try:
            out += loader.transform(raw)
        except ValueError as error:
            out.append(str(error))
    return out


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
GIVEN = words_of(
    """Li Wei Xiaoming Yifan Huiqiang Yann Andrew María José Jean Émile Łukasz Søren Zoë Çağlar Ålesund Dmitry Olga
Rajesh Priya Venkata Kwame Ngozi Fatima Ahmed Yuki Haruto Minh Thị Andrés Björn Ingrid Giulia Paolo Anna John Mary Xu An
Bo Qi Ying Aleksandra Ferenc Márta Ioannis Eleni Tomáš Václav Şebnem Mehmet Aïcha Renée Noël Özgür Ø. Þór"""
)
FAMILY = words_of(
    """Zhang Wang Li Smith Müller García Núñez Dupont Lefèvre Kowalski Łojasiewicz Nielsen Østergaard Novák
Dvořák Horváth Erdős Papadopoulos Yılmaz Öztürk Ivanov Петров Sharma Iyer Okafor Haddad Tanaka Nguyen Trần Rossi
Johnson Brown Xu Wu Ma He An E Bengio Hinton Vapnik Al-Rfou Castro-Silva Pérez-Ortiz Sedgwick Jones Ng Ó Ek"""
)
INNER = words_of(
    """LeCun McCallum DeLong MacKay O'Brien D'Angelo VanRullen FitzGerald DiCarlo LaMothe McDonald DeVries O’Neill
LeBrun MacDonald DuBois LaValle"""
)
PARTICLES = ("van der", "van den", "de la", "von", "da", "de", "van", "bin", "del", "zu")
WORDS = words_of(
    """learning deep neural network efficient model graph attention sparse language vision inference training
prompt compression reasoning retrieval quantization pruning adaptive robust causal bayesian kernel diffusion
policy reward alignment benchmark survey evaluation data framework analysis theory optimal transport generative
contrastive federated privacy segmentation detection tracking speech recognition translation summarization long context
memory cache agent planning search ranking recommendation molecular protein climate quantum circuits hardware
compiler scheduling"""
)
LINKS = ("for", "with", "of", "via", "in", "on", "and", "under", "from", "towards", "without", "beyond")
ACRONYMS = (
    "BERT",
    "CLIP",
    "NER",
    "GPU",
    "LLM",
    "NAS",
    "MLLM",
    "RL",
    "AI",
    "3D",
    "KV",
    "QA",
    "GAN",
    "VQA",
    "TTS",
    "SLAM",
)
MIXED = ("PyTorch", "GitHub", "IoT", "ImageNet", "LaTeX", "OpenAI", "YouTube", "LoRA", "DeepSeek", "MapReduce", "QoE")
PLACES = (
    "pku",
    "microsoft-research",
    "tsinghua",
    "eth-zurich",
    "mit",
    "nvidia",
    "max-planck",
    "u-tokyo",
    "inria",
    "cmu",
)
CATEGORIES = {"CL": "cs.CL", "LG": "cs.LG", "CV": "cs.CV", "AI": "cs.AI", "IR": "cs.IR", "DC": "cs.DC", "AR": "cs.AR"}


@dataclass
class MadePaper:
    """One paper as a page shows it: what a record must say."""

    title: str
    names: list[str] = field(default_factory=list)
    more: bool = False
    places: list[str] = field(default_factory=list)
    score: str = ""
    category: str = ""
    month: int = 0
    day: int = 0
    year: int | None = None
    code: bool = False
    count: int | None = None
    organisation: tuple[str, str] | None = None
    abstract: str = ""
    bare: bool = False


@dataclass
class MadePage:
    """A page: its text, its papers, its owner and the figures stated of the owner."""

    layout: str
    text: str
    papers: list[MadePaper]
    owner: str | None = None
    figures: dict[str, float] = field(default_factory=dict)


def name(rng: Random) -> str:
    """A name as written on a paper."""
    given = rng.choice(GIVEN)
    family = rng.choice(FAMILY)
    kind = rng.random()
    if kind < 0.12:
        given = ". ".join(rng.choice("ABCDEFGHJKLMNPRSTW") for _ in range(rng.randint(1, 3))) + "."
    elif kind < 0.2:
        given = f"{given}-{rng.choice(GIVEN)}"
    elif kind < 0.3:
        given = f"{given} {rng.choice('ABCDEFGHJKLMRST')}."
    elif kind < 0.34:
        given = f"{given} {rng.choice(GIVEN)}"
    kind = rng.random()
    if kind < 0.12:
        family = rng.choice(INNER)
    elif kind < 0.2:
        family = f"{rng.choice(PARTICLES)} {family}"
    elif kind < 0.23:
        family = f"{family} {rng.choice(['Jr.', 'III', 'II'])}"
    return f"{given} {family}" if rng.random() > 0.01 else rng.choice(["Aristotle", "Suharto", "Madhavan"])


def title(rng: Random) -> str:
    """A title, with acronyms, brackets, commas, colons and digits."""
    words = [_word(rng)]
    for _ in range(rng.randint(2, 9)):
        words += [rng.choice(LINKS), _word(rng)] if rng.random() < 0.4 else [_word(rng)]
    if rng.random() < 0.1:
        words[rng.randrange(len(words))] += ","
        words.append(_word(rng))
    if rng.random() < 0.06:
        words += ["for", f"{_word(rng)},", f"{_word(rng)},", "and", _word(rng)]
    words.append(_end(rng))
    text = " ".join(words)
    if rng.random() < 0.35:
        text = f"{rng.choice([_acronym(rng), rng.choice(MIXED), _acronym(rng) + '-' + str(rng.randint(1, 9))])}: {text}"
    return text


def _word(rng: Random) -> str:
    kind = rng.random()
    if kind < 0.06:
        return rng.choice(ACRONYMS) + rng.choice(["", "s", "-based"])
    if kind < 0.09:
        return rng.choice(MIXED)
    word = rng.choice(WORDS)
    if kind < 0.17:
        return f"{word.capitalize()}-{rng.choice(WORDS).capitalize()}"
    return word.capitalize() if kind < 0.9 else word


def _acronym(rng: Random) -> str:
    return "".join(rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(rng.randint(2, 5)))


def _end(rng: Random) -> str:
    kind = rng.random()
    if kind < 0.08:
        return rng.choice(ACRONYMS) + "s"
    if kind < 0.18:
        return rng.choice([*ACRONYMS, _acronym(rng)])
    if kind < 0.2:
        return rng.choice(MIXED)
    if kind < 0.24:
        return rng.choice(["(Extended Version)", f"({_acronym(rng)})", "[Vision]", '"Aha"', "(and Back)"])
    if kind < 0.28:
        return rng.choice(["INT8", "GPT-4", "2.0", "LLaMA-2", "$k$", "O(N)", "100%", "Part II", "C++"])
    return rng.choice(WORDS).capitalize() + (rng.choice("?!") if kind < 0.31 else "")


def abstract(rng: Random) -> str:
    """Some sentences; longer than any title, as abstracts are."""
    sentences = [
        " ".join([rng.choice(WORDS).capitalize(), *(rng.choice([*WORDS, *LINKS, *ACRONYMS]) for _ in range(14))]) + "."
        for _ in range(rng.randint(3, 9))
    ]
    if rng.random() < 0.1:
        sentences.insert(1, "In May 2024, Smith et al. · and others showed 98.6 LG (see Mar 3, 2021) otherwise.")
    return " ".join(sentences)


def paper(rng: Random, layout: str) -> MadePaper:
    """A paper with what its layout can show; anything but the title may be missing."""
    made = MadePaper(title(rng), abstract="" if rng.random() < 0.05 else abstract(rng))
    if rng.random() < 0.97 or layout != "daily":
        made.month = rng.randint(1, 12)
        made.day = rng.randint(1, calendar.monthrange(2023, made.month)[1])
        made.year = rng.randint(1999, 2025) if rng.random() < 0.8 else None
    if layout == "daily":
        kind = rng.random()
        made.bare = kind < 0.03
        if made.bare:
            made.month = 0
        elif kind < 0.08:
            made.organisation = (rng.choice(PLACES), " ".join(w.capitalize() for w in rng.sample(WORDS, 2)))
        elif kind < 0.97 or not made.month:
            made.count = rng.randint(1, 40)
        return made
    made.score = f"{rng.randint(10, 999) / 10}" if rng.random() < 0.3 else ""
    made.category = rng.choice(list(CATEGORIES)) if rng.random() < 0.98 else ""
    made.code = rng.random() < 0.3
    if rng.random() < 0.98:
        made.names = [name(rng) for _ in range(3 if rng.random() < 0.9 else rng.randint(1, 2))]
        made.more = rng.random() < 0.95 or len(made.names) == 1
        made.places = rng.sample(PLACES, rng.randint(1, 2)) if rng.random() < 0.4 else []
    return made


def page(rng: Random, layout: str, size: int) -> MadePage:
    """A page of ``size`` papers: ``spaced`` (with an owner), ``headed`` (spaced, no owner), ``tight`` or ``daily``."""
    papers = [paper(rng, layout) for _ in range(size)]
    if layout == "daily":
        return MadePage(layout, _daily(rng, papers), papers)
    made = MadePage(layout, "", papers)
    lines: list[str] = []
    if layout == "spaced":
        made.owner = name(rng)
        lines = _profile(rng, made)
        for each in papers:
            if each.names and rng.random() < 0.6:
                each.names[rng.randrange(len(each.names))] = made.owner
    for each in papers:
        lines += _tight(each) if layout == "tight" else _spaced(each)
    made.text = "\n".join(lines) + rng.choice(["", "\n", "\n\n"])
    return made


def header(made: MadePaper) -> str:
    """``98.6LGMay 28, 2024Code``."""
    year = f", {made.year}" if made.year else ""
    date = f"{MONTHS[made.month - 1]} {made.day}{year}"
    return f"{made.score}{made.category}{date}{'Code' if made.code else ''}"


def authors(made: MadePaper) -> str:
    """``A B, C D et al. · pku``."""
    places = f" · {', '.join(made.places)}" if made.places else ""
    return ", ".join(made.names) + (" et al." if made.more else "") + places


def _spaced(made: MadePaper) -> list[str]:
    lines = [header(made), made.title, ""]
    for text in (authors(made), made.abstract):
        lines += [text, ""] if text else []
    return lines


def _tight(made: MadePaper) -> list[str]:
    return [header(made), made.title + authors(made), *([made.abstract] if made.abstract else [])]


def _profile(rng: Random, made: MadePage) -> list[str]:
    shown = {"stated_h_index": rng.randint(0, 99), "stated_papers": len(made.papers),
             "stated_citations": rng.randint(0, 99_999), "stated_novelty": rng.randint(0, 100),
             "stated_ai_score": rng.randint(0, 100)}  # fmt: skip
    made.figures = {key: value for key, value in shown.items() if rng.random() < 0.9}
    lines = {"stated_h_index": "h-index{}", "stated_papers": "{}papers", "stated_citations": "{:,}citations",
             "stated_novelty": "Novelty{}%", "stated_ai_score": "AI Score{}"}  # fmt: skip
    stated = [lines[key].format(value) for key, value in made.figures.items()]
    return [str(made.owner), "", "LG", *stated, "", f"{len(made.papers)} Papers", ""]


def _daily(rng: Random, papers: list[MadePaper]) -> str:
    blocks = ["new", "Get trending papers in your email inbox!", "Subscribe", "Daily Papers",
              "byAK and the research community", "May 14"]  # fmt: skip
    for made in papers:
        blocks += [made.title, *([made.abstract] if made.abstract else [])]
        foot = []
        if made.count is not None:
            foot.append(f"  • {made.count} authors")
        elif made.organisation is not None:
            foot.append(" ".join(made.organisation))
        if made.month:
            year = f", {made.year}" if made.year else ""
            count = f" {rng.randint(2, 99)}" if rng.random() < 0.3 else ""
            foot += ["·", f"{MONTHS[made.month - 1]} {made.day}{year}{count}"]
        elif foot:
            foot.append("·")
        blocks += ["\n".join(foot)] if foot else []
    return "\n\n".join(blocks)
