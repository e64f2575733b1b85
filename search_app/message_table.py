"""The words themselves: key → (French, English). Read through `search_app.messages`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TABLE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
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
            "Aucune fiche ne contient tous ces mots. Voici celles qui en contiennent au moins un.",
            "No record holds all of these words. Here are those that hold at least one.",
        ),
        "results_ignored": (
            "Mots trop courants, laissés de côté : {words}.",
            "Words too common, left aside: {words}.",
        ),
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
        "filters_hidden_one": (
            "et {n} autre valeur : précisez la recherche pour la voir.",
            "and {n} more value: narrow the search to see it.",
        ),
        "filters_hidden_many": (
            "et {n} autres valeurs : précisez la recherche pour les voir.",
            "and {n} more values: narrow the search to see them.",
        ),
        "filters_count_one": ("{n} fiche", "{n} record"),
        "filters_count_many": ("{n} fiches", "{n} records"),
        "paging_label": ("Pages de résultats", "Pages of results"),
        "paging_previous": ("Précédente", "Previous"),
        "paging_next": ("Suivante", "Next"),
        "paging_page": ("Page {page}", "Page {page}"),
        "hit_pages": ("Trouvé dans {name} :", "Found in {name}:"),
        "hit_page": ("p. {number}", "p. {number}"),
        "hit_page_long": ("{name}, page {number}", "{name}, page {number}"),
        "hit_file": ("le fichier joint", "the attached file"),
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
        "help_minus": (
            "les fiches sur la concertation qui ne citent pas le mot « enquête »",
            "the records about consultation that do not hold the word “enquête”",
        ),
        "help_filters": ("Affiner", "Narrowing"),
        "help_filters_text": (
            "Cochez des valeurs puis « Appliquer ». Deux valeurs d'une même liste élargissent "
            "(l'une ou l'autre) ; deux listes se croisent (l'une et l'autre). Le nombre à côté "
            "d'une valeur dit combien de fiches elle donnerait.",
            "Tick values, then “Apply”. Two values of one list widen (either one); two lists "
            "cross (both). The number beside a value says how many records it would give.",
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
