// SPDX-License-Identifier: Apache-2.0
import Cryptography
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities

extension CreditExplanation {
  /// The explanation as JSON; masses are milligrams, as texts.
  public var json: JSONValue {
    [
      "unit": .string(unit.code), "asset": .string(asset.code),
      "milligrams": .string("\(unitMilligrams)"), "scenario": .string(scenario.code),
      "operator": .integer(Int64(scenario.approval.operatorNumber)),
      "issue": .object(issueAct.members + issueMembers),
      "activities": .integer(Int64(activityCount)),
      "months": .array(months.map(\.json)), "batches": .array(batches.map(\.json)),
      "methodologies": .array(versions.map { $0.json(on: shown.date) }),
      "first": first.json, "last": last.json, "shown": shown.json,
      "life": .array(
        life.map {
          [
            "entry": .integer(Int64($0.position.entry)), "type": .string($0.type),
            "registered": .string("\($0.registered)"), "to": .integer(Int64($0.to.holder)),
            "standing": .string("\($0.to.standing)"), "zh": .string($0.sentence.chinese),
            "en": .string($0.sentence.english),
          ]
        }),
    ]
  }

  private var issueMembers: [JSONValue.Member] {
    [
      JSONValue.Member("kind", .string("\(issue.kind)")),
      JSONValue.Member("month", .string("\(issue.month)")),
      JSONValue.Member("first", .string("\(issue.first)")),
      JSONValue.Member("count", .string("\(issue.count)")),
      JSONValue.Member("buffer", .string("\(issue.bufferCount)")),
      JSONValue.Member("carriedIn", .string("\(issue.carriedIn)")),
      JSONValue.Member("carriedOut", .string("\(issue.carriedOut)")),
    ]
  }
}

extension CreditExplanation.Act {
  fileprivate var members: [JSONValue.Member] {
    [
      JSONValue.Member("entry", .integer(Int64(position.entry))),
      JSONValue.Member("record", .integer(Int64(position.record))),
      JSONValue.Member("registered", .string("\(registered)")),
      JSONValue.Member("leafHash", .string(leafHash.hexadecimal)),
      JSONValue.Member("signer", .integer(Int64(signer))),
      JSONValue.Member("key", .string(keyIdentifier)),
      JSONValue.Member("signed", .bool(isSigned)),
    ]
  }
}

extension CreditExplanation.Month {
  fileprivate var json: JSONValue {
    [
      "month": .string("\(month)"), "activities": .integer(activities),
      "total": .string("\(total)"), "taken": .string("\(milligrams)"),
      "verification": verification.map { .object($0.members) } ?? .null,
      "opinion": .string(opinion), "report": report.map { .string($0.hexadecimal) } ?? .null,
    ]
  }
}

extension CreditExplanation.Batch {
  fileprivate var json: JSONValue {
    .object(
      [
        JSONValue.Member("batch", .integer(Int64(number))),
        JSONValue.Member("date", .string("\(date)")),
        JSONValue.Member("methodology", .integer(Int64(methodology))),
        JSONValue.Member("root", .string(root.hexadecimal)),
        JSONValue.Member("rootRight", .bool(hasRoot)),
        JSONValue.Member("evidence", evidence.map { .string($0.hexadecimal) } ?? .null),
        JSONValue.Member("rows", .integer(Int64(count))),
        JSONValue.Member("removed", .integer(Int64(removed))),
        JSONValue.Member("firstRow", .integer(Int64(rows.lowerBound))),
        JSONValue.Member("lastRow", .integer(Int64(rows.upperBound))),
        JSONValue.Member("activities", .integer(Int64(activities))),
        JSONValue.Member("taken", .string("\(milligrams)")),
      ] + act.members)
  }
}

extension CreditExplanation.Version {
  fileprivate func json(on date: CalendarDate) -> JSONValue {
    .object(
      [
        JSONValue.Member("number", .integer(Int64(number))),
        JSONValue.Member("identity", .string("\(methodology.identity)")),
        JSONValue.Member("reference", .string(reference)),
        JSONValue.Member("sourceDigest", .string(sourceDigest.hexadecimal)),
        JSONValue.Member("methodology", MethodologyText(methodology).json(on: date)),
      ] + act.members)
  }
}

extension CreditExplanation.Activity {
  fileprivate var json: JSONValue {
    [
      "ordinal": .integer(Int64(ordinal)), "batch": .integer(Int64(batch)),
      "row": .integer(Int64(row)), "date": .string("\(date)"),
      "person": person.map { .integer(Int64($0)) } ?? .null,
      "start": start.map { .integer(Int64($0)) } ?? .null,
      "duration": duration.map { .integer(Int64($0)) } ?? .null, "key": .string(key),
      "result": .string("\(result)"), "taken": .string("\(share)"),
      "steps": .array((trace?.steps ?? []).map(\.json)),
    ]
  }
}

extension TraceStep {
  fileprivate var json: JSONValue {
    [
      "depth": .integer(Int64(depth)), "name": name.map { .string($0) } ?? .null,
      "expression": expression.map { .string($0) } ?? .null, "value": .string(value),
      "unit": unit.map { .string($0) } ?? .null,
      "source": source.map { .string($0.text) } ?? .null, "zh": .string(text.chinese),
      "en": .string(text.english),
    ]
  }
}
