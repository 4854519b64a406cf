import ArgumentParser
import Signing
import SystemCalls

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Makes a new signing key, in a file that only its owner can read.",
        discussion: """
            Put the same file on every site, mode 0600, let it belong to the user that the process runs as \
            (chown distrib-fcgi), and name it in the configuration:

              marker:
                keys: [{ id: k1, file: /etc/distrib/k1.key }]

            The first key signs; all keys verify. To rotate them, add the new key behind the old one \
            on every site and reload; then put it in front on every site and reload; when the markers \
            of the old key have expired (marker.ttl), remove the old key and reload.
            """)

    @Argument(help: "The file to make; an existing one is never overwritten.")
    var file: String

    func run() throws {
        do throws(KeyFileError) {
            try KeyFile.create(at: file)
        } catch {
            complain("distrib-fcgi: error: \(error)")
            throw Exit.systemError
        }
        print(
            """
            \(file): new key of 256 bits, mode 0600
            The same file belongs on every Site, where the user that distrib-fcgi runs as must own it:
                chown distrib-fcgi \(file)
            """)
    }
}
