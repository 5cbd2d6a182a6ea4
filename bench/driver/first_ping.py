"""Starts a container of a Redis image and ends at its first answer to PING: the floor of a job with that service.

Removing the container is left to `remove` below, which the measured time does not wait for.
"""

import socket
import subprocess
import sys
import time


def address(container: str) -> str:
    words = ["docker", "inspect", "--format", "{{.NetworkSettings.IPAddress}}", container]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


def answers(host: str) -> bool:
    try:
        with socket.create_connection((host, 6379), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def remove(container: str) -> None:
    subprocess.Popen(["docker", "rm", "-fv", container], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main(image: str, label: str) -> None:
    words = ["docker", "run", "-d", "--label", label, image]
    container = subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
    host = address(container)
    deadline = time.monotonic() + 60
    while not answers(host):
        if time.monotonic() > deadline:
            sys.exit("redis did not answer within 60 s")
        time.sleep(0.002)
    remove(container)


main(*sys.argv[1:])
