"""What Windows shows under Properties, Details of the executables, in the form PyInstaller reads."""

from __future__ import annotations

import re

TITLE = "质量基础设施服务窗口"
_CHINESE, _UNICODE = 0x0804, 1200


def numbers(version: str) -> tuple[int, int, int, int]:
    """The four numbers Windows compares: of "0.2.0" (0, 2, 0, 0), of a "0.2.0rc1" the same. Raises ValueError for what
    does not begin with three numbers."""
    found = re.match(r"(\d+)\.(\d+)\.(\d+)(?!\d)", version)
    if found is None:
        raise ValueError(f"no version: {version}")
    major, minor, patch = map(int, found.groups())
    return major, minor, patch, 0


def text(version: str, program: str) -> str:
    """The resource of the executable `program`, as the Python expression that PyInstaller evaluates."""
    quad = numbers(version)
    words = {
        "CompanyName": "qi-desk",
        "FileDescription": TITLE,
        "FileVersion": version,
        "InternalName": program,
        "LegalCopyright": "Apache-2.0",
        "OriginalFilename": f"{program}.exe",
        "ProductName": TITLE,
        "ProductVersion": version,
    }
    told = ", ".join(f"StringStruct({name!r}, {word!r})" for name, word in words.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={quad}, prodvers={quad}, mask=0x3F, flags=0, OS=0x40004, "
        f"fileType=1, subtype=0, date=(0, 0)), kids=[StringFileInfo([StringTable('{_CHINESE:04x}{_UNICODE:04x}', "
        f"[{told}])]), VarFileInfo([VarStruct('Translation', [{_CHINESE}, {_UNICODE}])])])\n"
    )
