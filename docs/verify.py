#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks a published ledger directory without the software that wrote it: see VERIFY.md.
Exits with 0 when all is well, with 1 and a line for each finding, with 2 when it cannot check.
The sections named below are those of Ledger/FORMAT.md."""
import argparse, base64, hashlib, subprocess, sys, tempfile
from pathlib import Path

MALFORMED = ValueError, TypeError, IndexError, KeyError, AttributeError, StopIteration

def need(condition, message, error=ValueError):
    if not condition:
        raise error(message)

# ---- Signatures (section 1) ----
def ed25519(key, message, signature):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    try:
        return Ed25519PublicKey.from_public_bytes(key).verify(signature, message) is None
    except Exception:  # InvalidSignature, or no key at all
        return False

def sm2(key, message, signature):  # by `openssl`, 3 or later: `cryptography` has no SM2
    key = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200") + key
    command = ("openssl pkeyutl -verify -rawin -in text -sigfile signature -pubin -keyform DER "
               "-inkey key -digest sm3 -pkeyopt distid:1234567812345678")
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("key", key), ("text", message), ("signature", signature)):
            Path(folder, name).write_bytes(data)
        return subprocess.run(command.split(), cwd=folder, capture_output=True).returncode == 0

# By number in genesis: hash, type of note keys, COSE algorithm, prefix of key identifiers.
SM2_NOTE = b"\xffledger.example/sm2-sm3/v1"
SUITES = ("sha256", b"\1", -8, b"\1", ed25519), ("sm3", SM2_NOTE, -65537, b"\2", sm2)

# ---- Deterministic CBOR (section 2): arrays are lists, a tagged value a list of it ----
def cbor(data):
    value, end = cbor_item(data, 0, 0)
    need(end == len(data), "bytes after the end of the CBOR")
    return value

def cbor_item(data, at, depth):
    need(at < len(data), "CBOR that is cut off")
    major, n, at = data[at] >> 5, data[at] & 31, at + 1
    if major == 7:
        need(20 <= n <= 22, "a CBOR value that is not allowed")
        return (False, True, None)[n - 20], at
    if n > 23:
        size = 1 << n - 24
        need(n < 28 and at + size <= len(data), "a CBOR number that is cut off or not allowed")
        n, at = int.from_bytes(data[at:at + size], "big"), at + size
        need(n >= (24 if size == 1 else 1 << 4 * size), "a CBOR number not in its shortest form")
    if major < 2:
        return (n if major == 0 else -1 - n), at
    if major < 4:
        need(at + n <= len(data), "a CBOR string that is cut off")
        return (data[at:at + n] if major == 2 else data[at:at + n].decode()), at + n
    need(depth < 16, "CBOR that is nested too deep")
    items, previous = [], b""
    for _ in range(1 if major == 6 else n):
        start, (item, at) = at, cbor_item(data, at, depth + 1)
        if major == 5:
            need(previous < data[start:at] and type(item) in (int, str), "CBOR map keys")
            previous, key, (value, at) = data[start:at], item, cbor_item(data, at, depth + 1)
            item = (key, value)
        items.append(item)
    return dict(items) if major == 5 else items, at

# ---- Checkpoints (section 7); a key is (name, id, type, public key) ----
def note_key(name, kind, public):
    return name, hashlib.sha256(name.encode() + b"\n" + kind + public).digest()[:4], kind, public

def parsed_key(text):
    name, identifier, text = text.strip().split("+", 2)
    kind = SUITES[(material := base64.b64decode(text))[:1] == b"\xff"][1]
    key = note_key(name, kind, material[len(kind):])
    need(material.startswith(kind) and key[1].hex() == identifier, "a malformed verifier key")
    return key

def genesis_key(entry):
    record = cbor(cbor(cbor(entry)[2])[0][2])[0]
    return note_key(record[1], SUITES[record[2]][1], record[4])

def checkpoint(path):  # (origin, size, root, function that says whether a key signed it)
    text, _, block = Path(path).read_bytes().rpartition(b"\n\n")
    (origin, size, root), lines = text.decode().split("\n"), block.decode().split("\n")
    need(str(abs(int(size))) == size and lines.pop() == "", "a checkpoint's text")
    def is_signed(name, identifier, kind, public):
        prefix, verify = f"\u2014 {name} ", SUITES[kind == SM2_NOTE][4]
        mine = [base64.b64decode(line[len(prefix):]) for line in lines if line.startswith(prefix)]
        mine = [signature[4:] for signature in mine if signature[:4] == identifier]
        return name == origin and mine and all(verify(public, text + b"\n", s) for s in mine)
    return origin, int(size), base64.b64decode(root), is_signed

class Audit:
    def __init__(self, directory):
        self.directory, self.findings, self.keys, self.statements = directory, set(), {}, set()
        self.find = lambda *finding: self.findings.add(finding)  # entry or None, place, message
        self.time, self.suite, self.second = 0, SUITES[0], None

    # ---- Tree and files (sections 6 and 9) ----
    def digest(self, data):
        return hashlib.new(self.suite[0], data).digest()

    def root(self, hashes):
        while len(hashes) > 1:
            odd, pairs = hashes[-1:] * (len(hashes) % 2), zip(hashes[::2], hashes[1::2])
            hashes = [self.digest(b"\1" + left + right) for left, right in pairs] + odd
        return hashes[0] if hashes else self.digest(b"")

    def tile(self, folder, first, width):
        """The path and bytes of a tile: of the partial one, or the full one in its place."""
        name, number = f"{first // 256 % 1000:03d}", first // 256_000
        while number:
            name, number = f"x{number % 1000:03d}/{name}", number // 1000
        for suffix in [f".p/{width}"] * (width < 256) + [""]:
            path = f"tile/{folder}/{name}{suffix}"
            if (file := Path(self.directory, path)).is_file():
                return path, file.read_bytes()
        return path, b""

    def tiles(self, level, count):
        """The hashes stored for a level, up to the first tile that is not whole."""
        hashes = []
        for first in range(0, count, 256):
            path, data = self.tile(level, first, width := min(256, count - first))
            hashes += [data[i:i + 32] for i in range(0, min(len(data), 32 * width), 32)]
            if len(data) not in (32 * width, 8192):
                self.find(min(len(hashes), first + width - 1) << 8 * level, path, "wrong length")
                break
        return hashes

    def entries(self, size, leaves=()):
        for first in range(0, size, 256):
            at, (path, data) = 0, self.tile("entries", first, width := min(256, size - first))
            for index in range(first, first + width):
                end = at + 2 + int.from_bytes(data[at:at + 2], "big")
                if index < len(leaves) and self.digest(b"\0" + data[at + 2:end]) != leaves[index]:
                    # The next entry names the hash of this one, the last one ends with the file.
                    mark = data.find(b"\x83\x58\x20" + leaves[index], at, at + 65575) - 2
                    is_last = mark < 0 and self.digest(b"\0" + data[at + 2:]) == leaves[index]
                    if at < (mark := len(data) if is_last else mark) != end:
                        self.find(index, path, f"its length is {mark - at - 2}, not {end - at - 2}")
                        end = mark
                if not at + 2 < end <= len(data):
                    return self.find(index, path, "missing or cut off; nothing after it was read")
                yield data[at + 2:end]
                at = end
            if at < len(data) and path.endswith(f"p/{width}"):
                self.find(index, path, "bytes after this entry")

    # ---- Entries, statements and keys (sections 3 to 5) ----
    def entry(self, index, data, before):
        previous, registered, statement = cbor(data)
        [(protected, unprotected, payload, signature)] = cbor(statement)
        header, records = cbor(protected), cbor(payload)
        claims, kid, types = header[15], header[4], {record[0] for record in records}
        issuer = int(claims[1])
        need(header == {1: self.suite[2], 3: "application/tanzhang+cbor", 4: kid, 15: claims}
             and {1, 3, 7} <= {*claims} <= {1, 3, 6, 7} and claims[1] == str(abs(issuer))
             and statement[:2] == b"\xd2\x84" and unprotected == {} and len(claims[7]) == 16
             and 64 <= len(signature) <= 72 and len(statement) <= 65488, "not a statement")
        for record in records[:index == 0]:  # genesis names the key that signs it
            self.record(index, registered, issuer, *record)
        key, first, end, scope = self.keys.get(issuer, {}).get(kid, [b"", 0, 0, []])
        middle = cbor_item(statement, 2, 0)[1]  # where the protected header ends
        text = statement[2:middle] + b"\x40" + statement[middle + 1:-2 - len(signature)]
        is_signed = self.suite[4](key, b"\x84\x6aSignature1" + text, signature)
        for is_good, place, message in (
                (previous == before, "chain", "does not name the hash of the entry before"),
                (self.time <= registered < 2**63, "time", "registered before the entry before"),
                (0 not in types if index else genesis_key(data) == self.key, "genesis",
                 "not the one genesis of this ledger and key"),
                (claims[3] == self.key[0], "audience", f"was signed for {claims[3]!r}"),
                ((issuer, claims[7]) not in self.statements, "statement", "registered before"),
                (first <= index < end and (not scope or types <= {*scope} - {4}), "key",
                 f"not one with which participant {issuer} may sign this here"),
                (is_signed, "signature", "not made with the key it names")):
            is_good or self.find(index, place, message)
        self.time = max(self.time, registered)
        self.statements.add((issuer, claims[7]))
        for record in records[index == 0:]:
            self.record(index, registered, issuer, *record)

    def record(self, index, registered, issuer, kind, *fields):
        """Keeps the keys of participants: [public key, first entry, end, scope] by identifier."""
        if kind in (0, 1):
            fields = len(self.keys), fields[-1], []
            self.keys[len(self.keys)] = {}
        if kind in (0, 1, 4) and fields[1]:
            identifier = self.digest(self.suite[3] + fields[1])[:8]
            need(identifier not in self.keys[fields[0]], "a key that was registered before")
            self.keys[fields[0]][identifier] = [fields[1], index + (kind == 4), 2**64, fields[2]]
        elif kind == 5:
            key = self.keys[fields[0]][fields[1]]
            key[2] = min(key[2], index + 1)
        elif kind == 13:  # the second key of checkpoints, or its end
            self.second = fields[0] and note_key(self.key[0], SM2_NOTE, fields[0])

    def run(self, keys, old):
        origin, size, root, is_signed = checkpoint(Path(self.directory, "checkpoint"))
        self.key = min(keys, key=lambda k: k[2]) if keys else genesis_key(next(self.entries(size)))
        self.suite = SUITES[self.key[2] == SM2_NOTE]
        need(self.suite[0] in hashlib.algorithms_available, f"no {self.suite[0]} here", OSError)
        stored, leaves = self.tiles(0, size), []
        is_sound = len(stored) == size and self.root(stored) == root  # so it tells what is wrong
        for index, data in enumerate(self.entries(size, stored if is_sound else ())):
            leaves.append(self.digest(b"\0" + data))
            known = stored if is_sound else leaves
            leaves[index] == known[index] or self.find(index, "tree", "not what was signed for")
            try:
                self.entry(index, data, known[index - 1] if index else bytes(32))
            except MALFORMED as error:
                self.find(index, "entry", f"malformed: {error}")
        for key in [k for k in {*keys, self.key, self.second or self.key} if not is_signed(*k)]:
            self.find(None, "checkpoint", f"not signed by {key[0]}+{key[1].hex()}")
        hashes = known = stored if is_sound else leaves
        self.root(known) == root or self.find(None, "checkpoint", "not the root of the entries")
        for level in range(8):
            for n, (hash, other) in enumerate(zip(hashes, self.tiles(level, size >> 8 * level))):
                hash == other or self.find(None if level else n, f"tile/{level}", f"wrong hash {n}")
            hashes = [self.root(hashes[i:i + 256]) for i in range(0, len(hashes) - 255, 256)]
        for path in old:
            _, length, root, is_signed = checkpoint(path)
            is_signed(*self.key) or self.find(None, path, "not signed by the same key")
            if length > size or self.root(known[:length]) != root:
                self.find(None, path, "the ledger does not continue this checkpoint")
        self.summary = f"{origin}: all {size} entries are sound; checkpoint key {self.key[1].hex()}"

def main(audit_type=Audit):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", help="what `tanzhang publish` wrote")
    parser.add_argument("--vkey", action="append", default=[], help="file with the ledger's keys")
    parser.add_argument("--old", nargs="*", default=[], help="files with checkpoints of before")
    options = parser.parse_args()
    audit = audit_type(options.directory)
    try:
        keys = "".join(Path(path).read_text() + "\n" for path in options.vkey).split()
        audit.run([parsed_key(key) for key in keys], options.old)
    except MALFORMED as error:
        audit.find(None, "checkpoint", f"malformed: {error}")
    except (OSError, ImportError) as error:
        return print(f"cannot check: {error}", file=sys.stderr) or 2
    lines = [f"{place}: {message}" if entry is None else f"entry {entry}: {place}: {message}"
             for entry, place, message in sorted(audit.findings, key=lambda f: (f[0] is None, f))]
    return print("\n".join(lines or [audit.summary])) or int(lines != [])

if __name__ == "__main__":
    sys.exit(main())
