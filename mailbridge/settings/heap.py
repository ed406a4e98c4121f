"""Settings of Heap: where it is, how it is asked, and what is believed of its answers."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator

from mailbridge.records import CONTACT_KINDS
from mailbridge.settings.section import Section
from mailbridge.settings.values import ContactKind, Domain


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
