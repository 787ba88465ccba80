/// A regular expression as instructions of a non-deterministic automaton (K. Thompson, "Regular Expression Search
/// Algorithm"; R. Cox, "Regular Expression Matching: the Virtual Machine Approach").
final class PatternProgram: Sendable {
    enum Operation: UInt8 {
        case scalar, set, assertion, split, jump, match
    }

    struct Instruction: Sendable {
        var operation: Operation
        /// The scalar, the index of the set, the assertion, or where to go on first.
        var first: Int32
        /// Where `split` goes on then.
        var second: Int32 = 0
    }

    let instructions: [Instruction]
    let sets: [ScalarSet]
    /// Whether a match can only begin where the text does.
    let isAnchored: Bool

    /// Go allows a little over three million, which no schema needs.
    private static let largest = 400_000

    init(_ node: PatternNode, _ pattern: String) throws(RegularExpression.SyntaxError) {
        var builder = Builder()
        guard builder.add(node) else {
            throw RegularExpression.SyntaxError(reason: "expression too large", fragment: pattern)
        }
        builder.instructions.append(Instruction(operation: .match, first: 0))
        instructions = builder.instructions
        sets = builder.sets
        isAnchored = Self.isAnchored(node)
    }

    private static func isAnchored(_ node: PatternNode) -> Bool {
        switch node {
        case .assertion(let assertion): assertion == .textStart
        case .concatenation(let parts): parts.first.map(isAnchored) ?? false
        case .alternation(let branches): branches.allSatisfy(isAnchored)
        case .repetition(let operand, let least, _, _): least > 0 && isAnchored(operand)
        default: false
        }
    }

    private struct Builder {
        var instructions: [Instruction] = []
        var sets: [ScalarSet] = []

        private var here: Int32 { Int32(instructions.count) }

        /// False where the program would become too large.
        mutating func add(_ node: PatternNode) -> Bool {
            guard instructions.count < PatternProgram.largest else { return false }
            switch node {
            case .empty: return true
            case .scalar(let value):
                instructions.append(Instruction(operation: .scalar, first: Int32(bitPattern: value)))
                return true
            case .set(let set):
                sets.append(set)
                instructions.append(Instruction(operation: .set, first: Int32(sets.count - 1)))
                return true
            case .assertion(let assertion):
                instructions.append(Instruction(operation: .assertion, first: assertion.rawValue))
                return true
            case .concatenation(let parts):
                for part in parts where !add(part) { return false }
                return true
            case .alternation(let branches): return add(alternatives: branches)
            case .repetition(let operand, let least, let most, let isGreedy):
                for _ in 0..<least where !add(operand) { return false }
                guard let most else { return addLoop(operand, isGreedy) }
                return addOptional(operand, most - least, isGreedy)
            }
        }

        private mutating func add(alternatives branches: [PatternNode]) -> Bool {
            var jumps: [Int] = []
            for (index, branch) in branches.enumerated() {
                let split = instructions.count
                let isLast = index == branches.count - 1
                if !isLast { instructions.append(Instruction(operation: .split, first: here + 1)) }
                guard add(branch) else { return false }
                guard !isLast else { break }
                jumps.append(instructions.count)
                instructions.append(Instruction(operation: .jump, first: 0))
                instructions[split].second = here
            }
            for jump in jumps { instructions[jump].first = here }
            return true
        }

        private mutating func addLoop(_ operand: PatternNode, _ isGreedy: Bool) -> Bool {
            let split = instructions.count
            instructions.append(Instruction(operation: .split, first: here + 1))
            guard add(operand) else { return false }
            instructions.append(Instruction(operation: .jump, first: Int32(split)))
            setExit(split, isGreedy)
            return true
        }

        private mutating func addOptional(_ operand: PatternNode, _ count: Int, _ isGreedy: Bool) -> Bool {
            var splits: [Int] = []
            for _ in 0..<count {
                splits.append(instructions.count)
                instructions.append(Instruction(operation: .split, first: here + 1))
                guard add(operand) else { return false }
            }
            for split in splits { setExit(split, isGreedy) }
            return true
        }

        private mutating func setExit(_ split: Int, _ isGreedy: Bool) {
            let inside = instructions[split].first
            instructions[split].first = isGreedy ? inside : here
            instructions[split].second = isGreedy ? here : inside
        }
    }
}
