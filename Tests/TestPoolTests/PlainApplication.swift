import RealPrograms
import SystemPackage

/// Applications that know nothing of the distribution: no status for ended sessions, and a session cookie
/// for the whole domain of the Pool, which every Site receives.
enum PlainApplication: String, Sendable {
    case python, php

    func start(on machine: Machine) async throws {
        let directory = machine.directory.appending("plain")
        try directory.makeDirectory()
        switch self {
        case .python:
            try directory.write("application.py", Self.pythonScript)
            // Without a terminal, it must not end with the shell that began it.
            try await command(
                "sh", "-c",
                "setsid \(try Places.tool("python3")) \(directory)/application.py \(machine.siteName) "
                    + "\(machine.applicationHost) >\(directory)/application.log 2>&1 </dev/null &",
                on: machine.name)
        case .php:
            let root = directory.appending("root")
            try root.makeDirectory()
            try root.write(
                "index.php", Self.phpScript.replacing("<site>", with: machine.siteName))
            try await PHPServer(
                machine: machine, directory: directory, root: root.string, sessionCookie: "SID",
                handsBack: false
            ).start()
        }
    }

    private static let pythonScript = """
        import base64, hashlib, http.cookies, http.server, secrets, sys

        site, host = sys.argv[1:]
        sessions = {}


        class Application(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                if self.path.startswith("/static/echo"):
                    return self.show(f"{self.path}\\n{self.headers}")
                cookies = http.cookies.SimpleCookie(self.headers.get("Cookie"))
                session = cookies["SID"].value if "SID" in cookies else None
                is_new = session not in sessions
                if is_new:
                    session = secrets.token_hex(16)
                sessions[session] = sessions.get(session, 0) + 1
                if self.headers.get("Upgrade", "").lower() == "websocket":
                    return self.echo(sessions[session])
                name = self.headers["Host"]
                text = f"site: {site}\\nhost: {name}\\nvisits: {sessions[session]}\\nuri: {self.path}\\n"
                self.send_response(200)
                self.send_header("Content-Type", "text/plain")
                self.send_header("Content-Length", str(len(text)))
                if is_new:
                    self.send_header("Set-Cookie", f"SID={session}; Domain=app.example; Path=/")
                self.end_headers()
                self.wfile.write(text.encode())

            # What arrived, where no session begins.
            def show(self, text):
                self.send_response(200)
                self.send_header("Content-Type", "text/plain")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text.encode())

            # Short texts of a WebSocket (RFC 6455), each with the number of the visit.
            def echo(self, visit):
                key = self.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
                self.send_response(101)
                self.send_header("Upgrade", "websocket")
                self.send_header("Connection", "Upgrade")
                accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
                self.send_header("Sec-WebSocket-Accept", accept)
                self.end_headers()
                self.close_connection = True
                while (start := self.rfile.read(2)) and start[0] == 0x81:
                    mask = self.rfile.read(4)
                    text = self.rfile.read(start[1] & 127)
                    text = bytes(byte ^ mask[place % 4] for place, byte in enumerate(text))
                    text += f", visit {visit}".encode()
                    self.wfile.write(bytes([0x81, len(text)]) + text)


        http.server.ThreadingHTTPServer((host, 9000), Application).serve_forever()

        """

    private static let phpScript = """
        <?php
        session_set_cookie_params(['domain' => 'app.example', 'path' => '/']);
        session_start();
        $_SESSION['visits'] = ($_SESSION['visits'] ?? 0) + 1;
        header('Content-Type: text/plain');
        echo "site: <site>\\nhost: {$_SERVER['HTTP_HOST']}\\nvisits: {$_SESSION['visits']}\\n";
        echo "uri: {$_SERVER['REQUEST_URI']}\\n";

        """
}
