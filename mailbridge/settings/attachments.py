"""Settings of what is done with which attachment. What they are is `attachments`'s knowledge."""

from __future__ import annotations

from pydantic import Field

from mailbridge.attachments import USUAL, Act
from mailbridge.settings.section import Section


class AttachmentSettings(Section):
    """Which attachments records name. keep; strip: only told as left out; park: the mail goes to review; refuse: it is
    skipped."""

    programs: Act = Field(USUAL.programs, description="Programs, scripts, shortcuts, images of disks; also those that "
                                                      "are called otherwise.")
    disguised: Act = Field(USUAL.disguised, description="Programs that call themselves a document: invoice.pdf.exe.")
    macros: Act = Field(USUAL.macros, description="Office documents with macros: docm, xlsm and the like.")
    archives: Act = Field(USUAL.archives, description="zip, rar, 7z and the like. They are never opened.")
    max_bytes: int = Field(USUAL.max_bytes, ge=0, description="Larger ones are `large`. 0: no limit.")
    large: Act = Field(USUAL.large, description="Attachments above max_bytes.")
    most: int = Field(USUAL.most, ge=0, description="Those beyond so many of a mail are `surplus`. 0: no limit.")
    surplus: Act = Field(USUAL.surplus, description="Attachments beyond `most`.")
    names: dict[str, Act] = Field(
        default_factory=dict, description="By name, with * and ?, before all else: `{\"*.iso\": park, price-*.xlsm: "
                                          "keep}`. The first that fits counts.")
    types: dict[str, Act] = Field(
        default_factory=dict, description="By type, after the names: `{video/*: strip}`.")
    logos: bool = Field(USUAL.leaves_out_logos, description="Leave out small images that came before from the same "
                                                            "domain: they belong to a signature.")
