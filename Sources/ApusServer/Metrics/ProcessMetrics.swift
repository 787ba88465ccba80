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
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            text.add("process_max_fds", "gauge", "File descriptors that may be open.", Double(limit.rlim_cur))
        }
        if let count = openFiles() {
            text.add("process_open_fds", "gauge", "File descriptors that are open.", Double(count))
        }
        text.add(
            "process_start_time_seconds", "gauge", "When the process started, in seconds since 1970.", startTime())
        if let fields = statm() {
            let page = Double(sysconf(Int32(_SC_PAGESIZE)))
            text.add("process_resident_memory_bytes", "gauge", "Resident memory, in bytes.", fields.resident * page)
            text.add("process_virtual_memory_bytes", "gauge", "Virtual memory, in bytes.", fields.size * page)
        }
    }

    /// The entries of `/proc/self/fd`, without the one that counts them.
    private static func openFiles() -> Int? {
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        var count = 0
        while let entry = readdir(folder) {
            if entry.pointee.d_name.0 != CChar(46) { count += 1 }  // a dot
        }
        return count - 1
    }

    /// From the ticks since the machine started (proc(5), `/proc/self/stat`, field 22).
    private static func startTime() -> Double {
        guard let text = read("/proc/self/stat"), let name = text.lastIndex(of: ")") else { return 0 }
        let fields = text[name...].split(separator: " ")
        guard fields.count > 20, let ticks = Double(fields[20]) else { return 0 }
        var now = timespec()
        var uptime = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        clock_gettime(CLOCK_BOOTTIME, &uptime)
        let booted = Double(now.tv_sec - uptime.tv_sec) + Double(now.tv_nsec - uptime.tv_nsec) / 1e9
        return booted + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Pages in all and resident ones (proc(5), `/proc/self/statm`).
    private static func statm() -> (size: Double, resident: Double)? {
        let fields = (read("/proc/self/statm") ?? "").split(separator: " ").compactMap { Double($0) }
        return fields.count > 1 ? (fields[0], fields[1]) : nil
    }

    private static func read(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = Glibc.read(file, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }
}
