"""python paused.py SCRIPT: runs a script that serves requests, and stops its process whenever it has answered.

A pool of threads that waits by spinning would otherwise take the processor from whatever is measured meanwhile.
"""

import os
import signal
import subprocess
import sys


def main():
    child = subprocess.Popen(
        [sys.executable, *sys.argv[1:]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, preexec_fn=os.setpgrp)
    try:
        answer = child.stdout.readline()  # which PyTorch it is
        while answer:
            os.killpg(child.pid, signal.SIGSTOP)
            sys.stdout.buffer.write(answer)
            sys.stdout.buffer.flush()
            request = sys.stdin.buffer.readline()
            if not request:
                break
            os.killpg(child.pid, signal.SIGCONT)
            child.stdin.write(request)
            child.stdin.flush()
            answer = child.stdout.readline()
    except KeyboardInterrupt:
        pass
    finally:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


if __name__ == "__main__":
    main()
