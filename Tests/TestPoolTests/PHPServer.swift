import RealPrograms
import SystemPackage

/// PHP-FPM with the example's pool, and nginx with the example for scripts, at one machine.
struct PHPServer: Sendable {
    let machine: Machine
    /// Of the files of both.
    let directory: FilePath
    /// Of the scripts.
    let root: String
    /// The name of the session cookie.
    let sessionCookie: String
    /// Whether the application is behind distrib-session.php.
    let handsBack: Bool

    var sessions: FilePath { directory.appending("sessions") }

    /// - Parameter before: a command for the shell, in the mount namespace that PHP then has for itself
    func start(before: String = "true") async throws {
        try sessions.makeDirectory()
        try await writePHP()
        try writeWebServer()
        try await command("chown", "-R", "www-data:www-data", directory.string)
        try await command(
            "sh", "-c", "\(before) && exec php-fpm8.2 -y \(directory)/php-fpm.conf",
            on: machine.name)
        try await command("nginx", "-c", "\(directory)/nginx.conf", on: machine.name)
    }

    private func writePHP() async throws {
        let examples = Places.examples.appending("php")
        // The PHP processes are not root, who alone may read this repository here and there.
        try await command(
            "cp", examples.appending("distrib-session.php").string, directory.string)
        let file = "php_admin_value[auto_prepend_file] = "
        let pool = try Places.text(examples.appending("pool.conf")).with([
            ("/run/php/application.sock", "\(directory)/php.sock"),
            (
                "php_admin_value[session.name] = SID",
                "php_admin_value[session.name] = \(sessionCookie)"
            ),
            (
                "\(file)/etc/distrib/distrib-session.php",
                handsBack ? "\(file)\(directory)/distrib-session.php" : ""
            ),
        ])
        try directory.write(
            "php-fpm.conf",
            """
            [global]
            error_log = \(directory)/php.log
            pid = \(directory)/php.pid
            \(pool)
            php_admin_value[session.save_path] = \(sessions)

            """)
    }

    private func writeWebServer() throws {
        let scripts = try Places.text(Places.examples.appending("php/scripts.conf")).with([
            (
                "listen unix:/run/distrib/application.sock",
                "listen \(machine.applicationAddress)"
            ),
            ("set_real_ip_from unix:", "set_real_ip_from 10.77.0.0/16"),
            ("/usr/share/dokuwiki", root),
            ("unix:/run/php/application.sock", "unix:\(directory)/php.sock"),
            ("include fastcgi.conf", "include /etc/nginx/fastcgi.conf"),
        ])
        try directory.write("scripts.conf", scripts)
        try directory.write(
            "nginx.conf", MachineFiles.nginxText(of: directory, including: "scripts.conf"))
    }
}
