"""Settings: one file and the environment, every mistake at once, no secret in sight."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import BaseModel, SecretStr

from mailbridge import bridge, settings
from mailbridge.errors import AdminError, FileProblems
from mailbridge.reading.text.hygiene import Hygiene
from mailbridge.settings import Loaded, Settings, load, secret
from mailbridge.settings.environment import section

Write = Callable[[str], Path]
NO_DNS_SERVER = "mailbridge.yaml:1:24: authentication.dns.0: must be an address such as 192.0.2.53, or ADDRESS:PORT"


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith("MAILBRIDGE_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_file(text: str) -> Path:
        file = tmp_path / "mailbridge.yaml"
        file.write_text(text, "utf-8")
        file.chmod(0o600)
        return file

    return to_file


def mistakes(file: Path | None) -> list[str]:
    """Each mistake, without the folder in front."""
    with pytest.raises(AdminError) as found:
        load(file)
    assert isinstance(found.value, FileProblems)
    return [str(p).replace(f"{file.parent}/" if file else "\0", "") for p in found.value.problems]


def models(model: type[BaseModel] = Settings) -> Iterator[type[BaseModel]]:
    yield model
    for field in model.model_fields.values():
        inner = section(field.annotation)
        if inner is not None:
            yield from models(inner)


@pytest.mark.parametrize("model", list(models()))
def test_every_setting_has_a_description_and_unknown_ones_are_mistakes(model: type[BaseModel]) -> None:
    assert [name for name, field in model.model_fields.items() if not field.description] == []
    assert model.model_config["extra"] == "forbid"
    assert model.model_config["frozen"]


def test_every_setting_can_be_set_by_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"shadow": "candidate", "rules": "r", "log": "json", "unmatched": "skip", "timezone": "Asia/Tokyo"}
    for name, field in Settings.model_fields.items():
        if section(field.annotation) is None:
            monkeypatch.setenv(f"MAILBRIDGE_{name.upper()}", values.get(name, "sqlite:///x.db"))
    changed = load(None).settings.model_dump(exclude_defaults=True)
    assert set(changed) == {name for name, field in Settings.model_fields.items() if section(field.annotation) is None}


def test_a_broken_pattern_of_what_is_taken_out_is_told_with_its_place(write: Write) -> None:
    file = write("redact:\n  patterns:\n    - name: staff number\n      regex: '(?=S)\\d+'\n")
    (told,) = mistakes(file)
    assert told.startswith("mailbridge.yaml:4:7: redact.patterns.0.regex: the pattern \"(?=S)\\d+\" is not understood: ")
    assert "look-around does not exist here" in told


def test_a_text_is_cleaned_as_the_settings_say(write: Write) -> None:
    file = write("hygiene: {banners: false}\nrules: rules.yaml\n")
    (file.parent / "rules.yaml").write_text("rules: []\n")
    assert bridge.decider(load(file).settings).hygiene == Hygiene(banners=False)


def test_what_is_taken_out_is_what_the_settings_say(write: Write) -> None:
    file = write("redact: {cards: false, iban: true, patterns: [{name: staff, regex: 'S-\\d+', replace: '[staff]'}]}\n"
                 "rules: rules.yaml\n")
    (file.parent / "rules.yaml").write_text("rules: [{name: all, when: {}, skip: x}]")
    redaction = bridge.decider(load(file).settings).redaction
    assert redaction.words("4111111111111111 DE89370400440532013000 S-12 OTP 1234") == (
        "4111111111111111 [IBAN …3000] [staff] OTP [code]")


def test_the_smallest_useful_file_is_taken(write: Write) -> None:
    loaded = load(write(
        "heap:  {subdomain: creativearc, login_email: bridge@example.com, login_password_file: heap-password}\n"
        "team:  {domains: [Example.COM., '@example.org'], people: {Ben@Example.com: {heap_login_email: ben@example.com,"
        " heap_login_password_file: ben}}}\n"
        "smtp:  {listen: 127.0.0.1:2525, recipients: [CRM@bridge.example.com]}\n"
        "spool: sqlite:////var/lib/mailbridge/spool.db\n"
        "rules: rules/\n"
    ))
    assert loaded.warnings == ()
    assert loaded.settings.team.domains == ("example.com", "example.org")
    assert list(loaded.settings.team.people) == ["ben@example.com"]
    assert loaded.settings.smtp and loaded.settings.smtp.recipients == ("crm@bridge.example.com",)
    assert loaded.settings.spool == "sqlite:////var/lib/mailbridge/spool.db"


def test_an_empty_file_and_no_file_give_the_defaults(write: Write) -> None:
    assert load(write("")).settings.unmatched == load(None).settings.unmatched == "review"
    assert load(None).file is None


def test_all_mistakes_are_told_at_once_each_with_its_place(write: Write) -> None:
    assert mistakes(write(
        "heap:\n"
        "  subdomian: creativearc\n"
        "  cache_seconds: soon\n"
        "  create_people_as: persons\n"
        "  contact_kinds: [person, event]\n"
        "team:\n"
        "  domains: example.com\n"
        "  people:\n"
        "    ben: {}\n"
        "    eva@example.com:\n"
        "      heap_login_mail: eva@example.com\n"
        "smtp: {listen: '2525', recipients: [crm], max_bytes: 1.5}\n"
        "work:\n"
        "tiemzone: Europe/Berlin\n"
        "timezone: Europe/Brelin\n"
        "log: yaml\n"
    )) == [
        'mailbridge.yaml:2:3: heap.subdomian: there is no such setting; did you mean "subdomain"?',
        "mailbridge.yaml:3:3: heap.cache_seconds: must be a number",
        "mailbridge.yaml:4:3: heap.create_people_as: must be 'person' or 'people'",
        ("mailbridge.yaml:5:27: heap.contact_kinds.1: an event has no address to be found by; "
        "there are person, lead, opportunity, customer, archive"),
        "mailbridge.yaml:7:3: team.domains: must be a list, such as [one, two]",
        "mailbridge.yaml:9:5: team.people.ben: must be an e-mail address such as crm@bridge.example.com",
        ('mailbridge.yaml:11:7: team.people.eva@example.com.heap_login_mail: there is no such setting; '
        'did you mean "heap_login_email"?'),
        "mailbridge.yaml:12:8: smtp.listen: must be ADDRESS:PORT such as 127.0.0.1:2525",
        "mailbridge.yaml:12:37: smtp.recipients.0: must be an e-mail address such as crm@bridge.example.com",
        "mailbridge.yaml:12:43: smtp.max_bytes: must be a whole number",
        "mailbridge.yaml:13:1: work: must hold `key: value` lines; leave it out if there is nothing to set",
        'mailbridge.yaml:14:1: tiemzone: there is no such setting; did you mean "timezone"?',
        "mailbridge.yaml:15:1: timezone: there is no time zone 'Europe/Brelin'; did you mean \"Europe/Berlin\"?",
        "mailbridge.yaml:16:1: log: must be 'text' or 'json'",
    ]


@pytest.mark.parametrize(("text", "mistake"), [
    ("- a", "mailbridge.yaml:1:1: must hold `key: value` lines, such as `heap: {…}`"),
    ("heap: {subdomain: a, url: http://b.example}", "mailbridge.yaml:1:1: heap: has both subdomain and url; keep one"),
    ("heap: {login_password: 12345}", "mailbridge.yaml:1:8: heap.login_password: must be a text; put it in quotes"),
    ("heap: {contact_kinds: []}", "mailbridge.yaml:1:8: heap.contact_kinds: is an empty list"),
    ("heap: {allow_insecure: maybe}", "mailbridge.yaml:1:8: heap.allow_insecure: must be true or false"),
    ("heap: {call_seconds: inf}", "mailbridge.yaml:1:8: heap.call_seconds: must be a finite number"),
    ("work: {threads: 0}", "mailbridge.yaml:1:8: work.threads: must be greater than or equal to 1"),
    ("smtp: {listen: ':2525'}", "mailbridge.yaml:1:8: smtp.listen: must be ADDRESS:PORT such as 127.0.0.1:2525"),
    ("smtp: {listen: '127.0.0.1:²'}", "mailbridge.yaml:1:8: smtp.listen: must be ADDRESS:PORT such as 127.0.0.1:2525"),
    ("authentication: {dns: [dns.example.com]}", NO_DNS_SERVER),
    ("authentication: {dns: ['192.0.2.53:0']}", NO_DNS_SERVER),
    ("authentication: {unproven: refuse}", "mailbridge.yaml:1:18: authentication.unproven: must be 'review' or 'skip'"),
    ("team: {domains: [ben@example.com]}", "mailbridge.yaml:1:18: team.domains.0: must be a domain such as example.com"),
    ("timezone: Mars", ("mailbridge.yaml:1:1: timezone: there is no time zone 'Mars'; "
                       "zones are called such as Europe/Berlin or America/New_York")),
])
def test_a_mistake_is_a_sentence(write: Write, text: str, mistake: str) -> None:
    assert mistakes(write(text)) == [mistake]


@pytest.mark.parametrize(("given", "taken"), [
    ("192.0.2.53", "192.0.2.53:53"), ("192.0.2.53:5353", "192.0.2.53:5353"), ("'2001:db8::53'", "[2001:db8::53]:53"),
    ("'[2001:db8::53]'", "[2001:db8::53]:53"), ("'[2001:db8::53]:5353'", "[2001:db8::53]:5353"),
])
def test_a_dns_server_is_an_address_with_or_without_a_port(write: Write, given: str, taken: str) -> None:
    assert load(write(f"authentication: {{dns: [{given}]}}")).settings.authentication.dns == (taken,)


def test_a_private_address_needs_a_way_to_prove_from(write: Write) -> None:
    private = "authentication: {private: [crm@bridge.example.com]"
    assert "set authentication.check to true too" in mistakes(write(f"{private}}}"))[0]
    for proof in (f"{private}, check: true}}", f"{private}, relays: [10.0.0.5]}}",
                  f"{private}}}\nteam: {{trusted_server: mx.example.com}}"):
        assert load(write(proof)).settings.authentication.private == ("crm@bridge.example.com",)


class TestEnvironment:
    def test_it_is_stronger_than_the_file(self, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
        file = write("heap: {subdomain: creativearc, login_email: file@example.com}\nlog: text")
        monkeypatch.setenv("MAILBRIDGE_HEAP__LOGIN_EMAIL", "bridge@example.com")
        monkeypatch.setenv("MAILBRIDGE_HEAP__LOGIN_PASSWORD", "007")
        monkeypatch.setenv("MAILBRIDGE_LOG", "json")
        found = load(file).settings
        assert (found.heap.subdomain, found.heap.login_email, found.log) == ("creativearc", "bridge@example.com", "json")
        assert found.heap.login_password.get_secret_value() == "007"

    @pytest.mark.parametrize("value", ['["crm@bridge.example.com", "in@bridge.example.com"]',
                                       "crm@bridge.example.com, in@bridge.example.com"])
    def test_a_list_is_json_or_words_with_commas(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        monkeypatch.setenv("MAILBRIDGE_SMTP__RECIPIENTS", value)
        smtp = load(None).settings.smtp
        assert smtp and smtp.recipients == ("crm@bridge.example.com", "in@bridge.example.com")

    def test_colleagues_are_json(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MAILBRIDGE_TEAM__PEOPLE", '{"ben@example.com": {"heap_login_email": "ben@example.com"}}')
        assert load(None).settings.team.people["ben@example.com"].heap_login_email == "ben@example.com"

    def test_an_empty_variable_sets_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MAILBRIDGE_HEAP__LOGIN_PASSWORD_FILE", "")
        assert load(None).settings.heap.login_password_file is None

    def test_a_mistake_names_the_variable(self, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in {
            "HEAP__LOGIN_PASSWD": "s3cret", "WORK__THREADS": "many", "SMTP__RECIPIENTS": "crm@bridge.example.com, crm",
            "TEAM__PEOPLE": "{broken",
        }.items():
            monkeypatch.setenv(f"MAILBRIDGE_{name}", value)
        assert mistakes(write("unmatched: drop")) == [
            ('MAILBRIDGE_HEAP__LOGIN_PASSWD (environment): heap.login_passwd: there is no such setting; '
            'did you mean "login_password"?'),
            ("MAILBRIDGE_TEAM__PEOPLE (environment): team.people: must hold `key: value` lines; "
            "leave it out if there is nothing to set"),
            ("MAILBRIDGE_SMTP__RECIPIENTS (environment): smtp.recipients.1: "
            "must be an e-mail address such as crm@bridge.example.com"),
            "MAILBRIDGE_WORK__THREADS (environment): work.threads: must be a whole number",
            "mailbridge.yaml:1:1: unmatched: must be 'review' or 'skip'",
        ]

    def test_a_variable_that_is_nearly_a_setting_is_worth_a_warning(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MAILBRIDGE_HEAP_LOGIN_PASSWORD", "s3cret")
        monkeypatch.setenv("MAILBRIDGE_TIMEZON", "UTC")
        assert set(load(None).warnings) == {
            "the variable MAILBRIDGE_HEAP_LOGIN_PASSWORD sets nothing; did you mean MAILBRIDGE_HEAP__LOGIN_PASSWORD?",
            "the variable MAILBRIDGE_TIMEZON sets nothing; did you mean MAILBRIDGE_TIMEZONE?",
        }

    def test_what_kubernetes_and_we_set_besides_is_left_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("CONFIG", "PORT", "SERVICE_HOST", "SERVICE_PORT", "PORT_2525_TCP", "PORT_2525_TCP_PROTO"):
            monkeypatch.setenv(f"MAILBRIDGE_{name}", "tcp://10.0.0.1:2525")
        assert load(None).warnings == ()


class TestPlaces:
    def test_relative_paths_start_at_the_settings_file(self, write: Write, tmp_path: Path) -> None:
        found = load(write(
            "heap: {login_password_file: secrets/heap}\nrules: my-rules\nspool: sqlite:///spool.db\n"
            "team: {people: {ben@example.com: {heap_login_password_file: ben}}}"
        )).settings
        assert found.rules == tmp_path / "my-rules"
        assert found.spool == f"sqlite:///{tmp_path}/spool.db"
        assert found.heap.login_password_file == tmp_path / "secrets/heap"
        assert found.team.people["ben@example.com"].heap_login_password_file == tmp_path / "ben"

    def test_absolute_paths_stay(self, write: Write) -> None:
        found = load(write("rules: /etc/mailbridge/rules\nspool: sqlite:////var/lib/mailbridge/spool.db")).settings
        assert found.rules == Path("/etc/mailbridge/rules")
        assert found.spool == "sqlite:////var/lib/mailbridge/spool.db"

    def test_the_given_file_wins_over_the_variable_and_that_over_the_usual_places(
        self, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        usual = (Path("mailbridge.yaml"), tmp_path / "etc" / "mailbridge.yaml")
        monkeypatch.setattr(import_module("mailbridge.settings.load"), "PLACES", usual)
        assert settings.find_file(None, {}) is None
        (tmp_path / "etc").mkdir()
        (tmp_path / "etc" / "mailbridge.yaml").touch()
        assert settings.find_file(None, {}) == tmp_path / "etc" / "mailbridge.yaml"
        write("")
        assert settings.find_file(None, {}) == Path("mailbridge.yaml")
        assert settings.find_file(None, {"MAILBRIDGE_CONFIG": "b.yaml"}) == Path("b.yaml")
        assert settings.find_file("a.yaml", {"MAILBRIDGE_CONFIG": "b.yaml"}) == Path("a.yaml")


class TestSecrets:
    def test_a_file_holds_the_password_without_its_line_end(self, write: Write, tmp_path: Path) -> None:
        (tmp_path / "heap-password").write_text(" pass word \r\n")
        found = load(write("heap: {login_password_file: heap-password}")).settings.heap
        assert self.read(found.login_password_file) == " pass word "

    def test_a_value_is_stronger_than_a_file(self, tmp_path: Path) -> None:
        assert secret(SecretStr("given"), tmp_path / "none", "x").get_secret_value() == "given"

    def test_a_systemd_credential_stands_in_for_a_file_that_is_not_there(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "credentials").mkdir()
        (tmp_path / "credentials/heap-password").write_text("from systemd\n")
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))
        assert self.read(tmp_path / "heap-password") == "from systemd"
        (tmp_path / "heap-password").write_text("beside the settings")
        assert self.read(tmp_path / "heap-password") == "beside the settings"

    def test_a_systemd_credential_stands_in_for_a_file_that_only_root_may_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = tmp_path / "heap-password"
        file.write_text("for root's eyes")
        reads = Path.read_text

        def read_as_the_service(path: Path, *words: str) -> str:
            if path == file:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
            return reads(path, *words)

        monkeypatch.setattr(Path, "read_text", read_as_the_service)     # the tests may run as root, who reads everything
        assert self.trouble(file) == f"x: the file {file} cannot be read: Permission denied"
        (tmp_path / "credentials").mkdir()
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))
        assert self.trouble(file) == f"x: the file {file} cannot be read: Permission denied"
        (tmp_path / "credentials" / "heap-password").write_text("from systemd\n")
        assert self.read(file) == "from systemd"

    def test_a_missing_an_empty_and_a_binary_file_are_told_apart(self, tmp_path: Path) -> None:
        (tmp_path / "empty").write_text("\n")
        (tmp_path / "binary").write_bytes(b"\xff\xfe")
        assert self.trouble(tmp_path / "none") == f"x: the file {tmp_path}/none cannot be read: No such file or directory"
        assert self.trouble(tmp_path / "empty") == (
            f"x: the file {tmp_path}/empty is empty; write the password into it and nothing else")
        assert self.trouble(tmp_path / "binary") == f"x: the file {tmp_path}/binary cannot be read: it is not text"

    def test_a_missing_password_file_names_its_setting(self, write: Write) -> None:
        found = load(write("heap: {subdomain: creativearc, login_email: b@example.com, login_password_file: none}"))
        with pytest.raises(AdminError, match=r"^heap\.login_password_file: the file .*/none cannot be read"):
            bridge.heap_client(found.settings.heap)

    @pytest.mark.parametrize("text", [
        "heap: {login_password: s3cret}",
        "team: {people: {ben@example.com: {heap_login_password: s3cret}}}",
    ])
    def test_a_password_in_a_file_that_others_can_read_is_worth_a_warning(self, write: Write, text: str) -> None:
        file = write(text)
        assert load(file).warnings == ()
        file.chmod(0o644)
        (warning,) = load(file).warnings
        assert "holds a password or secret and others can read it: chmod 600 it" in warning
        assert "s3cret" not in warning

    def test_sending_the_password_in_the_clear_is_worth_a_warning(self, write: Write) -> None:
        (warning,) = load(write("heap: {allow_insecure: true}")).warnings
        assert warning.startswith("heap.allow_insecure is on")

    @pytest.mark.parametrize(("text", "door"), [
        ("smtp: {listen: '0.0.0.0:25'}", "smtp"), ("smtp: {listen: '127.evil.example:25'}", "smtp"),
        ("lmtp: {listen: '[::]:24'}", "lmtp"),
    ])
    def test_a_trusted_server_that_no_door_knows_is_worth_a_warning(self, write: Write, text: str, door: str) -> None:
        trusting = f"team: {{trusted_server: mx.example.com}}\n{text}"
        (warning,) = load(write(trusting)).warnings
        assert warning.startswith(f"{door}.listen is open to other machines")
        assert f"name your mail server in {door}.trusted" in warning
        for well in (text, trusting + "\nauthentication: {check: true}",
                     trusting + "\nauthentication: {relays: [10.0.0.5]}",
                     trusting[:-1] + ", trusted: [10.0.0.5]}"):
            assert load(write(well)).warnings == ()

    @pytest.mark.parametrize("text", [
        "smtp: {listen: '127.0.0.1:25'}", "smtp: {listen: '[::1]:25'}", "smtp: {listen: 'localhost:25'}",
        "lmtp: {listen: 'unix:/run/mailbridge/lmtp'}", "{}",
    ])
    def test_a_door_for_this_machine_is_worth_none(self, write: Write, text: str) -> None:
        text = "" if text == "{}" else f"\n{text}"
        assert load(write(f"team: {{trusted_server: mx.example.com}}{text}")).warnings == ()

    def test_no_secret_stands_in_what_is_printed(self, write: Write) -> None:
        loaded: Loaded = load(write(
            "heap: {login_password: s3cret}\nteam: {people: {ben@example.com: {heap_login_password: s3cret}}}"))
        assert "s3cret" not in f"{loaded!r} {loaded.settings} {loaded.settings.model_dump_json()}"

    @pytest.mark.parametrize("text", [
        "heap: {login_password: [s3cret]}", "heap: {login_password: {s3cret: 1}}", "heap: s3cret",
        "heap: {login_password: s3cret, url: a, subdomain: b}",
    ])
    def test_no_secret_stands_in_a_mistake(self, write: Write, text: str) -> None:
        assert "s3cret" not in " ".join(mistakes(write(text)))

    @staticmethod
    def read(file: Path | None) -> str:
        return secret(SecretStr(""), file, "x").get_secret_value()

    @staticmethod
    def trouble(file: Path) -> str:
        with pytest.raises(AdminError) as found:
            secret(SecretStr(""), file, "x")
        return str(found.value)
