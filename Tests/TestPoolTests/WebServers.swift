import RealPrograms
import SystemPackage

/// What a machine runs in front of component and application.
enum WebServer: String, Sendable {
    case nginx
    case apache = "apache2"

    /// The program's words, with the files that `MachineFiles` wrote.
    func words(in directory: FilePath) -> [String] {
        switch self {
        case .nginx: ["nginx", "-c", "\(directory)/nginx.conf"]
        case .apache: ["apache2", "-f", "\(directory)/apache.conf", "-k", "start"]
        }
    }

    /// The status by which the application hands an ended session back.
    var handBackStatus: Int {
        switch self {
        case .nginx: 440
        case .apache: 421
        }
    }
}

extension MachineFiles {
    func writeNginxFiles() async throws {
        try copy(Places.examples.appending("nginx/distrib"))
        try edit(
            "distrib/component.conf", [("fastcgi_read_timeout 2s;", "fastcgi_read_timeout 20s;")])
        let site = try await generated(for: "nginx")
        try write("site.conf", country + site.with(ownNginxLines))
        try write(
            "nginx.conf",
            Self.nginxText(of: machine.directory, including: "distrib/http.conf", "site.conf"))
    }

    /// A country, as a module with a database would say it.
    private var country: String {
        #"geo $test_pool_country { default ""; 10.77.30.0/24 CH; }"# + "\n"
    }

    /// Of what was generated.
    private var ownNginxLines: [(String, String)] {
        [
            ("/var/log/nginx/distrib.log", "\(machine.directory)/access.log"),
            ("# add_header X-Distrib-Decision", "add_header X-Distrib-Decision"),
        ] + (options.scheme == "https" ? secureNginxLines : [])
    }

    /// What Debian's own nginx.conf would be.
    static func nginxText(of directory: FilePath, including files: String...) -> String {
        """
        user www-data;
        pid \(directory)/nginx.pid;
        error_log \(directory)/error.log;
        worker_processes 1;
        events {}
        http {
            include /etc/nginx/mime.types;
            client_body_temp_path \(directory)/body;
            proxy_temp_path \(directory)/proxy;
            fastcgi_temp_path \(directory)/fastcgi;
            uwsgi_temp_path \(directory)/uwsgi;
            scgi_temp_path \(directory)/scgi;
            \(files.map { "include \($0);" }.joined(separator: " "))
        }

        """
    }
}

extension MachineFiles {
    func writeApacheFiles() async throws {
        try copy(Places.examples.appending("apache/distrib"))
        try edit("distrib/distrib_fastcgi.lua", [("local seconds = 2\n", "local seconds = 20\n")])
        // The front controller has to be there, but the demonstration application does not look at it.
        try write("index.php", "")
        let site = try await generated(for: "apache")
        let isSecure = options.scheme == "https"
        try write(
            "site.conf",
            (isSecure ? "Listen 443\n" : "")
                + site.replacing("LuaRoot /etc/apache2", with: "LuaRoot \(machine.directory)")
                .with(ownApacheLines + (isSecure ? secureApacheLines : [])))
        try write(
            "apache.conf",
            ApacheText.main(
                in: machine.directory, listen: "80",
                modules: ApacheText.modules(of: site)))
    }

    /// Of what was generated.
    private var ownApacheLines: [(String, String)] {
        [
            (
                #"# SetEnvIf X-Country "^([A-Z][A-Z])$" GEOIP_COUNTRY_CODE=$1"#,
                #"SetEnvIf Remote_Addr "^10\.77\.30\." GEOIP_COUNTRY_CODE=CH"#
            ),
            ("${APACHE_LOG_DIR}/distrib.log", "\(machine.directory)/access.log"),
        ] + (machine.application.isFastCGI ? [directoryLine] : [])
    }

    private var directoryLine: (String, String) {
        (
            "    FallbackResource /index.php",
            "    FallbackResource /index.php\n        Require all granted"
        )
    }
}
