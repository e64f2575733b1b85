"""A real Chromium reads the app over HTTP, by mouse and by keyboard, wide and narrow."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page

from corpus.config import read_config
from search_app.app import create_app
from search_app.holdings import EXTENSION
from tests.end_to_end.serving import served
from tests.search_app.conftest import PASSWORD, build
from tests.search_app.shelf import pdf, river

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
RIVER = f"/fiche/{river().id}"
PDF = hashlib.sha256(pdf()).hexdigest()
READING = f"/fichier/{PDF}/page/2?q=nappe+pecheurs"
PAGES = (
    *("/", "/recherche?q=participation", "/recherche?q=xylophone", RIVER, "/aide", "/connexion"),
    "/recherche?q=pêcheurs+xylophone+la+couleur:bleu&not-kind=memo&year_min=2001",
    "/recherche/facette/theme?q=participation&theme=participation&not-theme=eau",
    f"{RIVER}/pourquoi?q=pêcheurs+nappe+xylophone",
    *(READING, "/suggestions?q=par"),
)


@dataclass
class Seen:
    """What a page did beside showing itself."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def note(self, url: str) -> None:
        """The browser's own PDF viewer is no request of ours."""
        if not url.startswith(("chrome-extension:", "chrome:", "blob:", "data:")):
            self.requests.append(url)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app on the shelf, served by threads."""
    config = read_config(tmp_path_factory.mktemp("browsed"), {})
    build(config)
    app = create_app(config)
    with served(app) as address:
        yield address
    app.extensions[EXTENSION].close()


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def open_page(browser: Browser, base: str, seen: Seen) -> Iterator[Callable[..., Page]]:
    """Opens a page in a context of its own; what it asks for and complains of is in `seen`."""
    contexts = []

    def open_(viewport: dict[str, int] = WIDE, **settings: object) -> Page:
        context = browser.new_context(viewport=viewport, base_url=base, **settings)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: seen.note(request.url))
        page.on("console", lambda message: seen.complaints.append(message.text))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        return page

    yield open_
    for context in contexts:
        context.close()


def sign_in(page: Page) -> None:
    page.fill("#name", "camille")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")


def test_from_the_home_page_to_a_tag_that_is_found(
    open_page: Callable[..., Page], seen: Seen, base: str
) -> None:
    page = open_page()
    page.goto("/")
    page.fill("#q", "rivière")
    page.click("text=Rechercher")
    page.check("input[name=kind][value=experience]")
    page.click("text=Appliquer")
    assert page.locator(".chip").count() == 1
    page.click(f"text={river().title}")
    page.click("text=Connectez-vous pour étiqueter")
    sign_in(page)
    assert page.url == f"{base}{RIVER}#etiquettes"
    page.fill("#add", "nappe partagée")
    page.press("#add", "Enter")
    assert page.locator(".notice").inner_text().startswith("Enregistré")
    page.click("a.tag >> text=nappe partagée")
    assert page.locator(".hit h2").all_inner_texts() == [river().title]
    assert page.locator("input[name=tag][value='nappe partagée']").is_checked()
    page.goto(RIVER)
    page.click("text=Retirer")
    assert page.locator("a.tag").count() == 0
    page.click("text=Se déconnecter")
    assert "déconnecté" in page.locator(".notice").inner_text()
    assert all(url.startswith(base) for url in seen.requests)
    assert seen.complaints == []


def test_the_keyboard_alone_is_enough(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Aller au contenu"
    assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("#q:focus").count() == 1
    page.keyboard.type("participation")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hit")
    page.locator("#q").focus()
    reach(page, "input[name=kind]")
    page.keyboard.press("Space")
    reach(page, ".apply button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".chip")
    assert "Document" in page.locator(".chip").inner_text()
    reach(page, ".hit h2 a")
    page.keyboard.press("Enter")
    page.wait_for_selector(".record")


def reach(page: Page, selector: str) -> None:
    """Presses Tab until what `selector` names has the focus, and can be seen to have it."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
            assert float(width.removesuffix("px")) >= 2
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


@pytest.mark.parametrize("width", [320, 390])
def test_a_narrow_screen_never_scrolls_sideways(open_page: Callable[..., Page], width: int) -> None:
    page = open_page({"width": width, "height": 844})
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_on_a_narrow_screen_the_filters_are_folded_away(open_page: Callable[..., Page]) -> None:
    page = open_page(NARROW)
    page.goto("/recherche?q=participation")
    assert not page.locator(".apply button").is_visible()
    page.click("text=Affiner les résultats")
    page.check("input[name=kind][value=memo]")
    page.click("text=Appliquer")
    assert page.locator(".hit").count() == 1


