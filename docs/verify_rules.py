#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks what verify.py checks, and two things more that only the records' meaning tells:
who may do what, and that no serial number is issued twice or leaves a holder who has it not.
So no balance of certificates or credits is below zero. What is left out stands in VERIFY.md."""
import bisect
import sys

import verify

AUTHORITY, REGISTRY, PLATFORM, EXTERNAL = 0, 1, 6, 8  # roles, by the number in records.cddl
# The roles of which the signer of a record must have one. Keys (4, 5, 15) are also their owner's.
SIGNERS = {
    1: {AUTHORITY, REGISTRY}, 2: {AUTHORITY}, 4: {AUTHORITY}, 5: {AUTHORITY}, 6: {AUTHORITY},
    7: {AUTHORITY}, 8: {AUTHORITY, REGISTRY}, 9: {AUTHORITY, REGISTRY}, 13: {AUTHORITY},
    14: {AUTHORITY}, 15: {AUTHORITY}, 100: {AUTHORITY, REGISTRY}, 101: {REGISTRY},
    103: {PLATFORM}, 105: {REGISTRY}, 106: {AUTHORITY, REGISTRY}, 107: {AUTHORITY, REGISTRY},
    108: {AUTHORITY, REGISTRY}, 200: {AUTHORITY, REGISTRY},
}
# Known too; who signs them is judged below, or not at all.
FREE = {0, 10, 11, 12, 102, 104, 201, 202}


class Series:
    """The serial numbers of a series that were issued: (first, last, holder, is usable)."""

    def __init__(self, holder):
        self.first_holder, self.parts = holder, []  # in ascending order

    def meeting(self, first, last):
        return (bisect.bisect_left(self.parts, first, key=lambda part: part[1]),
                bisect.bisect_right(self.parts, last, key=lambda part: part[0]))

    def holder(self, first):
        low, high = self.meeting(first, first)
        return self.parts[low][2] if low < high else None

    def count(self, first, last, holder):
        """How many of the numbers the holder has and may use."""
        low, high = self.meeting(first, last)
        return sum(min(b, last) - max(a, first) + 1
                   for a, b, who, usable in self.parts[low:high] if who == holder and usable)

    def put(self, first, last, holder, usable):
        low, high = self.meeting(first, last)
        new = [(first, last, holder, usable)]
        if low < high and self.parts[low][0] < first:
            new.insert(0, (self.parts[low][0], first - 1, *self.parts[low][2:]))
        if low < high and self.parts[high - 1][1] > last:
            new.append((last + 1, *self.parts[high - 1][1:]))
        self.parts[low:high] = new


class RuleAudit(verify.Audit):
    def __init__(self, directory):
        super().__init__(directory)
        self.roles, self.series, self.numbers, self.unknown = {}, [], {}, None

    def record(self, index, registered, issuer, kind, *fields):
        super().record(index, registered, issuer, kind, *fields)
        day = (registered + 8 * 3_600_000) // 86_400_000  # in UTC+8
        if kind not in SIGNERS and kind not in FREE and self.unknown is None:
            self.unknown = index
            print(f"note: entry {index} holds a record of type {kind}, which this script does not "
                  "know; serial numbers are not followed from here on", file=sys.stderr)
        if index > 0 and kind in SIGNERS and not self.has_role(issuer, SIGNERS[kind], day):
            if not (kind in (4, 5, 15) and fields[0] == issuer):
                self.find(index, "role", f"participant {issuer} may not sign type {kind}")
        if kind == 12 and (issuer != 0 or fields[0] != index):
            self.find(index, "role", f"participant {issuer} commits to the state of {fields[0]}")
        if kind in (0, 1):
            self.roles[len(self.keys) - 1] = [(r, fields[-3], fields[-2]) for r in fields[-4]]
            privileged = {AUTHORITY, REGISTRY, 2, 5, PLATFORM} & {*fields[-4]}
            if index > 0 and privileged and not self.has_role(issuer, {AUTHORITY}, day):
                self.find(index, "role", f"participant {issuer} may not give these roles")
        elif kind == 2:
            who, role, first, last, _ = fields
            kept = [held for held in self.roles[who] if held[:2] != (role, first)]
            self.roles[who] = kept + [(role, first, last)]
        elif self.unknown is None:
            self.move(index, issuer, day, kind, fields)

    def has_role(self, who, roles, day):
        return any(role in roles and first <= day and (last is None or day <= last)
                   for role, first, last in self.roles.get(who, []))

    def move(self, index, issuer, day, kind, fields):
        if kind == 101:
            project, month, power, _, first, count, recipient = fields[:7]
            if count > 0:
                self.issue(index, (project, month, power), first, count, recipient, True)
        elif kind == 200:
            first, last, status, holder = fields[2], fields[3], fields[7], fields[12]
            self.issue(index, fields[:2], first, last - first + 1, holder, status == 0)
        elif kind in (102, 104, 106, 201, 202):
            number, first, count, *rest = fields[kind == 106:]
            series = self.series[number] if 0 <= number < len(self.series) else Series(None)
            holder = series.holder(first)
            if kind in (201, 202):
                giver, recipient = rest[0], rest[1] if kind == 201 else rest[0]
                may = giver == issuer or (self.has_role(giver, {EXTERNAL}, day)
                                          and self.has_role(issuer, {AUTHORITY, REGISTRY}, day))
            else:
                # A platform reports trades of power, the registry retires for a holder, and a
                # reversal takes back from whoever has it.
                agent = {102: PLATFORM if rest[1] == 1 else None, 104: REGISTRY}.get(kind)
                giver = holder if kind == 106 or self.has_role(issuer, {agent}, day) else issuer
                recipient = {102: rest[0], 104: giver, 106: series.first_holder}[kind]
                may = True
            if not may or count < 1 or series.count(first, first + count - 1, giver) != count:
                self.find(index, "serials", f"participant {giver} has not all of {first} … "
                          f"{first + count - 1} of series {number}")
            elif kind != 106 or fields[0] == 0:
                series.put(first, first + count - 1, recipient, kind not in (104, 202))
            else:
                series.put(first, first + count - 1, recipient, False)

    def issue(self, index, name, first, count, holder, usable):
        if name not in self.numbers:
            self.numbers[name] = len(self.series)
            self.series.append(Series(holder))
        series = self.series[self.numbers[name]]
        low, high = series.meeting(first, first + count - 1)
        if low < high or count < 1:
            self.find(index, "serials", f"{first} … {first + count - 1} of series "
                      f"{self.numbers[name]} are issued a second time")
        else:
            series.put(first, first + count - 1, holder, usable)


if __name__ == "__main__":
    sys.exit(verify.main(RuleAudit))
