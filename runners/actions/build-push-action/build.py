"""Builds an image with the inputs of docker/build-push-action, by the docker command."""

import json
import os
import re
import subprocess
import sys
import tempfile

import base

INPUTS = json.loads(os.environ["INPUTS"])
HONOURED = {
    "add-hosts", "build-args", "build-contexts", "context", "file", "github-token", "labels", "load", "network",
    "no-cache", "no-cache-filters", "pull", "push", "secrets", "secret-envs", "secret-files", "shm-size", "tags", "target",
}


# A field in quotes to its end; `""` in it is one quote. Other quotes belong to the text.
QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=,|\r?\n|\Z)')
PLAIN = re.compile(r"[^,\r\n]*")


def rows(text):
    """The fields of each line, as the original's reader of separated values takes them."""
    found, row, place = [], [], 0
    while place <= len(text):
        quoted = QUOTED.match(text, place)
        field = quoted or PLAIN.match(text, place)
        row.append(quoted[1].replace('""', '"') if quoted else field[0])
        place = field.end()
        if text[place : place + 1] != ",":
            found, row = [*found, row], []
            place += text[place : place + 1] == "\r"
        place += 1
    return found


def lines(name, keeps_commas=True):
    """The values of an input, one a line, or between commas, too."""
    parts = [part for row in rows(INPUTS.get(name) or "") for part in ([",".join(row)] if keeps_commas else ",".join(row).split(","))]
    return [part.strip() for part in parts if part.strip()]


def arguments(folder):
    """The command, and variables for its environment; secrets stand in files of `folder`."""
    command = ["docker", "buildx", "build", "--progress", "plain", "--metadata-file", f"{folder}/metadata.json"]
    many = {
        "add-hosts": "--add-host", "build-args": "--build-arg", "build-contexts": "--build-context",
        "labels": "--label", "no-cache-filters": "--no-cache-filter",
    }
    for name, option in many.items():
        for value in lines(name, keeps_commas=name not in ("add-hosts", "no-cache-filters")):
            command += [option, value]
    for tag in lines("tags", keeps_commas=False):
        command += ["--tag", tag]
    for name in ("file", "network", "shm-size", "target"):
        if INPUTS.get(name):
            command += [f"--{name}", INPUTS[name]]
    for name in ("no-cache", "pull", "push"):
        if INPUTS.get(name) == "true":
            command.append(f"--{name}")
    for number, secret in enumerate(lines("secrets")):
        name, _, value = secret.partition("=")
        path = f"{folder}/secret-{number}"
        with open(path, "w", encoding="utf-8") as file:
            file.write(value)
        command += ["--secret", f"id={name},src={path}"]
    for secret in lines("secret-envs", keeps_commas=False):
        name, _, variable = secret.partition("=")
        command += ["--secret", f"id={name},env={variable}"]
    for secret in lines("secret-files"):
        name, _, path = secret.partition("=")
        command += ["--secret", f"id={name},src={path}"]
    context = INPUTS.get("context") or "."
    dockerfile = INPUTS.get("file") or os.path.join(context, "Dockerfile")
    for image in base.missing(dockerfile) if os.path.isfile(dockerfile) else []:
        root = base.stand_in(image, folder)
        if root:
            command += ["--build-context", f"{image}={root}"]
    return command + [context]


def put(name, value):
    """Sets an output."""
    with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as file:
        file.write(f"{name}<<end-of-output\n{value}\nend-of-output\n")


def main():
    for name, value in INPUTS.items():
        if value and value != "false" and name not in HONOURED:
            print(f"::notice::the local substitute for docker/build-push-action does not honour `{name}`", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        status = subprocess.run(arguments(folder), check=False).returncode
        if status != 0:
            print(f"::error::buildx failed with: exit status {status}")
            sys.exit(1)
        with open(f"{folder}/metadata.json", encoding="utf-8") as file:
            metadata = json.load(file)
    put("imageid", metadata.get("containerimage.config.digest", metadata.get("containerimage.digest", "")))
    put("digest", metadata.get("containerimage.digest", ""))
    put("metadata", json.dumps(metadata))


main()
