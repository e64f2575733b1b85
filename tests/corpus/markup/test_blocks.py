import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.markup import blocks_of, ends_in_question, questions_and_answers, soup_of, text_of
from corpus.record import Block, BlockKind

HEADING, PARAGRAPH, LIST = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST
ORDERED, QUOTE, TABLE = BlockKind.ORDERED_LIST, BlockKind.QUOTE, BlockKind.TABLE
QUESTION, ANSWER = BlockKind.QUESTION, BlockKind.ANSWER


def read(html: str) -> tuple[Block, ...]:
    return blocks_of(soup_of(html))


def test_kinds_and_levels_are_kept() -> None:
    assert read(
        "<h2>Les <em>enjeux</em></h2><p>Un  texte\nlong.</p><ul><li>un</li><li>deux</li></ul>"
        "<ol><li>a</li></ol><blockquote><p>Dit-il</p></blockquote><h4>Suite</h4>"
    ) == (
        Block(HEADING, "Les enjeux", level=2),
        Block(PARAGRAPH, "Un texte long."),
        Block(LIST, items=("un", "deux")),
        Block(ORDERED, items=("a",)),
        Block(QUOTE, "Dit-il"),
        Block(HEADING, "Suite", level=4),
    )


def test_text_outside_any_paragraph_is_kept_in_order() -> None:
    assert [block.text for block in read("<div>avant <b>gras</b><p>dedans</p>après</div>")] == [
        "avant gras",
        "dedans",
        "après",
    ]


def test_one_line_break_is_a_line_and_two_are_a_paragraph() -> None:
    assert read("<p>un<br>deux<br><br>trois</p>") == (
        Block(PARAGRAPH, "un\ndeux"),
        Block(PARAGRAPH, "trois"),
    )


def test_paragraphs_typed_with_dashes_are_a_list() -> None:
    html = "<p>Il faut :</p><p>– écouter ;</p><p>- dire ;</p><p>• faire.</p><p>Fin.</p>"
    assert read(html) == (
        Block(PARAGRAPH, "Il faut :"),
        Block(LIST, items=("écouter ;", "dire ;", "faire.")),
        Block(PARAGRAPH, "Fin."),
    )


def test_lines_typed_with_dashes_are_a_list() -> None:
    assert read("<p>Voici :<br>– un<br>– deux</p>") == (
        Block(PARAGRAPH, "Voici :"),
        Block(LIST, items=("un", "deux")),
    )


def test_paragraphs_numbered_in_sequence_are_an_ordered_list() -> None:
    html = "<p>1 – informer</p><p>2 - consulter</p><p>3. décider</p>"
    assert read(html) == (Block(ORDERED, items=("informer", "consulter", "décider")),)


def test_numbers_that_do_not_follow_stay_paragraphs() -> None:
    html = "<p>12 - une salle</p><p>14 - une autre</p>"
    assert [block.kind for block in read(html)] == [PARAGRAPH, PARAGRAPH]


def test_one_dash_alone_stays_a_paragraph() -> None:
    assert read("<p>– Bonjour, dit-elle.</p>") == (Block(PARAGRAPH, "– Bonjour, dit-elle."),)


def test_a_negative_number_is_not_an_item() -> None:
    html = "<p>-5 % en 2014</p><p>-7 % en 2015</p>"
    assert [block.kind for block in read(html)] == [PARAGRAPH, PARAGRAPH]


def test_nested_items_follow_the_item_above_them() -> None:
    html = "<ul><li>a<ul><li>a1</li><li>a2</li></ul></li><li>b</li></ul>"
    assert read(html) == (Block(LIST, items=("a", "a1", "a2", "b")),)


def test_a_list_of_cards_is_walked_through() -> None:
    html = "<ul><li><h3>Un titre</h3><p>Son texte</p></li></ul>"
    assert read(html) == (Block(HEADING, "Un titre", level=3), Block(PARAGRAPH, "Son texte"))


def test_a_table_of_data_keeps_its_rows() -> None:
    html = "<table><tr><th>Lieu</th><th>Année</th></tr><tr><td>Lyon</td><td>2014</td></tr></table>"
    assert read(html) == (Block(TABLE, items=("Lieu\tAnnée", "Lyon\t2014")),)


def test_a_table_for_layout_is_walked_through() -> None:
    html = "<table><tr><td><h2>Titre</h2><p>Texte</p></td><td><p>Côté</p></td></tr></table>"
    assert [block.plain for block in read(html)] == ["Titre", "Texte", "Côté"]


