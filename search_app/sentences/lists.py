"""The librarians' lists: key → (French, English)."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
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
}
