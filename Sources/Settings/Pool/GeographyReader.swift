package import Geography

/// `geo` of a pool: what says where clients are.
package struct GeographySettings: Sendable {
    /// The CGI variables; the defaults are those of nginx's and Apache's GeoIP modules.
    package var countryVariable = Array("GEOIP_COUNTRY_CODE".utf8)
    package var continentVariable = Array("GEOIP_CONTINENT_CODE".utf8)
    /// Asked where the variables say nothing; nil where none is configured.
    package var database: GeographyDatabase?
}

struct GeographyReader {
    let reading: Reading

    func read(_ pool: Section) -> GeographySettings {
        var settings = GeographySettings()
        let keys = ["database", "country_variable", "continent_variable"]
        guard let geo = pool.section("geo", keys: keys) else { return settings }
        if let node = geo["country_variable"], let name = reading.variableName(node) {
            settings.countryVariable = name
        }
        if let node = geo["continent_variable"], let name = reading.variableName(node) {
            settings.continentVariable = name
        }
        settings.database = geo["database"].flatMap { database($0) }
        return settings
    }

    /// Several pools may name the same file, which is then read once.
    private func database(_ node: Node) -> GeographyDatabase? {
        guard let text = reading.text(node, "\"database\"") else { return nil }
        let path = reading.path(text)
        if let database = reading.databases[path] { return database }
        do throws(GeographyError) {
            let database = try GeographyDatabase(path: path)
            reading.databases[path] = database
            return database
        } catch {
            reading.error(
                "the database \(Quoting.quoted(path)) \(error); put a country or city database in the "
                    + "MaxMind DB format there, or leave \"database\" out", at: node)
            return nil
        }
    }
}
