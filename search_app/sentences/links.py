"""The state of links: key → (French, English)."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    # --- the state of links
    "nav_links": ("Liens", "Links"),
    "links_title": ("Liens des fiches", "Links of records"),
    "links_about": (
        "Les pages dont un lien ne mène plus à rien, ou peut-être. Un lien interne est jugé par la "
        "dernière moisson ; un lien sortant n'est dit mort qu'après deux vérifications à un jour "
        "d'écart au moins.",
        "Pages with a link that leads nowhere any more, or may not. An internal link is judged by "
        "the last harvest; an outbound one is called dead only after two checks, at least a day "
        "apart.",
    ),
    "links_internal_figures": (
        "Liens internes lus sur les pages moissonnées : {internal}, dont {broken} vers rien "
        "(adresses : {targets}).",
        "Internal links read on harvested pages: {internal}, of which {broken} lead nowhere "
        "(addresses: {targets}).",
    ),
    "links_outbound_figures": (
        "Liens sortants : {outbound}, dont {unchecked} jamais vérifiés "
        "(commande : souffleur links check).",
        "Outbound links: {outbound}, of which {unchecked} were never checked "
        "(command: souffleur links check).",
    ),
    "links_unread_one": (
        "{n} page moissonnée n'est pas encore lue (commande : souffleur links report).",
        "{n} harvested page is not read yet (command: souffleur links report).",
    ),
    "links_unread_many": (
        "{n} pages moissonnées ne sont pas encore lues (commande : souffleur links report).",
        "{n} harvested pages are not read yet (command: souffleur links report).",
    ),
    "links_filter": ("Choisir les liens", "Choose links"),
    "links_filter_state": ("État", "State"),
    "links_filter_host": ("Site visé", "Site linked to"),
    "links_filter_faults": ("Morts ou à vérifier", "Dead or to be confirmed"),
    "links_filter_all": ("Tous les états", "Every state"),
    "links_filter_any_host": ("Tous les sites", "Every site"),
    "links_filter_send": ("Afficher", "Show"),
    "links_pages_one": ("{n} page", "{n} page"),
    "links_pages_many": ("{n} pages", "{n} pages"),
    "links_none": (
        "Aucune page n'a de tel lien, d'après ce qui est vérifié.",
        "No page has such a link, as far as is checked.",
    ),
    "links_csv": ("Tout dans un tableur (CSV)", "All of it for a spreadsheet (CSV)"),
    "links_of_page": ("Page : ", "Page: "),
    "link_since": ("depuis le {at}", "since {at}"),
    "link_times": ("{times} fois sur la page", "{times} times on the page"),
    "link_internal": ("lien interne", "internal link"),
    "link_hops": ("Chemin suivi", "Way followed"),
    "link_moved_to": ("Écrire plutôt :", "Write instead:"),
    "link_copy_verified": ("Copie archivée :", "Archived copy:"),
    "link_copy_unverified": (
        "Copie archivée possible (non vérifiée) :",
        "Possible archived copy (not verified):",
    ),
    "link_state_ok": ("Bon", "Good"),
    "link_state_moved": ("Déplacé", "Moved"),
    "link_state_to_confirm": ("À vérifier", "To be confirmed"),
    "link_state_broken": ("Mort", "Dead"),
    "link_state_soft_404": ("Page qui dit n'être plus là", "Page that says it is not there"),
    "link_state_forbidden": ("Accès refusé au robot", "Closed to the robot"),
    "link_state_error": ("Sans réponse pour l'instant", "No answer for now"),
    "link_http": ("Le site répond {status}.", "The site answers {status}."),
    "link_why_unknown_host": (
        "Le nom du site est inconnu.",
        "The name of the site is unknown.",
    ),
    "link_why_connection_refused": (
        "Le site refuse la connexion.",
        "The site refuses the connection.",
    ),
    "link_why_tls": (
        "Le certificat du site n'est pas valable.",
        "The certificate of the site is not valid.",
    ),
    "link_why_redirect_loop": (
        "L'adresse renvoie à elle-même ou trop de fois ailleurs.",
        "The address leads back to itself, or elsewhere too many times.",
    ),
    "link_why_bad_redirect": (
        "L'adresse renvoie vers ce qui n'est pas une adresse du Web.",
        "The address leads to what is no address of the Web.",
    ),
    "link_why_address_refused": (
        "L'adresse mène à un réseau privé ou à un port réservé : elle n'a pas été demandée.",
        "The address leads to a private network or a reserved port: it was not asked.",
    ),
    "link_why_robots_forbidden": (
        "Le robots.txt du site interdit de la demander.",
        "The robots.txt of the site forbids asking.",
    ),
    "link_why_robots_unavailable": (
        "Le robots.txt du site répond par une erreur.",
        "The robots.txt of the site answers with an error.",
    ),
    "link_why_timeout": (
        "Le site n'a pas répondu à temps.",
        "The site did not answer in time.",
    ),
    "link_why_no_name_server": (
        "Aucun nom n'a pu être résolu : c'est peut-être notre réseau.",
        "No name could be resolved: it may be our own network.",
    ),
    "link_why_connection_failed": (
        "La connexion a échoué ou la réponse a été coupée.",
        "The connection failed or the answer was cut.",
    ),
    "link_why_says_not_found": (
        "La page répond, pour dire qu'elle n'existe pas ou plus.",
        "The page answers, and says that it does not exist.",
    ),
    "link_why_lands_on_home": (
        "Le lien profond aboutit à la page d'accueil.",
        "The deep link ends on the home page.",
    ),
    "link_why_same_as_random": (
        "Le site répond la même chose à une adresse inventée.",
        "The site answers the same to a made-up address.",
    ),
}
