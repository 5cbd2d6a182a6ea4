"""Makes a copied Debian standard library behave as an installation of its own.

Debian's `sysconfig` installs into `/usr/local/.../dist-packages`, and its `site` reads packages from there;
a Python in the tool cache installs into, and reads from, its own `site-packages`.
The one argument is the copied library's folder (`<home>/lib/python3.13`).
"""

import pathlib
import re
import sys

library = pathlib.Path(sys.argv[1])


def rewrite(name: str, *changes: tuple[str, str]) -> None:
    """Applies each (pattern, replacement) to a file, and stops when one has nothing to change."""
    path = library / name
    text = path.read_text()
    for pattern, replacement in changes:
        text, count = re.subn(pattern, replacement, text)
        if count == 0:
            sys.exit(f"{path}: nothing matches {pattern!r}")
    path.write_text(text)


def rename_packages_folder(program: pathlib.Path) -> None:
    """Renames the folder in the copy of `site` that is frozen into the program: same length, other name."""
    image = program.read_bytes()
    if b"dist-packages" not in image:
        sys.exit(f"{program}: holds no `dist-packages` to rename")
    program.write_bytes(image.replace(b"dist-packages", b"site-packages"))


home = str(library.parent.parent)
name = library.name
in_virtual_environment = r'sys\.base_prefix != sys\.prefix or hasattr\(sys, "real_prefix"\)'

rename_packages_folder(pathlib.Path(home, "bin", name))
rewrite("site.py", ("dist-packages", "site-packages"))
rewrite("sysconfig/__init__.py", (f"if {in_virtual_environment}:", "if True:"))
rewrite("ensurepip/__init__.py", (r"if hasattr\(sys, 'real_prefix'\):\n        return", "return"))
for data in library.glob("_sysconfigdata__linux_*.py"):
    rewrite(
        data.name,
        ("'/usr'", f"'{home}'"),
        (f"/usr/lib/{name}(?!/config)", str(library)),
        (f"/usr/include/{name}", f"{home}/include/{name}"),
    )
(library / "_distutils_system_mod.py").unlink(missing_ok=True)
