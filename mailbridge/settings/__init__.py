"""One YAML file and the environment -> settings that are right by construction.

Every mistake is reported at once, with the file, line and column (or the variable) it stands in. Secrets are
`SecretStr` from here on: they print as stars. Knows the settings; what is built from them is `bridge`'s knowledge.
"""

from __future__ import annotations

import difflib
import os
import stat
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator

from mailbridge import yamlfile
from mailbridge.errors import AdminError, FileProblems, Problem
from mailbridge.records import CONTACT_KINDS, Kind, a
from mailbridge.settings.doors import LmtpSettings, SmtpSettings
from mailbridge.settings.environment import PREFIX, misspelt, variables
from mailbridge.settings.mailbox import ImapSettings
from mailbridge.settings.mistakes import problems
from mailbridge.settings.notices import NoticeSettings
from mailbridge.settings.section import Section
from mailbridge.settings.values import EmailAddress, Listen, Network

PLACES = (Path("mailbridge.yaml"), Path("/etc/mailbridge/mailbridge.yaml"))


def _domain(text: str) -> str:
    name = text.strip().casefold().removeprefix("@").rstrip(".")
    if not name or "@" in name or any(c.isspace() for c in name):
        raise ValueError("must be a domain such as example.com")
    return name


def _zone(name: str) -> str:
    if name not in available_timezones():
        near = difflib.get_close_matches(name, available_timezones(), n=1)
        hint = f'did you mean "{near[0]}"?' if near else "zones are called such as Europe/Berlin or America/New_York"
        raise ValueError(f"there is no time zone {name[:60]!r}; {hint}")
    return name


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/")
                 or parts.query or parts.username):
        raise ValueError("must be an address without a path, such as https://bridge.example.com")
    return text.rstrip("/")


def _contact_kind(kind: Kind) -> Kind:
    if kind not in CONTACT_KINDS:
        raise ValueError(f"{a(kind)} has no address to be found by; there are {', '.join(CONTACT_KINDS)}")
    return kind


Domain = Annotated[str, AfterValidator(_domain)]
Zone = Annotated[str, AfterValidator(_zone)]
PublicUrl = Annotated[str, AfterValidator(_public_url)]
ContactKind = Annotated[Kind, AfterValidator(_contact_kind)]


class HeapSettings(Section):
    """Where Heap is, and how it is asked."""

    subdomain: str = Field("", description="The first part of the address you sign in to Heap with, or that address.")
    url: str = Field("", description="The whole address of api.php instead, for a sandbox or a proxy.")
    login_email: str = Field("", description="The bridge's own login. Its name becomes the records' creator.")
    login_password: SecretStr = Field(SecretStr(""), description="Better: login_password_file.")
    login_password_file: Path | None = Field(None, description="A file that holds the password and nothing else.")
    allow_insecure: bool = Field(False, description="Send the password over plain http. Anybody on the way reads it.")
    create_people_as: Literal["person", "people"] = Field("person", description="The page has both words.")
    newer_fields: bool = Field(False, description="Allow `category` and `notes`, fields of Heap's newer page.")
    contact_kinds: tuple[ContactKind, ...] = Field(
        CONTACT_KINDS, min_length=1, description="Where a contact is looked for, in this order.")
    ambiguous: Literal["ask", "oldest", "newest", "all"] = Field(
        "ask", description="Several records hold the contact's address: a person decides, the first or last that Heap "
                           "lists is meant, or all are.")
    loose_domains: tuple[Domain, ...] = Field(
        (), description="Providers where dots and a +tag in front of the @ make no difference, such as gmail.com.")
    cache_seconds: float = Field(60, ge=0, le=3600, description="How long an answer about a person is believed.")
    creates_per_second: float = Field(5, gt=0, le=1000, description="Pace per Heap login.")
    call_seconds: float = Field(30, gt=0, le=300, description="The longest that one request may take in all.")
    settle_seconds: float = Field(60, ge=0, description="After a lost reply: wait this long before looking it up.")
    second_look_seconds: float = Field(30, ge=0, description="Not found: look once more after this, then send again.")

    @model_validator(mode="after")
    def _one_address(self) -> HeapSettings:
        if self.subdomain and self.url:
            raise ValueError("has both subdomain and url; keep one")
        return self


