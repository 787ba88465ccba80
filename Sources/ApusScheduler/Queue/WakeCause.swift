/// Something that happened in the cluster and may let Pods fit that did not.
enum WakeCause: Sendable {
    case node(ClusterSnapshot.NodeChange)
    /// A Pod left its node.
    case podRemoved
    /// A Pod was bound.
    case podPlaced

    /// Whether Pods that `plugin` rejected are worth another attempt. Plugins that are not known here are asked again
    /// about everything, as upstream does with plugins that register no events.
    func mayHelp(after plugin: String) -> Bool {
        let changes: ClusterSnapshot.NodeChange
        let podRemoved: Bool
        switch plugin {
        case "NodeResourcesFit": (changes, podRemoved) = ([.added, .allocatable], true)
        case "NodePorts": (changes, podRemoved) = ([.added], true)
        case "NodeAffinity": (changes, podRemoved) = ([.added, .labels], false)
        case "NodeName": (changes, podRemoved) = ([.added], false)
        case "NodeUnschedulable": (changes, podRemoved) = ([.added, .unschedulable, .taints], false)
        case "TaintToleration": (changes, podRemoved) = ([.added, .taints], false)
        default: return true
        }
        return switch self {
        case .node(let change): !change.isDisjoint(with: changes)
        case .podRemoved: podRemoved
        case .podPlaced: false
        }
    }
}
