"""Where the title ends and the first author begins."""

from __future__ import annotations

import lzma
from random import Random, SystemRandom

import pytest
from page_maker import read_page
from support import shared_data

from coterie.graph.model.records import PaperRecord
from coterie.loaders.pages.boundary import Known, name_shape, split

LINES = [
    ("A Study of Optimization of Quantization", "Zhang San, Li Si, Wang Wu"),
    ("Attentive Mask CLIP", "Yifan Yang, Weiquan Huang, Yixuan Wei"),
    ("Learning Sparse Attention in Your LLMs", "Yizhao Gao, Zhichen Zeng, Dayou Du"),
    ("RedStone: Curating General, Code, Math, and QA Data for Models", "Yaoyao Chang, Lei Cui, Li Dong"),
    ("Incentives for Campaigns (Extended Version)", "Xian Zhang, Xiaobing Guo, Zixuan Zeng"),
    ("Fast Convolution", "Yann LeCun, Andrew McCallum, David DeLong"),
    ("Fast Convolution", "McKenna Smith, DeLong Wang, Le Cun"),
    ("Fast Convolution", "O'Brien Kate, D’Angelo Rosa, X Y. Z"),
    ("Fast Convolution for BERT", "J. Smith, A.-B. Dupont, C. D. E. Van der Waals"),
    ("Compiling with PyTorch", "John Smith, Mary Jones, Li Wu"),
    ("Sensing for IoT", "C. Johnson, Li Wu, Anna An"),
    ("Quantum Search with O(N)", "Émile Łukasz, Øystein Åse, Ümit Şen"),
    ("Is It Over?", "Jean-Pierre de la Croix, Ngozi Okafor Jr., Bo Li III"),
    ("Scaling to GPT-4", "Ugo de'Liguoro, M. B. d'Arcy, Ali AbdelGawad"),
    ("A Method for Graphs", "DeLiang Wang, XiaoMing Li, SeungHyun Kim"),
    ("Cosmic Rays at Scale", "GRAVITY Collaboration, R. Abuter, A. Amorim"),
    ("On Graphs", "王伟, 李娜, 张伟"),
    ("Only One Writes of Graphs", "Ada Lovelace"),
    ("Two Write of Graphs", "Ada Lovelace, Grace Hopper"),
]


@pytest.mark.parametrize(("title", "names"), LINES)
def test_lines(title: str, names: str) -> None:
    found = split((title + names).split(", "), Known())
    assert found is not None
    assert (found.title, ", ".join(found.authors)) == (title, names)


def test_a_known_name_wins() -> None:
    pieces = ["Compiling with LangChainWei Li", "Bo An", "Xu Wu"]
    known = Known(names=frozenset({"chainwei li"}))
    plain, with_known = split(pieces, Known()), split(pieces, known)
    assert plain is not None
    assert with_known is not None
    assert (plain.title, with_known.title) == ("Compiling with LangChain", "Compiling with Lang")


def test_the_same_document_tells_names() -> None:
    page = (
        "CLMay 2, 2024\nLearning Sparse ModelsAbouEisha Hassan, Bo An, Xu Wu et al.\n"
        "CLMay 3, 2024\nPruning of GraphsBo An, AbouEisha Hassan, Xu Wu et al.\n"
    )
    titles = [record.title for record in read_page(page) if isinstance(record, PaperRecord)]
    assert titles == ["Learning Sparse Models", "Pruning of Graphs"]


@pytest.mark.parametrize("line", ["No Boundary here et al.", "Modelsvan den Oord, Bo An et al.", "a, b et al. · pku"])
def test_no_place_is_rejected(line: str) -> None:
    assert read_page(f"CLMay 2, 2024\n{line}\n") == ["title and first author cannot be told apart"]


@pytest.mark.parametrize("title", ["Plain Title", "Via CLIP Ranking, and DeepSeek Training", "How ChatGPT Works"])
def test_a_title_alone_stays_whole(title: str) -> None:
    (record,) = read_page(f"CLMay 2, 2024\n{title}\nSome abstract.\n")
    assert isinstance(record, PaperRecord)
    assert (record.title, record.mentions, record.authors_complete) == (title, (), None)


@pytest.mark.parametrize(
    "text", ["learning of models", "", "Deep learning", "Models: A B", "van der", "J. on K", "GPT 4"]
)
def test_no_names(text: str) -> None:
    shape = name_shape(text)
    assert shape is None or shape <= -2.5


@pytest.mark.slow
def test_real_titles_and_names() -> None:
    """Titles and authors of arXiv, run together, forty to a page and without abstracts."""
    seed = SystemRandom().randrange(10**6)
    rows = []
    with lzma.open(shared_data("data", "arxiv", "arxiv_20200101.tsv.xz"), "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if cells[5] and cells[7]:
                rows.append((" ".join(cells[7].split()), [" ".join(a.split()) for a in cells[5].split(", ")][:3]))
    rows = Random(seed).sample(rows, 20_000)
    wrong, rejected = [], 0
    for at in range(0, len(rows), 40):
        some = rows[at : at + 40]
        page = "".join(f"LGMay 28, 2019\n{title}{', '.join(names)} et al.\n" for title, names in some)
        for (title, names), record in zip(some, read_page(page), strict=True):
            if isinstance(record, str):
                rejected += 1
            elif not isinstance(record, PaperRecord) or (record.title, [m.written for m in record.mentions]) != (
                title, names,
            ):  # fmt: skip
                wrong.append((title[-40:], names))
    print(f"seed {seed}: {len(wrong) / len(rows):.3%} wrong, {rejected / len(rows):.3%} rejected")
    assert len(wrong) < 0.002 * len(rows), wrong[:20]
    assert rejected < 0.004 * len(rows)
