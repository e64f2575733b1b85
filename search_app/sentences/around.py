"""What stands around every page, on the home page, on help and where people sign in: key → (French, English)."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
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
    # --- help
    "help_title": ("Aide", "Help"),
    "help_words": ("Chercher des mots", "Searching for words"),
    "help_words_text": (
        "Écrivez les mots comme ils viennent : les accents, les majuscules, le pluriel et le "
        "féminin ne comptent pas. Pour un ou deux mots, les fiches qui les contiennent tous viennent "
        "d'abord ; au-delà, c'est une phrase, dont un mot peut manquer : elles sont comptées, et le tri "
        "« Tous les mots d'abord » les met devant.",
        "Write the words as they come: accents, capitals, plurals and feminine forms do not "
        "matter. For one or two words, records that hold them all come first; beyond, it is a sentence, "
        "of which a word may be missing: they are counted, and the order “All the words first” puts "
        "them in front.",
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
        "the records about water that name neither the sea nor the coast: parentheses make a group",
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
    "help_corrections": ("Corriger", "Correcting"),
    "help_corrections_text": (
        "Une personne connectée corrige une fiche depuis sa page : titre, date, lieux, auteurs… La "
        "correction reste quand la source est moissonnée de nouveau ; si la source change à son "
        "tour, le bureau montre les deux et attend une décision. On revient quand on veut à ce que "
        "dit la source. Une fiche qui est une erreur se retire de la même page ; rien n'est effacé.",
        "A person who is signed in corrects a record from its page: title, date, places, authors… "
        "The correction stays when the source is harvested again; should the source change too, "
        "the desk shows both and waits for a decision. What the source says can be followed again "
        "at any time. A record that is a mistake is withdrawn from the same page; nothing is "
        "deleted.",
    ),
}
