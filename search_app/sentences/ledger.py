"""The ledger of addresses: key → (French, English)."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    # --- the page of the desk
    "nav_ledger": ("Registre", "Ledger"),
    "desk_ledger_about": (
        "Le sort de chaque adresse de l'ancien site.",
        "What became of each address of the old site.",
    ),
    "ledger_title": ("Registre des adresses", "Ledger of addresses"),
    "ledger_about": (
        "Chaque adresse de l'ancien site, et ce qu'elle est devenue. Celles qui n'ont rien donné "
        "ou n'ont jamais été lues sont à regarder : votre avis est gardé, et les règle.",
        "Each address of the old site, and what became of it. Those that gave nothing or were "
        "never read are to be looked at: your word on them is kept, and settles them.",
    ),
    "ledger_filter": ("Choisir les adresses", "Choose addresses"),
    "ledger_source": ("Source", "Source"),
    "ledger_every_source": ("Toutes", "All"),
    "ledger_fate": ("Sort", "Fate"),
    "ledger_every_fate": ("Tous", "All"),
    "ledger_which": ("Adresses", "Addresses"),
    "ledger_every_line": ("Toutes", "All"),
    "ledger_to_look_at": ("À regarder", "To look at"),
    "ledger_filter_send": ("Afficher", "Show"),
    "ledger_lines_one": ("{n} adresse", "{n} address"),
    "ledger_lines_many": ("{n} adresses", "{n} addresses"),
    "ledger_none": ("Aucune adresse pour ce choix.", "No address for this choice."),
    "ledger_empty": (
        "Le registre est vide : rien n'a encore été moissonné.",
        "The ledger is empty: nothing was harvested yet.",
    ),
    "ledger_seen": ("vue le {at}", "seen on {at}"),
    "ledger_verdict": ("Avis de {by} : {verdict}.", "{by} says: {verdict}."),
    "ledger_judge": ("Donner un avis", "Say what you think"),
    "ledger_judge_again": ("Changer l'avis", "Change the verdict"),
    "ledger_verdict_label": ("Avis", "Verdict"),
    "ledger_choose": ("Choisir…", "Choose…"),
    "ledger_note_label": ("Remarque (facultative)", "Remark (optional)"),
    "ledger_keep": ("Garder l'avis", "Keep the verdict"),
    "ledger_judged": ("Avis gardé pour {url}", "Verdict kept for {url}"),
    # --- what became of an address
    "fate_record": ("Devenue une fiche", "Became a record"),
    "fate_aggregate": ("Découpée en plusieurs fiches", "Split into several records"),
    "fate_part": ("Partie d'une page découpée", "Part of a page that was split"),
    "fate_duplicate": ("Double d'une autre fiche", "Double of another record"),
    "fate_alias": ("Autre adresse d'une fiche", "Another address of a record"),
    "fate_file": ("Fichier gardé", "File kept"),
    "fate_redirected": ("Renvoie vers une autre adresse", "Leads to another address"),
    "fate_moved": ("Fiche passée à une autre adresse", "Record moved to another address"),
    "fate_withdrawn": ("Fiche retirée par une personne", "Record withdrawn by a person"),
    "fate_navigation": ("Liste, menu, accueil", "List, menu, home page"),
    "fate_service": ("Adresse pour programmes", "Address for programs"),
    "fate_gone": ("N'existe plus dans la source", "No longer exists at the source"),
    "fate_not_asked": ("Non demandée (règle du site)", "Not asked (rule of the site)"),
    "fate_nothing": ("Lue sans rien donner", "Read, and gave nothing"),
    "fate_unread": ("Jamais lue", "Never read"),
    # --- what a person says of it
    "verdict_fine": ("En ordre", "Fine"),
    "verdict_lost": ("Il manque quelque chose", "Something is missing"),
    "verdict_ignored": ("Sans intérêt", "Of no interest"),
    # --- why a linked address was left
    "left_robots": ("Interdite par robots.txt", "Forbidden by robots.txt"),
    "left_refused": ("Hors de ce qui peut être demandé", "Outside what may be asked"),
    "left_listing": (
        "Liste dont les fiches viennent de l'API",
        "List whose records come by the API",
    ),
    "left_layout": ("Image, style ou script", "Picture, style or script"),
    "left_budget": ("Au-delà du budget de la moisson", "Beyond the budget of the harvest"),
    # --- what a source says of itself
    "says_counter": ("Compteur affiché", "Printed counter"),
    "says_sitemap": ("Plan du site", "Sitemap"),
    "says_rest": ("Total de l'API", "Total of the API"),
}
