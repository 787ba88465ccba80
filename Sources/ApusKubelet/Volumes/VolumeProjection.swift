import ApusAPI
import ApusJSON
import Glibc

/// The files of configMap, secret, downwardAPI and projected volumes.
struct VolumeProjection {
    let pod: Pod
    let objects: ReferencedObjects
    let tokens: ServiceAccountTokens
    let node: NodeAddresses
    let podAddresses: [String]
    let allocatable: JSONValue

    /// All keys of an object, or those that `source.items` names, under its paths.
    func files(
        _ kind: ReferencedObjects.Reference.Kind, _ name: String, _ source: JSONValue, mode: JSONValue
    ) async throws -> [String: VolumeFile] {
        let isOptional = source["optional"].bool ?? false
        let reference = ReferencedObjects.Reference(kind: kind, namespace: pod.namespace, name: name)
        guard let object = await objects.get(reference, for: pod.uid) else {
            if isOptional { return [:] }
            throw EnvironmentError("\(kind == .secret ? "secret" : "configmap") \"\(name)\" not found")
        }
        let data = object.objectData(kind)
        let defaultMode = mode_t(truncatingIfNeeded: mode.int ?? 0o644)
        let items = source["items"].elements
        if items.isEmpty { return data.mapValues { VolumeFile(bytes: $0, mode: fileMode(defaultMode)) } }
        var files: [String: VolumeFile] = [:]
        for item in items {
            guard let bytes = data[item.text("key")] else {
                if isOptional { continue }
                let what = kind == .secret ? "secret key" : "config key"
                throw EnvironmentError("references non-existent \(what): \(item.text("key"))")
            }
            let mode = item["mode"].int.map { mode_t(truncatingIfNeeded: $0) } ?? defaultMode
            files[try path(item)] = VolumeFile(bytes: bytes, mode: fileMode(mode))
        }
        return files
    }

    func downwardFiles(_ source: JSONValue, mode: JSONValue) throws -> [String: VolumeFile] {
        var files: [String: VolumeFile] = [:]
        for item in source["items"].elements {
            let text: String
            if let field = item["fieldRef"]["fieldPath"].string {
                guard
                    let value = PodField.address(field, podAddresses) ?? PodField.value(field, of: pod, node: node)
                else { throw EnvironmentError("unsupported fieldPath: \(field)") }
                text = value
            } else {
                text = try PodField.resource(
                    item["resourceFieldRef"], of: pod, container: nil, allocatable: allocatable)
            }
            let bits = mode_t(truncatingIfNeeded: item["mode"].int ?? mode.int ?? 0o644)
            files[try path(item)] = VolumeFile(bytes: Array(text.utf8), mode: fileMode(bits))
        }
        return files
    }

    func projectedFiles(_ source: JSONValue, renewal: inout Timestamp?) async throws -> [String: VolumeFile] {
        var files: [String: VolumeFile] = [:]
        let mode = source["defaultMode"]
        for part in source["sources"].elements {
            let some: [String: VolumeFile]
            if !part["configMap"].isNull {
                some = try await self.files(.configMap, part["configMap"].text("name"), part["configMap"], mode: mode)
            } else if !part["secret"].isNull {
                some = try await self.files(.secret, part["secret"].text("name"), part["secret"], mode: mode)
            } else if !part["downwardAPI"].isNull {
                some = try downwardFiles(part["downwardAPI"], mode: mode)
            } else if !part["serviceAccountToken"].isNull {
                some = try await token(part["serviceAccountToken"], mode: mode, renewal: &renewal)
            } else {
                throw EnvironmentError("unsupported projection \(part.object?.keys.first { _ in true } ?? "")")
            }
            files.merge(some) { _, new in new }
        }
        return files
    }

    private func token(
        _ source: JSONValue, mode: JSONValue, renewal: inout Timestamp?
    ) async throws -> [String: VolumeFile] {
        let token = try await tokens.token(
            for: pod, audience: source.text("audience"), seconds: source["expirationSeconds"].int ?? 3600)
        renewal = min(renewal ?? token.renewal, token.renewal)
        // Readable for the one user that all containers run as, or through fsGroup; otherwise for root alone
        // (KEP-1205, "file permission").
        var file = VolumeFile(
            bytes: Array(token.text.utf8), mode: mode_t(truncatingIfNeeded: mode.int ?? 0o644))
        if pod.spec["securityContext"]["fsGroup"].int != nil {
            file.mode = 0o640
        } else {
            let users = Set(
                (pod.initContainers + pod.containers).map {
                    $0["securityContext"]["runAsUser"].int ?? pod.spec["securityContext"]["runAsUser"].int
                })
            if users.count == 1, let user = users.first, let user {
                file.mode = 0o600
                file.owner = uid_t(truncatingIfNeeded: user)
            }
        }
        return [try path(source): file]
    }

    /// A volume's files are readable for its group where it has one.
    private func fileMode(_ mode: mode_t) -> mode_t {
        pod.spec["securityContext"]["fsGroup"].int == nil ? mode : mode | (mode & 0o400) >> 3
    }

    private func path(_ item: JSONValue) throws -> String {
        let path = item.text("path")
        guard !path.isEmpty, !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
            throw EnvironmentError("invalid path \"\(path)\": must be relative and must not contain '..'")
        }
        return path
    }
}
