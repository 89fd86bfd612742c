// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Quantities

extension ActivityQuestion {
  /// The activity was found, as a clause of a sentence.
  func finding(_ found: ReportedActivity) -> BilingualText {
    let key = Hexadecimal.encode(key)
    let (entry, record) = (found.position.entry, found.position.record)
    return BilingualText(
      chinese: "场景 \(found.scenario) 在 \(date) 的活动 \(key) 已上报:批次 \(found.batch) 的第 "
        + "\(found.row) 行(自 0 起,条目 \(entry) 的记录 \(record),\(found.status))"
        + (found.person.map { ",属个人 \($0)" } ?? "")
        + (found.isRemoved ? ",其后已移出该批次" : ",未被移出"),
      english: "the activity \(key) of \(date) is reported under \(found.scenario): row "
        + "\(found.row), counted from 0, of batch \(found.batch) in record \(record) of entry "
        + "\(entry), \(found.status)" + (found.person.map { ", of person \($0)" } ?? "")
        + (found.isRemoved ? ", taken out of the batch since" : ", not taken out"))
  }

  /// The activity was not found, as a clause of a sentence.
  func finding(_ absence: ActivityAbsence) -> BilingualText {
    let key = Hexadecimal.encode(key)
    return BilingualText(
      chinese: (scenario.map { "场景 \($0)" } ?? "任何场景")
        + "在 \(date) 均无活动 \(key)(已查该日全部 \(absence.batches) 个批次、"
        + "\(absence.activities) 项活动)"
        + (absence.isFinal ? ",且该日已不能再上报" : ",但该日尚可上报"),
      english: "no activity \(key) of \(date) is reported under \(scenario ?? "any scenario"): all "
        + "\(absence.batches) batches of the day with \(absence.activities) activities are without "
        + "it"
        + (absence.isFinal ? ", and no more can be reported" : "; more can still be reported"))
  }

  /// The answer for programs.
  func json(_ found: ReportedActivity) -> JSONValue {
    [
      "text": .string(text), "present": .bool(true), "scenario": .string(found.scenario),
      "batch": .integer(Int64(found.batch)), "row": .integer(Int64(found.row)),
      "person": found.person.map { .integer(Int64($0)) } ?? .null,
      "status": .string(found.status), "removed": .bool(found.isRemoved),
      "entry": .integer(Int64(clamping: found.position.entry)),
      "record": .integer(Int64(found.position.record)),
    ]
  }

  /// The answer for programs.
  func json(_ absence: ActivityAbsence) -> JSONValue {
    [
      "text": .string(text), "present": .bool(false),
      "scenario": scenario.map { .string($0) } ?? .null,
      "batches": .integer(Int64(absence.batches)),
      "activities": .integer(Int64(absence.activities)), "final": .bool(absence.isFinal),
    ]
  }
}
