"""The entry of a person's menu that starts the program installed for that person."""

from __future__ import annotations

from pathlib import Path

from qi_desk import paths, wording
from qi_desk.durable_files import file_errors, lasting_folder, write_atomic

_FILE = "qi-desk.desktop"
_ICON = "qi-desk.svg"


def enter(launcher: Path, menu: Path | None = None) -> Path:
    """Write the entry; where it is. Raises StoreError kinds."""
    folder = menu or Path.home() / ".local" / "share" / "applications"
    lasting_folder(folder)
    # The specification's quoting: within double quotes these four are escaped.
    quoted = str(launcher)
    for sign in ("\\", '"', "`", "$"):
        quoted = quoted.replace(sign, f"\\{sign}")
    name = wording.label("product.name")
    icon = launcher.with_name(_ICON)
    with file_errors():
        picture = (paths.resources() / "icons" / _ICON).read_bytes()
    write_atomic(icon, picture, 0o644)
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        f"Name={name}",
        f'Exec="{quoted}" open %f',
        f"Icon={icon}",
        "Terminal=false",
        "Categories=Office;",
        "MimeType=application/x-qi-desk-parcel;",
        "StartupNotify=true",
        "StartupWMClass=qi-desk",
        "",
    )
    write_atomic(folder / _FILE, "\n".join(lines).encode(), 0o644)
    return folder / _FILE
