import ApusAPI
import ApusClient
import ApusJSON
import Glibc

/// Makes the volumes of one pod, and writes those anew whose sources changed.
struct PodVolumes: Sendable {
    let directories: PodDirectories
    let objects: ReferencedObjects
    let tokens: ServiceAccountTokens
    let node: NodeAddresses
    let time: TimeSource
    /// Whether volumes with secrets lie in memory, which takes the right to mount.
    let secretsInMemory: Bool

    struct Result: Sendable {
        /// The folder or file of each volume on the host, by name.
        var paths: [String: String] = [:]
        /// When a token is to be written anew.
        var renewal: Timestamp?
    }

    func prepare(_ pod: Pod, podAddresses: [String], allocatable: JSONValue) async throws(VolumeError) -> Result {
        var result = Result()
        for volume in pod.spec["volumes"].elements {
            let name = volume.text("name")
            do {
                result.paths[name] = try await prepare(
                    volume, of: pod, podAddresses: podAddresses, allocatable: allocatable, renewal: &result.renewal)
            } catch let error as VolumeError {
                throw error
            } catch {
                throw VolumeError(name, "MountVolume.SetUp failed for volume \"\(name)\" : \(error)")
            }
        }
        return result
    }

    private func prepare(
        _ volume: JSONValue, of pod: Pod, podAddresses: [String], allocatable: JSONValue, renewal: inout Timestamp?
    ) async throws -> String {
        let name = volume.text("name")
        if !volume["hostPath"].isNull { return try HostPathVolume.prepare(volume["hostPath"]) }
        if !volume["emptyDir"].isNull { return try emptyDirectory(volume["emptyDir"], name, pod) }
        let projection = VolumeProjection(
            pod: pod, objects: objects, tokens: tokens, node: node, podAddresses: podAddresses,
            allocatable: allocatable)
        let files: [String: VolumeFile]
        let kind: String
        var isSecret = true
        if !volume["configMap"].isNull {
            (kind, isSecret) = ("configmap", false)
            files = try await projection.files(
                .configMap, volume["configMap"].text("name"), volume["configMap"],
                mode: volume["configMap"]["defaultMode"])
        } else if !volume["secret"].isNull {
            kind = "secret"
            files = try await projection.files(
                .secret, volume["secret"].text("secretName"), volume["secret"], mode: volume["secret"]["defaultMode"])
        } else if !volume["downwardAPI"].isNull {
            kind = "downward-api"
            files = try projection.downwardFiles(volume["downwardAPI"], mode: volume["downwardAPI"]["defaultMode"])
        } else if !volume["projected"].isNull {
            kind = "projected"
            files = try await projection.projectedFiles(volume["projected"], renewal: &renewal)
        } else {
            let kind = volume.object?.keys.first { $0 != "name" } ?? "unknown"
            throw VolumeError(
                name, "MountVolume.SetUp failed for volume \"\(name)\" : no volume plugin matched \(kind)")
        }
        let path = directories.volume(pod.uid, kind, name)
        try FileTree.makeDirectories(path)
        if isSecret, secretsInMemory { try FileTree.mountMemory(path, sizeBytes: nil, mode: 0o777) }
        let writer = AtomicWriter(folder: path, group: group(of: pod))
        try writer.write(
            files.map { .init(path: $0.key, bytes: $0.value.bytes, mode: $0.value.mode, owner: $0.value.owner) },
            stamp: time.now.rfc3339.replacing(":", with: "_"))
        return path
    }

    private func emptyDirectory(_ source: JSONValue, _ name: String, _ pod: Pod) throws -> String {
        let path = directories.volume(pod.uid, "empty-dir", name)
        let isNew = !FileTree.exists(path)
        try FileTree.makeDirectories(path)
        if source["medium"].string == "Memory" {
            try FileTree.mountMemory(
                path, sizeBytes: QualityOfService.quantity(source["sizeLimit"])?.value, mode: 0o777)
        }
        guard isNew else { return path }
        var mode: mode_t = 0o777
        if let group = group(of: pod) {
            guard chown(path, 0, group) == 0 else { throw FileError("chown", path) }
            mode |= S_ISGID
        }
        guard chmod(path, mode) == 0 else { throw FileError("chmod", path) }
        return path
    }

    private func group(of pod: Pod) -> gid_t? {
        pod.spec["securityContext"]["fsGroup"].int.flatMap { gid_t(exactly: $0) }
    }
}

extension String {
    func replacing(_ character: Character, with other: Character) -> String {
        String(map { $0 == character ? other : $0 })
    }
}
