"""What sorts of files can harm whoever opens them, by the ends of their names and by what they say they are. Data."""

from __future__ import annotations

PROGRAMS = frozenset((
    "app", "appimage", "application", "appref-ms", "appx", "apk", "bat", "bin", "chm", "cmd", "com", "command", "cpl",
    "deb", "diagcab", "dll", "dmg", "drv", "elf", "exe", "gadget", "hlp", "hta", "img", "inf", "ins", "ipa",
    "iso", "isp", "jar", "jnlp", "js", "jse", "ksh", "lnk", "mde", "mpkg", "msc", "msi", "msix", "msp", "mst", "ocx",
    "one", "pif", "pkg", "prg", "ps1", "ps1xml", "ps2", "psc1", "psd1", "psm1", "py", "pyc", "pyz", "pyzw", "reg",
    "rpm", "run", "scf", "scr", "sct", "settingcontent-ms", "sh", "shb", "shs", "sys", "url", "vb", "vbe", "vbs", "vhd",
    "vhdx", "webloc", "website", "workflow", "ws", "wsc", "wsf", "wsh", "xbap", "xll",
))
"""Programs, scripts, shortcuts, and images of disks, in which programs come past the mark of the Internet."""

PROGRAM_TYPES = frozenset((
    "application/hta", "application/java-archive", "application/javascript", "application/vnd.android.package-archive",
    "application/vnd.microsoft.portable-executable", "application/x-apple-diskimage", "application/x-dosexec",
    "application/x-executable", "application/x-iso9660-image", "application/x-javascript",
    "application/x-mach-binary", "application/x-ms-application", "application/x-ms-dos-executable",
    "application/x-ms-installer", "application/x-ms-shortcut", "application/x-msdos-program",
    "application/x-msdownload", "application/x-msi", "application/x-sh", "application/x-shellscript",
    "application/x-vbs", "text/javascript", "text/vbscript",
))

MACROS = frozenset((
    "accda", "accde", "accdb", "docm", "dotm", "iqy", "mdb", "potm", "ppam", "ppsm", "pptm", "sldm", "slk", "xlam",
    "xlsb", "xlsm", "xltm",
))
"""Office documents that hold macros or run queries."""

MACRO_TYPE = "macroenabled.12"          # how the types of such documents end

ARCHIVES = frozenset((
    "7z", "ace", "arj", "bz2", "cab", "gz", "gzip", "lha", "lz", "lzh", "lzma", "rar", "tar", "taz", "tbz", "tbz2",
    "tgz", "txz", "uue", "xz", "z", "zip", "zipx", "zst",
))
ARCHIVE_TYPES = frozenset((
    "application/gzip", "application/vnd.rar", "application/x-7z-compressed", "application/x-bzip2",
    "application/x-compressed", "application/x-gzip", "application/x-rar", "application/x-rar-compressed",
    "application/x-tar", "application/x-xz", "application/x-zip-compressed", "application/zip",
))

DOCUMENTS = frozenset((
    "avi", "bmp", "csv", "doc", "docx", "eml", "gif", "htm", "html", "jpeg", "jpg", "mov", "mp3", "mp4", "msg", "odp",
    "ods", "odt", "pages", "pdf", "png", "pps", "ppt", "pptx", "rtf", "svg", "tif", "tiff", "txt", "wav", "webp", "xls",
    "xlsx", "xml", "zip",
))
"""Ends behind which a program hides: "invoice.pdf.exe"."""
