import ApusStore
import ArgumentParser

/// The command line: it composes components and does nothing else.
@main
struct Apus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apus",
        abstract: "A Kubernetes-compatible cluster in one binary.",
        discussion: """
            Start a cluster on this machine:
              apus up --data-dir /var/lib/apus
              export KUBECONFIG=/var/lib/apus/kubeconfig
              kubectl get nodes

            Give its node an image, from a folder or an archive:
              apus image pack ./rootfs example.test/tool:1.0
              apus image import tool.tar

            Stop it; with --remove its containers and network rules go too:
              apus down

            Everything that an installation owns lies under its data directory. Exit codes: 0; 1 when a command
            failed, with one line that says why; 2 when it was not understood.
            """,
        version: Version.text,
        groupedSubcommands: [
            CommandGroup(name: "A cluster", subcommands: [UpCommand.self, DownCommand.self]),
            CommandGroup(name: "Its halves", subcommands: [ServerCommand.self, AgentCommand.self]),
            CommandGroup(
                name: "Its parts",
                subcommands: [
                    APIServerCommand.self, ControllerManagerCommand.self, SchedulerCommand.self, KubeletCommand.self,
                    ProxyCommand.self,
                ]),
            CommandGroup(
                name: "What it holds", subcommands: [StoreCommand.self, BackupCommand.self, RestoreCommand.self]),
            CommandGroup(name: "Around it", subcommands: [ImageCommand.self, VersionCommand.self]),
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            failure.report()
        } catch let error as StoreError {
            Failure(error.explanation).report()
        } catch {
            // Usage errors exit with 2, help and version with 0.
            let code = exitCode(for: error)
            if code == .validationFailure {
                Output.error(fullMessage(for: error))
                exit(withError: ExitCode(2))
            }
            if code.isSuccess { exit(withError: error) }
            Failure("\(error)").report()
        }
    }
}
