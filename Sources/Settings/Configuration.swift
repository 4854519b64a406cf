package import Admission
package import Answers
package import Distribution
package import Fields
package import Generation
package import Peers
package import Topology

/// What the configuration file says: an immutable value, the same on every Site.
package struct Configuration: Sendable {
    /// The path that it was read from.
    package var file: String
    /// SHA-256 of the file's bytes, in hexadecimal: the same on every Site that has the same file.
    package var identity = ""
    /// `site:` of the file: which Site this is, where the command line does not say so. With several
    /// Pools, one for each that is served here.
    package var sites: [HostName]
    package var trustedProxies: TrustedProxies
    /// The same as texts of the file, for the configuration that is generated from them.
    package var trustedProxyTexts: [String]
    /// The header fields in which trusted proxies say for whom they ask.
    package var forwarded: ForwardedFamily
    package var pools: [PoolConfiguration]
    /// What looks wrong and yet does not prevent the start.
    package var warnings: [Finding]
}

/// What the file says of one Pool.
package struct PoolConfiguration: Sendable {
    package var pool: Pool
    /// Overrides the scheme that the web server reports.
    package var scheme: Scheme?
    package var properGroups: ProperGroupPolicy
    /// Includes the signer, where keys are configured.
    package var markers: MarkerPolicy
    /// For whom decisions are carried out.
    package var enforcement: Enforcement
    package var maxSites: Int
    /// Whether a trip goes on to the Pool's other Sites once the ring is at its end.
    package var goesBeyondGroup: Bool
    /// Whose sessions start wherever they come: requests for which all conditions of one of these lists hold.
    package var exempt: [[Condition]]
    /// The cookie that remembers the Site of a session; nil if none does.
    package var rememberedSite: RememberedSite?
    package var signals: [SignalPolicy]
    package var admission: AdmissionSettings
    /// Nil where nobody is told to wait.
    package var waiting: WaitingSettings?
    /// Nil where no Site asks another.
    package var peers: PeerPolicy?
    /// How many free Sites of each Group must remain where this one is drained, as far as peers are known.
    package var freeSitesLeft: Int
    /// Signs what this Site says of itself, and verifies what others say; nil without keys.
    package var stateSigner: (any Signer)?
    package var answers: AnswerPolicy
    /// Used only for the configuration that is generated.
    package var dns: DNSPolicy
    /// Further names that lead to the Pool, like the Pool Name.
    package var aliases: [HostName] { dns.aliases }
    package var webServer: WebServerPolicy
    /// The rules of `properGroups` in words, in their order:
    /// `europe.app.com when country [CH, DE] and language [de]`.
    package var ruleTexts: [String]
    /// The lines at which they stand in the file.
    package var ruleLines: [Int]
    package var geography: GeographySettings
}
