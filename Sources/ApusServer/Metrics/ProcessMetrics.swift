import Glibc

/// What the process itself uses: `process_*` as Prometheus' client libraries name it.
enum ProcessMetrics {
    static func write(to text: inout MetricsText) {
        var usage = rusage()
        if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
            let seconds = [usage.ru_utime, usage.ru_stime].reduce(0.0) {
                $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
            }
            text.add(
                "process_cpu_seconds_total", "counter", "User and system CPU time, in seconds.", seconds)
        }
        if let fields = statm() {
            let page = Double(sysconf(Int32(_SC_PAGESIZE)))
            text.add("process_resident_memory_bytes", "gauge", "Resident memory, in bytes.", fields.resident * page)
            text.add("process_virtual_memory_bytes", "gauge", "Virtual memory, in bytes.", fields.size * page)
        }
    }

    /// Pages in all and resident ones (proc(5), `/proc/self/statm`).
    private static func statm() -> (size: Double, resident: Double)? {
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = read(file, &buffer, buffer.count)
        guard count > 0 else { return nil }
        let fields = String(decoding: buffer[..<count], as: UTF8.self).split(separator: " ").compactMap { Double($0) }
        return fields.count > 1 ? (fields[0], fields[1]) : nil
    }
}
