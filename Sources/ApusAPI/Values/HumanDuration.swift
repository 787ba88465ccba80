extension Duration {
    /// Two or three significant figures, as the columns of `kubectl get` show ages: `45s`, `5m10s`, `3h25m`, `9d`
    /// (`duration.HumanDuration`). `<invalid>` where it lies more than a second in the future.
    public var humanText: String {
        let seconds = components.seconds
        if seconds < -1 { return "<invalid>" }
        if seconds < 0 { return "0s" }
        if seconds < 120 { return "\(seconds)s" }
        let minutes = seconds / 60
        if minutes < 10 { return Duration.pair(minutes, "m", seconds % 60, "s") }
        if minutes < 180 { return "\(minutes)m" }
        let hours = minutes / 60
        if hours < 8 { return Duration.pair(hours, "h", minutes % 60, "m") }
        if hours < 48 { return "\(hours)h" }
        let days = hours / 24
        if days < 8 { return Duration.pair(days, "d", hours % 24, "h") }
        if days < 730 { return "\(days)d" }
        if days < 365 * 8 { return Duration.pair(days / 365, "y", days % 365, "d") }
        return "\(days / 365)y"
    }

    private static func pair(_ a: Int64, _ unitA: String, _ b: Int64, _ unitB: String) -> String {
        b == 0 ? "\(a)\(unitA)" : "\(a)\(unitA)\(b)\(unitB)"
    }
}

extension Timestamp {
    /// How long ago this was, in words for a table; what `text` is where the time is absent or malformed: `<unknown>`.
    public static func age(of text: String?, now: Timestamp) -> String {
        guard let text, let time = Timestamp(rfc3339: text) else { return "<unknown>" }
        return now.since(time).humanText
    }

    public func since(_ earlier: Timestamp) -> Duration {
        .seconds(seconds - earlier.seconds) + .nanoseconds(Int64(nanoseconds - earlier.nanoseconds))
    }
}
