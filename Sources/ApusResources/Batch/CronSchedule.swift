import ApusAPI

/// The five fields of a cron schedule, or a name like `@hourly` (robfig/cron, standard parser).
enum CronSchedule {
    private static let ranges = [0...59, 0...23, 1...31, 1...12, 0...6]
    private static let names = [
        [], [], [],
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
    ]

    /// What is wrong with `text`; nil: nothing.
    static func problem(_ text: String) -> String? {
        var text = text
        if text.hasPrefix("TZ=") || text.hasPrefix("CRON_TZ=") {
            guard let space = text.firstIndex(of: " ") else { return "provided bad location \(text)" }
            text = String(text[space...].drop { $0 == " " })
        }
        if text.hasPrefix("@") {
            if ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"].contains(text) {
                return nil
            }
            if text.hasPrefix("@every ") {
                let duration = String(text.dropFirst(7))
                return GoDuration.parse(duration) == nil ? "failed to parse duration \(text)" : nil
            }
            return "unrecognized descriptor: \(text)"
        }
        let fields = text.split(whereSeparator: \.isWhitespace)
        guard fields.count == 5 else {
            return "expected exactly 5 fields, found \(fields.count): \(GoText.list(fields.map(String.init)))"
        }
        for (index, field) in fields.enumerated() {
            for part in field.split(separator: ",") {
                if let problem = problem(part: part, index) { return problem }
            }
        }
        return nil
    }

    private static func problem(part: Substring, _ index: Int) -> String? {
        let range = ranges[index]
        let step = part.split(separator: "/", omittingEmptySubsequences: false)
        guard step.count <= 2 else { return "too many slashes: \(part)" }
        if step.count == 2 {
            guard let size = Int(step[1]) else {
                return "failed to parse int from \(step[1]): strconv.Atoi: parsing "
                    + "\(GoText.quoted(String(step[1]))): invalid syntax"
            }
            if size <= 0 { return "step of range should be a positive number: \(part)" }
        }
        if step[0] == "*" || step[0] == "?" { return nil }
        let bounds = step[0].split(separator: "-", omittingEmptySubsequences: false)
        guard bounds.count <= 2 else { return "too many hyphens: \(part)" }
        var numbers: [Int] = []
        for bound in bounds {
            if let position = names[index].firstIndex(of: bound.lowercased()) {
                numbers.append(position + range.lowerBound)
            } else if let number = Int(bound) {
                numbers.append(number)
            } else {
                return "failed to parse int from \(bound): strconv.Atoi: parsing \(GoText.quoted(String(bound))): "
                    + "invalid syntax"
            }
        }
        let (start, end) = (numbers[0], numbers[numbers.count - 1])
        if start < range.lowerBound {
            return "beginning of range (\(start)) below minimum (\(range.lowerBound)): \(part)"
        }
        if end > range.upperBound { return "end of range (\(end)) above maximum (\(range.upperBound)): \(part)" }
        if start > end { return "beginning of range (\(start)) beyond end of range (\(end)): \(part)" }
        return nil
    }
}
