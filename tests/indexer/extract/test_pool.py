"""Children under limits: hostile files end in a typed error and the parent goes on."""

import os
import signal
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import ExtractionCode, ExtractionError
from indexer.extract import Extraction, Limits, extract, extractor_for, pool_extract
from indexer.extract.worker import Worker
from tests.indexer.extract.pdf_builder import HELVETICA, document, pdf, show, stream

SMALL = Limits(cpu_seconds=2, wall_seconds=15, memory_bytes=600_000_000)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.pdf"
    path.write_bytes(document([show("Une réunion publique à la mairie.")]))
    return path


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """A file of a few kilobytes that takes seconds of computing."""
    path = tmp_path / "long.pdf"
    path.write_bytes(one_page(stream(b"BT /F1 9 Tf (a) Tj ET\n" * 300_000, "", True), "null"))
    return path


def one_page(content: bytes, form: str | bytes) -> bytes:
    return pdf(
        {
            1: "<< /Type /Catalog /Pages 2 0 R >>",
            2: "<< /Type /Pages /Kids [10 0 R] /Count 1 >>",
            3: HELVETICA,
            10: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 11 0 R "
            "/Resources << /Font << /F1 3 0 R >> /XObject << /X0 20 0 R >> >> >>",
            11: content,
            20: form,
        }
    )


def flate_bomb(megabytes: int) -> bytes:
    """A content stream of blanks, compressed a thousand times."""
    packer = zlib.compressobj(9)
    block = b" " * 1_000_000
    packed = b"".join([*(packer.compress(block) for _ in range(megabytes)), packer.flush()])
    head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
    return one_page(head + packed + b"\nendstream", "null")


def recursive_form() -> bytes:
    entries = (
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X0 20 0 R >> >>"
    )
    return one_page(stream(b"/X0 Do"), stream(b"/X0 Do /X0 Do", entries))


def page_tree_circle() -> bytes:
    return pdf(
        {
            1: "<< /Type /Catalog /Pages 2 0 R >>",
            2: "<< /Type /Pages /Kids [2 0 R] /Count 1 >>",
        }
    )


HOSTILE = {
    "recursive.pdf": recursive_form(),
    "circle.pdf": page_tree_circle(),
    "cut.pdf": document([show("Une réunion publique.")])[:400],
    "zeros.pdf": b"%PDF-1.4\n" + b"\0" * 1_000_000,
    "junk.pdf": b"%PDF-1.4\n" + bytes(range(256)) * 40,
    "zero.pdf": b"",
}


@pytest.mark.crash
def test_hostile_files_end_in_typed_errors_and_the_others_are_read(
    tmp_path: Path, good: Path
) -> None:
    for name, data in (*HOSTILE.items(), ("bomb.pdf", flate_bomb(500))):
        (tmp_path / name).write_bytes(data)
    page = tmp_path / "page.pdf"
    page.write_text("<!DOCTYPE html><title>Erreur</title><p>Page introuvable</p>")
    files = [tmp_path / name for name in ("bomb.pdf", *HOSTILE)]
    files = [good, *files[:3], page, *files[3:], good]

    results = list(pool_extract(files, workers=2, ocr=False, limits=SMALL))

    assert sorted(path for path, _ in results) == sorted(files)
    told = {path.name: result for path, result in results}
    codes = {
        name: told[name].reason  # type: ignore[union-attr] # an Extraction here fails the test
        for name in ("bomb.pdf", *HOSTILE)
    }
    assert codes.pop("bomb.pdf") in (ExtractionCode.TOO_MUCH_MEMORY, ExtractionCode.TOO_SLOW)
    assert codes.pop("recursive.pdf") in (
        ExtractionCode.TOO_MUCH_MEMORY,
        ExtractionCode.TOO_SLOW,
        ExtractionCode.CRASHED,
        ExtractionCode.NO_TEXT_LAYER,
    )
    assert codes == {
        "circle.pdf": ExtractionCode.NO_TEXT_LAYER,
        "cut.pdf": ExtractionCode.DAMAGED,
        "zeros.pdf": ExtractionCode.DAMAGED,
        "junk.pdf": ExtractionCode.DAMAGED,
        "zero.pdf": ExtractionCode.EMPTY,
    }
    for path, result in results:
        if path in (good, page):
            assert isinstance(result, Extraction)


