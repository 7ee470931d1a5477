"""A term, not a run: what was graded, decided and published in one run is there in the next."""

from __future__ import annotations

import json
import shutil

from tests.record.term import RIGHT, STUB, WRONG, Term, as_older_version


def test_a_run_over_one_student_updates_that_student_and_leaves_the_rest(two: Term) -> None:
    two.hand_in("ben", RIGHT)
    before = two.feedback("ada")
    assert "graded 1 of 1: ben, halving: 100 of 100\n" in two.graded(path="class/ben")
    assert two.marks == {"ada": "100", "ben": "100"}
    assert two.feedback("ada") == before
    assert [student["student"] for student in json.loads((two.out / "class.json").read_text())["students"]] == [
        "ada", "ben",
    ]  # fmt: skip


def test_every_run_is_recorded_with_all_that_it_depended_on(two: Term) -> None:
    (two.folder / "roster.csv").write_text("student,id\nada,1\n")
    two.graded("--roster", "roster.csv")
    run = json.loads(two.run_file(2))
    assert run["number"] == 2
    assert run["options"][:2] == ["grade", "class"]
    assert [path["path"] for path in run["paths"]] == ["class"]
    assert len(run["paths"][0]["sha256"]) == len(run["roster"]["sha256"]) == 64
    assert set(run["versions"]) == {"engine", "python", "torch", "numpy", "hypothesis"}
    assert run["protection"] == "filters"
    assert run["counts"] == {"students": 2, "handed_in": 2, "kept": 2, "broke": 0}
    assert run["begun"] <= run["ended"]
    assert two.run_file(2, "grades.csv") == (two.out / "grades.csv").read_text()
    assert two.run_file(2, "timings.csv").startswith("student,assignment,seconds,")
    assert "graded 2 of 2: " in two.run_file(1, "log.txt")
    assert not (two.out / "timings.csv").exists()


def test_an_override_reaches_gradebook_and_feedback_and_survives_every_later_run(two: Term) -> None:
    done = two.run("override", "ben", "halving", "halves", "--marks", "60", "--why", "nearly", "--course", "course")
    assert (done.code, done.errors) == (0, "")
    for number in range(3):
        if number == 1:
            two.suite.write_text(two.suite.read_text().replace("-100, 100", "-99, 99"))
        two.graded(*(["--fresh"] if number == 2 else []))
        row = two.rows["ben"]
        assert (row["halving"], row["total"], row["halving raw"]) == ("90", "90", "30")
        assert row["why"] == "halving: halves: 60 marks instead of 0: nearly"
        feedback = two.feedback("ben")
        assert feedback["score"] == 90
        assert "halving: halves: 60 marks instead of 0: nearly\n" in feedback["output"]
        assert feedback["extra_data"]["receipts"]["halving"]["decisions"] == ["halves: 60 marks instead of 0: nearly"]
    parts = (two.out / "parts.csv").read_text()
    assert "ben,halving,halves,,60,0,decided\n" in parts


def test_the_work_of_who_turns_out_to_be_one_student_is_put_together(two: Term) -> None:
    shutil.rmtree(two.folder / "class/ben")
    (two.folder / "roster.csv").write_text("student,id,login\nAda Lovelace,ada,ben\n")
    two.graded("--roster", "roster.csv")
    assert list(two.marks) == ["Ada Lovelace"]
    assert len(json.loads((two.out / "state/halving/ada.json").read_text())) == 2
    assert {path.name for path in (two.out / "state/halving").iterdir()} == {"ada.json"}
    assert not (two.out / "students/ben/results.json").exists()


def test_comments_in_the_decisions_stay(two: Term) -> None:
    two.decisions.write_text("# ours\n[assignment.halving]  # due never\n")
    two.run("override", "ben", "halving", "--add", "2.5", "--why", 'a "quote"', "--course", "course")
    assert two.decisions.read_text().startswith("# ours\n[assignment.halving]  # due never\n")
    two.graded()
    assert two.marks["ben"] == "32.5"


def test_decisions_that_cannot_hold_stop_the_run_before_anything_is_written(two: Term) -> None:
    before = {path: path.read_bytes() for path in two.out.rglob("*") if path.is_file()}
    two.override("nobody", "marks = 3")
    two.hand_in("cleo", RIGHT)
    done = two.grade()
    assert (done.code, done.errors.count("\n")) == (2, 1)
    assert "override 1 (nobody, halving): nobody in the record has" in done.errors
    assert {path: path.read_bytes() for path in two.out.rglob("*") if path.is_file()} == before


def edit(term: Term, old: str, new: str) -> None:
    path = term.out / "grades.csv"
    path.write_text(path.read_text().replace(old, new))


def test_a_mark_that_was_changed_by_hand_is_not_overwritten_without_a_word(two: Term) -> None:
    edit(two, "ben,30,30", "ben,35,30")
    done = two.grade()
    assert done.code == 2
    assert "grades.csv was changed by hand (ben, halving: 30 -> 35)" in done.errors
    assert '[[override]] student = "ben" assignment = "halving" marks = 35 why = "..."' in done.errors
    assert two.marks["ben"] == "35"
    two.graded("--take-edits")
    two.graded("--fresh")
    assert two.marks["ben"] == "35"
    assert two.rows["ben"]["why"] == "halving: 35 marks instead of 30: changed by hand in grades.csv"


