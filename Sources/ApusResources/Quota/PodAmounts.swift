import ApusAPI
import ApusJSON

/// What a Pod as a whole asks for (`component-helpers/resource`): its containers together, or a container that runs
/// before them where that is more, and its overhead.
enum PodAmounts {
    static func requests(of pod: JSONValue) -> ResourceAmounts {
        sum(pod, "requests") + ResourceAmounts(pod["spec"]["overhead"])
    }

    static func limits(of pod: JSONValue) -> ResourceAmounts {
        let limits = sum(pod, "limits")
        // Overhead bounds nothing that has no bound.
        return limits + ResourceAmounts(pod["spec"]["overhead"]).only(limits.names)
    }

    private static func sum(_ pod: JSONValue, _ key: String) -> ResourceAmounts {
        let spec = pod["spec"]
        var total = ResourceAmounts()
        for container in spec["containers"].elements {
            total = total + amounts(container, pod["status"]["containerStatuses"], key)
        }
        // Sidecars run beside what comes after them.
        var sidecars = ResourceAmounts()
        var before = ResourceAmounts()
        for container in spec["initContainers"].elements {
            let own = amounts(container, pod["status"]["initContainerStatuses"], key)
            if container["restartPolicy"].string == "Always" {
                sidecars = sidecars + own
                total = total + own
                before = before.union(sidecars)
            } else {
                before = before.union(sidecars + own)
            }
        }
        total = total.union(before)
        let whole = ResourceAmounts(spec["resources"][key])
        for (name, quantity) in whole.amounts { total[name] = quantity }
        return total
    }

    /// What a container asks for; while it is resized, what it still has where that is more.
    private static func amounts(_ container: JSONValue, _ statuses: JSONValue, _ key: String) -> ResourceAmounts {
        let wanted = ResourceAmounts(container["resources"][key])
        guard let status = statuses.elements.first(where: { $0["name"] == container["name"] }) else { return wanted }
        var given = ResourceAmounts(status["resources"][key])
        if key == "requests" { given = given.union(ResourceAmounts(status["allocatedResources"])) }
        return wanted.union(given.only(wanted.names))
    }
}
