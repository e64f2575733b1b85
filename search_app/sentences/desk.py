"""The desk: what waits, conflicts, withdrawals: key → (French, English)."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "nav_desk": ("Bureau", "Desk"),
    "desk_heading": ("Bureau", "Desk"),
    "desk_nav": ("Pages du bureau", "Pages of the desk"),
    "desk_waiting": ("Ce qui attend une décision", "What waits for a decision"),
    "desk_others": ("Autres pages", "Other pages"),
    "desk_nothing_waits": ("Rien n'attend de décision.", "Nothing waits for a decision."),
    "desk_runs": ("Moissons", "Harvests"),
    "desk_runs_about": (
        "Ce que chaque moisson a trouvé, et ce qu'elle change dans la base.",
        "What each harvest found, and what it changes in the base.",
    ),
    "desk_runs_wait_one": ("{n} moisson attend", "{n} harvest waits"),
    "desk_runs_wait_many": ("{n} moissons attendent", "{n} harvests wait"),
    "desk_conflicts": ("Conflits", "Conflicts"),
    "desk_conflicts_about": (
        "Une source a changé ce que quelqu'un d'ici avait corrigé.",
        "A source changed what somebody here had corrected.",
    ),
    "desk_conflicts_wait_one": ("{n} conflit à régler", "{n} conflict to settle"),
    "desk_conflicts_wait_many": ("{n} conflits à régler", "{n} conflicts to settle"),
    "desk_withdrawals": ("Retraits", "Withdrawals"),
    "desk_withdrawals_about": (
        "Des fiches que leur source n'a plus depuis plusieurs moissons.",
        "Records that their source has not had for several harvests.",
    ),
    "desk_doubles_about": (
        "Le même document rencontré plusieurs fois.",
        "The same document met several times.",
    ),
    "desk_links_about": ("Les liens qui ne mènent plus nulle part.", "Links that lead nowhere."),
    "desk_withdrawals_wait_one": ("{n} retrait proposé", "{n} withdrawal proposed"),
    "desk_withdrawals_wait_many": ("{n} retraits proposés", "{n} withdrawals proposed"),
    "desk_lists_about": (
        "Synonymes, sigles et requêtes témoins.",
        "Synonyms, acronyms and witness queries.",
    ),
    # --- conflicts
    "conflicts_heading": ("Conflits", "Conflicts"),
    "conflicts_about": (
        "La source a changé un champ que quelqu'un d'ici avait corrigé. La correction reste "
        "tant que personne ne décide.",
        "The source changed a field that somebody here had corrected. The correction stays "
        "until somebody decides.",
    ),
    "conflicts_none": ("Aucun conflit à régler.", "No conflict to settle."),
    "conflicts_more_one": ("Et {n} autre ensuite.", "And {n} more after these."),
    "conflicts_more_many": ("Et {n} autres ensuite.", "And {n} more after these."),
    "conflict_source_before": ("La source disait", "The source said"),
    "conflict_source_after": ("La source dit maintenant", "The source says now"),
    "conflict_edited": ("La correction", "The correction"),
    "conflict_edited_by": ("par {by}, le {at}", "by {by} on {at}"),
    "conflict_empty": ("(vide)", "(empty)"),
    "conflict_met": (
        "Rencontré par la moisson {number}, le {at}",
        "Met by harvest {number} on {at}",
    ),
    "conflict_keep": ("Garder la correction", "Keep the correction"),
    "conflict_take": ("Prendre ce que dit la source", "Take what the source says"),
    "conflict_kept": ("La correction reste.", "The correction stays."),
    "conflict_taken": (
        "La fiche dit maintenant ce que dit la source.",
        "The record now says what the source says.",
    ),
    # --- withdrawals
    "withdrawals_heading": ("Retraits", "Withdrawals"),
    "withdrawals_about": (
        "Une fiche n'est jamais retirée d'elle-même. Une fiche retirée ne se trouve plus et "
        "sa page le dit aux visiteurs ; rien n'en est effacé, et elle peut être rétablie.",
        "A record is never withdrawn by itself. A withdrawn record is no longer found and its "
        "page says so to visitors; nothing of it is deleted, and it can be restored.",
    ),
    "withdrawals_proposed": ("Proposés", "Proposed"),
    "withdrawals_proposed_none": ("Aucun retrait proposé.", "No withdrawal proposed."),
    "withdrawals_withdrawn": ("Retirées", "Withdrawn"),
    "withdrawals_withdrawn_none": ("Aucune fiche retirée.", "No record withdrawn."),
    "withdrawals_withdraw": ("Retirer", "Withdraw"),
    "withdrawals_withdraw_long": ("Retirer « {title} »", "Withdraw “{title}”"),
    "withdrawals_restore": ("Rétablir", "Restore"),
    "withdrawals_restore_long": ("Rétablir « {title} »", "Restore “{title}”"),
    "withdrawals_keep": ("Garder", "Keep"),
    "withdrawals_keep_long": ("Garder « {title} »", "Keep “{title}”"),
    "withdrawals_absent_one": ("absente de {n} moisson", "absent from {n} harvest"),
    "withdrawals_absent_many": (
        "absente de {n} moissons de suite",
        "absent from {n} harvests in a row",
    ),
    "withdrawals_last_seen": ("vue pour la dernière fois le {at}", "last seen on {at}"),
    "withdrawals_source_link": ("Voir à la source", "See at the source"),
    "withdrawals_withdrawn_done": (
        "La fiche « {title} » est retirée.",
        "The record “{title}” is withdrawn.",
    ),
    "withdrawals_restored_done": (
        "La fiche « {title} » est dans la base.",
        "The record “{title}” is in the base.",
    ),
    "record_withdrawn": (
        "Cette fiche est retirée : les visiteurs ne la voient plus.",
        "This record is withdrawn: visitors no longer see it.",
    ),
    "record_withdrawn_link": ("La rétablir, au bureau", "Restore it, at the desk"),
}
