"""Makes a base image of the job's own files where no registry gives one: `python` from the runner's tool cache."""

import os
import re
import shutil
import subprocess

# What the tool cache's Python, a shell and the usual commands need.
PACKAGES = """
    base-files bash ca-certificates coreutils dash findutils grep libacl1 libattr1 libbz2-1.0 libc-bin libc6 libcap2
    libexpat1 libffi8 libgcc-s1 libgmp10 liblzma5 libncursesw6 libpcre2-8-0 libreadline8t64 libselinux1 libsqlite3-0
    libssl3t64 libstdc++6 libtinfo6 libuuid1 libzstd1 media-types netbase openssl sed tzdata zlib1g
""".split()
PYTHON = re.compile(r"^python:(\d+(?:\.\d+)*)(?:-[a-z0-9.-]+)?$")


def missing(dockerfile):
    """The images that a Dockerfile begins with and that neither the engine nor a registry has."""
    stages, images = set(), []
    with open(dockerfile, encoding="utf-8") as file:
        for line in file:
            words = [word for word in line.split() if not word.startswith("--")]
            if len(words) < 2 or words[0].upper() != "FROM":
                continue
            if words[1] not in stages and words[1] != "scratch" and "$" not in words[1]:
                images.append(words[1])
            if len(words) == 4:
                stages.add(words[3])
    return [image for image in dict.fromkeys(images) if not is_there(image)]


def is_there(image):
    """Whether the engine has an image, or gets it."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
    return any(
        subprocess.run(["docker", *words, image], **quiet).returncode == 0
        for words in (["image", "inspect"], ["pull", "--quiet"])
    )


def tool(version):
    """The folder of the tool cache's newest Python of a version such as `3.13`; nothing without one."""
    cache = os.environ.get("RUNNER_TOOL_CACHE", "/opt/hostedtoolcache") + "/Python"
    wanted = version.split(".")
    found = [name for name in (os.listdir(cache) if os.path.isdir(cache) else []) if name.split(".")[: len(wanted)] == wanted]
    found.sort(key=lambda name: [int(part) if part.isdigit() else 0 for part in name.split(".")])
    folder = f"{cache}/{found[-1]}" if found else ""
    places = [f"{folder}/{name}" for name in os.listdir(folder) if os.path.isdir(f"{folder}/{name}")] if found else []
    return places[0] if places else None


def stand_in(image, folder):
    """A folder that stands for an image, made below `folder`; nothing when there is none for it."""
    match = PYTHON.match(image)
    python = tool(match[1]) if match else None
    if not python:
        return None
    root = f"{folder}/base"
    os.makedirs(root)
    listed = subprocess.run(["dpkg-query", "--listfiles", *PACKAGES], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    names = [name for name in dict.fromkeys(listed.stdout.split(b"\n")) if name not in (b"/.", b"") and is_readable(name)]
    pack = ["tar", "--create", "--directory", "/", "--no-recursion", "--null", "--files-from", "-"]
    packed = subprocess.run(pack, input=b"\0".join(b"." + name for name in names), stdout=subprocess.PIPE, check=True)
    subprocess.run(["tar", "--extract", "--no-same-owner", "--directory", root], input=packed.stdout, check=True)
    shutil.copytree(python, f"{root}/usr/local", symlinks=True, dirs_exist_ok=True)
    finish(root)
    print(f"::notice::no registry gives `{image}`: the Python of the runner's tool cache stands for it", flush=True)
    return root


def is_readable(name):
    """Whether a file of a package is there and can be copied."""
    return os.path.islink(name) or os.access(name, os.R_OK)


def finish(root):
    """What no package lists: users, certificate authorities, and the ways to them."""
    files = {
        "etc/passwd": "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
        "etc/group": "root:x:0:\nnogroup:x:65534:\n",
        "etc/pip.conf": "[global]\ncert = /etc/ssl/certs/ca-certificates.crt\nroot-user-action = ignore\n"
        "retries = 10\ntimeout = 60\n",
        "usr/local/bin/pip": '#!/bin/sh\nexec /usr/local/bin/python3 -m pip "$@"\n',
    }
    for name, text in files.items():
        path = f"{root}/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if os.path.lexists(path):
            os.unlink(path)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    os.chmod(f"{root}/usr/local/bin/pip", 0o755)
    for name in ("tmp", "root", "run", "var/tmp"):
        os.makedirs(f"{root}/{name}", exist_ok=True)
    os.chmod(f"{root}/tmp", 0o1777)
    authorities = os.environ.get("SSL_CERT_FILE") or "/etc/ssl/certs/ca-certificates.crt"
    os.makedirs(f"{root}/etc/ssl/certs", exist_ok=True)
    shutil.copyfile(authorities, f"{root}/etc/ssl/certs/ca-certificates.crt")
    link = f"{root}/usr/lib/ssl/cert.pem"
    os.makedirs(os.path.dirname(link), exist_ok=True)
    if os.path.lexists(link):
        os.unlink(link)
    os.symlink("/etc/ssl/certs/ca-certificates.crt", link)
