/// Looks at a Pod once, before the filter of the same component. One call at a time per instance.
public protocol PreFilterComponent: Component {
    /// May narrow `call.candidates`: the Pod fits no other node, whatever filters say.
    func preFilter(_ call: PrepareCall) throws -> Preparation
}

/// Says which nodes can take a Pod. One call at a time per instance.
public protocol FilterComponent: Component {
    /// Rejects (`call.reject`) each candidate that cannot take the Pod. A row's verdict may depend on that row, the
    /// Pod, the cycle state and the configuration only.
    func filter(_ call: FilterCall) throws
}

/// Looks at a Pod and the nodes that fit once, before the score of the same component. One call at a time per instance.
public protocol PreScoreComponent: Component {
    func preScore(_ call: PrepareCall) throws -> Preparation
}

/// Says how good nodes are for a Pod. One call at a time per instance.
public protocol ScoreComponent: Component {
    /// Writes the score of each candidate into `call.scores`. A row's score may depend on that row, the Pod, the cycle
    /// state and the configuration only.
    func score(_ call: ScoreCall) throws
}

/// Brings the scores of the same component into 0 to 100, seeing those of all candidates. One call at a time per instance.
public protocol NormalizeComponent: ScoreComponent {
    func normalize(_ call: ScoreCall) throws
}

/// What a look at a Pod came to.
public enum Preparation {
    /// Go on; the state, if any, comes back as `cycle` in the calls that follow. It must not change: it is shared by
    /// its copies.
    case proceed(AnyObject?)
    /// The component has nothing to say about this Pod.
    case skip
    /// The Pod fits nowhere. `resolvable` is false where removing other Pods could not help.
    case unschedulable(reason: String, resolvable: Bool)
}