def test_one_file_is_read_in_a_child(good: Path) -> None:
    result = extract(good, "application/pdf", ocr=False)
    assert result.text == "Une réunion publique à la mairie."
    found = extractor_for("application/pdf", False)
    assert found is not None
    assert (result.extractor, result.version) == (found.name, found.version)


def test_a_file_that_gives_nothing_raises_its_typed_error(tmp_path: Path) -> None:
    (tmp_path / "zero.pdf").touch()
    with pytest.raises(ExtractionError) as raised:
        extract(tmp_path / "zero.pdf", ocr=False)
    assert raised.value.reason is ExtractionCode.EMPTY


def test_computing_beyond_the_limit_is_too_slow(long: Path) -> None:
    with pytest.raises(ExtractionError) as raised:
        extract(long, ocr=False, limits=Limits(cpu_seconds=1))
    assert raised.value.reason is ExtractionCode.TOO_SLOW
    assert "1 s de calcul" in raised.value.message


def test_waiting_beyond_the_limit_is_too_slow(long: Path, good: Path) -> None:
    limits = Limits(wall_seconds=2)
    results = dict(pool_extract([long, good], 1, ocr=False, limits=limits))
    assert isinstance(results[good], Extraction)
    error = results[long]
    assert isinstance(error, ExtractionError)
    assert error.reason is ExtractionCode.TOO_SLOW


@pytest.mark.crash
def test_a_child_killed_by_the_system_is_said_and_replaced(long: Path, good: Path) -> None:
    for how, code in (
        (signal.SIGKILL, ExtractionCode.TOO_MUCH_MEMORY),
        (signal.SIGSEGV, ExtractionCode.CRASHED),
    ):
        worker = Worker(Limits(), ocr=False)
        worker.wait_ready()
        worker.ask(long, None)
        os.kill(worker._process.pid, how)
        error = worker.receive()
        assert isinstance(error, ExtractionError)
        assert error.reason is code
        assert worker.worn
    assert isinstance(extract(good, ocr=False), Extraction)


def test_a_child_heavy_with_its_last_file_is_not_kept(good: Path) -> None:
    worker = Worker(Limits(memory_bytes=150_000_000), ocr=False)
    worker.wait_ready()
    worker.ask(good, None)
    assert isinstance(worker.receive(), Extraction)
    assert worker.worn
    worker.kill()


def test_leaving_early_ends_the_children(good: Path) -> None:
    def endless() -> Iterator[Path]:
        while True:
            yield good

    results = pool_extract(endless(), workers=2, ocr=False)
    next(results)
    results.close()  # type: ignore[attr-defined] # a generator
    assert not _children()


def _children() -> list[str]:
    tasks = Path(f"/proc/{os.getpid()}/task/{threading.get_native_id()}/children")
    return [
        pid
        for pid in tasks.read_text().split()
        if b"indexer.extract.child" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def test_a_caller_who_is_slow_does_not_make_files_late(good: Path) -> None:
    results = []
    for path, result in pool_extract([good] * 2, 1, ocr=False, limits=Limits(wall_seconds=1)):
        time.sleep(1.2)  # longer than the limit, on the caller's side
        results.append((path, result))
    assert all(isinstance(result, Extraction) for _, result in results)


def test_a_child_that_cannot_start_is_said(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(ExtractionError) as raised:
        extract(good, ocr=False)
    assert raised.value.reason is ExtractionCode.CRASHED
    assert "ne démarre pas" in raised.value.message
