"""The program as a process of its own, forked from one that has imported it: it starts in a hundredth of a second."""

import json
import os
import select
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from conftest import ROOT

SOURCE = Path(__file__).with_name("forking.py")


@dataclass
class Process:
    """One that runs; it is killed if it does not end in time."""

    server: "Server"
    pid: int

    def wait(self, seconds=60):
        """Its exit status, negative where a signal ended it, as subprocess has it."""
        answers = self.server.running.stdout
        if not select.select([answers], [], [], seconds)[0]:
            os.kill(self.pid, signal.SIGKILL)
            answers.readline()
            raise TimeoutError(f"still running after {seconds} seconds")
        return os.waitstatus_to_exitcode(int(answers.readline()))


class Server:
    """The process that has imported the program and forks."""

    def __init__(self):
        environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
        line = [sys.executable, str(SOURCE)]
        self.running = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, env=environment)

    def start(self, *arguments, folder, stdin=os.devnull, stdout, stderr, environment=None):
        """The command line in a folder and a session of its own, between three files or terminals."""
        asked = {
            "arguments": [os.fsdecode(each) for each in arguments],
            "folder": str(folder),
            "files": [str(stdin), str(stdout), str(stderr)],
            "environment": dict(os.environ) if environment is None else environment,
        }
        self.running.stdin.write(json.dumps(asked).encode() + b"\n")
        return Process(self, int(self.running.stdout.readline()))

    def run(self, *arguments, folder, rooms):
        """Exit status, stdout and stderr of a command line that reads nothing and ends by itself."""
        out, err = rooms / "stdout", rooms / "stderr"
        status = self.start(*arguments, folder=folder, stdout=out, stderr=err).wait()
        return status, out.read_bytes(), err.read_bytes()

    def stop(self):
        """Let it end."""
        self.running.stdin.close()
        self.running.wait(60)
        self.running.stdout.close()
