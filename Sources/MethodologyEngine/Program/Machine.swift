// SPDX-License-Identifier: Apache-2.0
import Quantities

/// The registers of a program, and what happens in them: the innermost loop of the ledger.
///
/// Arithmetic wraps, since the compiler has proved that it does not have to; it allocates nothing.
struct Machine: Sendable {
  var registers: [Int128]
  private let slots: [Slot]
  private let hasLists: Bool
  private let durationRegister: Int
  private var rows: RowCursor

  /// An input's bounds, and those of the fields of its rows.
  private struct Slot: Sendable {
    var low: Int64
    var high: Int64
    var fields: [Slot] = []
    var isList = false
  }

  init(_ methodology: Methodology, _ code: CompiledCode) {
    registers = Array(repeating: 0, count: code.registerCount)
    slots = methodology.activity.inputs.map { Self.slot($0.kind) }
    hasLists = slots.contains(where: \.isList)
    durationRegister = RegisterPlan(methodology).duration
    rows = RowCursor(inputs: slots.count)
  }

  private static func slot(_ kind: Methodology.InputDefinition.Kind) -> Slot {
    let range = kind.rawRange
    var slot = Slot(low: Int64(clamping: range.low), high: Int64(clamping: range.high))
    if case .list(let fields, _, _) = kind {
      slot.isList = true
      slot.fields = fields.map { Self.slot($0.kind) }
    }
    return slot
  }

  /// Takes an activity into the registers; or says why it cannot be one.
  mutating func take(_ inputs: [Int64], duration: Int64) -> BoundProgram.Outcome? {
    guard duration >= 0, duration <= MethodologyLimits.durationSeconds else { return .malformed }
    registers[durationRegister] = Int128(duration)
    if hasLists { return takeLists(inputs) }
    guard inputs.count == slots.count else { return .malformed }
    for position in slots.indices {
      let value = inputs[position]
      if value < slots[position].low || value > slots[position].high {
        return .outOfBounds(input: position)
      }
      registers[position] = Int128(value)
    }
    return nil
  }

  private mutating func takeLists(_ inputs: [Int64]) -> BoundProgram.Outcome? {
    var offset = 0
    for position in slots.indices {
      guard offset < inputs.count else { return .malformed }
      let value = inputs[offset]
      guard value >= slots[position].low, value <= slots[position].high else {
        return .outOfBounds(input: position)
      }
      registers[position] = Int128(value)
      offset += 1
      guard slots[position].isList else { continue }
      rows.starts[position] = offset
      for _ in 0..<value {
        for field in slots[position].fields {
          guard offset < inputs.count else { return .malformed }
          guard inputs[offset] >= field.low, inputs[offset] <= field.high else {
            return .outOfBounds(input: position)
          }
          offset += 1
        }
      }
    }
    return offset == inputs.count ? nil : .malformed
  }

  /// Runs instructions to their end; returns the condition that refused the activity, if one did.
  mutating func run(_ instructions: [Instruction], _ table: [Int128], _ inputs: [Int64]) -> Int? {
    Self.run(instructions.span, table.span, inputs.span, &registers, &rows)
  }

  private static func run(
    _ instructions: Span<Instruction>, _ table: Span<Int128>, _ inputs: Span<Int64>,
    _ memory: inout [Int128], _ rows: inout RowCursor
  ) -> Int? {
    // A span is checked for bounds only; an array is also checked for other owners at each write.
    var registers = memory.mutableSpan
    var next = 0
    while next < instructions.count {
      let step = instructions[next]
      let (to, a, b) = (Int(step.to), Int(step.a), Int(step.b))
      next &+= 1
      switch step.operation {
      case .constant: registers[to] = step.constant
      case .move: registers[to] = registers[a]
      case .addConstant: registers[to] = registers[a] &+ step.constant
      case .multiplyConstant: registers[to] = registers[a] &* step.constant
      case .add: registers[to] = registers[a] &+ registers[b]
      case .multiply: registers[to] = registers[a] &* registers[b]
      case .minimum: registers[to] = min(registers[a], registers[b])
      case .maximum: registers[to] = max(registers[a], registers[b])
      case .minimumConstant: registers[to] = min(registers[a], step.constant)
      case .maximumConstant: registers[to] = max(registers[a], step.constant)
      case .less: registers[to] = registers[a] < registers[b] ? 1 : 0
      case .lessOrEqual: registers[to] = registers[a] <= registers[b] ? 1 : 0
      case .equal: registers[to] = registers[a] == registers[b] ? 1 : 0
      case .lessOrEqualConstant: registers[to] = registers[a] <= step.constant ? 1 : 0
      case .greaterOrEqualConstant: registers[to] = registers[a] >= step.constant ? 1 : 0
      case .equalConstant: registers[to] = registers[a] == step.constant ? 1 : 0
      case .not: registers[to] = registers[a] == 0 ? 1 : 0
      case .quotientConstant:
        registers[to] = roundedQuotient(
          registers[a] &* step.constant, step.second, step.rounding)
      case .quotient:
        registers[to] = roundedQuotient(
          registers[a] &* step.constant, registers[b] &* step.second, step.rounding)
      case .lookup:
        registers[to] = table[Int(truncatingIfNeeded: step.constant &+ registers[a])]
      case .years: registers[to] = wholeYears(from: registers[a], until: registers[b])
      case .jump: next = Int(truncatingIfNeeded: step.constant)
      case .jumpIfZero: if registers[a] == 0 { next = Int(truncatingIfNeeded: step.constant) }
      case .jumpIfNotZero: if registers[a] != 0 { next = Int(truncatingIfNeeded: step.constant) }
      case .rowsBegin, .rowsEnd, .distinctBegin, .distinctNext:
        if let target = rows.run(step, inputs, &registers) { next = target }
      case .require:
        if registers[a] == 0 { return Int(truncatingIfNeeded: step.constant) }
      }
    }
    return nil
  }
}

/// Where a program is among the rows of a list.
private struct RowCursor: Sendable {
  /// For each input, where its rows start in the flat values.
  var starts: [Int]
  /// What the rows at hand have shown to ``Instruction/Operation/distinctNext``.
  var seen: [Int128] = []
  private var left = 0
  private var offset = 0

  init(inputs: Int) {
    starts = Array(repeating: 0, count: inputs)
  }

  /// Runs an instruction about rows; returns where the program goes on, unless at the next one.
  mutating func run(
    _ step: Instruction, _ inputs: Span<Int64>, _ registers: inout MutableSpan<Int128>
  ) -> Int? {
    let (to, a, width) = (Int(step.to), Int(step.a), Int(step.b))
    switch step.operation {
    case .rowsBegin:
      left = Int(truncatingIfNeeded: registers[a])
      offset = starts[a]
      guard left > 0 else { return Int(truncatingIfNeeded: step.constant) }
      take(inputs, width, into: to, &registers)
    case .rowsEnd:
      left &-= 1
      offset &+= width
      guard left > 0 else { return nil }
      take(inputs, width, into: to, &registers)
      return Int(truncatingIfNeeded: step.constant)
    case .distinctBegin:
      seen.removeAll(keepingCapacity: true)
      registers[to] = 1
    case .distinctNext:
      if seen.contains(registers[a]) { registers[to] = 0 }
      seen.append(registers[a])
    default: break
    }
    return nil
  }

  /// Puts the fields of the row at hand into the registers from `first` on.
  private func take(
    _ inputs: Span<Int64>, _ width: Int, into first: Int,
    _ registers: inout MutableSpan<Int128>
  ) {
    for field in 0..<width { registers[first + field] = Int128(inputs[offset + field]) }
  }
}
