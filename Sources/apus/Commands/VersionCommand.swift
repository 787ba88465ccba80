import ApusServer
import ArgumentParser

/// What this build is.
enum Version {
    static let text = ServerVersion().gitVersion
}

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Print the version.")

    func run() { Output.line(Version.text) }
}
