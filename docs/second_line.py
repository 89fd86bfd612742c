#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Has the SM2 line of a checkpoint checked by every implementation of SM2 on this machine.

    python3 second_line.py CHECKPOINT VKEY

CHECKPOINT is a signed note, VKEY a file with verifier keys, of which those of SM2 are used. Looked
for are the command `openssl` (3 or later), the Python packages `gmssl`, `gmssl_pyx` and
`gmssl_fast`, and `java` with the jar of BouncyCastle that the variable BCPROV names (Debian's
otherwise). Each must take the line, and refuse it over another text. Exits with 0 when all that
are there do so. See FORMAT.md, section 7.1."""
import base64, hashlib, os, shutil, subprocess, sys, tempfile
from pathlib import Path

KIND = b"\xffledger.example/sm2-sm3/v1"
IDENTITY = "1234567812345678"
JAR = os.environ.get("BCPROV", "/usr/share/java/bcprov.jar")
JAVA = """
import java.nio.file.*;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.crypto.params.*;
import org.bouncycastle.crypto.signers.SM2Signer;
public class Line {
  public static void main(String[] names) throws Exception {
    var curve = GMNamedCurves.getByName("sm2p256v1");
    var domain = new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
    var point = curve.getCurve().decodePoint(Files.readAllBytes(Path.of("key")));
    var signer = new SM2Signer();
    signer.init(false, new ParametersWithID(
      new ECPublicKeyParameters(point, domain), "1234567812345678".getBytes()));
    var text = Files.readAllBytes(Path.of("text"));
    signer.update(text, 0, text.length);
    System.exit(signer.verifySignature(Files.readAllBytes(Path.of("signature"))) ? 0 : 1);
  }
}
"""


class Missing(Exception):
    """An implementation that this machine does not have."""


def raw(signature):
    """r and s, 32 bytes each, of a DER SEQUENCE of two INTEGERs."""
    at, numbers = 2, b""
    for _ in range(2):
        end = at + 2 + signature[at + 1]
        numbers += int.from_bytes(signature[at + 2:end], "big").to_bytes(32, "big")
        at = end
    return numbers


def command(arguments, **files):
    if not shutil.which(arguments[0]):
        raise Missing
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            Path(folder, name.replace("_", ".")).write_bytes(data)
        return subprocess.run(arguments, cwd=folder, capture_output=True).returncode == 0


def openssl(key, text, signature):
    key = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200") + key
    arguments = ("openssl pkeyutl -verify -rawin -in text -sigfile signature -pubin -keyform DER "
                 f"-inkey key -digest sm3 -pkeyopt distid:{IDENTITY}")
    return command(arguments.split(), key=key, text=text, signature=signature)


def bouncy_castle(key, text, signature):
    if not Path(JAR).is_file():
        raise Missing
    return command(["java", "-cp", JAR, "Line.java"], key=key, text=text, signature=signature,
                   Line_java=JAVA.encode())


def gmssl(key, text, signature):
    from gmssl import sm2
    verifier = sm2.CryptSM2(private_key="", public_key=key[1:].hex())
    verifier.public_key = key[1:].hex()  # what was given above may have lost leading digits
    return verifier.verify_with_sm3(raw(signature).hex(), text)


def gmssl_pyx(key, text, signature):
    import gmssl_pyx as library
    return library.sm2_verify(key[1:], text, signature, IDENTITY.encode())


def gmssl_fast(key, text, signature):
    import gmssl_fast as library
    return library.SM2(public_key=key.hex()).verify(text, raw(signature))


def lines(note, vkey):
    """The text of a note, and (public key, signature) for each line by the key."""
    text, _, block = note.rpartition(b"\n\n")
    name, identifier, material = vkey.split("+", 2)
    material = base64.b64decode(material)
    digest = hashlib.sha256(name.encode() + b"\n" + material).digest()
    if not material.startswith(KIND) or digest[:4].hex() != identifier:
        return text + b"\n", []
    found = []
    for line in block.decode().splitlines():
        dash, signer, signature = line.split(" ")
        signature = base64.b64decode(signature)
        if (dash, signer, signature[:4].hex()) == ("\u2014", name, identifier):
            found.append((material[len(KIND):], signature[4:]))
    return text + b"\n", found


def main():
    if len(sys.argv) != 3:
        return print(__doc__) or 2
    note = Path(sys.argv[1]).read_bytes()
    found = []
    for vkey in Path(sys.argv[2]).read_text().split():
        text, mine = lines(note, vkey)
        found += mine
    if not found:
        return print("FAIL no line by an SM2 key of that file") or 1
    failed = count = 0
    for check in openssl, bouncy_castle, gmssl, gmssl_pyx, gmssl_fast:
        try:
            good = all(check(key, text, signature) for key, signature in found)
            bad = any(check(key, b"x" + text, signature) for key, signature in found)
        except (Missing, ImportError):
            print(f"--   {check.__name__} is not here")
            continue
        count += 1
        failed += not good or bad
        print("FAIL" if not good or bad else "ok  ", check.__name__)
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main())
