// SPDX-License-Identifier: Apache-2.0
extension LedgerState {
  /// Calls `visit` with the images of all rows, or of those changed since they were stored,
  /// section by section.
  public func visitImages(changedOnly: Bool, _ visit: (StateImage) -> Void) {
    header.visitImages(changedOnly: changedOnly, visit)
    core.visitImages(changedOnly: changedOnly, visit)
    statements.visitImages(changedOnly: changedOnly, visit)
    for mechanism in mechanisms {
      for section in mechanism.sections {
        section.visitImages(changedOnly: changedOnly, visit)
      }
    }
  }

  /// A copy to be stored while the original goes on, and the original's changes forgotten.
  public mutating func takeChanges() -> LedgerState {
    var copy = self
    copy.statements = statements.withoutIndex()
    header.forgetChanges()
    core.forgetChanges()
    statements.forgetChanges()
    for position in mechanisms.indices {
      for code in mechanisms[position].sections.map(\.code) {
        mechanisms[position].withSection(code) { $0.forgetChanges() }
      }
    }
    return copy
  }

  /// Creates a state to be filled by ``load(_:)`` and finished by ``finishLoading()``.
  public init(loading types: [any Mechanism.Type]) {
    self.init(mechanisms: types)
    core.parameters = Table<Parameter>(code: SectionCode.parameters)
  }

  /// Reads back one stored row; rows come ordered by section and key.
  public mutating func load(_ image: StateImage) throws(StateError) {
    let (key, value) = (image.key, image.value)
    switch image.section {
    case SectionCode.ledger: try header.load(key: key, value: value)
    case SectionCode.statements: try statements.load(key: key, value: value)
    case ..<32, SectionCode.anchors, SectionCode.certifications: try core.load(image)
    default:
      for position in mechanisms.indices
      where mechanisms[position].sections.contains(where: { $0.code == image.section }) {
        return try mechanisms[position].withSection(image.section) {
          (section) throws(StateError) in
          try section.load(key: key, value: value)
        }
      }
      throw .unknownSection(image.section)
    }
  }

  /// Checks that the stored parameters are those of this software, and adds new ones.
  public mutating func finishLoading() throws(StateError) {
    for (position, shape) in parameterShapes.enumerated() {
      let number = UInt32(position)
      guard let stored = core.parameters.row(number) else {
        core.parameters.append(Parameter(name: shape.name))
        continue
      }
      guard stored.name == shape.name else {
        throw .gap(section: SectionCode.parameters, expected: number, found: number)
      }
    }
    core.parameters.commit()
  }
}

extension CoreState {
  func visitImages(changedOnly: Bool, _ visit: (StateImage) -> Void) {
    participants.visitImages(changedOnly: changedOnly, visit)
    assets.visitImages(changedOnly: changedOnly, visit)
    accounts.visitImages(changedOnly: changedOnly, visit)
    series.visitImages(changedOnly: changedOnly, visit)
    holdings.visitImages(changedOnly: changedOnly, visit)
    parameters.visitImages(changedOnly: changedOnly, visit)
    claims.visitImages(changedOnly: changedOnly, visit)
    holds.visitImages(changedOnly: changedOnly, visit)
    retirements.visitImages(changedOnly: changedOnly, visit)
    anchors.visitImages(changedOnly: changedOnly, visit)
    certifications.visitImages(changedOnly: changedOnly, visit)
  }

  mutating func forgetChanges() {
    participants.forgetChanges()
    assets.forgetChanges()
    accounts.forgetChanges()
    series.forgetChanges()
    holdings.forgetChanges()
    parameters.forgetChanges()
    claims.forgetChanges()
    holds.forgetChanges()
    retirements.forgetChanges()
    anchors.forgetChanges()
    certifications.forgetChanges()
  }

  mutating func load(_ image: StateImage) throws(StateError) {
    let (key, value) = (image.key, image.value)
    switch image.section {
    case SectionCode.participants: try participants.load(key: key, value: value)
    case SectionCode.assets: try assets.load(key: key, value: value)
    case SectionCode.accounts: try accounts.load(key: key, value: value)
    case SectionCode.series: try series.load(key: key, value: value)
    case SectionCode.holdings: try holdings.load(key: key, value: value)
    case SectionCode.parameters: try parameters.load(key: key, value: value)
    case SectionCode.claims: try claims.load(key: key, value: value)
    case SectionCode.holds: try holds.load(key: key, value: value)
    case SectionCode.retirements: try retirements.load(key: key, value: value)
    case SectionCode.anchors: try anchors.load(key: key, value: value)
    case SectionCode.certifications: try certifications.load(key: key, value: value)
    default: throw .unknownSection(image.section)
    }
  }
}
