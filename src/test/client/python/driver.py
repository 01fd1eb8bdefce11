"""Runs one call of the Python client, for ClientsIT and WorkersIT: what it prints is the same in each language."""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path
from typing import Any, Callable

from meanwhile import Client, DigestMismatch, Failure, FileSource, Lease, Problem, Retry, SignatureRefused, Webhook, Worker

RETRY = Retry(patience=30, first=0.1, longest=1)


def submit(client: Client, how: str, request: str, file: str = "") -> None:
    members = json.loads(request)
    source = FileSource(file, media_type="text/plain") if file else None
    print(client.submit(members.pop("operation"), members.pop("input", None), file=source, put=how == "put", **members).uri)


def wait(client: Client, uri: str, seconds: str = "60") -> None:
    print(client.job(uri).wait(float(seconds)).or_raise().status)


def status(client: Client, uri: str) -> None:
    print(client.job(uri).status().status)


def cancel(client: Client, uri: str) -> None:
    print(client.job(uri).cancel().status)


def download(client: Client, uri: str, path: str) -> None:
    client.job(uri).download(path)


def events(client: Client, uri: str) -> None:
    for event in client.job(uri).events(log=True):
        print("log " + event.data["text"] if event.kind == "log" else "status " + event.data["status"])


def verify(client: Client, secret: str, headers: str, body: str) -> None:
    print(Webhook(secret).verify(json.loads(headers), Path(body).read_bytes())["subject"])


def work(client: Client, name: str, ledger: str) -> None:
    """Each run of a step adds a line to the ledger, so that tests see what was done, and by whom."""

    def tell(lease: Lease, what: object) -> None:
        with open(ledger, "a") as file:
            file.write(f"{name} {lease.labels.get('test')} {what}\n")

    def shout(lease: Lease) -> None:
        tell(lease, "shout")
        text = lease.file().read().decode()
        lease.output(text.upper().encode(), media_type="text/plain", name="loud ü.txt")

    def copy(lease: Lease) -> None:
        tell(lease, "copy")
        part = Path(f"{ledger}.{name}.{lease.labels.get('test')}")
        with part.open("wb") as file, lease.file() as source:
            while piece := source.read(1 << 16):
                file.write(piece)
        lease.output(part, name="copy")

    def steps(lease: Lease) -> None:
        done, total = int(lease.checkpoint or b"0"), lease.input["steps"]
        while done < total:
            lease.check()
            tell(lease, done)
            lease.log(f"step {done}")
            lease.wait(lease.input.get("seconds", 0))
            done += 1
            lease.save(str(done).encode())
            lease.progress(done, total, "steps")
        with lease.writer(media_type="text/plain") as out:
            for step in range(total):
                out.write(f"{step}\n".encode())

    def break_down(lease: Lease) -> None:
        tell(lease, "break")
        lease.save(bytes(lease.input.get("checkpointBytes", 0)))
        raise Failure(lease.input["code"], "as the input says", retry=lease.attempt < lease.input.get("failures", 1))

    def idle(lease: Lease) -> None:
        tell(lease, "begin")
        over = lease.wait(60)
        tell(lease, "over" if over else "idle")
        lease.check()

    handlers: dict[str, Callable[[Lease], Any]] = {
        "shout": shout, "copy": copy, "steps": steps, "break": break_down, "idle": idle
    }  # fmt: skip
    worker = Worker(client, handlers, name=name, slots=2, hold=5, grace=1)
    print("ready", flush=True)
    worker.run()


def main(base: str, command: str, *arguments: str) -> int:
    client = Client(base, token=os.environ.get("TOKEN"), retry=RETRY)
    try:
        globals()[command](client, *arguments)
        return 0
    except Problem as e:
        print("problem", e.kind, e.status)
    except TimeoutError:
        print("timeout")
    except DigestMismatch:
        print("digest")
    except SignatureRefused:
        print("refused")
    return 3


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    sys.exit(main(*sys.argv[1:]))