class Colleague(Section):
    """A person of the team. With a Heap login of their own, records carry their name as the creator."""

    name: str = Field("", description="The colleague's name, for people who read the file.")
    heap_login_email: str = Field("", description="Their own Heap login. Its name becomes the records' creator.")
    heap_login_password: SecretStr = Field(SecretStr(""), description="Better: heap_login_password_file.")
    heap_login_password_file: Path | None = Field(None, description="A file that holds the password and nothing else.")


class TeamSettings(Section):
    """Who is a colleague. Everybody else is outside."""

    domains: tuple[Domain, ...] = Field((), description="Every address of these domains is a colleague's.")
    people: dict[EmailAddress, Colleague] = Field(default_factory=dict, description="Colleagues by address.")
    trusted_server: str = Field(
        "", description="The name that your mail server puts first into its Authentication-Results field. With it, a "
                        "mail has a colleague's rights only when that server says dmarc=pass; others go to review.")
    never_log: tuple[Domain | EmailAddress, ...] = Field(
        (), description="Addresses and domains of which nothing may be kept: their mail is skipped and forgotten.")
    most_contacts: int = Field(
        1, ge=0, le=50, description="So many outside people of one mail are looked up and named in its record; 0: all.")


class WorkSettings(Section):
    """How the mails that were kept are worked off."""

    threads: int = Field(4, ge=1, le=64, description="Mails in hand at once.")
    lease_seconds: float = Field(120, ge=5, description="A mail in hand longer than this is taken over by another.")
    first_wait_seconds: float = Field(60, gt=0, description="Wait after the first failed try; doubles each time.")
    longest_wait_seconds: float = Field(3600, gt=0, description="The ceiling of that doubling.")
    give_up_days: float = Field(5, gt=0, description="After this long a mail that Heap never took ends as failed.")
    rest_after: int = Field(5, ge=0, description="After so many requests in a row without an answer the Heap login "
                                                 "rests, at first for first_wait_seconds. 0: never.")
    longest_rest_seconds: float = Field(900, gt=0, description="The ceiling of that growing rest.")
    storm_records: int = Field(0, ge=0, description="Storm guard: once a rule has made so many records within "
                                                    "storm_minutes, its further mails go to review. 0: no guard.")
    storm_minutes: float = Field(10, gt=0, description="The minutes that the storm guard looks back.")
    contact_records: int = Field(0, ge=0, description="The same for records about one contact within "
                                                      "contact_minutes: a loop of two machines looks like that.")
    contact_minutes: float = Field(120, gt=0, description="The minutes that guard looks back.")
    late_match_minutes: float = Field(10, gt=0, description="How often mails in review are tried again because their "
                                                            "contact may stand in Heap by now.")


class KeepSettings(Section):
    """How long settled mails are kept. A mail that waits is kept until it is settled."""

    originals_days: float = Field(30, gt=0, description="The original of a mail that is done or skipped.")
    parked_days: float = Field(180, gt=0, description="The original of a mail in review or failed.")
    items_days: float = Field(365, gt=0, description="Everything else: what was decided, written and said.")


class SpoolLimits(Section):
    """When no new mail is taken for now: what was accepted needs room too, to be worked off."""

    free_bytes: int = Field(536_870_912, ge=0, description="Less is free on the spool's disk: SMTP answers 452, a pipe "
                                                           "ends with 75. On a large disk 5 %, up to four times this; "
                                                           "on a small one never more than a quarter.")
    rows: int = Field(100_000, ge=0, description="So many mails wait. 0: no limit.")
    bytes: int = Field(10_737_418_240, ge=0, description="So many bytes of mail wait. 0: no limit.")


class ConsoleUser(Section):
    """Somebody who may sign in at the console."""

    password_hash: SecretStr = Field(SecretStr(""), description="What `mailbridge password` prints.")
    role: Literal["admin", "reader"] = Field("reader", description="An admin acts, a reader only looks.")


