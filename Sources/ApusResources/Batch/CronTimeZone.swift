import ApusAPI
import ApusJSON
import Glibc

/// Rules for the name of a time zone (`https://data.iana.org/time-zones/theory.html#naming`).
enum CronTimeZone {
    static func validate(_ zone: JSONValue, _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors) {
        guard let name = zone.string else { return }
        if name.isEmpty {
            errors.invalid(path(), "", "timeZone must be nil or non-empty string")
            return
        }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy(isPart) else {
            errors.invalid(path(), zone, "unknown time zone \(name)")
            return
        }
        if name.lowercased() == "local" {
            errors.invalid(
                path(), zone,
                "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones")
        }
        // As Go has it: the two names that need no file, then the system's database.
        if name != "UTC", name != "Local", access("/usr/share/zoneinfo/\(name)", R_OK) != 0, hasDatabase {
            errors.invalid(path(), zone, "unknown time zone \(name)")
        }
    }

    private static var hasDatabase: Bool { access("/usr/share/zoneinfo/UTC", R_OK) == 0 }

    private static func isPart(_ part: Substring) -> Bool {
        part != "." && part != ".." && !part.hasPrefix("-") && (1...14).contains(part.utf8.count)
            && part.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0)
                    || ".-_+".utf8.contains($0)
            }
    }
}
