"""Archives of folders of results: complete, described, repeatable, and never of damaged results."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile

import pytest
from click.testing import CliRunner
from rocrate.rocrate import ROCrate
from studies import EXPERIMENT, TINY, written

import trustsim
from trustsim.cli import main
from trustsim.errors import BadInput
from trustsim.folders.archive import archive, author_of
from trustsim.folders.opened import opened
from trustsim.runs.store import write_manifest
from trustsim.scenario.variation import differences

LENS = '''
"""A theory of the user's own."""

from beside import HALF

from trustsim.rule import rule


@rule
def gut(beliefs, settings):
    """Mean of competence and openness."""
    return HALF * (beliefs.competence + beliefs.openness)
'''
OWN = 'lens = "my_lens.py:gut"\nexperiment = "my_experiment.py"\n' + TINY


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A small study with a lens and an experiment of its own, run once."""
    home = tmp_path_factory.mktemp("archive")
    path = written(home, OWN, my_lens=LENS, beside="HALF = 0.5\n", my_experiment=EXPERIMENT)
    return trustsim.run(path, out=home / "results" / "out", as_configured=True).folder


@pytest.fixture
def folder(made, tmp_path):
    """A copy of everything to damage."""
    shutil.copytree(made.parents[1], tmp_path / "home")
    return tmp_path / "home" / "results" / "out"


def quiet(text):
    """Tell nothing."""


def unpacked(path, out):
    """An archive unpacked into an empty folder."""
    with zipfile.ZipFile(path) as packed:
        packed.extractall(out)
    return out


def relisted(folder, **outputs):
    """The folder with more outputs in its manifest, which is sound again."""
    table = opened(folder).manifest
    write_manifest(folder / "manifest.json", {**table, "outputs": {**table["outputs"], **outputs}})
    return folder


def test_the_crate_opens_again_and_every_file_is_as_described(folder, tmp_path):
    """ro-crate-py reads it; size and SHA-256 of every file match, and no file is undescribed."""
    (path,) = archive(folder, authors=["Josiah Carberry <0000-0002-1825-0097>"], licence="CC-BY-4.0", tell=quiet)
    assert path == folder.parent / "out.zip"
    crate, out = ROCrate(path), unpacked(path, tmp_path / "there")
    files = {each.id: each for each in crate.data_entities if each.type == "File"}
    there = {each.relative_to(out).as_posix() for each in out.rglob("*") if each.is_file()}
    assert there == {*files, "ro-crate-metadata.json"}
    for name, entity in files.items():
        data = (out / name).read_bytes()
        assert (entity["sha256"], entity["contentSize"]) == (hashlib.sha256(data).hexdigest(), str(len(data)))
        assert entity["name"] and entity["description"] and entity["encodingFormat"]
    assert set(opened(folder).manifest["outputs"]) <= set(files)
    assert crate.root_dataset["license"].id == "https://spdx.org/licenses/CC-BY-4.0"
    assert [each.id for each in crate.root_dataset["author"]] == ["https://orcid.org/0000-0002-1825-0097"]


def test_the_variables_of_the_series_are_described_as_declared(folder):
    """A unit and a meaning per measure, and the run with what made what."""
    crate = ROCrate(archive(folder, tell=quiet)[0])
    trust = crate.dereference("#variable-trust")
    assert (trust["unitText"], trust["description"]) == ("trust, 0..1", "mean trust in the advisors people know")
    run = crate.dereference("#run")
    assert run["instrument"]["version"] == trustsim.__version__
    assert {"own/my_lens.py", "own/beside.py"} <= {each.id for each in run["object"]}
    assert "summary.json" in {each.id for each in run["result"]}


def test_equal_folders_give_equal_bytes(folder, tmp_path):
    """Also when the files are newer and listed in another order."""
    first = archive(folder, tmp_path / "a.zip", tell=quiet)[0].read_bytes()
    for path in folder.rglob("*"):
        path.touch()
    assert archive(folder, tmp_path / "b.zip", tell=quiet)[0].read_bytes() == first


def test_an_unpacked_archive_opens_and_gives_the_same_series_again(folder, tmp_path):
    """A real round trip, with the user's lens, what it imports, and the experiment, from a place of its own."""
    out = unpacked(archive(folder, tell=quiet)[0], tmp_path / "elsewhere")
    shutil.rmtree(folder.parents[1])
    assert trustsim.open(out).verdicts()["verdict"].tolist()
    again = trustsim.run(out / "repeat.toml", out=tmp_path / "again", as_configured=True).folder
    hashes = [json.loads((each / "manifest.json").read_text())["series_hash"] for each in (out, again)]
    assert hashes[0] == hashes[1]


def test_a_network_of_the_users_own_comes_along(tmp_path):
    """The files of [graph] lie in own/, and the config that repeats the study finds them there."""
    text = (
        TINY.replace("firms = 2\nadvisors = 4\ncustomers = 20\n", "")
        + '\n[graph]\nedges = "net/edges.csv"\nnodes = "net/nodes.csv"\n'
    )
    (tmp_path / "net").mkdir()
    kinds = [
        *(f"f{i},firm" for i in range(2)),
        *(f"a{i},advisor" for i in range(4)),
        *(f"c{i},customer" for i in range(8)),
    ]
    (tmp_path / "net" / "nodes.csv").write_text("\n".join(["id,role", *kinds]) + "\n")
    ties = (
        [f"a{i},f{i % 2}" for i in range(4)]
        + [f"c{i},a{i % 4}" for i in range(8)]
        + [f"c{i},c{(i + 1) % 8}" for i in range(8)]
    )
    (tmp_path / "net" / "edges.csv").write_text("\n".join(["source,target", *ties]) + "\n")
    folder = trustsim.run(written(tmp_path, text), out=tmp_path / "r" / "out").folder
    out = unpacked(archive(folder, tell=quiet)[0], tmp_path / "there")
    assert {each.name for each in (out / "own").rglob("*.csv")} == {"nodes.csv", "edges.csv"}
    shutil.rmtree(tmp_path / "net")
    again = trustsim.run(out / "repeat.toml", out=tmp_path / "again").folder
    assert opened(again).manifest["series_hash"] == opened(folder).manifest["series_hash"]


def test_a_file_that_changed_since_the_runs_is_left_out_and_named(folder):
    """The archive says so, and holds no config that would run with it."""
    (folder.parents[1] / "my_lens.py").write_text("edited = True\n")
    told = []
    path = archive(folder, tell=told.append)[0]
    with zipfile.ZipFile(path) as packed:
        assert not {"own/my_lens.py", "repeat.toml"} & set(packed.namelist())
        assert "my_lens.py: decided the numbers" in packed.read("appendix.md").decode()
    assert any(line.startswith("my_lens.py: decided the numbers") for line in told)


def test_no_file_is_taken_that_the_runs_did_not_use(folder):
    """A config that names a stranger's file takes nothing: its digest is not one that was recorded."""
    secret = folder.parents[1] / "secret.csv"
    secret.write_text("source,target\nmy,secret\n")
    config = folder / "config-resolved.toml"
    config.write_text(config.read_text().replace("[graph]", '[graph]\nedges = "secret.csv"\nfolder = "../.."', 1))
    from trustsim.runs.disk import digest_of

    path = archive(relisted(folder, **{"config-resolved.toml": digest_of(config)}), tell=quiet)[0]
    with zipfile.ZipFile(path) as packed:
        assert not [name for name in packed.namelist() if b"my,secret" in packed.read(name)]


@pytest.mark.parametrize("name", ["summary.json", "config-as-given.toml", "series"])
def test_a_damaged_output_is_refused_by_name(folder, name):
    """Also when it is missing; nothing is written."""
    path = folder / name if "." in name else next((folder / name).iterdir())
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(BadInput, match=re.escape(f"{path.name}: is not as it was written")):
        archive(folder, tell=quiet)
    path.unlink()
    with pytest.raises(BadInput):
        archive(folder, tell=quiet)
    assert [each.name for each in folder.parent.iterdir()] == ["out"]


def test_an_unfinished_folder_is_refused(folder):
    """With what to do."""
    (folder / "manifest.json").unlink()
    with pytest.raises(BadInput, match="is not finished .* run the study again to resume"):
        archive(folder, tell=quiet)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../b", "C:\\x", "..\\x", "", "own/x.py"])
def test_a_name_that_leads_out_is_refused(folder, name):
    """Whatever the manifest of a stranger lists."""
    with pytest.raises(BadInput, match="leads out of the folder|needs"):
        archive(relisted(folder, **{name: "0" * 16}), tell=quiet)


def test_a_link_is_refused(folder, tmp_path):
    """Also one to a file whose digest matches, and a folder that is a link."""
    series = tmp_path / "series"
    shutil.move(folder / "series", series)
    (folder / "series").symlink_to(series)
    with pytest.raises(BadInput, match="leads out of the folder"):
        archive(folder, tell=quiet)


@pytest.mark.parametrize(
    "table", [{"outputs": {"plan.json": 3}}, {"outputs": {}}, {"versions": []}, {"seconds": "x"}, {"finished": 7}]
)
def test_a_manifest_of_other_types_is_one_line(folder, table):
    """Never a traceback, and no file is left behind."""
    write_manifest(folder / "manifest.json", {**opened(folder).manifest, **table})
    with pytest.raises(BadInput) as raised:
        archive(folder, tell=quiet)
    assert "\n" not in str(raised.value)
    assert [each.name for each in folder.parent.iterdir()] == ["out"]


def test_every_section_of_the_appendix_is_filled_and_names_what_is_off_default(folder):
    """No heading without text, no slot left; every parameter off its default in any arm, every claim and measure."""
    with zipfile.ZipFile(archive(folder, tell=quiet)[0]) as packed:
        text = packed.read("appendix.md").decode()
    sections = re.split(r"^### .*$", text, flags=re.MULTILINE)[1:]
    assert len(sections) == 30 and all(section.strip() for section in sections)
    assert "$" not in text.replace("$ trustsim", "")
    study = opened(folder).study
    off = {path for arm in study.arms.values() for path in differences(arm)} - {"measures", "interventions"}
    assert off and [path for path in off if f"`{path}`" not in text] == []
    assert "**Claim 1.** Showing more builds trust." in text and "`leap_rate`" in text


def test_a_sweep_is_archived_as_well(tmp_path):
    """With its points, its outcomes, and the command that repeats it."""
    swept = trustsim.sweep(written(tmp_path, TINY), {"advisors.rate": [0.1, 0.5]}, out=tmp_path / "swept")
    with zipfile.ZipFile(archive(swept.folder, tell=quiet)[0]) as packed:
        assert "outcomes.parquet" in packed.namelist()
        assert (
            'trustsim sweep repeat.toml --vary "advisors.rate=0.1,0.5" --design grid'
            in packed.read("appendix.md").decode()
        )


def test_a_folder_of_claims_is_refused_with_what_to_archive(tmp_path):
    """Each study by itself."""
    (tmp_path / "claims.json").write_text("{}")
    with pytest.raises(BadInput, match="archive each of the folders in it"):
        archive(tmp_path)


@pytest.mark.parametrize("author", ["A <0000-0002-1825-0098>", "A <nobody>", "<x@y.z>", ""])
def test_an_author_that_is_none_is_refused(author):
    """A mistyped ORCID fails its check digit."""
    with pytest.raises(BadInput, match="--author"):
        author_of(author)


def test_authors_have_an_orcid_a_mail_address_or_only_a_name():
    """All three forms."""
    assert author_of("A B <https://orcid.org/0000-0002-1694-233X>") == {"name": "A B", "orcid": "0000-0002-1694-233X"}
    assert author_of("A B <a@b.nl>") == {"name": "A B", "email": "a@b.nl"}
    assert author_of("A B") == {"name": "A B"}


@pytest.mark.parametrize("arguments", [["--licence", "free for all!"], ["--out", "x.tar"], ["--author", "A <b>"]])
def test_a_mistake_on_the_command_line_is_one_line_and_status_2(folder, arguments):
    """As for every command."""
    found = CliRunner().invoke(main, ["archive", str(folder), *arguments])
    assert found.exit_code == 2 and found.output.count("\n") == 1 and arguments[0] in found.output


def test_the_archive_never_goes_into_the_folder(folder):
    """It would belong to the next one."""
    with pytest.raises(BadInput, match="lies in the folder"):
        archive(folder, folder / "figures" / "a.zip", tell=quiet)


def test_without_the_library_one_line_says_how_to_install_it(folder):
    """ro-crate-py is an extra."""
    script = "import sys; sys.modules['rocrate'] = None; from trustsim.folders.archive import archive; "
    script += f"archive({str(folder)!r})"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stderr
    assert 'trustsim archive needs ro-crate-py: pip install "trustsim[archive]"' in said
