"""deploy/ is what it says: read by the tools or against the schemas of what will read it, and by mailbridge itself.

There is no container engine and no cluster here: whether an image starts is for whoever builds it.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from mailbridge import bridge, ruletests, settings
from mailbridge.console.server import check_users

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent
KUBERNETES = DEPLOY / "kubernetes"
OURS = ("kustomization.yaml", "mailbridge.yaml", "rules.yaml")
MANIFESTS = {f"{file.stem}-{number}": manifest for file in sorted(KUBERNETES.glob("*.yaml")) if file.name not in OURS
             for number, manifest in enumerate(yaml.safe_load_all(file.read_text("utf-8")))}
OLDEST, NEWEST = "1.30", "1.37"       # the oldest knows the sleep of preStop as a beta


LISTENS = """
import os, signal
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
print("ready", flush=True)
print(signal.sigwait([signal.SIGHUP]).value, flush=True)
"""


def told(*command: object) -> str:
    """What a checker has to say against it: nothing, when all is well."""
    done = subprocess.run([str(word) for word in command], cwd=ROOT, capture_output=True, text=True, timeout=60)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def pod() -> dict[str, Any]:
    spec: dict[str, Any] = MANIFESTS["deployment-0"]["spec"]["template"]["spec"]
    return spec


def stages() -> list[str]:
    """The Dockerfile, a text for each FROM."""
    return re.split(r"(?m)^(?=FROM )", (DEPLOY / "docker" / "Dockerfile").read_text("utf-8"))[1:]


def test_hadolint_has_nothing_against_the_dockerfile() -> None:
    assert told(BIN / "hadolint", "--failure-threshold", "style", DEPLOY / "docker" / "Dockerfile") == ""


def test_the_image_is_pinned_hashed_watched_and_runs_as_nobody() -> None:
    build, image = stages()
    assert all(re.match(r"FROM python:3\.\d+-slim-\w+\b", stage) for stage in (build, image))
    assert "--require-hashes -r requirements.lock" in build
    assert re.search(r"(?m)^USER [1-9]\d*:[1-9]\d*$", image)
    assert "HEALTHCHECK" in image and "pip install" not in image


def test_whatever_the_image_copies_reaches_the_builder_and_nothing_else_does() -> None:
    let_in = {line[1:] for line in (DEPLOY / "docker" / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
              if line.startswith("!")}
    copied = {word for line in re.findall(r"(?m)^COPY (?!--from)(.*)$", "".join(stages())) for word in line.split()[:-1]}
    assert copied == let_in
    assert all((ROOT / name).exists() for name in copied)


def test_compose_reads_its_file() -> None:
    assert told(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "docker" / "compose.yaml") == ""


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
@pytest.mark.parametrize("name", MANIFESTS)
def test_kubernetes_knows_every_word_of_a_manifest(name: str, version: str) -> None:
    kubernetes_validate.validate(MANIFESTS[name], version, strict=True)


def test_kustomize_takes_all_of_the_folder() -> None:
    kustomization = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text("utf-8"))
    files = [name for generated in kustomization["configMapGenerator"] for name in generated["files"]]
    assert {*kustomization["resources"], *files, "kustomization.yaml"} == {file.name for file in KUBERNETES.iterdir()}


def test_the_pod_may_do_what_the_restricted_standard_allows() -> None:
    """Kubernetes' Pod Security Standards, "restricted"."""
    (container,) = pod()["containers"]
    assert pod()["securityContext"]["runAsNonRoot"]
    assert pod()["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
    assert {kind for volume in pod()["volumes"] for kind in volume} == {"name", "configMap", "secret", "emptyDir"}
    assert not pod()["automountServiceAccountToken"]
    assert str(pod()["securityContext"]["runAsUser"]) in stages()[1]


def test_what_selects_pods_selects_these() -> None:
    labels = MANIFESTS["deployment-0"]["spec"]["template"]["metadata"]["labels"]
    selectors = [MANIFESTS["deployment-0"]["spec"]["selector"]["matchLabels"],
                 MANIFESTS["poddisruptionbudget-0"]["spec"]["selector"]["matchLabels"],
                 MANIFESTS["networkpolicy-0"]["spec"]["podSelector"]["matchLabels"],
                 MANIFESTS["service-0"]["spec"]["selector"], MANIFESTS["service-1"]["spec"]["selector"]]
    assert selectors == [labels] * 5


@pytest.mark.parametrize("folder", ["docker", "kubernetes"])
def test_the_settings_of_the_containers_are_accepted_and_lie_where_they_look(folder: str) -> None:
    loaded = settings.load(DEPLOY / folder / "mailbridge.yaml")
    found = loaded.settings
    assert found.smtp is not None and found.console is not None
    check_users(found.console)
    ports = {listen.rpartition(":")[2] for listen in (found.smtp.listen, found.console.listen)}
    assert ports <= set(re.findall(r"\d+", re.findall(r"(?m)^EXPOSE (.*)$", stages()[1])[0]))
    where = (DEPLOY / folder / ("compose.yaml" if folder == "docker" else "deployment.yaml")).read_text("utf-8")
    secret = found.heap.login_password_file
    assert secret is not None and (secret.name in where or str(secret.parent) in where)


def test_the_ports_of_the_pod_are_those_of_its_settings() -> None:
    found = settings.load(KUBERNETES / "mailbridge.yaml").settings
    assert found.smtp is not None and found.lmtp is not None and found.console is not None
    listening = {door: int(part.listen.rpartition(":")[2]) for door, part in
                 (("smtp", found.smtp), ("lmtp", found.lmtp), ("console", found.console))}
    (container,) = pod()["containers"]
    assert {port["name"]: port["containerPort"] for port in container["ports"]} == listening


def test_mails_that_come_in_at_once_have_room_in_the_pod() -> None:
    found = settings.load(KUBERNETES / "mailbridge.yaml").settings
    assert found.smtp is not None and found.lmtp is not None
    (room,) = [volume["emptyDir"]["sizeLimit"] for volume in pod()["volumes"] if volume["name"] == "tmp"]
    assert room == "1Gi"
    assert found.smtp.limits.bytes_at_once + found.lmtp.limits.bytes_at_once <= 2**30


def test_the_rules_of_the_cluster_do_what_their_tests_say(tmp_path: Path) -> None:
    shutil.copy(KUBERNETES / "rules.yaml", tmp_path)
    (tmp_path / "mailbridge.yaml").write_text(f"team: {{domains: [example.com]}}\nrules: {tmp_path}/rules.yaml\n")
    tested = list(ruletests.run(bridge.decider(settings.load(tmp_path / "mailbridge.yaml").settings)))
    assert len(tested) == 2
    assert [t.differences for t in tested if t.differences] == []


@pytest.mark.parametrize(("settings_text", "code"), [("spool: sqlite:///spool.db", 0), ("spool: [", 75)])
def test_cpanels_program_prints_nothing_whatever_comes(tmp_path: Path, settings_text: str, code: int) -> None:
    (tmp_path / "mailbridge" / "bin").mkdir(parents=True)
    (tmp_path / "mailbridge" / "bin" / "mailbridge").symlink_to(BIN / "mailbridge")
    (tmp_path / "mailbridge.yaml").write_text(settings_text)
    done = subprocess.run([DEPLOY / "cpanel" / "bridge-accept"], input=b"From: a@b.test\n\nHello.\n", capture_output=True,
                          timeout=60, env={"HOME": str(tmp_path), "SENDER": "a@b.test", "PATH": "/usr/bin:/bin"})
    assert (done.returncode, done.stdout, done.stderr) == (code, b"", b"")
    assert (tmp_path / "bridge-accept.log").stat().st_size > 0


@pytest.mark.parametrize("name", ["mailbridge.service", "mailbridge-backup.service"])
def test_a_unit_is_exposed_by_less_than_1_5(name: str) -> None:
    unit = DEPLOY / "systemd" / name
    assert told("systemd-analyze", "security", "--offline=yes", "--threshold=15", "--no-pager", unit) == ""


def test_systemd_has_nothing_against_the_units(tmp_path: Path) -> None:
    for unit in (DEPLOY / "systemd").iterdir():
        (tmp_path / unit.name).write_text(unit.read_text("utf-8").replace("/opt/mailbridge/bin/mailbridge", "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", *sorted(tmp_path.iterdir())], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_all_start_the_program_where_it_is_installed() -> None:
    files = [DEPLOY / "postfix" / "master.cf", DEPLOY / "exim" / "mailbridge.conf", *(DEPLOY / "systemd").glob("*.service")]
    started = {path for file in files for path in re.findall(r"\S*/mailbridge(?= --config)", file.read_text("utf-8"))}
    assert started == {"argv=/opt/mailbridge/bin/mailbridge", "ExecStart=/opt/mailbridge/bin/mailbridge",
                       "/opt/mailbridge/bin/mailbridge"}


def test_a_reload_is_the_signal_that_the_service_hears() -> None:
    unit = (DEPLOY / "systemd" / "mailbridge.service").read_text("utf-8")
    (program, *arguments), = (line.split() for line in re.findall(r"(?m)^ExecReload=(.*)$", unit))
    assert os.access(program, os.X_OK)
    with subprocess.Popen([BIN / "python", "-c", LISTENS], stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None and service.stdout.readline() == "ready\n"
        subprocess.run([program, *(word.replace("$MAINPID", str(service.pid)) for word in arguments)], check=True)
        assert service.stdout.readline() == f"{signal.SIGHUP.value}\n"


def test_no_credential_of_the_unit_lies_where_the_service_looks_first() -> None:
    unit = (DEPLOY / "systemd" / "mailbridge.service").read_text("utf-8")
    sources = [Path(path) for path in re.findall(r"(?m)^LoadCredential=\S+?:(\S+)$", unit)]
    assert sources and {path.parent for path in sources} == {Path("/etc/mailbridge/credentials")}
    assert "install -d -m 700 /etc/mailbridge/credentials" in unit


def test_what_the_units_start_is_understood() -> None:
    for unit in (DEPLOY / "systemd").glob("*.service"):
        (words,) = re.findall(r"(?m)^ExecStart=\S+ --config \S+ (.*)$", unit.read_text("utf-8"))
        command, *arguments = words.split()
        assert told(BIN / "mailbridge", command, *arguments, "--help") == ""
