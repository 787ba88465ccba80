/// `docs/compatibility/validation.md`: how many of upstream's validation rules there are for each kind, and which of
/// them are missing.
struct ValidationPage {
    private let files: [RuleFile]

    init(_ files: [RuleFile]) { self.files = files }

    var text: String {
        var lines = [
            "# Validation rules",
            "",
            "Written by `make generate` from `Tests/ApusResourcesTests/Rules`; every rule that is counted as there has a row",
            "in that table, which a test runs through decoding, defaulting and validation, and which holds upstream's words.",
            "A rule is a place in upstream's code that reports an error and that a client of a cluster without alpha",
            "features can reach. What several kinds share is counted once: containers and volumes at Pod, metadata nowhere.",
            "",
            "| group | kind | upstream's rules | implemented |",
            "|---|---|---:|---:|",
        ]
        for file in files {
            lines.append(
                "| \(file.folder) | \(file.kind) | \(file.implemented + file.absent.count) | \(file.implemented) |")
        }
        let implemented = files.reduce(0) { $0 + $1.implemented }
        let absent = files.reduce(0) { $0 + $1.absent.count }
        lines.append("| | all | \(implemented + absent) | \(implemented) |")
        let incomplete = files.filter { !$0.absent.isEmpty }
        if !incomplete.isEmpty { lines += ["", "## Not implemented"] }
        for file in incomplete {
            lines += ["", "### \(file.kind) (\(file.folder))", ""] + file.absent.map { "- `\($0)`" }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
