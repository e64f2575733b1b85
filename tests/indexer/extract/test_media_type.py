import io
import zipfile
from pathlib import Path

import pytest

from indexer.extract import media_type, sniff, sniff_file


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, media_type.ODT if name == "mimetype" else "x" * 20_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.4\n", media_type.PDF),
        (b"\n\n junk before\n%PDF-1.4\n", media_type.PDF),
        (b"  \n<!DOCTYPE html><p>x", media_type.HTML),
        (b"\xef\xbb\xbf<HTML>", media_type.HTML),
        ("Un texte accentué.".encode(), media_type.PLAIN),
        ("Un texte accentué.".encode("cp1252"), media_type.PLAIN),
        ("Un texte".encode("utf-16"), media_type.PLAIN),
        (zipped("[Content_Types].xml", "word/document.xml"), media_type.DOCX),
        (zipped("a.xml", "ppt/presentation.xml"), media_type.PPTX),
        (zipped("mimetype", "content.xml"), media_type.ODT),
        (zipped("photo.txt"), media_type.ZIP),
        (b"PK\x03\x04 cut", media_type.ZIP),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        (b"\x00\x01\x02\x03" * 9, media_type.UNKNOWN),
        (b"", media_type.UNKNOWN),
    ],
)
def test_bytes_say_what_they_are(data: bytes, expected: str, tmp_path: Path) -> None:
    assert sniff(data) == expected
    (tmp_path / "misleading.jpg").write_bytes(data)
    assert sniff_file(tmp_path / "misleading.jpg") == expected
