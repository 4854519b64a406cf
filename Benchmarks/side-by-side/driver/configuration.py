"""What the component is configured with, and the requests that it is asked."""

import base64
import hmac
import os
import subprocess
import time

# As nginx sends it with Debian's fastcgi.conf: its variables, then the fields of a browser.
PARAMETERS = {
    "SCRIPT_FILENAME": "/var/www/html/cart/item/7",
    "QUERY_STRING": "id=7&color=blue",
    "REQUEST_METHOD": "GET",
    "CONTENT_TYPE": "",
    "CONTENT_LENGTH": "",
    "SCRIPT_NAME": "/cart/item/7",
    "REQUEST_URI": "/cart/item%2F7?id=7&color=blue",
    "DOCUMENT_URI": "/cart/item/7",
    "DOCUMENT_ROOT": "/var/www/html",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "REQUEST_SCHEME": "http",
    "GATEWAY_INTERFACE": "CGI/1.1",
    "SERVER_SOFTWARE": "nginx/1.22.1",
    "REMOTE_ADDR": "192.0.2.117",
    "REMOTE_PORT": "51712",
    "REMOTE_USER": "",
    "SERVER_ADDR": "192.0.2.10",
    "SERVER_PORT": "80",
    "SERVER_NAME": "app.com",
    "REDIRECT_STATUS": "200",
    "GEOIP_COUNTRY_CODE": "US",
    "HTTP_HOST": "app.com",
    "HTTP_CONNECTION": "keep-alive",
    "HTTP_SEC_CH_UA": '"Chromium";v="120", "Not_A Brand";v="24"',
    "HTTP_SEC_CH_UA_MOBILE": "?0",
    "HTTP_SEC_CH_UA_PLATFORM": '"Linux"',
    "HTTP_UPGRADE_INSECURE_REQUESTS": "1",
    "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Safari/537.36",
    "HTTP_ACCEPT": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,"
    "image/apng,*/*;q=0.8",
    "HTTP_SEC_FETCH_SITE": "none",
    "HTTP_SEC_FETCH_MODE": "navigate",
    "HTTP_SEC_FETCH_USER": "?1",
    "HTTP_SEC_FETCH_DEST": "document",
    "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
    "HTTP_ACCEPT_LANGUAGE": "en-US,en;q=0.9",
    "HTTP_COOKIE": "_ga=GA1.1.1803241; consent=all; theme=dark; shop=c2hvcHBpbmc",
}

# Three Groups that overlap, a remembered Group, rules by country and cookie of which only the last
# matches. A marker lasts as long as a run.
POOL = """\
pools:
  - pool: app.com
    sites:
      - site: boston.app.com
      - site: chicago.app.com
      - site: denver.app.com
      - site: geneva.app.com
      - site: tokyo.app.com
    groups:
      - group: americas.app.com
        sites: [boston.app.com, chicago.app.com, denver.app.com]
      - group: europe.app.com
        sites: [geneva.app.com, chicago.app.com]
      - group: asia.app.com
        sites: [tokyo.app.com, denver.app.com]
    proper_group:
      remember: { cookie: DistribGroup, domain: app.com, max_age: 30d }
      rules:
        - group: europe.app.com
          when: { country: [CH, DE, FR, IT, AT] }
        - group: asia.app.com
          when: { country: [JP, KR, SG] }
        - group: europe.app.com
          when: { cookie: { region: [eu, "eu-*"] } }
        - group: asia.app.com
          when: { cookie: { region: [asia, "asia-*"] } }
        - group: americas.app.com
          when: { country: [US, CA, MX] }
      default: europe.app.com
"""


# A door that never runs out, asked by requests of class normal after two others have not matched.
ADMISSION = """\
    admission:
      sessions: { rate: 1000000/s, burst: 1000000, ramp: 1s }
      classes:
        - { class: staff, when: { client: [10.0.0.0/8, "2001:db8::/32"] }, always: true }
        - { class: customer, when: { cookie: { tier: [gold, "gold-*"] } }, thresholds: 1.2, share: 30% }
"""
# The same for a customer who shows a signed indicator.
INDICATED = ADMISSION.replace('cookie: { tier: [gold, "gold-*"] }', "indicator: customer") + """\
      indicator: { cookie: DistribClass, domain: app.com }
"""


class Case:
    """A request of one row of the decision table, and what its answer must hold."""

    def __init__(self, row, host, target, expected, busy=False):
        self.row = row
        self.parameters = {**PARAMETERS, "HTTP_HOST": host, "REQUEST_URI": target}
        self.expected = expected
        self.busy = busy


TARGET = PARAMETERS["REQUEST_URI"]
PATH = TARGET.partition("?")[0]
ANY_REDIRECT = ["Status: 302", "Location: http://boston.app.com/cart"]


