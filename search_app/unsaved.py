"""What somebody typed in a form that could not be saved because the session had ended.

It is shown to be copied, never sent again by itself: a form may have been made by another site.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.corrections import same_text
from corpus.fields import editable
from search_app.correcting.form import WAS
from search_app.interface import language
from search_app.messages import say

_WRITTEN = {"text": "unsaved_list", "add": "tag_add_label"}
"""Forms that are no correction: the input one writes in, and its label."""


@dataclass(frozen=True, slots=True)
class Typed:
    label: str
    text: str


def typed_in(form: Mapping[str, str], here: str) -> tuple[Typed, ...]:
    """What was written in a form: of a correction, the fields that are no longer as they were shown."""
    found = [(say(key, here), form.get(name, "")) for name, key in _WRITTEN.items()]
    for field in editable():
        was, text = form.get(WAS + field.name), form.get(field.name, "")
        if was is not None and not same_text(field, text, was):
            found.append((field.label.in_(here), text))
    return tuple(Typed(label, text) for label, text in found if text.strip())


def to_sign_in(back: str) -> Response:
    """To the sign-in page and then `back`. Where something was typed it is shown before, with 401."""
    sign_in = url_for("accounts.sign_in", next=back)
    if request.method != "POST":
        return redirect(sign_in, 303)
    here = language()
    if typed := typed_in(request.form, here):
        return make_response(render_template("unsaved.html", typed=typed, sign_in=sign_in), 401)
    flash(say("sign_in_first", here))
    return redirect(sign_in, 303)
