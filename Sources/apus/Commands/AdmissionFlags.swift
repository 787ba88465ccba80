import ApusServer
import ArgumentParser

/// Which admission plugins run, by kube-apiserver's flags.
struct AdmissionFlags: ParsableArguments {
    @Option(help: "Admission plugins to run beside the default ones, with commas between.")
    var enableAdmissionPlugins: [String] = []

    @Option(help: "Admission plugins that do not run, with commas between.")
    var disableAdmissionPlugins: [String] = []

    @Option(help: "The file with the configuration of admission plugins: an AdmissionConfiguration.")
    var admissionControlConfigFile: String?

    @Option(help: "How many seconds Pods stay on a node that is not ready, where they do not say so themselves.")
    var defaultNotReadyTolerationSeconds: Int64 = 300

    @Option(help: "How many seconds Pods stay on a node that cannot be reached, where they do not say so themselves.")
    var defaultUnreachableTolerationSeconds: Int64 = 300

    func options() throws(Failure) -> AdmissionOptions {
        func names(_ values: [String]) -> [String] {
            values.flatMap { $0.split(separator: ",").map(String.init) }
        }
        let enabled = names(enableAdmissionPlugins)
        let disabled = names(disableAdmissionPlugins)
        var options: AdmissionOptions
        do {
            if let file = admissionControlConfigFile {
                options = try AdmissionOptions(enabled: enabled, disabled: disabled, file: file)
            } else {
                options = try AdmissionOptions(enabled: enabled, disabled: disabled)
            }
        } catch {
            throw Failure(error.description)
        }
        options.notReadyTolerationSeconds = defaultNotReadyTolerationSeconds
        options.unreachableTolerationSeconds = defaultUnreachableTolerationSeconds
        return options
    }
}
