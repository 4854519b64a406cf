import Foundation
import RealPrograms
import SystemPackage

/// DokuWiki, as Debian packages it, at one machine: PHP-FPM with the example's pool, nginx with the
/// example for scripts, and a wiki of its own.
struct Wiki: Sendable {
    static let user = "alice"
    static let password = "correct horse"

    let machine: Machine

    private var directory: FilePath { machine.directory.appending("wiki") }

    /// Has one page, which names the Site, and one user.
    func start() async throws {
        try await copyWiki()
        try await writePHP()
        try writeWebServer()
        // DokuWiki reads its configuration from /etc/dokuwiki, and from nowhere else.
        try await command(
            "sh", "-c",
            "mount --bind \(directory)/conf /etc/dokuwiki && exec php-fpm8.2 -y \(directory)/php-fpm.conf",
            on: machine.name)
        try await command("nginx", "-c", "\(directory)/nginx.conf", on: machine.name)
    }

    /// As if PHP had cleaned up.
    func forgetSessions() throws {
        let sessions = directory.appending("sessions").string
        for session in try FileManager.default.contentsOfDirectory(atPath: sessions) {
            try FileManager.default.removeItem(atPath: "\(sessions)/\(session)")
        }
    }

    private func copyWiki() async throws {
        try FileManager.default.createDirectory(
            atPath: "\(directory)/sessions", withIntermediateDirectories: true)
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
        try await command("chown", "-R", "www-data:www-data", directory.string)
    }

    private func writePHP() async throws {
        let examples = Places.examples.appending("php")
        // The PHP processes are not root, who alone may read this repository here and there.
        try await command(
            "cp", examples.appending("distrib-session.php").string, directory.string)
        let pool = try Places.text(examples.appending("pool.conf")).with([
            ("/run/php/application.sock", "\(directory)/php.sock"),
            ("php_admin_value[session.name] = SID", "php_admin_value[session.name] = DokuWiki"),
            ("/etc/distrib/distrib-session.php", "\(directory)/distrib-session.php"),
        ])
        try directory.write(
            "php-fpm.conf",
            """
            [global]
            error_log = \(directory)/php.log
            pid = \(directory)/php.pid
            \(pool)
            php_admin_value[session.save_path] = \(directory)/sessions

            """)
    }

    private func writeWebServer() throws {
        let scripts = try Places.text(Places.examples.appending("php/scripts.conf")).with([
            (
                "listen unix:/run/distrib/application.sock",
                "listen \(machine.applicationAddress)"
            ),
            ("set_real_ip_from unix:", "set_real_ip_from 10.77.0.0/16"),
            ("unix:/run/php/application.sock", "unix:\(directory)/php.sock"),
            ("include fastcgi.conf", "include /etc/nginx/fastcgi.conf"),
        ])
        try directory.write("scripts.conf", scripts)
        try directory.write(
            "nginx.conf", MachineFiles.nginxText(of: directory, including: "scripts.conf"))
    }
}
