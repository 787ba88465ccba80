/// The end of a container's log, for its termination message.
enum LogTail {
    /// The text of the last lines, at most its last `bytes` bytes; "" where the log cannot be read.
    static func text(_ path: String, lines: Int, bytes: Int) -> String {
        var options = LogOptions()
        options.tailLines = lines
        var text: [UInt8] = []
        do throws(LogReader.Failure) {
            try LogReader(path: path, options: options).read(wake: nil, isRunning: { false }) { part in
                text = Array((text + part).suffix(bytes))
                return true
            }
        } catch {
            return ""
        }
        return String(decoding: text, as: UTF8.self)
    }
}
