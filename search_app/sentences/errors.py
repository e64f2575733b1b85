"""What went wrong, and parameters that are not understood: key → (French, English)."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    # --- errors
    "error_400": ("Cette demande n'est pas comprise", "This request is not understood"),
    "error_403": ("Accès réservé", "Access reserved"),
    "error_404": ("Cette page n'existe pas", "This page does not exist"),
    "error_405": ("Cette adresse ne s'utilise pas ainsi", "This address is not used that way"),
    "error_409": ("Conflit d'enregistrement", "Conflict while saving"),
    "error_410": ("Cette fiche a été retirée", "This record was withdrawn"),
    "error_410_text": (
        "Elle ne se lit plus dans la base : sa source ne la publie plus, ou elle était une erreur. "
        "Cherchez par le titre ou par le thème : une autre fiche en parle peut-être.",
        "It is no longer read in the base: its source no longer publishes it, or it was a mistake. "
        "Search by title or theme: another record may speak of the same.",
    ),
    "error_413": ("L'envoi est trop gros", "What was sent is too large"),
    "error_429": ("Trop d'essais", "Too many tries"),
    "error_500": ("Une erreur nous a échappé", "An error escaped us"),
    "error_503": ("La base ne répond pas", "The base does not answer"),
    "error_400_text": (
        "L'adresse ou le formulaire ne peut pas être lu. Repartez de l'accueil.",
        "The address or the form cannot be read. Start again from the home page.",
    ),
    "error_404_text": (
        "L'adresse a peut-être changé. Cherchez la fiche par son titre, ou repartez de l'accueil.",
        "The address may have changed. Search for the record by its title, or start from the home page.",
    ),
    "error_405_text": (
        "Repartez de l'accueil et suivez les liens de la page.",
        "Start from the home page and follow the links on the page.",
    ),
    "error_413_text": (
        "Le formulaire dépasse la taille permise. Raccourcissez votre texte et recommencez.",
        "The form is larger than allowed. Shorten your text and try again.",
    ),
    "error_500_text": (
        "La faute est de notre côté et vient d'être notée. Réessayez dans un instant.",
        "The fault is ours and has just been noted. Try again in a moment.",
    ),
    "error_csrf_text": (
        "Ce formulaire a été ouvert dans une autre session, ou il y a trop longtemps. "
        "Revenez à la page, rechargez-la et recommencez.",
        "This form was opened in another session, or too long ago. "
        "Go back to the page, reload it and try again.",
    ),
    "error_host_text": (
        "Ce site ne répond pas sous ce nom. Vérifiez l'adresse, ou ajoutez ce nom à "
        "SOUFFLEUR_WEB_TRUSTED_HOSTS.",
        "This site does not answer under that name. Check the address, or add the name to "
        "SOUFFLEUR_WEB_TRUSTED_HOSTS.",
    ),
    "error_fix": ("Relancer la recherche sans ce paramètre", "Search again without it"),
    "error_home": ("Revenir à l'accueil", "Back to the home page"),
    # --- parameters
    "bad_number": (
        "Le paramètre « {name} » vaut « {value} » : il faut un nombre entier de {least} à {most}.",
        "The parameter “{name}” is “{value}”: it must be a whole number from {least} to {most}.",
    ),
    "bad_sort": (
        "Le tri « {value} » n'existe pas. Tris possibles : {known}.",
        "There is no sort “{value}”. Possible sorts: {known}.",
    ),
    "bad_facet": (
        "On ne peut pas filtrer par « {name} ». Filtres possibles : {known}.",
        "There is no filter “{name}”. Possible filters: {known}.",
    ),
    "bad_years": (
        "La période va de {first} à {last}, à rebours : mettez l'année la plus ancienne d'abord.",
        "The period runs from {first} to {last}, backwards: put the earliest year first.",
    ),
    "bad_exact": (
        "Le paramètre « exact » vaut « {value} » : écrivez 1 pour chercher les mots tels quels.",
        "The parameter “exact” is “{value}”: write 1 to search the words as they are.",
    ),
    "bad_repeat": (
        "Le paramètre « {name} » est donné {count} fois : gardez-en une seule.",
        "The parameter “{name}” is given {count} times: keep only one.",
    ),
    "bad_many": (
        "La recherche porte {count} valeurs de filtre : il en faut au plus {most}.",
        "The search holds {count} filter values: at most {most} are allowed.",
    ),
    "bad_long": (
        "Une valeur du filtre « {name} » compte {count} caractères : il en faut au plus {most}.",
        "A value of the filter “{name}” has {count} characters: at most {most} are allowed.",
    ),
}
