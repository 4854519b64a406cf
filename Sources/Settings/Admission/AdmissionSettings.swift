package import Admission
package import Distribution

/// `admission` of a pool: how many sessions may start at a Site, and whose go first.
package struct AdmissionSettings: Sendable {
    package var policy = AdmissionPolicy()
    /// Who belongs to the policy's classes, without `normal`.
    package var classes: [RequestClass] = []
    /// Nil where clients show no class.
    package var indicator: IndicatorPolicy?
    /// The classes in words, in their order: `customer when indicator [customer]`.
    package var classTexts: [String] = []
    /// The lines at which they stand in the file.
    package var classLines: [Int] = []
    /// Whether everybody is supposed to be of one class, for `explain`.
    package var isSupposed = false

    package init() {}
}
