import CLinux
import Glibc

extension Runtime {
    func stats(_ record: ContainerRecord) -> ContainerStats {
        let now = Self.now()
        let upper = "\(layout.container(record.id))/upper"
        let usage = Files.usage(of: upper)
        let memory = cgroups.memory(record.cgroup)
        return ContainerStats(
            attributes: ContainerAttributes(
                id: record.id, metadata: record.config.metadata ?? ContainerMetadata(),
                labels: record.config.labels ?? [:],
                annotations: record.config.annotations ?? [:]),
            cpu: cgroups.cpuNanoseconds(record.cgroup).map {
                CPUUsage(timestamp: now, usageCoreNanoSeconds: UInt64Value(value: $0))
            },
            memory: memory.map { memory in
                MemoryUsage(
                    timestamp: now, workingSetBytes: UInt64Value(value: memory.workingSet),
                    availableBytes: memory.limit.map {
                        UInt64Value(value: $0 > memory.workingSet ? $0 - memory.workingSet : 0)
                    },
                    usageBytes: UInt64Value(value: memory.usage), rssBytes: UInt64Value(value: memory.rss),
                    pageFaults: UInt64Value(value: memory.faults),
                    majorPageFaults: UInt64Value(value: memory.majorFaults))
            },
            writableLayer: FilesystemUsage(
                timestamp: now, fsId: .init(mountpoint: layout.root), usedBytes: UInt64Value(value: usage.bytes),
                inodesUsed: UInt64Value(value: usage.inodes)))
    }

    func imageFsInfo() -> ImageFsInfoResponse {
        func usage(_ path: String) -> FilesystemUsage {
            let used = Files.usage(of: path)
            return FilesystemUsage(
                timestamp: Self.now(), fsId: .init(mountpoint: path), usedBytes: UInt64Value(value: used.bytes),
                inodesUsed: UInt64Value(value: used.inodes))
        }
        return ImageFsInfoResponse(
            imageFilesystems: [usage(layout.images)], containerFilesystems: [usage(layout.containers)])
    }
}
