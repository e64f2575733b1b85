import json
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ExtractionCode, ExtractionError
from indexer.extract import Attachment, Extraction, OutlineItem, PageText, dump, load, to_json

texts = st.text(max_size=20)
extractions = st.builds(
    Extraction,
    media_type=texts,
    extractor=texts,
    version=texts,
    pages=st.lists(
        st.builds(PageText, st.integers(1), texts, st.floats(0, 1), st.booleans(), st.booleans())
    ).map(tuple),
    metadata=st.dictionaries(texts, texts).map(MappingProxyType),
    outline=st.lists(st.builds(OutlineItem, texts, st.integers(0), st.integers(1))).map(tuple),
    attachments=st.lists(
        st.builds(Attachment, texts, texts, st.integers(0), st.none() | texts)
    ).map(tuple),
    notes=st.lists(texts).map(tuple),
)


@given(extractions)
def test_an_extraction_comes_back_equal_through_json(extraction: Extraction) -> None:
    assert load(json.loads(json.dumps(dump(extraction)))) == extraction


@pytest.mark.parametrize("code", ExtractionCode)
def test_an_error_comes_back_with_its_code_and_sentence(code: ExtractionCode) -> None:
    error = load(json.loads(json.dumps(dump(ExtractionError(code, "Une raison.")))))
    assert isinstance(error, ExtractionError)
    assert (error.reason, error.message) == (code, "Une raison.")


def test_the_shape_scripts_rely_on() -> None:
    extraction = Extraction("application/pdf", "pdf", "1", (PageText(1, "Texte", 0.9),))
    assert to_json("a.pdf", extraction) == {
        "file": "a.pdf",
        "media_type": "application/pdf",
        "pages": [{"number": 1, "text": "Texte", "quality": 0.9}],
        "error": None,
    }
    assert to_json("a.pdf", ExtractionError(ExtractionCode.EMPTY, "Vide.")) == {
        "file": "a.pdf",
        "media_type": "",
        "pages": [],
        "error": {"code": "empty", "message": "Vide."},
    }
