import FoundationEssentials

extension Runtime {
    /// Does a unary RPC of CRI v1.
    func call(_ verb: String, _ request: [UInt8]) throws -> [UInt8] {
        func decode<Request: Decodable>(_ type: Request.Type) throws -> Request {
            try Documents.decode(type, from: request.isEmpty ? Array("{}".utf8) : request, what: verb)
        }
        let answer: any Encodable
        switch verb {
        case "Version": answer = VersionResponse(runtimeName: "apus-\(oci.name)", runtimeVersion: oci.version)
        case "Status": answer = status(try decode(StatusRequest.self))
        case "UpdateRuntimeConfig": answer = updateRuntimeConfig(try decode(UpdateRuntimeConfigRequest.self))
        case "RunPodSandbox": answer = try runPodSandbox(decode(RunPodSandboxRequest.self))
        case "StopPodSandbox": answer = try stopPodSandbox(decode(PodSandboxRequest.self))
        case "RemovePodSandbox": answer = try removePodSandbox(decode(PodSandboxRequest.self))
        case "PodSandboxStatus": answer = try podSandboxStatus(decode(PodSandboxRequest.self))
        case "ListPodSandbox": answer = listPodSandbox(try decode(ListPodSandboxRequest.self))
        case "CreateContainer": answer = try createContainer(decode(CreateContainerRequest.self))
        case "StartContainer": answer = try startContainer(decode(ContainerRequest.self))
        case "StopContainer": answer = try stopContainer(decode(StopContainerRequest.self))
        case "RemoveContainer": answer = try removeContainer(decode(ContainerRequest.self))
        case "ContainerStatus": answer = try containerStatus(decode(ContainerRequest.self))
        case "ListContainers":
            let filter = try decode(ListContainersRequest.self).filter
            answer = ListContainersResponse(containers: listContainers(filter).map(\.summary))
        case "UpdateContainerResources":
            answer = try updateContainerResources(decode(UpdateContainerResourcesRequest.self))
        case "ReopenContainerLog": answer = try reopenContainerLog(decode(ContainerRequest.self))
        case "ExecSync": answer = try execSync(decode(ExecSyncRequest.self))
        case "ContainerStats":
            answer = ContainerStatsResponse(stats: stats(try container(decode(ContainerRequest.self).containerId)))
        case "ListContainerStats":
            let filter = try decode(ListContainerStatsRequest.self).filter
            answer = ListContainerStatsResponse(stats: listContainers(filter).filter(\.isRunning).map(stats))
        case "ImageFsInfo": answer = imageFsInfo()
        case "Cleanup": answer = try cleanUp()
        default: throw RuntimeError(.unimplemented, "verb \"\(verb)\" is not known")
        }
        return try Documents.encode(answer)
    }

    private func status(_ request: StatusRequest) -> StatusResponse {
        let warnings = state.withLock { $0.networkWarnings }
        let runtime = RuntimeCondition(
            type: "RuntimeReady", status: true, reason: "", message: "containers are run by \(oci.path) \(oci.version)")
        let networkReady = RuntimeCondition(
            type: "NetworkReady", status: true, reason: warnings.isEmpty ? "" : "NetworkPluginWarning",
            message: warnings.joined(separator: "; "))
        let info =
            request.verbose ?? false
            ? [
                "runtime": oci.path, "conmon": conmon.path, "cgroups": cgroups.isVersion2 ? "v2" : "v1",
                "bridge": network.bridge,
            ] : nil
        return StatusResponse(
            status: RuntimeStatus(conditions: [runtime, networkReady]), info: info,
            runtimeHandlers: [RuntimeHandler(name: "")])
    }

    private func updateRuntimeConfig(_ request: UpdateRuntimeConfigRequest) -> Empty {
        guard let podCIDR = request.runtimeConfig?.networkConfig?.podCidr, !podCIDR.isEmpty else { return Empty() }
        state.withLock { state in
            if state.podCIDR != podCIDR { state.hostPrepared = false }
            state.podCIDR = podCIDR
        }
        return Empty()
    }

    /// Removes every sandbox and container, the bridge and the rules: what an installation that goes away must not leave.
    private func cleanUp() throws -> Empty {
        for id in state.withLock({ Array($0.sandboxes.keys) }) {
            _ = try removePodSandbox(PodSandboxRequest(podSandboxId: id))
        }
        network.removeFromHost()
        state.withLock { $0.hostPrepared = false }
        return Empty()
    }
}
