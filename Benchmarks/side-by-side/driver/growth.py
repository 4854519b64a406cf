"""Whether work grows with the length of a request and with the number of rules, or with their product
or a square: each case is counted at half its size and at its full size, and asked only a few times."""

from string import ascii_lowercase as LETTERS

from .configuration import PARAMETERS, POOL
from .subjects import Subject

RULES = 1000
# A record of FastCGI takes no more than 65,535 bytes.
FIELD_BYTES = 48_000
PATH_BYTES = 8_000
# Twice the size, and a little for tables that no longer fit the same power of two; a square takes four
# times as much.
MOST = 2.3
SHORT, LONG = 2, 12


def cases(component):
    """Pairs of subjects: the half, and the whole."""
    for name, rule, parameters in (
        ("path rules", path_rule, long_path),
        ("cookie rules", cookie_rule, long_cookies),
        ("two cookies in turns", two_cookies_rule, long_cookies),
        ("two header fields in turns", two_fields_rule, long_fields),
        ("language rules", language_rule, long_languages),
        ("client host rules", client_host_rule, long_client_host),
        ("X-Forwarded-For", None, long_forwarded_for),
        ("Forwarded", None, long_forwarded),
        ("markers", None, many_markers),
    ):
        yield name, [subject(component, name, rule, parameters, size) for size in (0.5, 1)]


def subject(component, name, rule, parameters, size):
    rules = [rule(number) for number in range(round(RULES * size))] if rule else []
    head, _, tail = POOL.partition("      rules:\n")
    default = "      default: " + tail.partition("      default: ")[2]
    # No rule matches, so that every one is looked at; America's own Site then answers.
    default = default.replace("europe", "americas")
    lines = [f"        - {{ group: europe.app.com, when: {{ {text} }} }}\n" for text in rules]
    text = ("trusted_proxies: [127.0.0.0/8]\n" + head
            + ("      rules:\n" if lines else "") + "".join(lines) + default)
    file = component.write(f"{name.replace(' ', '-')}-{size}", text)
    result = Subject(name, "", lambda _: component.command(file, workers=1))
    result.parameters = {**PARAMETERS, "REMOTE_ADDR": "127.0.0.1", **parameters(size)}
    # The generator keeps only the beginning of an answer, where the Location stands.
    result.expected = ["Location: http://boston.app.com/"]
    return result


def path_rule(number):
    return f"path: /b{number}/"


def cookie_rule(number):
    return f"cookie: {{ c{number}: x }}"


def two_cookies_rule(number):
    return f"cookie: {{ c{number % 2}: x{number} }}"


def two_fields_rule(number):
    return f"header: {{ X-Field-{number % 2}: x{number} }}"


def language_rule(number):
    first, rest = divmod(number, 26 * 26)
    return f"language: [{LETTERS[first]}{LETTERS[rest // 26]}-{LETTERS[rest % 26]}x]"


def client_host_rule(number):
    return f"client_host: [.x{number}.example]"


def long_path(size):
    # One segment: a search for its slash goes through all of it.
    path = "/" + repeated("a", PATH_BYTES * size)
    return {"REQUEST_URI": path, "SCRIPT_NAME": "/", "DOCUMENT_URI": "/"}


def long_cookies(size):
    return {"HTTP_COOKIE": repeated("d0=12345; ", FIELD_BYTES * size) + "c0=y; c1=y"}


def long_fields(size):
    field = repeated("y", FIELD_BYTES * size / 2)
    return {"HTTP_X_FIELD_0": field, "HTTP_X_FIELD_1": field}


def long_languages(size):
    return {"HTTP_ACCEPT_LANGUAGE": repeated("aa,", FIELD_BYTES * size) + "aa"}


def long_client_host(size):
    return {"REMOTE_HOST": repeated("y", FIELD_BYTES * size)}


def long_forwarded_for(size):
    return {"HTTP_X_FORWARDED_FOR": repeated("127.0.0.1, ", FIELD_BYTES * size) + "127.0.0.1"}


def long_forwarded(size):
    return {"HTTP_FORWARDED": repeated("for=127.0.0.1;by=x, ", FIELD_BYTES * size) + "for=x"}


def many_markers(size):
    return {"REQUEST_URI": "/a" + repeated("/Distrib=17", FIELD_BYTES * size / 2)}


def repeated(text, count):
    """The text again and again, up to about so many bytes."""
    return text * round(count / len(text))
