"""Settings of the team: who is a colleague, and whose mail is never kept."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr

from mailbridge.settings.section import Section
from mailbridge.settings.values import Domain, EmailAddress


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
                        "mail has a colleague's rights only when that server says dmarc=pass; others go to review. It "
                        "counts in mail that your servers hand over (smtp.trusted, lmtp.trusted, a pipe) and in "
                        "mailboxes and files.")
    never_log: tuple[Domain | EmailAddress, ...] = Field(
        (), description="Addresses and domains of which nothing may be kept: their mail is skipped and forgotten.")
    most_contacts: int = Field(
        1, ge=0, le=50, description="So many outside people of one mail are looked up and named in its record; 0: all.")
