/// A map ordered by key: a list of small sorted runs, so that an insertion moves few elements.
struct OrderedKeys<Value> {
    private typealias Entry = (key: StoreKey, value: Value)
    private static var maximumRun: Int { 256 }

    /// None is empty.
    private var runs: [[Entry]] = []

    /// The value of `key`; assigning nil takes the key away.
    subscript(key: StoreKey) -> Value? {
        get {
            guard !runs.isEmpty else { return nil }
            let run = run(of: key)
            let index = Self.index(of: key, in: runs[run])
            guard index < runs[run].count, runs[run][index].key == key else { return nil }
            return runs[run][index].value
        }
        set {
            if runs.isEmpty {
                if let newValue { runs.append([(key, newValue)]) }
                return
            }
            let run = run(of: key)
            let index = Self.index(of: key, in: runs[run])
            let isThere = index < runs[run].count && runs[run][index].key == key
            switch (isThere, newValue) {
            case (true, let value?): runs[run][index].value = value
            case (true, nil):
                runs[run].remove(at: index)
                if runs[run].isEmpty { runs.remove(at: run) }
            case (false, let value?):
                runs[run].insert((key, value), at: index)
                if runs[run].count > Self.maximumRun { split(run) }
            case (false, nil): break
            }
        }
    }

    /// Calls `body` with the entries from `start` on, in order, until it returns false.
    func forEach(from start: StoreKey, _ body: (String, Value) -> Bool) {
        guard !runs.isEmpty else { return }
        var run = run(of: start)
        var index = Self.index(of: start, in: runs[run])
        while run < runs.count {
            while index < runs[run].count {
                guard body(runs[run][index].key.string, runs[run][index].value) else { return }
                index += 1
            }
            run += 1
            index = 0
        }
    }

    private mutating func split(_ run: Int) {
        let half = runs[run].count / 2
        let upper = Array(runs[run][half...])
        runs[run].removeSubrange(half...)
        runs.insert(upper, at: run + 1)
    }

    /// The run that holds `key` or would.
    private func run(of key: StoreKey) -> Int {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if let first = runs[middle].first, key < first.key { high = middle } else { low = middle + 1 }
        }
        return max(0, low - 1)
    }

    /// The index of the first entry whose key is not less than `key`.
    private static func index(of key: StoreKey, in run: [Entry]) -> Int {
        var low = 0
        var high = run.count
        while low < high {
            let middle = (low + high) / 2
            if run[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
