"""The metadata of an archive: a RO-Crate 1.1 that conforms to the profile Process Run Crate.

Sources: RO-Crate Metadata Specification 1.1; Process Run Crate 0.5.
"""

import hashlib
from pathlib import PurePosixPath

from trustsim.errors import BadInput
from trustsim.folders.facts import Facts
from trustsim.folders.holding import EXPERIMENT, OWN

PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
KINDS = {
    ".json": "application/json", ".toml": "application/toml", ".parquet": "application/vnd.apache.parquet",
    ".svg": "image/svg+xml", ".png": "image/png", ".md": "text/markdown", ".py": "text/x-python", ".csv": "text/csv",
}  # fmt: skip
ABOUT = {
    "manifest.json": ("Manifest", "Origin of the results: seeds, versions, hashes, and a digest of every output."),
    "plan.json": ("Plan", "Everything that decides the numbers besides condition and seed: arms, code and files."),
    "summary.json": ("Summary", "Outcomes in every arm with 95 % confidence intervals, and the verdict on each claim."),
    "config-as-given.toml": ("Config as given", "The study as its authors wrote it: only what differs from defaults."),
    "config-resolved.toml": ("Resolved config", "The study with every parameter, as it was run."),
    "outcomes.parquet": ("Outcomes", "One row per run of the sweep: condition, arm, seed and each outcome."),
    "appendix.md": ("Reporting appendix", "The study reported by the STRESS-ABS and ODD checklists."),
    "model.md": ("Description of the model", "The model in ODD form: every rule, state variable and parameter."),
    "sources.md": ("Sources", "The sources that the model, its parameters and the appendix cite by key."),
    "repeat.toml": ("Config to repeat", "The resolved config, with paths that hold in this archive: run this one."),
}
KEYS = {
    "condition": "The condition under which the study was replayed, such as another lens; `as configured` for none.",
    "arm": "The arm of the study.",
    "seed": "The random seed; runs of different arms with one seed share their random draws.",
    "graph": "The hash of the network of the run.",
    "tick": "The week of the run, from 0.",
}


def library() -> object:
    """ro-crate-py. Raises BadInput that says how to install it."""
    try:
        import rocrate.rocrate
    except ImportError:
        raise BadInput('trustsim archive needs ro-crate-py: pip install "trustsim[archive]"') from None
    return rocrate.rocrate


def measured(data: bytes) -> dict:
    """The size and the SHA-256 of a file, as the metadata gives them."""
    return {"contentSize": str(len(data)), "sha256": hashlib.sha256(data).hexdigest()}


def metadata(facts: Facts, files: dict[str, dict]) -> dict:
    """The JSON-LD of the crate; `files` has the size and SHA-256 of every file in it."""
    crate = library().ROCrate(version="1.1")
    held = {name: crate.add_file(dest_path=name, properties=about(name) | told) for name, told in files.items()}
    root = crate.root_dataset
    root["datePublished"] = facts.finished.date().isoformat()  # the day of the runs: equal folders give equal archives
    root["name"] = f"{facts.study.title}: results of a simulation with trustsim"
    root["description"] = (
        f"{facts.question or facts.study.title} {len(facts.manifest['arms'])} arms, "
        f"{facts.manifest['runs']} runs. Start with appendix.md."
    )
    root["keywords"] = "trust, agent-based model, simulation, trustsim"
    root["conformsTo"] = thing(crate, PROFILE, "CreativeWork", name="Process Run Crate", version="0.5")
    root["license"] = licence(crate, facts)
    root["citation"] = citation(facts)
    people = [person(crate, each) for each in facts.authors]
    if people:
        root["author"] = people
    series(crate, facts, held)
    root["mentions"] = action(crate, facts, held, people)
    graph = crate.metadata.generate()
    graph["@graph"].sort(key=lambda entity: (entity["@id"] not in ("ro-crate-metadata.json", "./"), entity["@id"]))
    graph["@context"] = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://schema.org/sha256"}]
    return graph


