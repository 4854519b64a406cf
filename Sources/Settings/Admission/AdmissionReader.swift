import Admission
import Distribution
import Signing
import Topology

/// `admission`: the rate of sessions, the classes of clients and the indicator.
struct AdmissionReader {
    let reading: Reading
    let conditions: ConditionReader
    let cookies: CookieReader
    let keys: [SigningKey]
    /// Of the Pool.
    let sites: [HostName]

    private static let keys = ["sessions", "classes", "indicator", "shared"]

    func read(_ pool: Section, pool name: HostName?) -> AdmissionSettings {
        var settings = AdmissionSettings()
        guard
            let section = pool.section("admission", keys: AdmissionReader.keys)
        else { return settings }
        let sessions = section.section("sessions", keys: ["rate", "burst", "ramp"])
            .flatMap { SessionRateReader(reading: reading).read($0) }
        settings.indicator = section.section("indicator", keys: ["cookie", "domain"])
            .flatMap { indicator($0, of: pool, name) }
        let classes = ClassReader(
            reading: reading, conditions: conditions, hasRate: section.has("sessions"),
            hasIndicator: section.has("indicator")
        ).read(section)
        let sharing = SharingReader(reading: reading, sites: sites)
        settings.sharing = sharing.read(section)
        settings.sharingSites = sharing.readSites(section)
        settings.policy = AdmissionPolicy(sessions: sessions, classes: classes.map(\.admission))
        settings.classes = classes.map(\.request)
        settings.classTexts = classes.map(\.text)
        settings.classLines = classes.map(\.line)
        return settings
    }

    private func indicator(
        _ section: Section, of pool: Section, _ name: HostName?
    ) -> IndicatorPolicy? {
        // Keys that can't be read are reported where they stand.
        if pool["marker"]?["keys"]?.list?.isEmpty ?? true {
            reading.error(
                "an indicator is signed, and this pool has no keys: add \"keys\" to \"marker\"",
                at: section.node)
        }
        guard let (cookie, domain) = cookies.read(section), let name, !keys.isEmpty else {
            return nil
        }
        return IndicatorPolicy(
            cookie: cookie, domain: domain,
            signer: KeyRing(pool: name, keys: keys, purpose: .indicator))
    }
}

/// `sessions`: how many may start.
private struct SessionRateReader {
    let reading: Reading

    func read(_ section: Section) -> SessionRate? {
        let rate = section.required("rate").flatMap { perSecond($0) }
        let burst = section["burst"].flatMap {
            reading.integer($0, "\"burst\"", in: 1...1_000_000)
        }
        let ramp = section.milliseconds("ramp", in: 0...3_600_000) ?? 0
        return rate.map {
            SessionRate(perSecond: $0, burst: burst, ramp: .milliseconds(ramp))
        }
    }

    /// `50/s`, `60/m`, `3600/h`.
    private func perSecond(_ node: Node) -> Double? {
        guard let text = reading.text(node, "\"rate\"") else { return nil }
        guard let rate = RateText.perSecond(text) else {
            reading.error(
                "\"rate\" must be a number of sessions and a unit of time, such as 50/s, 60/m or 3600/h, "
                    + "not \(Quoting.quoted(text))", at: node)
            return nil
        }
        if rate >= 1.0 / 3600, rate <= 1_000_000 { return rate }
        reading.error("\"rate\" must be from 1/h to 1000000/s", at: node)
        return nil
    }
}
