package import Topology
extension Configuration {
    package static func load(path: String) throws(Report) -> Configuration { fatalError() }
    package func chosenSites(commandLine: [String], environment: String?) throws(Report) -> [Site.ID?] { [] }
    package var warnings: [Finding] { [] }
}
extension PoolConfiguration {
    package var ruleTexts: [String] { [] }
    package var ruleLines: [Int] { [] }
}
