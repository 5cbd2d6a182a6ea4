"""Makes a copied Debian standard library behave as an installation of its own.

Debian's `site` and `sysconfig` install into `/usr/local/.../dist-packages`, and read packages from
`dist-packages`; a Python in the tool cache installs into, and reads from, its own `site-packages`.
The one argument is the copied library's folder.
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


home = str(library.parent.parent)
name = library.name
in_virtual_environment = r'sys\.base_prefix != sys\.prefix or hasattr\(sys, "real_prefix"\)'

rewrite("site.py", (f"is_virtual_environment = {in_virtual_environment}", "is_virtual_environment = True"))
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
