package import SystemPackage

/// What of Debian's own Apache configuration matters to the example's files.
package enum ApacheText {
    /// - Parameters:
    ///   - directory: with the example as site.conf, and for the log
    ///   - listen: a port, or an address and a port
    package static func main(in directory: FilePath, listen: String, modules: [String]) -> String {
        let loading = (["mpm_event"] + modules).map {
            "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so\n"
        }
        return """
            ServerRoot \(directory)
            DefaultRuntimeDir \(directory)
            PidFile \(directory)/apache.pid
            ErrorLog \(directory)/error.log
            User www-data
            Group www-data
            Listen \(listen)
            \(loading.joined())
            <Directory />
                AllowOverride None
                Require all denied
            </Directory>
            Include site.conf

            """
    }

    /// The modules that the example tells to enable.
    package static func modules(of example: String) -> [String] {
        let command = example.split(separator: "\n").drop { !$0.contains("a2enmod") }
        var words: [Substring] = []
        for line in command {
            words += line.split(separator: " ")
            guard line.hasSuffix("\\") else { break }
        }
        return words.filter { !["#", "a2enmod", "\\"].contains($0) }.map(String.init)
    }
}
