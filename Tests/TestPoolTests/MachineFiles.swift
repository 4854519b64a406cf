import Foundation
import RealPrograms
import SystemPackage

/// The files of a machine: the examples verbatim, but for the numbered lines of `boston.conf`.
struct MachineFiles {
    let machine: Machine
    let options: TestPool.Options

    func write() throws {
        try machine.directory.makeDirectory()
        try Configuration(options: options, directory: machine.directory).write()
        switch machine.webServer {
        case .nginx: try writeNginxFiles()
        case .apache: try writeApacheFiles()
        }
    }

    func write(_ name: String, _ text: String) throws { try machine.directory.write(name, text) }

    func copy(_ path: FilePath) throws {
        try FileManager.default.copyItem(
            atPath: path.string,
            toPath: machine.directory.appending(path.lastComponent!).string)
    }
}
