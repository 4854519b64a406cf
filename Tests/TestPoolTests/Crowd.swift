import Foundation
import RealPrograms
import SystemPackage

/// Twenty browsers with cookies of their own on the client's machine, each of which asks under all names
/// that may lead to its session, as bookmarks and links do: the Pool's, its Group's, every Site's.
/// Each name is resolved anew for each connection.
struct Crowd: Sendable {
    let pool: TestPool
    private let directory: FilePath

    init(_ pool: TestPool) throws {
        self.pool = pool
        directory = pool.directory.appending("crowd")
        try directory.makeDirectory()
        try directory.write("crowd.py", Self.script)
    }

    private var kind: String {
        switch pool.options.application {
        case .plain, .demonstration: "plain"
        case .wiki: "wiki"
        }
    }

    /// What came of the requests.
    struct Outcome: Decodable, Sendable {
        /// Sessions that went on, and those that began.
        let continued: Int
        let begun: Int
        /// Sessions that a browser had and got no more.
        let lost: [Loss]
        /// Requests that the application saw under a name that is not its Site's.
        let foreign: [String]
        /// By name, to how many addresses it led.
        let addresses: [String: Int]
        let seconds: Double
    }

    struct Loss: Decodable, Sendable {
        /// Where the session was.
        let site: String
        /// The name that the browser asked for.
        let name: String
    }

    /// - Parameters:
    ///   - requests: of all browsers together
    ///   - seed: of the random choices
    func ask(_ requests: Int, seed: Int) async throws -> Outcome {
        let text = try await command(
            Places.tool("python3").string, "\(directory)/crowd.py", directory.string, kind,
            "\(requests)", "\(seed)",
            on: "client")
        return try JSONDecoder().decode(Outcome.self, from: Data(text.utf8))
    }

    private static let script = """
        import collections, http.cookiejar, json, os, pickle, random, re, socket, sys, time
        import urllib.parse, urllib.request

        directory, kind, requests, seed = *sys.argv[1:3], int(sys.argv[3]), int(sys.argv[4])
        chance = random.Random(seed)
        sites = ["boston.app.example", "chicago.app.example", "geneva.app.example"]
        groups = {"en": "americas.app.example", "de": "europe.app.example"}
        addresses = collections.defaultdict(set)
        resolve = socket.getaddrinfo


        def watched(host, *rest, **more):
            found = resolve(host, *rest, **more)
            addresses[host].update(place[4][0] for place in found)
            return found


        socket.getaddrinfo = watched


        class Browser:
            def __init__(self, number):
                self.language = "de" if number % 2 else "en"
                self.cookies = list()
                self.site, self.visits = None, 0

            # What the application says: site, host, visits.
            def ask(self):
                self.name = name = chance.choice(["app.example", groups[self.language], *sites])
                if kind == "plain":
                    text, _ = self.load(f"http://{name}/?from={name}")
                    seen = dict(re.findall("^(\\w+): (.*)$", text, re.M))
                    return seen["site"], seen["host"], int(seen["visits"])
                text, url = self.load(f"http://{name}/doku.php?id=start")
                visits = self.visits + 1
                if "Logged in as" not in text:
                    visits = 1
                    text, url = self.load(f"{url.split('?')[0]}?id=start&do=login")
                    token = re.search('name="sectok" value="(.*?)"', text)[1]
                    text, url = self.load(url, dict(
                        sectok=token, id="start", do="login", u="alice", p="correct horse"))
                    assert "Logged in as" in text, text
                return re.search("Served by ([a-z.]+)", text)[1], url.split("/")[2], visits

            def load(self, url, form=None):
                jar = http.cookiejar.CookieJar()
                for cookie in self.cookies:
                    jar.set_cookie(cookie)
                opener = urllib.request.build_opener(
                    urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar))
                opener.addheaders = [("Accept-Language", self.language)]
                data = form and urllib.parse.urlencode(form).encode()
                with opener.open(url, data, timeout=20) as answer:
                    text = answer.read().decode()
                self.cookies = list(jar)
                return text, answer.url


        path = f"{directory}/browsers"
        if os.path.exists(path):
            with open(path, "rb") as file:
                browsers = pickle.load(file)
        else:
            browsers = [Browser(number) for number in range(20)]
        continued, begun, lost, foreign = 0, 0, [], []
        start = time.monotonic()
        for number in range(requests):
            browser = browsers[number % 20]
            site, host, visits = browser.ask()
            if host != site:
                foreign.append(f"{host} at {site}")
            if (site, visits) == (browser.site, browser.visits + 1):
                continued += 1
            else:
                if browser.site:
                    lost.append({"site": browser.site, "name": browser.name})
                begun += visits == 1
            browser.site, browser.visits = site, visits
        with open(path, "wb") as file:
            pickle.dump(browsers, file)
        print(json.dumps({
            "continued": continued, "begun": begun, "lost": lost, "foreign": foreign,
            "addresses": {name: len(found) for name, found in addresses.items()},
            "seconds": time.monotonic() - start}))

        """
}
