"""`autograder export`: Moodle's worksheets in any language, judged by what is in their columns."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.helpers.gradebook_exports import JANE, Export, Student

BEN = Student("Ben", "", "ben@x.edu", (70, 50))
# Two rows; the braces stand for each grade and for whether it can be changed.
WORKSHEETS: Mapping[str, str] = {
    "english": (
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),"
        "Last modified (grade),Feedback comments\n"
        'Participant 7,Jane Doe,jd@x.edu,Submitted for grading,{},20.00,{},"Monday, 3 May 2027, 10:15 AM",-,\n'
        "Participant 8,Ben,ben@x.edu,No submission,{},20.00,{},-,-,\n"
    ),
    "german": (
        "ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung kann geändert werden,"
        "Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung),Feedback als Kommentar\n"
        'Teilnehmer/in7,Jane Doe,jd@x.edu,Zur Bewertung abgegeben,{},"20,00",{},"Montag, 3. Mai 2027, 10:15",-,\n'
        'Teilnehmer/in8,Ben,ben@x.edu,Keine Abgabe,{},"20,00",{},-,-,\n'
    ),
    "french_with_a_workflow": (
        "Identifiant,Nom complet,Adresse de courriel,Statut,Note,Note maximale,État du processus d'évaluation,"
        "La note peut être modifiée,Dernière modification (travail remis)\n"
        'Participant 7,Jane Doe,jd@x.edu,Remis pour évaluation,{},"20,00",Non évalué,{},"lundi 3 mai 2027, 10:15"\n'
        'Participant 8,Ben,ben@x.edu,Aucun travail remis,{},"20,00",En évaluation,{},-\n'
    ),
}
WORDS = {"english": ("Yes", "No"), "german": ("Ja", "Nein"), "french_with_a_workflow": ("Oui", "Non")}


@pytest.mark.parametrize("language", WORKSHEETS)
def test_a_locked_row_is_left_unchanged_in_every_language(export: Export, language: str) -> None:
    export.graded(JANE, BEN)
    yes, no = WORDS[language]
    run = export.run(
        WORKSHEETS[language].format("", yes, "", no), "--only", "zero_init", "--out", "new.csv", to="moodle"
    )
    mark, locked = ("12.00", "10.00") if language == "english" else ('"12,00"', "10,00")
    assert f"left unchanged, cannot be filled: Ben: zero_init (locked; the mark is {locked})\n" in run.output
    assert (export.folder / "new.csv").read_text() == WORKSHEETS[language].format(mark, yes, "", no)


@pytest.mark.parametrize("language", WORKSHEETS)
def test_every_row_is_filled_when_none_is_locked(export: Export, language: str) -> None:
    export.graded(JANE, BEN)
    yes, _ = WORDS[language]
    run = export.run(WORKSHEETS[language].format("-", yes, "", yes), "--only", "zero_init", to="moodle")
    assert "2 cells of gradebook.csv would change" in run.output


IN_ENGLISH = "set your language in Moodle to English, and download it again"
GERMAN = WORKSHEETS["german"]
NO_MAXIMUM = (
    "has no column of grades with the maximum after it: if the assignment is graded on a scale, set its grade type to "
    f"points in Moodle; else {IN_ENGLISH}"
)
REFUSED: Mapping[str, tuple[str, str]] = {
    "words_that_are_not_known": (
        GERMAN.format("", "jo mei", "", "na"),
        ": column 'Bewertung kann geändert werden' seems to say which grades can be changed, and 'jo mei' is neither "
        f"yes nor no in a language that is known: {IN_ENGLISH}",
    ),
    "a_scale": (
        GERMAN.replace("Bestwertung", "Skala").replace('"20,00"', '"gut, schlecht"').format("", "Ja", "", "Ja"),
        f" {NO_MAXIMUM}",
    ),
    "a_scale_of_one_word": (
        GERMAN.replace("Bestwertung", "Skala").replace('"20,00"', "gut").format("", "Ja", "", "Ja"),
        f" {NO_MAXIMUM}",
    ),
    "an_english_column_without_a_maximum": (
        "Identifier,Full name,Grade,Grade can be changed\nParticipant 7,Jane Doe,,Yes\n",
        f" {NO_MAXIMUM}",
    ),
}


@pytest.mark.parametrize("options", [(), ("--column", "zero_init=Bewertung")], ids=["by_itself", "named"])
@pytest.mark.parametrize(("gradebook", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_understood_is_refused(
    export: Export, gradebook: str, message: str, options: tuple[str, ...]
) -> None:
    export.graded(JANE, BEN)
    run = export.run(gradebook, "--only", "zero_init", *options, to="moodle")
    assert (run.code, run.output, run.errors) == (2, "", f"autograder: gradebook.csv{message}\n")