def about(name: str) -> dict:
    """The name, the description and the kind of a file."""
    path = PurePosixPath(name)
    title, said = ABOUT.get(name) or described(path)
    return {
        "name": title,
        "description": said,
        "encodingFormat": KINDS.get(path.suffix.lower(), "application/octet-stream"),
    }


def described(path: PurePosixPath) -> tuple[str, str]:
    """The name and the description of a file that has none of its own in ABOUT."""
    words = path.stem.replace("_", " ")
    if path.parts[0] == "series":
        return f"Series, {path.stem}", "Weekly series of some runs, one row per week and one column per measure."
    if path.parts[0] == "figures":
        return f"Figure: {words}", f"A figure of the study ({path.suffix[1:].upper()}): {words}."
    if path.parts[0] == EXPERIMENT:
        return f"Experiment: {words}", "The claims of the study and their tests, as shipped with trustsim."
    if path.parts[0] == OWN:
        return (
            f"The authors' file {path.name}",
            "A file that decides the numbers, as it was when the study ran.",
        )
    return path.name, "An output of the study."


def thing(crate: object, identifier: str, kind: str, **told: object) -> object:
    """A contextual entity, added to the crate."""
    from rocrate.model.contextentity import ContextEntity

    return crate.add(ContextEntity(crate, identifier, properties={"@type": kind, **told}))


def person(crate: object, author: dict) -> object:
    """An author."""
    told = {"name": author["name"]} | ({"email": author["email"]} if "email" in author else {})
    orcid = author.get("orcid")
    return thing(crate, f"https://orcid.org/{orcid}" if orcid else f"#author-{author['name']}", "Person", **told)


def licence(crate: object, facts: Facts) -> object:
    """The licence of the results, or a note that the authors have not chosen one."""
    if facts.licence:
        return thing(crate, f"https://spdx.org/licenses/{facts.licence}", "CreativeWork", name=facts.licence)
    said = "The authors have not chosen a licence. Ask them before you use these files."
    return thing(crate, "#no-licence", "CreativeWork", name="No licence chosen", description=said)


def citation(facts: Facts) -> str:
    """How to cite the software that made the results."""
    return (
        f"The trustsim developers. trustsim: an agent-based simulation of trust in business, version {facts.version}."
    )


def series(crate: object, facts: Facts, held: dict) -> None:
    """Describe the weekly series: one PropertyValue per column."""
    columns = [(name, "", said) for name, said in KEYS.items()] + facts.measures
    values = []
    for name, unit, said in columns:
        told = {"name": name, "description": said} | ({"unitText": unit} if unit else {})
        values.append(thing(crate, f"#variable-{name}", "PropertyValue", **told))
    parts = [entity for name, entity in held.items() if name.startswith("series/")]
    told = {"name": "Weekly series", "description": "Every measure in every week of every run, as Parquet files."}
    crate.add_dataset(dest_path="series/", properties={**told, "hasPart": parts, "variableMeasured": values})


def action(crate: object, facts: Facts, held: dict, people: list) -> object:
    """The run of the study: which software made which outputs from which files, when."""
    versions = facts.manifest["versions"]
    needs = [f"{name} {version}" for name, version in versions.items() if name != "trustsim"]
    software = thing(
        crate, "#trustsim", "SoftwareApplication", name="trustsim", version=facts.version,
        softwareRequirements=needs, operatingSystem=str(facts.manifest["platform"]),
        description=f"An agent-based simulation of trust. Hash of its rules: {facts.manifest['rules_hash']}.",
        license="https://spdx.org/licenses/Apache-2.0",
    )  # fmt: skip
    made = facts.manifest["outputs"]
    inputs = ["config-as-given.toml", *facts.own]
    told = {
        "name": f"Simulation of {facts.study.title}",
        "description": f"To repeat it, unpack the archive and run: {facts.command}",
        "instrument": software,
        "object": [held[name] for name in inputs if name in held],
        "result": [held[name] for name in held if name in made and name not in inputs],
        "startTime": facts.began.isoformat(),
        "endTime": facts.finished.isoformat(),
    }
    return thing(crate, "#run", "CreateAction", **told, **({"agent": people} if people else {}))