def test_what_was_changed_by_hand_can_be_discarded(two: Term) -> None:
    edit(two, "ben,30,30", "ben,30,35")
    done = two.grade("--take-edits")
    assert (done.code, "what no override can say would be lost" in done.errors) == (2, True)
    two.graded("--discard-edits")
    assert two.rows["ben"]["total"] == "30"


def test_a_table_that_a_spreadsheet_wrote_in_its_own_way_was_not_changed(two: Term) -> None:
    path = two.out / "grades.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b",", b";").replace(b"\n", b"\r\n"))
    two.graded()
    assert path.read_text().startswith("student,")


def test_a_dry_run_publishes_nothing_and_the_diff_shows_who_moves(two: Term) -> None:
    two.suite.write_text(two.suite.read_text().replace("marks=70", "marks=60").replace("marks=30", "marks=40"))
    before = {path: path.read_bytes() for path in two.out.rglob("*") if "runs" not in path.parts and path.is_file()}
    assert "run 2 is not published: see `autograder diff out`" in two.graded("--dry-run")
    state = two.out / "state"
    assert all(path.read_bytes() == data for path, data in before.items() if state not in path.parents)
    done = two.run("diff", "out")
    assert done.output == (
        "from out/runs/1 to out/runs/2\n"
        "changed: suite: 2\n"
        "check reweighted: halving, test_halves: 70 -> 60\n"
        "check reweighted: halving, test_zero: 30 -> 40\n"
        "ben, halving: 30 -> 40 (test_zero passed; suite changed)\n"
        "1 mark moved, 0 of them down\n"
    )
    assert two.run("diff", "out", "--fail-if-lower").code == 0
    assert two.run("diff", "out", "2", "1", "--fail-if-lower").code == 1
    document = json.loads(two.run("diff", "out", "--json").output)
    assert (document["marks"][0]["student"], document["lower"], document["higher"]) == ("ben", 0, 1)
    assert two.run("publish", "out", "--course", "course").code == 0
    assert two.marks == {"ada": "100", "ben": "40"}
    assert "no mark moved" in two.run("diff", "out").output


def test_only_marks_that_were_published_are_exported(term: Term) -> None:
    term.hand_in("ada", WRONG)
    (term.folder / "gradebook.csv").write_text("student,halving\nada,\n")
    export = ("export", "out", "--to", "csv", "--gradebook", "gradebook.csv", "--out", "filled.csv")
    term.graded("--dry-run")
    refused = term.run(*export)
    assert (refused.code, "no run was published" in refused.errors) == (2, True)
    term.run("publish", "out", "--course", "course")
    term.hand_in("ada", RIGHT)
    term.graded("--dry-run")
    done = term.run(*export)
    assert (term.folder / "filled.csv").read_text() == "student,halving\nada,30.00\n"
    document = json.loads(term.run(*export[:-2], "--overwrite", "--json").output)
    assert document["unpublished_runs"] == [2]
    assert [(change["student"], change["old"], change["new"]) for change in document["changes"]] == [
        ("ada", "", "30.00")
    ]
    assert "note: run 2 is not published; these are the marks that were published before\n" in done.output
    assert "note: this publishes what was graded in run 2 too" in term.graded()


def test_nothing_is_published_that_no_run_has_graded(two: Term) -> None:
    two.graded("--dry-run")
    two.override("ben", "marks = 50")
    done = two.run("publish", "out", "--course", "course")
    assert (done.code, "has changed since run 2: grade again" in done.errors) == (2, True)
    assert two.marks["ben"] == "30"


def test_results_of_an_older_version_are_taken_over_once(two: Term) -> None:
    as_older_version(two.out)
    shutil.rmtree(two.folder / "class/ben")
    output = two.graded()
    assert "note: the results of 2 students that an older version had written were taken over\n" in output
    assert two.marks == {"ada": "100", "ben": "30"}
    assert "taken over" not in two.graded()


def test_a_run_for_programs_prints_json_alone(two: Term) -> None:
    two.hand_in("cleo", STUB)
    done = two.grade("--json")
    document = json.loads(done.output)
    assert document["marks"] == {"ada": {"halving": 100}, "ben": {"halving": 30}, "cleo": {"halving": 0}}
    assert (document["run"], document["published"], document["counts"]["students"]) == (2, True, 3)
    assert "graded 1 of 1: cleo, halving: 0 of 100\n" in done.errors


def test_files_can_be_written_by_the_group_where_the_folder_can(term: Term) -> None:
    term.out.mkdir()
    term.out.chmod(0o2775)
    term.hand_in("ada", RIGHT)
    term.graded()
    written = [path for path in term.out.rglob("*") if ".json" in path.name or path.is_dir() or path.name == "lock"]
    assert [path for path in written if not path.stat().st_mode & 0o020] == []
