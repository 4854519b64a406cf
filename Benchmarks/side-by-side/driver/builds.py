"""Builds what is measured. What cannot be built is left out, and named."""

import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILT = os.path.join(HERE, ".build")
RELEASE = os.path.abspath(os.path.join(HERE, "..", "..", ".build", "release", "distrib-fcgi"))


class Missing(Exception):
    """Why a subject is left out."""


def compile_c(name, sources, *libraries):
    target = os.path.join(BUILT, name)
    os.makedirs(BUILT, exist_ok=True)
    command = ["cc", "-std=c11", "-D_GNU_SOURCE", "-O2", "-Wall", "-Wextra", "-o", target]
    subprocess.run([*command, *sources, *libraries], check=True)
    return target


def without_debug_information(program):
    """Valgrind cannot read that of newer compilers; the symbols stay."""
    target = os.path.join(BUILT, "distrib-fcgi")
    subprocess.run(["strip", "--strip-debug", "-o", target, program], check=True)
    return target


def load_generator():
    folder = os.path.join(HERE, "load")
    sources = [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".c")]
    return compile_c("fcgi-load", sources)


def subject(name):
    return os.path.join(HERE, "subjects", name)


def c_subject(name):
    return compile_c(name, [subject(f"{name}.c")], "-lfcgi", "-lpthread")


def go_subject():
    if not shutil.which("go"):
        raise Missing("no go (Debian: golang-go)")
    target = os.path.join(BUILT, "redirect-go")
    environment = {**os.environ, "GO111MODULE": "off", "GOFLAGS": "", "GOCACHE": BUILT + "/go"}
    subprocess.run(
        ["go", "build", "-o", target, subject("redirect.go")], check=True, env=environment)
    return target


def flup_interpreter():
    """A Python with flup, which Debian does not have, in an environment of its own."""
    folder = os.path.join(BUILT, "python")
    interpreter = os.path.join(folder, "bin", "python")
    if has_flup(interpreter):
        return interpreter
    shutil.rmtree(folder, ignore_errors=True)
    try:
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([sys.executable, "-m", "venv", folder], **quiet)
        subprocess.run([interpreter, "-m", "pip", "install", "flup==1.0.3"], **quiet)
    except subprocess.CalledProcessError as error:
        raise Missing("flup 1.0.3 could not be installed from PyPI") from error
    return interpreter


def has_flup(interpreter):
    try:
        return subprocess.call([interpreter, "-c", "import flup"], stderr=subprocess.DEVNULL) == 0
    except FileNotFoundError:
        return False


def program(*names, package):
    """The first of the programs that is here."""
    for name in names:
        path = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")
        if path:
            return path
    raise Missing(f"no {names[0]} (Debian: {package})")