class Component:
    """The program, with configuration files and keys in a directory."""

    def __init__(self, program, directory):
        self.program = program
        self.directory = directory
        self.drain = os.path.join(directory, "drain")
        self.key = os.path.join(directory, "k1.key")
        open(self.drain, "w", encoding="utf-8").close()
        subprocess.run([program, "key", self.key], check=True, stdout=subprocess.DEVNULL)
        self.files = {(signed, busy): self._file(signed, busy)
                      for signed in (False, True) for busy in (False, True)}

    def _file(self, signed, busy):
        keys = f"[{{ id: k1, file: {self.key} }}]" if signed else "[]"
        path = self.drain if busy else self.drain + "-never"
        words = ("signed" if signed else "unsigned", "busy" if busy else "free")
        return self.write(
            "-".join(words),
            f"{POOL}    marker: {{ ttl: 12h, keys: {keys} }}\n"
            f"    busy: {{ any: [{{ file: {{ path: {path} }} }}] }}\n",
        )

    def door(self, indicated):
        """The case of row 3a through a door with three classes, and its file."""
        key = f"[{{ id: k1, file: {self.key} }}]" if indicated else "[]"
        file = self.write(
            "indicated" if indicated else "door",
            f"{POOL}    marker: {{ ttl: 12h, keys: {key} }}\n"
            f"    busy: {{ any: [{{ file: {{ path: {self.drain}-never }} }}] }}\n"
            + (INDICATED if indicated else ADMISSION))
        case = self.case("3a", signed=indicated)
        named = "customer" if indicated else "normal"
        case.expected = [*case.expected, f"class={named}"]
        if indicated:
            cookie = subprocess.run(
                [self.program, "indicator", "--config", file, "--class", "customer"], check=True,
                capture_output=True, text=True).stdout.strip()
            case.parameters["HTTP_COOKIE"] += "; " + cookie
        return case, file

    def line(self):
        """The case of row 3g, and its file: the door stays closed, and places are good for hours."""
        key = f"[{{ id: k1, file: {self.key} }}]"
        file = self.write(
            "line",
            f"{POOL}    marker: {{ ttl: 12h, keys: {key} }}\n"
            "    admission: { sessions: { rate: 1/h, burst: 1 } }\n"
            "    waiting: { keep: 4h }\n")
        now = int(time.time() * 1000)
        place = f"~normal+{now}+{now}+0000002a+w"
        target = f"{PATH}/Distrib={place}.k1.{self._signature(place)}?{TARGET.partition('?')[2]}"
        return Case("3g", "boston.app.com", target, ["Status: 503", "waiting", "Refresh: "]), file

    def _signature(self, marker):
        """HMAC-SHA-256 over purpose, Pool Name and marker, of which 16 bytes count."""
        text = self.read(self.key).strip()
        key = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        digest = hmac.digest(key, f"v2|app.com|{marker}".encode(), "sha256")
        return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")

    def write(self, name, text):
        path = os.path.join(self.directory, f"{name}.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    @staticmethod
    def read(path):
        with open(path, encoding="utf-8") as file:
            return file.read()

    def command(self, file, *sites, workers=2):
        """With as many workers as it starts by itself, where `workers` is None."""
        chosen = [word for site in sites or ["boston.app.com"] for word in ("--site", site)]
        count = [] if workers is None else ["--workers", str(workers)]
        return [self.program, "--config", file, *count, *chosen]

    def case(self, row, signed):
        boston = "Location: http://boston.app.com/cart/item%2F7/Distrib="
        if row == "1a":
            return Case(row, "app.com", TARGET, ["Status: 302", boston, "lockdown"])
        if row == "2a":
            group = f"Location: http://americas.app.com{TARGET}"
            return Case(row, "boston.app.com", TARGET, ["Status: 302", group, "redistribution"])
        if row == "3a":
            target = self._redirected("boston", f"app.com{TARGET}", signed)
            clean = f"X-Distrib-URI: {TARGET}"
            return Case(row, "boston.app.com", target, ["Status: 200", clean, "start"])
        if row == "3e":
            fresh = self._redirected("denver", f"app.com{TARGET}", signed)
            trip = self._redirected("denver", f"denver.app.com{fresh}", signed, "--busy")
            chicago = ("Location: http://chicago.app.com/cart/item%2F7/"
                       "Distrib=denver.app.com+boston.app.com+chicago")
            return Case(
                row, "boston.app.com", trip, ["Status: 302", chicago, "overflow-on"], busy=True)
        raise ValueError(row)

    def _redirected(self, site, url, signed, *options):
        """The target that a Site redirects to, as `explain` says."""
        command = [self.program, "explain", "--config", self.files[signed, False],
                   "--site", f"{site}.app.com", "--at", str(int(time.time())),
                   "--variable", "GEOIP_COUNTRY_CODE=US", *options, f"http://{url}"]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        location = text.split("Location: http://")[1].split()[0]
        return location[location.index("/"):]
