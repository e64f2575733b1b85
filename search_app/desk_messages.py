"""The words of the desk: runs of harvests, conflicts, withdrawals. Part of the table of messages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

DESK: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "nav_desk": ("Bureau", "Desk"),
        "desk_heading": ("Bureau", "Desk"),
        "desk_nav": ("Pages du bureau", "Pages of the desk"),
        "desk_waiting": ("Ce qui attend une décision", "What waits for a decision"),
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
        "desk_withdrawals_wait_one": ("{n} retrait proposé", "{n} withdrawal proposed"),
        "desk_withdrawals_wait_many": ("{n} retraits proposés", "{n} withdrawals proposed"),
        "desk_lists": ("Listes", "Lists"),
        "desk_lists_about": (
            "Synonymes, sigles et requêtes témoins.",
            "Synonyms, acronyms and witness queries.",
        ),
        # --- runs
        "runs_none": (
            "Aucune moisson pour l'instant. Sur le serveur : souffleur harvest comedie.",
            "No harvest so far. On the server: souffleur harvest comedie.",
        ),
        "runs_source": ("Source", "Source"),
        "runs_all_sources": ("Toutes", "All"),
        "runs_number": ("Moisson", "Harvest"),
        "runs_state": ("État", "State"),
        "runs_started": ("Début", "Start"),
        "runs_found": ("Trouvé", "Found"),
        "runs_paging": ("Pages de moissons", "Pages of harvests"),
        "run_title": ("Moisson {number} – {source}", "Harvest {number} – {source}"),
        "run_number": ("n° {number}", "no. {number}"),
        "run_state_running": ("En cours", "Running"),
        "run_state_silent": ("Sans nouvelles", "Silent"),
        "run_state_interrupted": ("Interrompue", "Interrupted"),
        "run_state_quarantined": ("En quarantaine", "In quarantine"),
        "run_state_tried": ("Essai, à décider", "Tried out, to decide"),
        "run_state_applied": ("Dans la base", "In the base"),
        "run_state_discarded": ("Écartée", "Discarded"),
        "run_state_superseded": ("Dépassée", "Superseded"),
        "run_state_failed": ("Sans résultat", "No result"),
        "run_about_running": (
            "La moisson est en cours ; la base ne change qu'à sa fin.",
            "The harvest is running; the base only changes at its end.",
        ),
        "run_about_silent": (
            "Son processus ne donne plus de nouvelles. Relancez la même moisson sur le serveur : "
            "elle reprendra où elle en était.",
            "Its process gives no more news. Run the same harvest again on the server: it will go "
            "on where it was.",
        ),
        "run_about_interrupted": (
            "Elle s'est arrêtée avant la fin. Relancez-la pour la reprendre, ou prenez ce qu'elle "
            "a déjà trouvé.",
            "It stopped before its end. Run it again to take it up, or take what it has found.",
        ),
        "run_about_quarantined": (
            "Elle ressemble à une panne du site plutôt qu'à un vrai changement : la base reste "
            "comme elle était. Ouvrez le site dans un navigateur, regardez les changements "
            "ci-dessous, puis décidez.",
            "It looks like a failure of the site rather than a real change: the base stays as it "
            "was. Open the site in a browser, look at the changes below, then decide.",
        ),
        "run_about_tried": (
            "Un essai : rien n'a changé dans la base. Acceptez-le pour l'y faire entrer.",
            "Tried out: nothing changed in the base. Accept it to bring it in.",
        ),
        "run_about_applied": (
            "Ce qu'elle a trouvé est dans la base.",
            "What it found is in the base.",
        ),
        "run_about_discarded": (
            "Elle a été écartée : la base n'en tient pas compte.",
            "It was discarded: the base takes no account of it.",
        ),
        "run_about_superseded": (
            "Une moisson plus récente est dans la base : il n'y a plus rien à décider.",
            "A later harvest is in the base: there is nothing left to decide.",
        ),
        "run_about_failed": (
            "Elle n'a donné aucune page ; la base reste comme elle était. Voyez les remarques.",
            "It gave no page; the base stays as it was. See the remarks.",
        ),
        "run_decide": ("Décider", "Decide"),
        "run_accept": ("Accepter", "Accept"),
        "run_accept_about": (
            "Fait entrer dans la base tout ce que la moisson a trouvé.",
            "Brings all that the harvest found into the base.",
        ),
        "run_discard": ("Écarter", "Discard"),
        "run_discard_about": (
            "Laisse la base comme elle est ; la moisson reste lisible ici.",
            "Leaves the base as it is; the harvest can still be read here.",
        ),
        "run_accepted": (
            "La moisson {number} est dans la base.",
            "Harvest {number} is in the base.",
        ),
        "run_discarded": (
            "La moisson {number} est écartée ; la base n'a pas changé.",
            "Harvest {number} is discarded; the base has not changed.",
        ),
        "run_decided_accepted": (
            "Acceptée par {by}, le {at}",
            "Accepted by {by} on {at}",
        ),
        "run_decided_discarded": (
            "Écartée par {by}, le {at}",
            "Discarded by {by} on {at}",
        ),
        "run_progress": ("Avancement", "Progress"),
        "run_progress_count": (
            "{done} adresses sur {known} connues",
            "{done} addresses of {known} known",
        ),
        "run_progress_soon": (
            "encore moins d'une minute environ",
            "about less than a minute left",
        ),
        "run_progress_left_one": (
            "encore environ {n} minute, si rien d'autre n'est découvert",
            "about {n} minute left, unless more is discovered",
        ),
        "run_progress_left_many": (
            "encore environ {n} minutes, si rien d'autre n'est découvert",
            "about {n} minutes left, unless more is discovered",
        ),
        "run_refresh": ("Rafraîchir", "Refresh"),
        "run_facts": ("En bref", "In short"),
        "run_started": ("Début", "Start"),
        "run_ended": ("Fin", "End"),
        "run_duration": ("Durée", "Duration"),
        "run_seconds_one": ("{n} seconde", "{n} second"),
        "run_seconds_many": ("{n} secondes", "{n} seconds"),
        "run_minutes_one": ("{n} minute", "{n} minute"),
        "run_minutes_many": ("{n} minutes", "{n} minutes"),
        "run_hours_one": ("{n} heure", "{n} hour"),
        "run_hours_many": ("{n} heures", "{n} hours"),
        "run_bytes": ("Reçu", "Received"),
        "run_files": ("Fichiers", "Files"),
        "run_applied": ("Entrée dans la base", "Brought into the base"),
        "run_decision": ("Décision", "Decision"),
        "run_base_url": ("Adresse du site", "Address of the site"),
        "run_start_urls": ("Départ", "Start addresses"),
        "run_allow_hosts": ("Hôtes permis en plus", "Hosts allowed as well"),
        "run_sessions_one": ("{n} session", "{n} session"),
        "run_sessions_many": ("{n} sessions", "{n} sessions"),
        "run_figures": ("Chiffres", "Figures"),
        "run_of_pages": ("Pages, par statut HTTP", "Pages by HTTP status"),
        "run_of_page_states": ("Adresses, par état", "Addresses by state"),
        "run_of_media_types": ("Pages, par format", "Pages by media type"),
        "run_of_charsets": ("Pages, par jeu de caractères", "Pages by charset"),
        "run_of_refused": ("Non demandées, par raison", "Not asked for, by reason"),
        "run_of_failed": ("Sans réponse, par raison", "Without an answer, by reason"),
        "run_of_links_refused": ("Liens laissés, par raison", "Links left, by reason"),
        "run_of_records": ("Fiches, par type et par état", "Records by kind and state"),
        "run_kind": ("Type", "Kind"),
        "run_total": ("Total", "Total"),
        "page_state_new": ("nouvelles", "new"),
        "page_state_changed": ("changées", "changed"),
        "page_state_unchanged": ("inchangées", "unchanged"),
        "page_state_moved": ("déplacées", "moved"),
        "page_state_gone": ("supprimées", "gone"),
        "page_state_error": ("en erreur", "in error"),
        "page_state_refused": ("non demandées", "not asked for"),
        "record_state_new": ("Nouvelles", "New"),
        "record_state_changed": ("Changées", "Changed"),
        "record_state_unchanged": ("Inchangées", "Unchanged"),
        "record_state_moved": ("Déplacées", "Moved"),
        "record_state_absent": ("Absentes", "Absent"),
        "record_state_error": ("En erreur", "In error"),
        "run_changes": ("Changements", "Changes"),
        "run_changes_about_new": (
            "Fiches que la base n'avait pas.",
            "Records that the base did not have.",
        ),
        "run_changes_about_changed": (
            "Ce que la source disait, et ce qu'elle dit maintenant.",
            "What the source said, and what it says now.",
        ),
        "run_changes_about_moved": (
            "Fiches passées à une autre adresse ; étiquettes et corrections les suivent.",
            "Records that went to another address; tags and corrections follow them.",
        ),
        "run_changes_about_absent": (
            "Fiches que cette moisson n'a pas rencontrées. Elles restent dans la base ; leur "
            "retrait est proposé après trois moissons sans elles.",
            "Records that this harvest did not meet. They stay in the base; their withdrawal is "
            "proposed after three harvests without them.",
        ),
        "run_changes_about_error": (
            "Fiches dont la page n'a pas pu être lue cette fois ; elles restent comme elles sont.",
            "Records whose page could not be read this time; they stay as they are.",
        ),
        "run_changes_none": (
            "Aucune fiche nouvelle, changée, déplacée ou absente.",
            "No record is new, changed, moved or absent.",
        ),
        "run_changes_paging": ("Pages de changements", "Pages of changes"),
        "run_change_moved_to": ("Maintenant : ", "Now: "),
        "run_change_before": ("Avant : ", "Before: "),
        "run_change_after": ("Après : ", "After: "),
        "run_change_left_out": ("Passage non montré", "Passage not shown"),
        "run_notes": ("Remarques", "Remarks"),
        "run_notes_none": ("Aucune remarque.", "No remarks."),
        "run_notes_more_one": (
            "Et {n} autre : souffleur runs export les donne toutes.",
            "And {n} more: souffleur runs export gives them all.",
        ),
        "run_notes_more_many": (
            "Et {n} autres : souffleur runs export les donne toutes.",
            "And {n} more: souffleur runs export gives them all.",
        ),
        "run_streams_full": (
            "Trop de pages suivent déjà une moisson. Rafraîchissez celle-ci à la main.",
            "Too many pages already follow a harvest. Refresh this one by hand.",
        ),
        # --- fields of a record, as a harvest reads them
        "record_field_id": ("Identifiant", "Identifier"),
        "record_field_source": ("Source", "Source"),
        "record_field_kind": ("Type", "Kind"),
        "record_field_url": ("Adresse", "Address"),
        "record_field_title": ("Titre", "Title"),
        "record_field_subtitle": ("Sous-titre", "Subtitle"),
        "record_field_summary": ("Résumé", "Summary"),
        "record_field_blocks": ("Texte", "Text"),
        "record_field_part_number": ("Numéro de partie", "Part number"),
        "record_field_part_label": ("Partie", "Part"),
        "record_field_credits": ("Auteurs et contributeurs", "Authors and contributors"),
        "record_field_organisations": ("Organismes", "Organisations"),
        "record_field_partners": ("Partenaires", "Partners"),
        "record_field_date": ("Date", "Date"),
        "record_field_end_date": ("Date de fin", "End date"),
        "record_field_time": ("Heure", "Time"),
        "record_field_language": ("Langue", "Language"),
        "record_field_places": ("Lieux", "Places"),
        "record_field_themes": ("Thèmes", "Themes"),
        "record_field_actors": ("Acteurs", "Actors"),
        "record_field_methods": ("Méthodes", "Methods"),
        "record_field_keywords": ("Mots-clés", "Keywords"),
        "record_field_type_term": ("Type selon la source", "Type in the source's words"),
        "record_field_rights": ("Droits", "Rights"),
        "record_field_files": ("Fichiers", "Files"),
        "record_field_links_out": ("Liens", "Links"),
        "record_field_extracted_from": ("Page d'origine", "Page it came from"),
        "record_field_provenance": ("Provenance des champs", "Where the fields were read"),
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
        "conflict_edit_gone": (
            "La correction a été retirée depuis.",
            "The correction was taken back since.",
        ),
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
        "history_withdrawn": ("Fiche retirée", "Record withdrawn"),
        "history_present": ("Fiche rétablie", "Record restored"),
        "history_moved": ("Passée à une autre adresse", "Went to another address"),
        "error_410": ("Cette fiche a été retirée", "This record was withdrawn"),
        "error_410_text": (
            "Sa source ne la publie plus, et elle a été retirée de la base. Cherchez par le titre "
            "ou par le thème : une autre fiche en parle peut-être.",
            "Its source no longer publishes it, and it was withdrawn from the base. Search by "
            "title or theme: another record may speak of the same.",
        ),
    }
)
