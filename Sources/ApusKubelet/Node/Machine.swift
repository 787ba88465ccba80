import ApusJSON
import CLinux
import Glibc

/// Facts about the machine that the Node reports.
struct Machine: Sendable, Equatable {
    var cores: Int64
    var memoryBytes: Int64
    var storageBytes: Int64
    var architecture: String
    var kernelVersion: String
    var osImage: String
    var machineID: String
    var systemUUID: String
    var bootID: String
    var swapBytes: Int64

    static func current(root: String) -> Machine {
        var name = utsname()
        uname(&name)
        var storage = statfs()
        // The folder may not exist yet: the file system of the nearest one that does is meant.
        var path = root
        while statfs(path, &storage) != 0, let slash = path.lastIndex(of: "/"), path != "/" {
            path = slash == path.startIndex ? "/" : String(path[..<slash])
        }
        let memory = FileTree.text("/proc/meminfo") ?? ""
        return Machine(
            cores: Int64(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))),
            memoryBytes: kilobytes("MemTotal", memory) * 1024,
            storageBytes: Int64(clamping: storage.f_blocks) * Int64(storage.f_bsize),
            architecture: goName(string(&name.machine)), kernelVersion: string(&name.release),
            osImage: osName(), machineID: line("/etc/machine-id"), systemUUID: line("/sys/class/dmi/id/product_uuid"),
            bootID: line("/proc/sys/kernel/random/boot_id"), swapBytes: kilobytes("SwapTotal", memory) * 1024)
    }

    /// `capacity` of the Node.
    func capacity(maximumPods: Int64) -> JSONValue {
        [
            "cpu": .string(String(cores)), "ephemeral-storage": .string("\(storageBytes / 1024)Ki"),
            "hugepages-1Gi": "0", "hugepages-2Mi": "0", "memory": .string("\(memoryBytes / 1024)Ki"),
            "pods": .string(String(maximumPods)),
        ]
    }

    /// `allocatable`: the capacity without what is kept back so that the node does not run dry before pods are evicted
    /// (100 MiB of memory, a tenth of the storage: upstream's defaults of hard eviction).
    func allocatable(maximumPods: Int64) -> JSONValue {
        var value = capacity(maximumPods: maximumPods)
        value["memory"] = .string("\(max(0, memoryBytes / 1024 - 102_400))Ki")
        value["ephemeral-storage"] = .string(String(storageBytes / 10 * 9))
        return value
    }

    /// `nodeInfo` of the Node.
    func info(kubelet: String, runtime: String) -> JSONValue {
        var info: JSONValue = [
            "architecture": .string(architecture), "bootID": .string(bootID),
            "containerRuntimeVersion": .string(runtime), "kernelVersion": .string(kernelVersion),
            "kubeProxyVersion": .string(kubelet), "kubeletVersion": .string(kubelet),
            "machineID": .string(machineID), "operatingSystem": "linux", "osImage": .string(osImage),
            "systemUUID": .string(systemUUID),
        ]
        if swapBytes > 0 { info["swap"] = ["capacity": .int(swapBytes)] }
        return info
    }

    private static func kilobytes(_ name: String, _ text: String) -> Int64 {
        for line in text.split(separator: "\n") where line.hasPrefix("\(name):") {
            return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int64($0) } ?? 0
        }
        return 0
    }

    private static func line(_ path: String) -> String {
        String((FileTree.text(path) ?? "").prefix { !$0.isNewline })
    }

    private static func osName() -> String {
        for line in (FileTree.text("/etc/os-release") ?? "").split(separator: "\n")
        where line.hasPrefix("PRETTY_NAME=") {
            return String(line.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" })
        }
        return "Linux"
    }

    /// The architecture as Go, and so the label `kubernetes.io/arch`, calls it.
    private static func goName(_ machine: String) -> String {
        switch machine {
        case "x86_64": "amd64"
        case "aarch64": "arm64"
        default: machine
        }
    }

    private static func string<T>(_ field: inout T) -> String {
        withUnsafeBytes(of: &field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