class ConsoleSettings(Section):
    """The operator's pages. Without this section they are off."""

    listen: Listen = Field("127.0.0.1:8080", description="ADDRESS:PORT; port 0 takes a free one and prints it.")
    public_url: PublicUrl = Field("", description="How browsers reach it; with https the cookie travels over TLS only.")
    users: dict[str, ConsoleUser] = Field(
        default_factory=dict, description="Who may sign in: `NAME: {password_hash: …, role: admin}`, or role reader.")
    allowed_hosts: tuple[str, ...] = Field(
        (), description="Further names that browsers may use for it, beside those of listen and public_url.")
    trusted_proxies: tuple[Network, ...] = Field(
        (), description="Proxies in front: what they say of a browser's address is believed.")
    trusted_proxy_header: str = Field(
        "", description="The header in which those proxies name the user who signed in at them, such as Remote-User.")
    open_metrics: bool = Field(False, description="Answer /metrics to everybody, not only to this machine.")

    @model_validator(mode="after")
    def _proxies_are_named(self) -> ConsoleSettings:
        if self.trusted_proxy_header and not self.trusted_proxies:
            raise ValueError("has trusted_proxy_header without trusted_proxies: anybody could send that header")
        return self


class Settings(Section):
    """All settings. The file's keys and the variables MAILBRIDGE_SECTION__KEY are the same names."""

    heap: HeapSettings = Field(HeapSettings(), description="Where Heap is, and how it is asked.")
    team: TeamSettings = Field(TeamSettings(), description="Who is a colleague. Everybody else is outside.")
    smtp: SmtpSettings | None = Field(None, description="The SMTP door; without this section it stays shut.")
    lmtp: LmtpSettings | None = Field(None, description="The LMTP door; without this section it stays shut.")
    imap: tuple[ImapSettings, ...] = Field((), description="Mailboxes that are watched.")
    work: WorkSettings = Field(WorkSettings(), description="How the mails that were kept are worked off.")
    spool_limits: SpoolLimits = Field(SpoolLimits(), description="When no new mail is taken for now.")
    keep: KeepSettings = Field(KeepSettings(), description="How long settled mails are kept.")
    notices: NoticeSettings | None = Field(None, description="Mails that the bridge itself sends; none without this.")
    console: ConsoleSettings | None = Field(None, description="The operator's pages; off without this section.")
    spool: str = Field("sqlite:///mailbridge.db", description="Where mails are kept until settled.")
    rules: Path = Field(Path("rules"), description="A folder of rule files, read in name order, or one file.")
    shadow: Path | None = Field(None, description="Rules that only report what they would have done beside the live "
                                                  "ones: a folder or file.")
    timezone: Zone = Field("UTC", description="The Heap account's time zone: an event's day is taken in it.")
    unmatched: Literal["review", "skip"] = Field("review", description="Where a mail goes that no rule takes.")
    log: Literal["text", "json"] = Field("text", description="Shape of the log lines.")

    @model_validator(mode="after")
    def _each_mailbox_once(self) -> Settings:
        twice = [name for name, count in Counter(mailbox.name for mailbox in self.imap).items() if count > 1]
        if twice:
            raise ValueError(f"imap: two mailboxes are called {twice[0]}; give each a name of its own")
        return self

    def zone(self) -> ZoneInfo:
        """The Heap account's time zone."""
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings, the file they came from (None: environment only), and what is worth a warning."""

    settings: Settings
    file: Path | None
    warnings: tuple[str, ...] = ()


def find_file(given: str | None, environ: Mapping[str, str] = os.environ) -> Path | None:
    """The settings file: the given one, else $MAILBRIDGE_CONFIG, else the first of `PLACES` that exists."""
    named = given or environ.get(PREFIX + "CONFIG")
    if named:
        return Path(named)
    return next((place for place in PLACES if place.exists()), None)


def load(file: Path | None) -> Loaded:
    """Settings of a file (None: none) overlaid by the environment. Raises AdminError with every mistake at once."""
    tree = yamlfile.read_file(file) if file else yamlfile.Mapping((), 1, 1)
    if not isinstance(tree, yamlfile.Mapping):
        raise FileProblems((Problem(str(file), 1, 1, "must hold `key: value` lines, such as `heap: {…}`"),))
    from_file = yamlfile.data(tree)
    from_environment = variables(Settings)
    try:
        settings = Settings.model_validate(_overlaid(from_file, from_environment))
    except ValidationError as error:
        found = problems(error, Settings, tree, file, from_environment)
        raise FileProblems(tuple(sorted(found, key=lambda problem: (problem.line, problem.column)))) from None
    settings = _beside(settings, file.parent if file else Path())
    return Loaded(settings, file, (*_warnings(settings, file, from_file), *misspelt(os.environ, Settings)))


def secret(value: SecretStr, file: Path | None, what: str) -> SecretStr:
    """The secret itself: the value, else the file's content without its line end, else a systemd credential.

    A relative file that does not exist beside the settings is looked for in $CREDENTIALS_DIRECTORY (systemd).
    """
    if value.get_secret_value() or file is None:
        return value
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    place = Path(credentials) / file.name if credentials and not file.exists() else file
    try:
        content = place.read_text("utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise AdminError(f"{what}: the file {place} cannot be read: {reason}") from None
    if not content:
        raise AdminError(f"{what}: the file {place} is empty; write the password into it and nothing else")
    return SecretStr(content)


def _overlaid(below: Any, above: dict[str, Any]) -> Any:
    if not isinstance(below, dict):
        return above or below
    merged = dict(below)
    for key, value in above.items():
        merged[key] = _overlaid(below.get(key), value) if isinstance(value, dict) else value
    return merged


def _beside(settings: Settings, folder: Path) -> Settings:
    """Relative paths are relative to the settings file."""
    heap = settings.heap.model_copy(update={"login_password_file": _from(folder, settings.heap.login_password_file)})
    people = {
        address: person.model_copy(update={"heap_login_password_file": _from(folder, person.heap_login_password_file)})
        for address, person in settings.team.people.items()
    }
    imap = tuple(
        mailbox.model_copy(update={"password_file": _from(folder, mailbox.password_file),
                                   "ca_file": _from(folder, mailbox.ca_file)})
        for mailbox in settings.imap
    )
    smtp = settings.smtp
    if smtp is not None and smtp.tls is not None:
        tls = smtp.tls.model_copy(update={"certificate": folder / smtp.tls.certificate,
                                          "key": _from(folder, smtp.tls.key)})
        smtp = smtp.model_copy(update={"tls": tls})
    notices = settings.notices and settings.notices.model_copy(
        update={"password_file": _from(folder, settings.notices.password_file)})
    spool = settings.spool
    if spool.startswith("sqlite:///") and not spool.startswith("sqlite:////"):
        spool = f"sqlite:///{folder.resolve() / spool.removeprefix('sqlite:///')}"
    return settings.model_copy(update={
        "heap": heap,
        "imap": imap,
        "notices": notices,
        "smtp": smtp,
        "team": settings.team.model_copy(update={"people": people}),
        "rules": _from(folder, settings.rules),
        "shadow": _from(folder, settings.shadow),
        "spool": spool,
    })


def _from(folder: Path, path: Path | None) -> Path | None:
    return folder / path if path is not None else None


def _warnings(settings: Settings, file: Path | None, written: Any) -> Iterable[str]:
    if file is None or not isinstance(written, dict):
        return
    if _holds_password(written) and stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield f"{file} holds a password and others can read it: chmod 600 it, or use heap.login_password_file"
    if settings.heap.allow_insecure:
        yield "heap.allow_insecure is on: the Heap password travels readable for everybody on the way"
    for mailbox in settings.imap:
        if mailbox.allow_insecure:
            yield f"imap.{mailbox.name}: allow_insecure is on: password and mails travel readable for everybody"
    console = settings.console
    if console is not None and not _is_loopback(console.listen) and not console.public_url.startswith("https:"):
        yield ("console.listen is open to other machines and console.public_url is not https: passwords and mails "
               "travel readable; put a proxy with TLS in front")


def _is_loopback(listen: str) -> bool:
    host = listen.rpartition(":")[0].strip("[]")
    return host == "localhost" or host.startswith("127.") or host == "::1"


def _holds_password(written: Any) -> bool:
    """Whether a key that ends in `password` stands anywhere in the file."""
    if isinstance(written, list):
        return any(_holds_password(value) for value in written)
    return isinstance(written, dict) and any(
        _holds_password(value) if isinstance(value, dict | list) else bool(value) and key.endswith("password")
        for key, value in written.items()
    )
