"""A pack can live in a repository's root: files there that belong to other tools are left out and listed."""

from pathlib import Path

import pytest

from bot.cli.main import main
from bot.content.check import check_paths, left_out
from bot.content.reading.load import load
from tests.content.small_pack import lines, problems_in, write
from tests.content.test_check import TAUGHT

OTHERS = {
    "docker-compose.yml": 'version: "3"\nservices:\n  db:\n    image: postgres\n    restart: no\nvolumes: {data: }\n',
    "compose.yaml": "services: &all\n  db: {image: x}\n  <<: *all\n",
    "mkdocs.yml": "site_name: Tools\nnav:\n  - Home: index.md\nmarkdown_extensions:\n  - x: !!python/name:a.b\n",
    "_config.yml": "title: Tools\nlanguage: en\ntheme: minima\nplugins: [jekyll-feed]\n",
    "pnpm-lock.yaml": "lockfileVersion: '9.0'\nsettings:\n  autoInstallPeers: true\npackages:\n\n  a@1.0.0: {}\n",
    "action.yml": "name: Check\ndescription: x\nruns: {using: node20, main: dist/index.js}\n",
    "azure-pipelines.yml": "trigger:\n- main\npool: {vmImage: ubuntu-latest}\nsteps:\n- script: echo\n",
    "openapi.yaml": "openapi: 3.1.0\ninfo: {title: x, version: 1.0.0}\npaths: {}\ntags: []\n",
    "environment.yml": "name: tools\nchannels: [conda-forge]\ndependencies:\n  - python=3.11\n",
    "pubspec.yaml": "name: tools\nversion: 1.0.0+1\nenvironment: {sdk: ^3.0.0}\n",
    "codecov.yml": "coverage:\n  status: {project: off}\n",
    "Taskfile.yml": "version: '3'\ntasks:\n  x: {cmds: [echo]}\n",
    "playbook.yml": "- hosts: all\n  become: yes\n  tasks:\n    - name: x\n      ping:\n",
    "k8s/deploy.yaml": "---\napiVersion: v1\nkind: Service\nspec: {ports: [{port: 80}]}\n---\napiVersion: v1\n",
    "examples/deploy.yaml": "apiVersion: v1\nkind: Pod\n",
    "charts/templates/a.yaml": "{{- if .Values.x }}\napiVersion: v1\n{{- end }}\n",
    "charts/templates/b.yaml": '{{ include "x" . }}\n',
    "locales/de.yml": 'de:\n  hello: "Hallo"\n  "yes": Ja\n',
    "node_modules/a/b.yaml": "{{{",
    "web/node_modules/a/pack.yaml": "cards: 3\n",
    "env/pyvenv.cfg": "home = /usr/bin\n",
    "env/lib/cards.yaml": "cards: 3\n",
    ".github/workflows/ci.yaml": "on: push\njobs: {}\n",
}


def test_a_pack_in_a_repositorys_root_is_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "pack", taught=TAUGHT)
    for name, text in OTHERS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    assert load(folder).tips
    assert [str(problem) for problem in check_paths([folder]).problems] == []
    shown = {str(path.relative_to(folder)) for path in left_out([folder])}
    files = {name for name in OTHERS if not name.startswith((".", "node_modules", "web", "env/"))}
    assert shown == {*files, "node_modules", "web/node_modules", "env"}

    with pytest.raises(SystemExit) as ended:
        main(["check", str(folder)])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert "docker-compose.yml" in said
    assert said.startswith("Left out, because they aren't part of a pack: ")
    assert said.splitlines()[-1].startswith("No problems found. ")


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("other.yaml", "card: []\n", "there's no field `card`"),
        ("other.yaml", "quesitons: []\n", "there's no field `quesitons`"),
        ("other.yaml", "quiz:\n  - {id: a, objectives: [cut], front: x, back: y}\n", "there's no field `quiz`"),
        ("other.yaml", "goals:\n  - id: a\n    objectives: [cut]\n", "there's no field `goals`"),
        ("other.yaml", "authors: [Ada]\n", "`authors` belongs in pack.yaml"),
        ("other.yaml", "id: x\nsides: []\ntopics: []\nfoo: x\n", "there's no field `foo`"),
        ("other.yaml", "- id: one\n", "the file is a list"),
        ("other.yaml", "A saw cuts.\n", "the file is a single text"),
        ("other.yaml", "", "the file is empty"),
        ("other.yaml", "# yaml-language-server: $schema=../schema/items.schema.json\nfoo: []\n", "no field `foo`"),
        ("cards.yaml", "foo: []\n", "there's no field `foo`"),
        ("cards/other.yaml", "foo: []\n", "there's no field `foo`"),
        ("Questions.yml", "services: {}\n", "there's no field `services`"),
    ],
)
def test_files_that_may_be_the_packs_are_not_left_out(tmp_path: Path, name: str, text: str, problem: str) -> None:
    folder = write(tmp_path / "pack")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text)

    found = lines(problems_in(folder), folder)

    assert found
    assert all(line.startswith(name) for line in found)
    assert problem in "\n".join(found)
