"""What a person does with the pages, over Flask's own client: opens, fills in, sends."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse


class Visitor:
    """A browser without a screen; keeps its cookies. CSRF tokens are read off the page."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def get(self, address: str, status: int = 200) -> TestResponse:
        answer = self.client.get(address, buffered=True)
        assert answer.status_code == status, answer.text
        return answer

    def open(self, address: str, status: int = 200) -> BeautifulSoup:
        return page_of(self.get(address, status))

    def send(self, form: Tag, **values: str) -> TestResponse:
        """Sends a form as a browser would, with `values` typed into its fields."""
        names = {str(field["name"]) for field in inputs(form)}
        assert not set(values) - names, "the form has no such field"
        fields = {str(field["name"]): typed_in(field) for field in inputs(form) if is_sent(field)}
        return self.client.post(str(form["action"]), data={**fields, **values})

    def sign_in(self, name: str, password: str) -> TestResponse:
        return self.send(
            form_to(self.open("/connexion"), "/connexion"), name=name, password=password
        )


def page_of(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "lxml")


def inputs(form: Tag) -> list[Tag]:
    return [field for field in form.find_all(["input", "textarea", "select"]) if field.get("name")]


def is_sent(field: Tag) -> bool:
    """False for a box that nobody ticked."""
    return field.get("type") != "checkbox" or field.has_attr("checked")


def typed_in(field: Tag) -> str:
    """What the field sends when nobody touches it; a text area starts after its first line end."""
    if field.name == "textarea":
        return field.get_text().removeprefix("\n").replace("\n", "\r\n")
    if field.name == "select":
        chosen = field.find("option", selected=True) or field.find("option")
        return str(chosen["value"]) if chosen else ""
    return str(field.get("value", ""))


def form_to(page: BeautifulSoup, action: str, **holding: str) -> Tag:
    """The form that posts to `action` and holds a field of each name and value given."""
    for form in page.find_all("form", method="post"):
        values = {str(field["name"]): str(field.get("value", "")) for field in inputs(form)}
        if str(form["action"]).startswith(action) and holding.items() <= values.items():
            return form
    raise AssertionError(f"no form posts to {action}")


def text_of(page: BeautifulSoup | Tag, selector: str) -> list[str]:
    """The words of each element, with single spaces."""
    return [" ".join(found.get_text(" ").split()) for found in page.select(selector)]


def links(page: BeautifulSoup, selector: str) -> list[str]:
    return [str(link["href"]) for link in page.select(selector)]