def test_on_a_wide_screen_the_filters_stand_beside_the_results(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    page.goto("/recherche?q=participation")
    box = page.locator("input[name=kind]").first.bounding_box()
    hit = page.locator(".hit").first.bounding_box()
    assert box is not None
    assert hit is not None
    assert box["x"] + box["width"] < hit["x"]


def test_pages_hold_no_script_and_complain_of_nothing(
    open_page: Callable[..., Page], seen: Seen, base: str
) -> None:
    page = open_page(java_script_enabled=False)
    for address in PAGES:
        page.goto(address)
        assert page.locator("h1").count() == 1, address
    assert seen.complaints == []
    assert all(url.startswith(base) for url in seen.requests)
    assert not [url for url in seen.requests if url.endswith(".js")]


STRUCTURE = """() => {
  const named = (element) => element.getAttribute('aria-label') || element.textContent
      || document.getElementById(element.getAttribute('aria-labelledby'))?.innerText || '';
  const labelled = (field) => field.labels.length > 0 || field.getAttribute('aria-label');
  const all = (selector) => [...document.querySelectorAll(selector)];
  const ids = all('[id]').map((element) => element.id);
  return {
    levels: all('h1,h2,h3,h4,h5,h6').map((heading) => Number(heading.tagName[1])),
    landmarks: ['header', 'nav', 'main', 'footer'].filter((name) => !document.querySelector(name)),
    unlabelled: all('input:not([type=hidden]), select, textarea').filter((f) => !labelled(f)).map((f) => f.outerHTML),
    nameless: all('a,button,summary').filter((e) => !named(e).trim()).map((e) => e.outerHTML),
    repeated: ids.filter((id, rank) => ids.indexOf(id) !== rank),
    lost: all('[aria-labelledby],[aria-describedby]')
      .flatMap((e) => ['aria-labelledby', 'aria-describedby'].map((name) => e.getAttribute(name)))
      .flatMap((ids) => (ids || '').split(' ')).filter((id) => id)
      .filter((id) => !document.getElementById(id)),
    title: document.title, language: document.documentElement.lang,
  };
}"""


def test_pages_are_built_for_screen_readers(open_page: Callable[..., Page]) -> None:
    page = open_page()
    titles = set()
    for address in PAGES:
        page.goto(address)
        found = page.evaluate(STRUCTURE)
        levels = found["levels"]
        assert levels.count(1) == 1, address
        assert all(after <= before + 1 for before, after in pairwise(levels)), (address, levels)
        for fault in ("landmarks", "unlabelled", "nameless", "repeated", "lost"):
            assert found[fault] == [], (address, fault)
        assert found["title"].endswith("– Souffleur")
        assert found["language"] == "fr"
        titles.add(found["title"])
    assert len(titles) == len(PAGES)


CONTRASTS = """() => {
  const rgba = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => c / 255)
      .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== 'none') return null;
      const colour = rgba(style.backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    const back = behind(element);
    if (!back || element.closest('.hidden, .skip')) continue;
    const [a, b] = [light(rgba(getComputedStyle(element).color)), light(back)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faults.push(`${ratio.toFixed(2)} ${element.outerHTML.slice(0, 80)}`);
  }
  return faults;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(
    open_page: Callable[..., Page], scheme: str
) -> None:
    page = open_page(color_scheme=scheme)
    for address in (*PAGES, "/recherche?kind=memo", "/recherche?page=abc"):
        page.goto(address)
        assert page.evaluate(CONTRASTS) == [], address


def test_the_page_number_of_a_pdf_opens_the_pdf(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/recherche?q=nappe")
    address = page.locator(".pages a").first.get_attribute("href")
    assert address is not None
    assert address.endswith("#page=2")
    answer = page.request.get(address.partition("#")[0])
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


def test_a_page_is_read_beside_the_file_on_a_wide_screen_only(
    open_page: Callable[..., Page], seen: Seen
) -> None:
    page = open_page()
    page.goto(READING)
    assert page.locator(".file-text mark").all_inner_texts() == ["nappe", "nappe", "pêcheurs"]
    text, frame = page.locator(".file-text").bounding_box(), page.locator("iframe").bounding_box()
    assert text is not None
    assert frame is not None
    assert text["x"] + text["width"] < frame["x"]
    page.click("text=Page suivante")
    assert "/page/3" in page.url
    narrow = open_page(NARROW)
    narrow.goto(READING)
    assert not narrow.locator("iframe").is_visible()
    assert narrow.locator(".reading-link a").is_visible()
    assert seen.complaints == []


def test_without_a_script_a_value_is_left_out_and_another_found_in_the_whole_list(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/recherche?q=participation")
    page.click("#filtre-kind .choice:has-text('Document') .exclude")
    assert page.locator(".hit").count() == 3
    page.click("text=remettre")
    page.click("#filtre-theme .facet-all a")
    page.check("input[name=theme][value='thème 2']")
    page.fill("#filtre", "theme 3")
    page.keyboard.press("Enter")
    page.wait_for_url("**filtre=theme+3**")
    assert page.locator(".choice").count() == 1
    page.check("input[name=theme][value='thème 3']")
    page.click("text=Appliquer")
    assert sorted(page.locator(".chip .hidden").all_inner_texts()) == [
        "Retirer le filtre Thème : thème 2",
        "Retirer le filtre Thème : thème 3",
    ]
    assert page.locator(".hit").count() == 6


def test_the_list_under_the_box_follows_what_is_typed(
    open_page: Callable[..., Page], seen: Seen, base: str
) -> None:
    page = open_page()
    page.goto("/")
    assert page.locator("#propositions option").count() > 0
    found = '["partici", ["participation", "participatif"], ["word", "word"]]'
    page.route("**/suggestions.json?*", lambda route: route.fulfill(body=found))
    with page.expect_response(lambda answer: "/suggestions.json?q=partici" in answer.url):
        page.locator("#q").press_sequentially("partici", delay=5)
    page.locator("#propositions option[value=participatif]").wait_for(state="attached")
    assert page.locator("#propositions option").count() == 2
    assert len([url for url in seen.requests if "/suggestions.json" in url]) <= 2
    assert seen.complaints == []
    assert all(url.startswith(base) for url in seen.requests)
