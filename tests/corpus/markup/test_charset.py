from hypothesis import given
from hypothesis import strategies as st

from corpus.markup import accepted_charset, decode
from corpus.markup.charset import undouble

FRENCH = "Une réunion à Nîmes : « concerter, ça s’apprend » – œuvre collective…"


def test_declared_and_valid_utf8_is_read_without_a_note() -> None:
    read = decode(FRENCH.encode(), "text/html; charset=utf-8")
    assert (read.text, read.charset, read.declared) == (FRENCH, "utf-8", "utf-8")
    assert (read.damaged, read.repaired, read.note) == (0, 0, "")


def test_valid_utf8_wins_over_a_wrong_header() -> None:
    read = decode(FRENCH.encode(), "text/html; charset=ISO-8859-1")
    assert read.text == FRENCH
    assert read.charset == "utf-8"
    assert "cp1252" in read.note


def test_cp1252_declared_as_utf8_is_read_and_said() -> None:
    read = decode(FRENCH.encode("cp1252"), "text/html; charset=utf-8")
    assert read.text == FRENCH
    assert read.charset == "cp1252"
    assert read.damaged == 0
    assert "pas de l'UTF-8" in read.note


def test_latin1_in_the_meta_element_means_cp1252_as_in_browsers() -> None:
    page = f'<meta charset="iso-8859-1"><p>{FRENCH}</p>'
    read = decode(page.encode("cp1252"), "text/html")
    assert read.text == page
    assert read.declared == "cp1252"


def test_another_declared_charset_that_fits_is_honoured() -> None:
    text = "Привет, мир: общественное участие"
    assert decode(text.encode("koi8-r"), "text/html; charset=koi8-r").text == text


def test_an_undeclared_mac_page_is_guessed() -> None:
    text = " ".join([FRENCH] * 20)
    read = decode(text.encode("mac_roman"))
    assert read.text == text
    assert "deviné" in read.note


def test_an_unknown_charset_is_ignored_and_named() -> None:
    read = decode(FRENCH.encode("cp1252"), "text/html; charset=bogus-8")
    assert read.text == FRENCH
    assert "bogus-8" in read.note


def test_utf7_and_codecs_that_are_not_charsets_are_never_honoured() -> None:
    page = b"+ADw-script+AD4-"
    for label in ("utf-7", "rot13", "unicode_escape", "base64", "punycode", "idna"):
        assert accepted_charset(label) is None
        assert decode(page, f"text/html; charset={label}").text == page.decode()


def test_a_byte_order_mark_wins_over_everything() -> None:
    assert decode(b"\xef\xbb\xbf" + FRENCH.encode(), "charset=cp1252").text == FRENCH
    assert decode(b"\xff\xfe" + FRENCH.encode("utf-16-le"), "charset=utf-8").text == FRENCH


def test_stray_cp1252_bytes_in_a_utf8_page_are_recovered_and_counted() -> None:
    body = ("é" * 20).encode() + b"\xe9t\xe9 " + "à".encode() * 5
    read = decode(body, "utf-8")
    assert read.text == "é" * 20 + "été " + "à" * 5
    assert (read.charset, read.repaired, read.damaged) == ("utf-8", 2, 0)


def test_characters_that_were_lost_before_us_are_counted_as_damage() -> None:
    assert decode("r�union � N�mes".encode()).damaged == 3


def test_bytes_that_no_charset_defines_are_counted_as_damage() -> None:
    read = decode("été à Nîmes, où ".encode("cp1252") + b"\x81", "charset=windows-1252")
    assert read.damaged == 1


def test_utf8_encoded_twice_is_repaired_and_counted() -> None:
    twice = "Élus réunis à côté : l’été…".encode().decode("latin-1").encode()
    read = decode(twice, "charset=utf-8")
    assert read.text == "Élus réunis à côté : l’été…"
    assert read.repaired == 9
    assert "twice" in read.note


def test_double_encoding_shown_in_cp1252_is_repaired_too() -> None:
    assert undouble("lâ€™Ã©tÃ© Ã\xa0 NÃ®mes")[0] == "l’été à Nîmes"


def test_a_page_that_quotes_one_damaged_word_is_left_alone() -> None:
    text = "Si vous voyez « Ã© » à la place de « é », la page était mal déclarée."
    assert undouble(text) == (text, 0)


@given(st.text())
def test_utf8_comes_back_as_it_was(text: str) -> None:
    if not any(lead in text for lead in "ÃÂâ") and not text.startswith("\ufeff"):
        assert decode(text.encode(), "charset=utf-8").text == text


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=40)))
def test_any_bytes_under_any_declaration_give_text(body: bytes, declared: str | None) -> None:
    read = decode(body, declared)
    assert read.damaged == read.text.count("�")
    read.text.encode()


@given(st.text(alphabet="éèàçêïôûœ’«» abcdefg", min_size=1, max_size=60))
def test_double_encoded_french_comes_back(text: str) -> None:
    once = text + "éèà"
    twice = once.encode().decode("cp1252", "surrogateescape")
    if twice.isprintable():
        assert undouble(twice)[0] == once
