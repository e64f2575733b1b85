"""The words themselves: key → (French, English). Read through `search_app.messages`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from search_app.desk_messages import DESK

TABLE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **DESK,
        # --- around every page
        "app_name": ("Souffleur", "Souffleur"),
        "tagline": (
            "La mémoire des praticiens de la participation",
            "What practitioners of participation remember",
        ),
        "skip": ("Aller au contenu", "Skip to content"),
        "nav_main": ("Navigation principale", "Main navigation"),
        "nav_browse": ("Parcourir", "Browse"),
        "nav_help": ("Aide", "Help"),
        "nav_lists": ("Listes", "Lists"),
        "nav_sign_in": ("Se connecter", "Sign in"),
        "nav_sign_out": ("Se déconnecter", "Sign out"),
        "signed_in_as": ("Connecté : {name}", "Signed in: {name}"),
        "other_language": ("English", "Français"),
        "page_title": ("{title} – Souffleur", "{title} – Souffleur"),
        "footer_text": (
            "Souffleur garde et relie les fiches, méthodes et documents d'un réseau de "
            "praticiens de la participation.",
            "Souffleur keeps and connects the sheets, methods and documents of a network of "
            "practitioners of public participation.",
        ),
        "footer_privacy": (
            "Aucun traceur, aucun cookie de visite, aucun contenu tiers.",
            "No trackers, no visitor cookies, no third-party content.",
        ),
        "footer_languages": (
            "Les contenus restent dans la langue de leurs auteurs.",
            "The contents stay in the language of their authors.",
        ),
        # --- search box
        "search_label": ("Chercher dans la base", "Search the base"),
        "search_hint": (
            "Un thème, un lieu, une méthode, une personne… « mots entre guillemets », -mot à écarter.",
            "A theme, a place, a method, a person… “words in quotes”, -word to leave out.",
        ),
        "search_button": ("Rechercher", "Search"),
        # --- home
        "home_heading": ("Que cherchez-vous ?", "What are you looking for?"),
        "home_total_one": ("{n} fiche dans la base", "{n} record in the base"),
        "home_total_many": ("{n} fiches dans la base", "{n} records in the base"),
        "home_contents": ("Ce que contient la base", "What is in the base"),
        "home_see_all": ("Tout parcourir", "Browse everything"),
        "home_by": ("Par {label}", "By {label}"),
        "home_more": ("Voir toutes les valeurs", "See every value"),
        "home_empty": (
            "La base est vide pour l'instant : lancez une collecte, puis l'indexation.",
            "The base is empty for now: run a harvest, then the indexing.",
        ),
        "records_one": ("{n} fiche", "{n} record"),
        "records_many": ("{n} fiches", "{n} records"),
        # --- results
        "results_heading": ("Résultats pour « {text} »", "Results for “{text}”"),
        "results_heading_all": ("Toutes les fiches", "All records"),
        "results_heading_filtered": ("Fiches choisies", "Chosen records"),
        "results_one": ("{n} résultat", "{n} result"),
        "results_many": ("{n} résultats", "{n} results"),
        "results_page": ("page {page} sur {pages}", "page {page} of {pages}"),
        "results_none": ("Aucun résultat", "No results"),
        "results_none_text": (
            "Rien dans la base ne répond à cette recherche.",
            "Nothing in the base answers this search.",
        ),
        "results_none_spelling": (
            "Vérifiez l'orthographe, ou essayez un mot plus courant.",
            "Check the spelling, or try a more common word.",
        ),
        "results_none_filters": ("Chercher sans aucun filtre", "Search without any filter"),
        "results_none_all": ("Parcourir toutes les fiches", "Browse all records"),
        "results_beyond": (
            "La page {page} n'existe pas : les résultats s'arrêtent à la page {pages}.",
            "There is no page {page}: the results end at page {pages}.",
        ),
        "results_last_page": ("Aller à la page {pages}", "Go to page {pages}"),
        "results_relaxed": (
            "Aucune fiche ne contient tous ces mots. Voici celles qui en contiennent le plus.",
            "No record holds all of these words. Here are those that hold most of them.",
        ),
        "results_ignored": (
            "Mots trop courants, laissés de côté : {words}.",
            "Words too common, left aside: {words}.",
        ),
        "results_complete_one": (
            "{n} fiche contient tous les mots",
            "{n} record holds all the words",
        ),
        "results_complete_many": (
            "{n} fiches contiennent tous les mots",
            "{n} records hold all the words",
        ),
        "results_others": (
            "Fiches qui contiennent une partie des mots",
            "Records that hold some of the words",
        ),
        "hit_incomplete": ("une partie des mots", "some of the words"),
        "results_out_of_time": (
            "La recherche a été arrêtée avant la fin : ce qui suit est juste, mais il peut y manquer "
            "des passages, des nombres ou des fiches. Précisez les mots pour tout avoir.",
            "The search was stopped before its end: what follows is right, but passages, numbers or "
            "records may be missing. Use more precise words to get everything.",
        ),
        "applied_heading": ("Cherché aussi :", "Also searched:"),
        "applied_one": (
            "« {typed} » → {instead} ({origin})",
            "“{typed}” → {instead} ({origin})",
        ),
        "origin_list": ("sigle ou synonyme", "acronym or synonym"),
        "origin_rename": ("changement de nom", "change of name"),
        "origin_thesaurus": ("mot du thésaurus", "word of the thesaurus"),
        "origin_text": ("sigle expliqué dans un texte", "acronym explained in a text"),
        "origin_spelling": ("orthographe", "spelling"),
        "exact_link": ("Recherche exacte", "Exact search"),
        "exact_on": (
            "Recherche exacte : les mots tels qu'ils sont écrits, sans autre forme ni synonyme.",
            "Exact search: the words as they are written, no other form and no synonym.",
        ),
        "exact_back": ("Chercher aussi les autres formes", "Search the other forms too"),
        "related_heading": ("Voir aussi :", "See also:"),
        "suggestion_heading": (
            "Essayez avec cette orthographe :",
            "Try this spelling:",
        ),
        "relax_heading": (
            "En demandant moins, on trouve :",
            "Asking for less finds:",
        ),
        "relax_words": ("sans « {words} »", "without “{words}”"),
        "relax_facet": ("sans le filtre {facet}", "without the filter {facet}"),
        "relax_value": ("sans le filtre {facet} : {value}", "without the filter {facet}: {value}"),
        "remark_other": (
            "« {part} » a été lu comme de simples mots.",
            "“{part}” was read as plain words.",
        ),
        "remarks_heading": ("Comment la demande a été lue", "How the request was read"),
        "sort_label": ("Trier par", "Sort by"),
        "sort_relevance": ("Pertinence", "Relevance"),
        "sort_date": ("Plus récentes", "Newest"),
        "sort_date_asc": ("Plus anciennes", "Oldest"),
        "sort_title": ("Titre", "Title"),
        "chips_label": ("Filtres choisis", "Chosen filters"),
        "chip_remove": (
            "Retirer le filtre {facet} : {value}",
            "Remove the filter {facet}: {value}",
        ),
        "chip_exclusion": ("sauf", "not"),
        "chip_include": (
            "Ne plus exclure {facet} : {value}",
            "No longer exclude {facet}: {value}",
        ),
        "chips_clear": ("Tout effacer", "Clear all"),
        "filters_heading": ("Affiner", "Narrow"),
        "filters_open": ("Affiner les résultats", "Narrow the results"),
        "filters_open_chosen_one": ("Affiner ({n} filtre choisi)", "Narrow ({n} filter chosen)"),
        "filters_open_chosen_many": (
            "Affiner ({n} filtres choisis)",
            "Narrow ({n} filters chosen)",
        ),
        "filters_apply": ("Appliquer", "Apply"),
        "filters_more_one": ("Voir {n} autre", "See {n} more"),
        "filters_more_many": ("Voir les {n} autres", "See {n} more"),
        "filters_all_one": ("Voir la seule valeur", "See the only value"),
        "filters_all_many": ("Voir les {n} valeurs", "See all {n} values"),
        "filters_unit_one": ("fiche", "record"),
        "filters_unit_many": ("fiches", "records"),
        "filters_exclude": ("exclure", "exclude"),
        "filters_include": ("remettre", "put back"),
        "filters_excluded": ("exclu :", "excluded:"),
        "period_heading": ("Période", "Period"),
        "period_from": ("De l'année", "From year"),
        "period_to": ("à l'année", "to year"),
        "period_until": ("jusqu'à {last}", "until {last}"),
        "period_since": ("depuis {first}", "since {first}"),
        "period_both": ("{first} à {last}", "{first} to {last}"),
        "without_any": ("Sans valeur ({label})", "No value ({label})"),
        "without_kind": ("Sans nature", "No kind"),
        "without_theme": ("Sans thème", "No theme"),
        "without_tag": ("Sans étiquette", "No tag"),
        "without_place": ("Sans lieu", "No place"),
        "without_year": ("Sans date", "No date"),
        "without_author": ("Sans auteur·rice", "No author"),
        "without_organisation": ("Sans organisme", "No organisation"),
        "without_method": ("Sans méthode", "No method"),
        "without_source": ("Sans source", "No source"),
        "without_language": ("Sans langue", "No language"),
        "without_file_type": ("Sans fichier", "No file"),
        "facet_title": ("{label} : toutes les valeurs", "{label}: every value"),
        "facet_of_search": ("Dans les résultats pour « {text} »", "In the results for “{text}”"),
        "facet_of_all": ("Dans toutes les fiches", "In all records"),
        "facet_of_filtered": ("Dans les fiches choisies", "In the chosen records"),
        "facet_filter": ("Chercher dans cette liste", "Look in this list"),
        "facet_filter_button": ("Filtrer la liste", "Filter the list"),
        "facet_values_one": ("{n} valeur", "{n} value"),
        "facet_values_many": ("{n} valeurs", "{n} values"),
        "facet_found": ("{found} sur {total}", "{found} of {total}"),
        "facet_none": (
            "Aucune valeur ne contient ces mots.",
            "No value holds these words.",
        ),
        "facet_back": ("Revenir aux résultats", "Back to the results"),
        "facet_previous": ("Valeurs précédentes", "Previous values"),
        "facet_next": ("Valeurs suivantes", "Next values"),
        "facet_part": ("partie {page} sur {pages}", "part {page} of {pages}"),
        "paging_label": ("Pages de résultats", "Pages of results"),
        "paging_previous": ("Précédente", "Previous"),
        "paging_next": ("Suivante", "Next"),
        "paging_page": ("Page {page}", "Page {page}"),
        "hit_pages": ("Trouvé dans {name} :", "Found in {name}:"),
        "hit_page": ("p. {number}", "p. {number}"),
        "hit_page_long": ("{name}, page {number}", "{name}, page {number}"),
        "hit_file": ("le fichier joint", "the attached file"),
        "hit_read": ("lire ici", "read here"),
        "hit_read_long": (
            "Lire ici la page {number} de {name}",
            "Read page {number} of {name} here",
        ),
        "hit_copies": ("Aussi dans :", "Also in:"),
        "hit_why": ("Pourquoi ce résultat ?", "Why this result?"),
        "why_title": ("Pourquoi « {title} » ?", "Why “{title}”?"),
        "why_intro": (
            "Cette fiche répond à « {text} ». Sa note est la somme de ce que chaque mot y apporte ; "
            "les fiches sont rangées de la plus haute note à la plus basse, celles qui ont tous les "
            "mots d'abord quand il y en a peu.",
            "This record answers “{text}”. Its score is the sum of what each word brings to it; "
            "records are listed from the highest score down, those with all the words first when "
            "there are few of them.",
        ),
        "why_no_words": (
            "Aucun mot n'a été demandé : toutes les fiches répondent, sans note.",
            "No word was asked for: all records answer, without a score.",
        ),
        "why_not": (
            "Cette fiche ne contient aucun des mots de « {text} ».",
            "This record holds none of the words of “{text}”.",
        ),
        "why_asked": ("Demandé", "Asked for"),
        "why_forms": ("Formes trouvées", "Forms found"),
        "why_where": ("Où", "Where"),
        "why_share": ("Apport à la note", "Share of the score"),
        "why_total": ("Note", "Score"),
        "why_detail": ("détail", "detail"),
        "why_missing": (
            "Absents de cette fiche : {words}.",
            "Absent from this record: {words}.",
        ),
        "why_record": ("Voir la fiche", "See the record"),
        "found_in_one": ("{place} : {n} fois", "{place}: {n} time"),
        "found_in_many": ("{place} : {n} fois", "{place}: {n} times"),
        "in_files": ("Fichiers joints", "Attached files"),
        "reason_pairs": ("Mots qui se suivent", "Words side by side"),
        "reason_exact_title": ("C'est son titre", "It is its title"),
        "reason_complete": ("Tous les mots y sont", "It has all the words"),
        "reason_feedback": (
            "Mots partagés par les premières fiches",
            "Words that the first records share",
        ),
        "part_text": ("Tout le texte", "The whole text"),
        "part_surface": ("Mot tel qu'il est écrit", "Word as it is written"),
        "part_alternative": ("Synonymes et sigles", "Synonyms and acronyms"),
        "similar_heading": ("Documents proches", "Similar documents"),
        "similar_shared": ("En commun : {words}", "In common: {words}"),
        "suggestions_title": ("Suggestions", "Suggestions"),
        "suggestions_for": ("Suggestions pour « {text} »", "Suggestions for “{text}”"),
        "suggestions_none": (
            "Rien ne commence ainsi dans la base.",
            "Nothing in the base begins like that.",
        ),
        "suggestions_intro": (
            "Écrivez un début de mot, de titre, de nom, de lieu ou de thème.",
            "Write the beginning of a word, a title, a name, a place or a theme.",
        ),
        "suggestions_search": (
            "Chercher « {text} » dans les textes",
            "Search the texts for “{text}”",
        ),
        "suggestions_word": ("Mot", "Word"),
        "suggestions_link": (
            "Suggestions à partir de ces lettres",
            "Suggestions from these letters",
        ),
        "opensearch_description": (
            "Chercher dans la base Souffleur",
            "Search the Souffleur base",
        ),
        "as_json": ("Ces résultats en JSON", "These results as JSON"),
        # --- record
        "record_source_link": ("Voir la page d'origine", "See the original page"),
        "record_facts": ("En bref", "At a glance"),
        "record_text": ("Texte", "Text"),
        "record_no_text": (
            "La page d'origine ne donne pas de texte.",
            "The original page gives no text.",
        ),
        "record_part": ("{number}. {label}", "{number}. {label}"),
        "role_interviewer": ("entretien mené par", "interviewer"),
        "role_interviewee": ("personne interrogée", "interviewee"),
        "role_editor": ("édition", "editor"),
        "role_translator": ("traduction", "translator"),
        "role_proposer": ("proposé par", "proposer"),
        "role_contributor": ("contribution", "contributor"),
        "files_heading_one": ("Fichier", "File"),
        "files_heading_many": ("Fichiers", "Files"),
        "file_pages_one": ("{n} page", "{n} page"),
        "file_pages_many": ("{n} pages", "{n} pages"),
        "file_text": ("Lire le texte de ce fichier", "Read the text of this file"),
        "file_offsite": ("sur un autre site, non gardé ici", "on another site, not kept here"),
        "file_expected": ("pas encore récupéré", "not fetched yet"),
        "file_failed": ("n'a pas pu être récupéré", "could not be fetched"),
        "file_not_read": (
            "Le texte de ce fichier n'a pas encore été lu, ou son format ne se lit pas ici.",
            "The text of this file was not read yet, or its format cannot be read here.",
        ),
        "file_unknown": ("format inconnu", "unknown format"),
        "file_text_title": ("Texte de {name}", "Text of {name}"),
        "file_text_intro": (
            "Ce texte a été lu automatiquement dans le fichier : il peut comporter des erreurs.",
            "This text was read from the file by a program: it may hold mistakes.",
        ),
        "file_text_page": ("Page {number}", "Page {number}"),
        "file_text_empty": ("Cette page ne contient pas de texte.", "This page holds no text."),
        "file_text_poor": (
            "Texte de mauvaise qualité : préférez le fichier.",
            "Text of poor quality: prefer the file.",
        ),
        "page_title_of": ("{name}, page {number}", "{name}, page {number}"),
        "page_of": ("Page {number} sur {last}", "Page {number} of {last}"),
        "page_text": ("Texte de la page", "Text of the page"),
        "page_beside": ("Page dans le fichier", "Page in the file"),
        "page_frame": (
            "Le fichier {name}, ouvert à la page {number}",
            "The file {name}, open at page {number}",
        ),
        "page_previous": ("Page précédente", "Previous page"),
        "page_next": ("Page suivante", "Next page"),
        "page_nav": ("Pages du fichier", "Pages of the file"),
        "page_matching": ("Pages où les mots se trouvent", "Pages that hold the words"),
        "page_matches_one": ("{n} mot trouvé", "{n} word found"),
        "page_matches_many": ("{n} mots trouvés", "{n} words found"),
        "page_no_match": (
            "Aucun des mots demandés n'est sur cette page.",
            "None of the words asked for is on this page.",
        ),
        "page_results": ("Revenir aux résultats", "Back to the results"),
        "file_whole_text": ("Lire tout le texte", "Read the whole text"),
        "file_open": ("Ouvrir le fichier", "Open the file"),
        "file_open_page": ("Ouvrir le fichier à cette page", "Open the file at this page"),
        "table_label": ("Tableau", "Table"),
        "links_heading": ("Liens", "Links"),
        "links_body": ("Dans le texte", "In the text"),
        "links_aside": ("Pour aller plus loin", "Further reading"),
        "links_offsite_document": ("Documents sur d'autres sites", "Documents on other sites"),
        "links_in": ("Fiches qui citent celle-ci", "Records that cite this one"),
        "link_here": ("dans la base", "in the base"),
        "origin_heading": ("D'où vient cette fiche", "Where this record comes from"),
        "origin_source": ("Source", "Source"),
        "origin_url": ("Adresse d'origine", "Original address"),
        "origin_urls": ("Autres adresses", "Other addresses"),
        "origin_seen": ("Vue à la source", "Seen at the source"),
        "origin_seen_span": ("du {first} au {last}", "from {first} to {last}"),
        "origin_status": ("Réponse du site", "Answer of the site"),
        "origin_status_code": ("HTTP {code}", "HTTP {code}"),
        "origin_from": ("Extraite de", "Taken from"),
        "origin_rank": ("élément {rank}", "item {rank}"),
        "origin_hash": ("Empreinte du contenu", "Hash of the content"),
        "origin_fields": ("Comment chaque champ a été lu", "How each field was read"),
        "origin_field": ("Champ", "Field"),
        "origin_how": ("Lu dans", "Read from"),
        "origin_edits": ("Corrigé à la main", "Corrected by hand"),
        "origin_edit": ("{field} : par {by}, le {at}", "{field}: by {by}, on {at}"),
        "history_heading": ("Historique", "History"),
        "history_new": ("Fiche récoltée", "Record harvested"),
        "history_changed": ("La source a changé", "The source changed"),
        "history_files": ("Fichier reçu", "File received"),
        "history_text": ("Texte d'un fichier lu", "Text of a file read"),
        "history_tags": ("Étiquettes", "Tags"),
        "history_edit": ("Correction", "Correction"),
        "history_by": ("par {by}", "by {by}"),
        # --- tags
        "tags_heading": ("Étiquettes", "Tags"),
        "tags_none": ("Aucune étiquette pour l'instant.", "No tags yet."),
        "tag_by": ("par {by}, le {at}", "by {by}, on {at}"),
        "tag_remove": ("Retirer", "Remove"),
        "tag_remove_long": ("Retirer l'étiquette {tag}", "Remove the tag {tag}"),
        "tag_add_label": ("Ajouter une étiquette", "Add a tag"),
        "tag_add_hint": (
            "Choisissez dans la liste ou écrivez la vôtre.",
            "Pick one from the list or write your own.",
        ),
        "tag_add": ("Ajouter", "Add"),
        "tag_sign_in": ("Connectez-vous pour étiqueter", "Sign in to tag"),
        "tag_saved": (
            "Enregistré. L'étiquette se retrouve dans la recherche.",
            "Saved. The tag can be found in the search.",
        ),
        "tag_saved_later": (
            "Enregistré. L'index est occupé : la recherche suivra dans un instant.",
            "Saved. The index is busy: the search will follow in a moment.",
        ),
        "tag_nothing": (
            "Rien à enregistrer : écrivez une étiquette ou choisissez-en une à retirer.",
            "Nothing to save: write a tag, or choose one to remove.",
        ),
        "conflict_title": (
            "Quelqu'un a enregistré avant vous",
            "Somebody saved before you",
        ),
        "conflict_text": (
            "La fiche « {title} » a changé pendant que vous y travailliez. "
            "Rien n'est perdu : comparez, puis choisissez.",
            "The record “{title}” changed while you were working on it. "
            "Nothing is lost: compare, then choose.",
        ),
        "conflict_theirs": ("Ce qui est enregistré", "What is saved"),
        "conflict_theirs_by": (
            "Dernier enregistrement par {by}, le {at}",
            "Last saved by {by}, on {at}",
        ),
        "conflict_yours": ("Ce que vous demandiez", "What you asked for"),
        "conflict_add": ("Ajouter : {tags}", "Add: {tags}"),
        "conflict_remove": ("Retirer : {tags}", "Remove: {tags}"),
        "conflict_result": ("Ce que cela donnerait", "What it would give"),
        "conflict_again": ("Enregistrer quand même ma demande", "Save what I asked for anyway"),
        "conflict_leave": ("Garder ce qui est enregistré", "Keep what is saved"),
        "no_tags": ("aucune étiquette", "no tags"),
        # --- librarians' lists
        "lists_heading": ("Listes", "Lists"),
        "list_title_synonymes": ("Synonymes et sigles", "Synonyms and acronyms"),
        "list_title_temoins": ("Requêtes témoins", "Test queries"),
        "list_about_synonymes": (
            "Ce qui se cherche aussi quand on tape un mot, un sigle ou un ancien nom. Une ligne par "
            "fait. La liste compte dès la recherche suivante. Ne mettez ensemble que ce qui veut "
            "dire la même chose : les mots voisins (concertation, médiation…) sont proposés par le "
            "thésaurus, jamais confondus.",
            "What is searched too when somebody types a word, an acronym or a former name. One fact "
            "a line. The list counts from the next search on. Put together only what means the "
            "same: neighbouring words (concertation, mediation…) are offered by the thesaurus, and "
            "never taken for one another.",
        ),
        "list_about_temoins": (
            "Des recherches et les fiches qu'elles doivent trouver : elles sont refaites à chaque "
            "reconstruction de l'index.",
            "Searches and the records they must find: they are run at each rebuild of the index.",
        ),
        "list_example_equal": (
            "CNDP = Commission nationale du débat public",
            "CNDP = Commission nationale du débat public",
        ),
        "list_example_rename": ("Cemagref -> Irstea -> INRAE", "Cemagref -> Irstea -> INRAE"),
        "list_example_remark": ("# une remarque", "# a remark"),
        "list_syntax_equal": (
            "Équivalents, dans tous les sens, autant qu'on veut sur une ligne. Majuscules et "
            "accents ne comptent pas.",
            "Equivalents, every way, as many as you like on a line. Case and accents do not count.",
        ),
        "list_syntax_rename": (
            "Changement de nom : l'ancien, puis le nouveau. L'un trouve l'autre, et la page dit "
            "qu'il s'agit d'un autre nom.",
            "A rename: the former name, then the new one. Each finds the other, and the page says "
            "that it is another name.",
        ),
        "list_syntax_remark": (
            "Ce qui suit « # » n'est pas lu ; les lignes vides non plus.",
            "What follows “#” is not read, nor are blank lines.",
        ),
        "list_version": (
            "Version {version}, enregistrée par {by} le {at}.",
            "Version {version}, saved by {by} on {at}.",
        ),
        "list_shipped": (
            "Liste livrée avec Souffleur : personne ne l'a encore changée ici.",
            "The list that ships with Souffleur: nobody has changed it here yet.",
        ),
        "list_text": ("Texte de la liste", "Text of the list"),
        "list_save": ("Enregistrer", "Save"),
        "list_saved": (
            "Enregistré. La liste compte dès maintenant.",
            "Saved. The list counts from now on.",
        ),
        "list_unchanged": ("Rien n'a changé dans la liste.", "Nothing changed in the list."),
        "list_not_saved": (
            "La liste n'est pas enregistrée ; votre texte est gardé ci-dessous.",
            "The list is not saved; your text is kept below.",
        ),
        "list_history": ("Historique de la liste", "History of the list"),
        "list_history_line": (
            "Version {version}, par {by} (lignes : +{added} −{removed})",
            "Version {version}, by {by} (lines: +{added} −{removed})",
        ),
        "list_history_none": ("Aucun changement.", "No change."),
        "list_conflict_changes": (
            "Ce qui changerait dans la liste enregistrée",
            "What would change in the list that is saved",
        ),
        "list_conflict_text": (
            "La liste « {title} » a changé pendant que vous y travailliez. Rien n'est perdu : "
            "comparez, reprenez les lignes à garder dans votre texte, puis enregistrez.",
            "The list “{title}” changed while you were working on it. Nothing is lost: compare, "
            "take the lines to keep into your text, then save.",
        ),
        # --- sign-in
        "sign_in_title": ("Connexion", "Sign in"),
        "sign_in_intro": (
            "Réservée aux personnes qui étiquettent les fiches. La recherche est ouverte à tous.",
            "For the people who tag records. Search is open to all.",
        ),
        "sign_in_name": ("Nom du compte", "Account name"),
        "sign_in_password": ("Mot de passe", "Password"),
        "sign_in_button": ("Se connecter", "Sign in"),
        "sign_in_failed": ("La connexion a échoué", "The sign-in failed"),
        "signed_out": ("Vous êtes déconnecté.", "You are signed out."),
        "sign_in_first": (
            "Connectez-vous pour enregistrer : votre session a pris fin ou n'a pas commencé.",
            "Sign in to save: your session has ended or never began.",
        ),
        # --- errors
        "error_400": ("Cette demande n'est pas comprise", "This request is not understood"),
        "error_403": ("Accès réservé", "Access reserved"),
        "error_404": ("Cette page n'existe pas", "This page does not exist"),
        "error_405": ("Cette adresse ne s'utilise pas ainsi", "This address is not used that way"),
        "error_409": ("Conflit d'enregistrement", "Conflict while saving"),
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
        # --- help
        "help_title": ("Aide", "Help"),
        "help_words": ("Chercher des mots", "Searching for words"),
        "help_words_text": (
            "Écrivez les mots comme ils viennent : les accents, les majuscules, le pluriel et le "
            "féminin ne comptent pas. Les fiches qui contiennent tous les mots viennent d'abord.",
            "Write the words as they come: accents, capitals, plurals and feminine forms do not "
            "matter. Records that hold all the words come first.",
        ),
        "help_example": ("Vous écrivez", "You write"),
        "help_meaning": ("Vous obtenez", "You get"),
        "help_plain": (
            "les fiches qui parlent d'eau et d'agriculture",
            "the records about water and farming",
        ),
        "help_phrase": ("ces mots, dans cet ordre", "these words, in this order"),
        "help_prefix": (
            "tous les mots qui commencent ainsi ; il faut au moins trois lettres avant l'étoile",
            "every word that begins like this; the star needs at least three letters before it",
        ),
        "help_minus": (
            "les fiches sur la concertation qui ne citent pas le mot « enquête » ; SAUF en "
            "majuscules dit la même chose",
            "the records about consultation that do not hold the word “enquête”; NOT in capitals "
            "says the same",
        ),
        "help_or": (
            "l'un ou l'autre des deux mots que OU relie, et « rivière » ; OU s'écrit en "
            "majuscules, sans quoi c'est un mot comme un autre",
            "either of the two words that OU joins, and “rivière”; OU (or OR) is written in "
            "capitals, else it is a word like any other",
        ),
        "help_group": (
            "les fiches sur l'eau qui ne parlent ni de la mer ni du littoral : les parenthèses "
            "font un groupe",
            "the records about water that name neither the sea nor the coast: parentheses make "
            "a group",
        ),
        "help_author": (
            "ce qu'a écrit ou dit cette personne : le nom se colle au deux-points",
            "what this person wrote or said: the name follows the colon without a space",
        ),
        "help_in_title": (
            "cette expression, dans le titre seulement",
            "this phrase, in the title only",
        ),
        "help_place": (
            "les fiches situées dans l'une ou l'autre de ces villes",
            "the records located in either of these towns",
        ),
        "help_theme": ("les fiches rangées sous ce thème", "the records filed under this theme"),
        "help_years": (
            "les fiches sur l'évaluation, de 2015 à 2020 compris",
            "the records about evaluation, from 2015 to 2020 included",
        ),
        "help_since": (
            "tout depuis 2018 ; année:..2018 donne tout jusqu'à 2018",
            "everything since 2018; année:..2018 gives everything up to 2018",
        ),
        "help_names_text": (
            "Ces noms se mettent devant le deux-points, avec ou sans accents, en français ou en "
            "anglais :",
            "These names go before the colon, in English or in French, with or without accents:",
        ),
        "help_limits_text": (
            "Ce qui n'a pas de sens là où c'est écrit est cherché comme de simples mots, et la "
            "page le dit. Une recherche compte au plus {characters} caractères et {words} mots de "
            "plus de trois lettres, une phrase entre guillemets {phrase} mots, et une étoile suit "
            "{letters} lettres au moins.",
            "What makes no sense where it stands is searched for as plain words, and the page "
            "says so. A search has at most {characters} characters and {words} words of more than "
            "three letters, a phrase between quotes {phrase} words, and a star follows at least "
            "{letters} letters.",
        ),
        "help_filters": ("Affiner", "Narrowing"),
        "help_filters_text": (
            "Cochez des valeurs puis « Appliquer ». Deux valeurs d'une même liste élargissent "
            "(l'une ou l'autre) ; deux listes se croisent (l'une et l'autre). Le nombre à côté "
            "d'une valeur dit combien de fiches elle donnerait.",
            "Tick values, then “Apply”. Two values of one list widen (either one); two lists "
            "cross (both). The number beside a value says how many records it would give.",
        ),
        "help_filters_more": (
            "« Exclure » laisse de côté les fiches qui ont une valeur. Un thème ou un lieu compte "
            "aussi tout ce qu'il contient : « Environnement » donne les fiches sur l'eau, « Pays de "
            "la Loire » celles de Nantes. « Sans thème » donne les fiches qui n'en ont pas. Cliquez "
            "sur une année, ou écrivez la première et la dernière d'une période.",
            "“Exclude” leaves out the records that have a value. A theme or a place counts all that "
            "it contains too: “Environment” gives the records about water, “Pays de la Loire” those "
            "of Nantes. “No theme” gives the records without one. Click on a year, or write the "
            "first and the last of a period.",
        ),
        "help_answers": ("Comprendre les résultats", "Understanding the results"),
        "help_answers_text": (
            "La page dit ce qui a été cherché en plus de vos mots (sigles, synonymes, changements "
            "de nom) ; « Recherche exacte » s'en tient à ce que vous avez écrit. « Pourquoi ce "
            "résultat ? » montre, pour une fiche, les mots trouvés, où, et ce que chacun apporte. "
            "Plusieurs fiches au même texte n'en font qu'une : les autres sont sous « Aussi dans ».",
            "The page says what was searched beside your words (acronyms, synonyms, changes of "
            "name); “Exact search” keeps to what you wrote. “Why this result?” shows, for one "
            "record, the words found, where, and what each brings. Records with the same text are "
            "one result: the others stand under “Also in”.",
        ),
        "help_link": (
            "L'adresse d'une page de résultats garde toute la recherche : copiez-la pour la partager.",
            "The address of a page of results keeps the whole search: copy it to share it.",
        ),
        "help_files": ("Dans les fichiers", "Inside the files"),
        "help_files_text": (
            "La recherche lit aussi les PDF et les documents joints. Le numéro de page ouvre le "
            "fichier au bon endroit ; certains PDF ne sont pas accessibles aux lecteurs d'écran : "
            "leur texte se lit alors depuis la fiche.",
            "The search also reads attached PDFs and documents. The page number opens the file at "
            "the right place; some PDFs cannot be read by screen readers: their text can then be "
            "read from the record.",
        ),
        "help_data": ("Pour les programmes", "For programs"),
        "help_data_text": (
            "Chaque recherche se lit aussi en JSON, avec les mêmes paramètres :",
            "Every search can be read as JSON too, with the same parameters:",
        ),
        "help_tags": ("Étiqueter", "Tagging"),
        "help_tags_text": (
            "Une personne connectée ajoute ou retire des étiquettes sur une fiche. "
            "L'étiquette devient aussitôt un filtre. Qui l'a posée, et quand, reste noté.",
            "A person who is signed in adds or removes tags on a record. The tag is a filter at "
            "once. Who set it, and when, is kept.",
        ),
    }
)
