import Foundation
import RealPrograms
import SystemPackage

/// DokuWiki, as Debian packages it, at one machine, with a wiki of its own.
struct Wiki: Sendable {
    static let user = "alice"
    static let password = "correct horse"

    let machine: Machine
    /// Whether it is behind distrib-session.php.
    let handsBack: Bool

    private var directory: FilePath { machine.directory.appending("wiki") }

    private var server: PHPServer {
        PHPServer(
            machine: machine, directory: directory, root: "/usr/share/dokuwiki",
            sessionCookie: "DokuWiki", handsBack: handsBack)
    }

    /// Has one page, which names the Site, and one user.
    func start() async throws {
        try await copyWiki()
        // DokuWiki reads its configuration from /etc/dokuwiki, and from nowhere else.
        try await server.start(before: "mount --bind \(directory)/conf /etc/dokuwiki")
    }

    /// As if PHP had cleaned up.
    func forgetSessions() throws {
        let sessions = server.sessions.string
        for session in try FileManager.default.contentsOfDirectory(atPath: sessions) {
            try FileManager.default.removeItem(atPath: "\(sessions)/\(session)")
        }
    }

    private func copyWiki() async throws {
        // A Site that is back has the wiki that it had.
        guard !FileManager.default.fileExists(atPath: "\(directory)/conf/local.php") else { return }
        try directory.makeDirectory()
        try await command("cp", "-r", "/etc/dokuwiki", "\(directory)/conf")
        try await command("cp", "-r", "/var/lib/dokuwiki/data", "\(directory)/data")
        // They are links to files of the package's own wiki.
        for name in ["acl.auth.php", "users.auth.php"] {
            try? FileManager.default.removeItem(atPath: "\(directory)/conf/\(name)")
        }
        try directory.write(
            "conf/local.php",
            """
            <?php
            $conf['title'] = 'Wiki';
            $conf['useacl'] = 1;
            $conf['savedir'] = '\(directory)/data';

            """)
        try directory.write("conf/acl.auth.php", "* @ALL 1\n* @user 8\n")
        let hash = try await command(
            "php8.2", "-r", "echo password_hash('\(Self.password)', PASSWORD_BCRYPT);")
        try directory.write(
            "conf/users.auth.php", "\(Self.user):\(hash):Alice:alice@app.example:user\n")
        try directory.write("data/pages/start.txt", "====== Served by \(machine.siteName) ======\n")
    }
}
