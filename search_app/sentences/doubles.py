"""Records met several times: key → (French, English)."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "nav_doubles": ("Doublons", "Duplicates"),
    "history_doubles": ("Doublons", "Duplicates"),
    # --- doubles
    "doubles_title": ("Doublons", "Duplicates"),
    "doubles_about": (
        "Le même document rencontré plusieurs fois, dans un site ou d'un site à l'autre. Une "
        "recherche n'en montre qu'une fiche, et les anciennes adresses mènent à celle qui est "
        "retenue ; aucune n'est effacée. Ce que vous dites ici vaut aussi pour les collectes à venir.",
        "The same document met several times, within a site or across sites. A search shows one "
        "record of it, and the old addresses lead to the one that is kept; none is erased. What "
        "you say here also holds for harvests to come.",
    ),
    "doubles_never": (
        "Aucun doublon connu. Pour les chercher : souffleur doubles --find.",
        "No known duplicate. To look for them: souffleur doubles --find.",
    ),
    "doubles_count_one": ("{n} document en double", "{n} duplicated document"),
    "doubles_count_many": ("{n} documents en double", "{n} duplicated documents"),
    "doubles_part": ("page {page} sur {pages}", "page {page} of {pages}"),
    "doubles_previous": ("Page précédente", "Previous page"),
    "doubles_next": ("Page suivante", "Next page"),
    "doubles_alike": ("À juger : presque les mêmes mots", "To judge: nearly the same words"),
    "doubles_within": ("Reprises : un texte dans un autre", "Quoted: one text within another"),
    "doubles_told_apart": ("Dits distincts", "Said to be distinct"),
    "doubles_compare": ("Comparer", "Compare"),
    "doubles_case_title": ("Doublons de « {title} »", "Duplicates of “{title}”"),
    "doubles_alone": (
        "Cette fiche n'a pas de doublon retenu.",
        "This record has no accepted duplicate.",
    ),
    "doubles_kept": ("Fiche retenue", "Record that is kept"),
    "doubles_rule_chosen": ("Choisie par {by}.", "Chosen by {by}."),
    "doubles_rule_original": (
        "Proposée : elle vient du site d'origine.",
        "Proposed: it comes from the original site.",
    ),
    "doubles_rule_item": (
        "Proposée : elle dit ce document seul, l'autre en rassemble plusieurs.",
        "Proposed: it tells this document alone, the other gathers several.",
    ),
    "doubles_rule_page": (
        "Proposée : elle a sa propre page, l'autre est un passage d'une page.",
        "Proposed: it has a page of its own, the other is a passage of a page.",
    ),
    "doubles_rule_longest": (
        "Proposée : son texte est le plus long.",
        "Proposed: its text is the longest.",
    ),
    "doubles_rule_oldest": (
        "Proposée : elle est la plus ancienne ici.",
        "Proposed: it is the oldest here.",
    ),
    "doubles_rule_name": (
        "Proposée : rien ne distingue ces fiches, l'ordre des identifiants décide.",
        "Proposed: nothing tells these records apart, the order of the ids decides.",
    ),
    "doubles_how_exact": ("mêmes mots", "same words"),
    "doubles_how_near": (
        "presque les mêmes mots, {share} %",
        "nearly the same words, {share}%",
    ),
    "doubles_how_alike": (
        "presque les mêmes mots sous un autre titre, {share} %",
        "nearly the same words under another title, {share}%",
    ),
    "doubles_how_part": (
        "l'un contient l'autre, {share} %",
        "one contains the other, {share}%",
    ),
    "doubles_said_same": (
        "dits le même document par {by}",
        "said to be the same document by {by}",
    ),
    "doubles_said_distinct": ("dits distincts par {by}", "said to be distinct by {by}"),
    "doubles_how_others": (
        "réunis par une autre fiche du groupe",
        "brought together by another record of the group",
    ),
    "doubles_other": ("Autre fiche : {title}", "Other record: {title}"),
    "doubles_beside": ("Fiche voisine : {title}", "Record beside: {title}"),
    "doubles_differences": ("Différences des textes", "Differences of the texts"),
    "doubles_no_difference": (
        "Les deux textes ont les mêmes mots.",
        "Both texts have the same words.",
    ),
    "doubles_cut": (
        "Seul le début des deux textes est comparé ici.",
        "Only the beginnings of both texts are compared here.",
    ),
    "doubles_skipped": ("[… passage identique …]", "[… same passage …]"),
    "doubles_files": (
        "Le texte de cette fiche est aussi dans :",
        "The text of this record is also in:",
    ),
    "doubles_same": ("Même document", "Same document"),
    "doubles_distinct": ("Documents distincts", "Distinct documents"),
    "doubles_choose": ("Choisir cette fiche", "Choose this record"),
    "doubles_saved": (
        "Enregistré : cela vaut aussi pour les collectes à venir.",
        "Saved: it also holds for harvests to come.",
    ),
}
