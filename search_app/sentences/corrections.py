"""Correcting a record, and withdrawing it: key → (French, English)."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "record_correct": ("Corriger la fiche", "Correct the record"),
    "record_withdraw": ("Retirer la fiche", "Withdraw the record"),
    # --- the form
    "correct_title": ("Corriger « {title} »", "Correct “{title}”"),
    "correct_heading": ("Corriger la fiche", "Correct the record"),
    "correct_leave": ("Revenir à la fiche", "Back to the record"),
    "correct_about": (
        "Ce que vous changez ici reste quand la source est moissonnée de nouveau ; ce que vous ne "
        "touchez pas continue de suivre la source.",
        "What you change here stays when the source is harvested again; what you leave alone goes "
        "on following the source.",
    ),
    "correct_error_prefix": ("Erreur :", "Error:"),
    "colon": (" :", ":"),
    "correct_problems_one": (
        "Rien n'est enregistré : une valeur est à reprendre",
        "Nothing is saved: one value has to be written again",
    ),
    "correct_problems_many": (
        "Rien n'est enregistré : {n} valeurs sont à reprendre",
        "Nothing is saved: {n} values have to be written again",
    ),
    "correct_hint_credits": (
        "Un nom par ligne ; s'il y a lieu, un point-virgule puis son organisme : "
        "Camille Dupont ; Ville de Nantes",
        "One name a line; then, if any, a semicolon and their organisation: "
        "Camille Dupont ; Ville de Nantes",
    ),
    "correct_hint_organisations": ("Un organisme par ligne.", "One organisation a line."),
    "correct_hint_places": (
        "Un lieu par ligne. Le code officiel entre crochets se met tout seul quand le nom suffit.",
        "One place a line. The official code in brackets comes by itself when the name is enough.",
    ),
    "correct_hint_themes": ("Un thème par ligne.", "One theme a line."),
    "correct_hint_methods": ("Une méthode par ligne.", "One method a line."),
    "correct_hint_actors": (
        "Un groupe de personnes par ligne.",
        "One group of people a line.",
    ),
    "correct_hint_keywords": ("Un mot-clé par ligne.", "One keyword a line."),
    "correct_hint_date": (
        "Aussi précise que vous la savez : 2018, juin 2018, 24/06/2018, du 3 au 5 mars 2019.",
        "As precise as you know it: 2018, 2018-06, 24/06/2018, 2019-03-03/2019-03-05.",
    ),
    "correct_no_value": ("(non dite)", "(not told)"),
    "correct_source_says": ("La source dit :", "The source says:"),
    "correct_edited_by": ("Corrigé par {by}, le {at}", "Corrected by {by} on {at}"),
    "correct_back": ("Revenir à ce que dit la source", "Go back to what the source says"),
    "correct_conflict_waits": (
        "La source a changé depuis cette correction : régler le conflit",
        "The source changed since this correction: settle the conflict",
    ),
    "correct_save": ("Enregistrer", "Save"),
    "correct_cancel": ("Ne rien changer", "Change nothing"),
    "correct_saved": (
        "Correction enregistrée. La recherche la suit déjà.",
        "Correction saved. The search follows it already.",
    ),
    "correct_saved_later": (
        "Correction enregistrée. L'index est occupé : la recherche suivra dans un instant.",
        "Correction saved. The index is busy: the search will follow in a moment.",
    ),
    "correct_nothing": (
        "Rien à enregistrer : aucun champ n'a changé.",
        "Nothing to save: no field changed.",
    ),
    # --- somebody saved before
    "correct_conflict_title": (
        "La fiche a changé avant votre enregistrement",
        "The record changed before you saved",
    ),
    "correct_before": ("Ce que vous aviez sous les yeux", "What you had before you"),
    "correct_not_asked": ("(rien)", "(nothing)"),
    "correct_follows_source": ("(ce que dit la source)", "(what the source says)"),
    "correct_again": ("Enregistrer quand même mes corrections", "Save my corrections anyway"),
    "correct_look": (
        "Revoir mes corrections dans le formulaire",
        "Look at my corrections in the form again",
    ),
    # --- withdrawing
    "withdraw_title": ("Retirer « {title} »", "Withdraw “{title}”"),
    "withdraw_heading": ("Retirer cette fiche ?", "Withdraw this record?"),
    "withdraw_about": (
        "Les visiteurs ne la trouveront plus, et sa page leur dira qu'elle a été retirée.",
        "Visitors will no longer find it, and its page will tell them that it was withdrawn.",
    ),
    "withdraw_files": (
        "Ses fichiers ne s'ouvriront plus pour eux, sauf ceux qu'une autre fiche donne aussi.",
        "Its files will no longer open for them, but those that another record gives too.",
    ),
    "withdraw_undo": (
        "Rien n'est effacé : vous pourrez la rétablir à la page Retraits du bureau.",
        "Nothing is deleted: you can restore it on the Withdrawals page of the desk.",
    ),
    "withdraw_do": ("Retirer la fiche", "Withdraw the record"),
    "withdraw_cancel": ("La garder", "Keep it"),
    # --- history
    "history_written": ("{field} : {value}", "{field}: {value}"),
    "history_value": ("« {value} »", "“{value}”"),
    "history_taken_back": ("{field} : ce que dit la source", "{field}: what the source says"),
}
