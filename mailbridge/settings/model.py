"""The whole of the settings: every section, and what must fit between them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from mailbridge.settings.alarms import AlarmSettings
from mailbridge.settings.attachments import AttachmentSettings
from mailbridge.settings.authentication import AuthenticationSettings
from mailbridge.settings.canary import CanarySettings
from mailbridge.settings.console import ConsoleSettings
from mailbridge.settings.doors import LmtpSettings, SmtpSettings
from mailbridge.settings.heap import HeapSettings
from mailbridge.settings.hygiene import HygieneSettings
from mailbridge.settings.mailbox import ImapSettings
from mailbridge.settings.notices import NoticeSettings
from mailbridge.settings.redact import RedactSettings
from mailbridge.settings.section import Section
from mailbridge.settings.team import TeamSettings
from mailbridge.settings.values import Zone
from mailbridge.settings.work import KeepSettings, SpoolLimits, WorkSettings


class Settings(Section):
    """All settings. The file's keys and the variables MAILBRIDGE_SECTION__KEY are the same names."""

    heap: HeapSettings = Field(HeapSettings(), description="Where Heap is, and how it is asked.")
    team: TeamSettings = Field(TeamSettings(), description="Who is a colleague. Everybody else is outside.")
    authentication: AuthenticationSettings = Field(
        AuthenticationSettings(), description="How a mail proves that From is true; without, From is believed.")
    smtp: SmtpSettings | None = Field(None, description="The SMTP door; without this section it stays shut.")
    lmtp: LmtpSettings | None = Field(None, description="The LMTP door; without this section it stays shut.")
    imap: tuple[ImapSettings, ...] = Field((), description="Mailboxes that are watched.")
    work: WorkSettings = Field(WorkSettings(), description="How the mails that were kept are worked off.")
    attachments: AttachmentSettings = Field(AttachmentSettings(), description="Which attachments records name.")
    hygiene: HygieneSettings = Field(HygieneSettings(), description="What is cleaned out of a mail's text.")
    redact: RedactSettings = Field(RedactSettings(), description="What is taken out of everything that Heap gets.")
    spool_limits: SpoolLimits = Field(SpoolLimits(), description="When no new mail is taken for now.")
    keep: KeepSettings = Field(KeepSettings(), description="How long settled mails are kept.")
    notices: NoticeSettings | None = Field(None, description="Mails that the bridge itself sends; none without this.")
    alarms: AlarmSettings = Field(AlarmSettings(), description="When something is a trouble, and where it is told.")
    canary: CanarySettings | None = Field(None, description="A mail to itself, to see that all works.")
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

    @model_validator(mode="after")
    def _private_means_proven(self) -> Settings:
        wanted = self.authentication
        if wanted.private and not (wanted.check or wanted.relays or self.team.trusted_server):
            raise ValueError("authentication.private: anybody can write a colleague's address into From; set "
                             "authentication.check to true too, or team.trusted_server")
        return self

    @model_validator(mode="after")
    def _canaries_can_be_sent(self) -> Settings:
        if self.canary is not None and self.canary.to and self.notices is None:
            raise ValueError("canary.to: is sent through notices.smtp; say which mail server that is")
        return self

    def zone(self) -> ZoneInfo:
        """The Heap account's time zone."""
        return ZoneInfo(self.timezone)