def test_definitions_are_items() -> None:
    html = "<dl><dt>Débat</dt><dd>échange</dd><dt>Avis</dt><dd>rendu</dd></dl>"
    assert read(html) == (Block(LIST, items=("Débat : échange", "Avis : rendu")),)


def test_a_heading_that_is_a_picture_takes_its_description() -> None:
    assert read('<h1><img src="t.gif" alt="La charte"></h1>') == (
        Block(HEADING, "La charte", level=1),
    )


def test_scripts_comments_and_forms_controls_are_not_text() -> None:
    html = "<p>Texte<!-- note --><script>x()</script></p><select><option>1</select>"
    assert read(html) == (Block(PARAGRAPH, "Texte"),)


def test_bold_questions_and_what_follows_are_an_interview() -> None:
    html = (
        "<p>Chapeau.</p><p><strong>Pourquoi un débat ?</strong></p><p>Parce que.</p><p>Et puis.</p>"
        "<p><b>Et ensuite ?</b><br>Rien.</p><h2>Notes</h2><p>Fin.</p>"
    )
    kinds = [block.kind for block in questions_and_answers(read(html))]
    assert kinds == [PARAGRAPH, QUESTION, ANSWER, ANSWER, QUESTION, ANSWER, HEADING, PARAGRAPH]


def test_classes_tell_questions_and_answers() -> None:
    html = '<div class="interview-question"><p>Et vous</p></div><p class="reponse">Moi</p>'
    assert read(html) == (Block(QUESTION, "Et vous"), Block(ANSWER, "Moi"))


def test_a_rule_of_the_caller_tells_the_questions() -> None:
    blocks = read("<h3>Qui décide ?</h3><p>Le conseil.</p>")
    assert questions_and_answers(blocks, ends_in_question) == (
        Block(QUESTION, "Qui décide ?"),
        Block(ANSWER, "Le conseil."),
    )


def test_a_question_inside_a_plain_paragraph_is_not_marked() -> None:
    assert read("<p>On demande : <b>où ?</b></p>")[0].kind is PARAGRAPH


def test_text_nested_beyond_the_walk_is_kept_as_one_run() -> None:
    html = "<div>" * 400 + "<p>au fond</p>" + "</div>" * 400 + "<p>après</p>"
    assert [block.text for block in read(html)] == ["au fond", "après"]


def test_nested_lists_without_end_are_read() -> None:
    assert read("<ul><li>x" * 300)[0].items[0] == "x"


PIECES = (
    "<p> </p> <ul> <li> </ul> <ol> <table> <tr> <td> <dl> <dt> <dd> <b> </b> <br> <h2> "
    "</h2> <blockquote> <pre> texte -item 1. ? &nbsp; <!--"
)


@given(st.lists(st.sampled_from(PIECES.split())))
def test_any_tag_soup_gives_blocks_that_hold_text(parts: list[str]) -> None:
    for block in read(" ".join(parts)):
        assert block.plain.strip()
        assert bool(block.items) == (block.kind in (LIST, ORDERED, TABLE))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Le 1<sup>er</sup> juin", "Le 1er juin"),
        ("<span>C</span>harte de l'<a href='/eau'>eau</a>", "Charte de l'eau"),
        ("Une charte<br>du voisinage", "Une charte du voisinage"),
        ("<div>Une charte</div>du <b>voi</b>sinage<img>ici", "Une charte du voisinage ici"),
        ("<span>Fiche</span><span>Charte</span>", "Fiche Charte"),
    ],
)
def test_a_title_is_cut_where_readers_see_it_cut(html: str, text: str) -> None:
    assert [block.text for block in read(f"<h2>{html}</h2>")] == [text]


def test_links_that_touch_each_other_are_not_one_word() -> None:
    assert read("<p><a href='/1'>Propriétaire</a><a href='/2'>Locataire</a></p>") == (
        Block(PARAGRAPH, "Propriétaire Locataire"),
    )
    (menu,) = read("<ul><li><a href='/1'>Un</a><a href='/2'>Deux</a></li></ul>")
    assert menu.items == ("Un Deux",)


def test_what_stands_for_frames_is_read_as_html() -> None:
    html = "<frameset><frame src='menu.html'><noframes><body><p>Sans cadres</p></body></noframes>"
    assert read(f"<html>{html}</frameset></html>") == (Block(PARAGRAPH, "Sans cadres"),)


def test_text_nested_beyond_reason_is_still_one_line() -> None:
    assert text_of(soup_of("<b>a " * 400)) == " ".join(["a"] * 400)
