# SPDX-License-Identifier: Apache-2.0
"""Vectors of P-384: points, ECDSA and ECDH, after FIPS 186-4 and SP 800-56A with Python's pow.

The package cryptography is asked what it says of each: a vector that it sees otherwise is none.
"""

import hashlib
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "standin"))

from elliptic import P384  # noqa: E402

P, N, B, G = P384.p, P384.n, P384.b, P384.generator
add, multiply = P384.add, P384.multiply
DIGEST = hashlib.sha256(b"the bytes that a certificate signs").digest()


def lifted(x):
    """A point with this x, or nothing."""
    square = (x**3 - 3 * x + B) % P
    y = pow(square, (P + 1) // 4, P)
    return (x, y) if y * y % P == square else None


def written(number):
    return number.to_bytes(48, "big").hex()


def scalar(seed):
    return int.from_bytes(hashlib.shake_256(seed.encode()).digest(48), "big") % N


def ecdsa_case(what, public, digest, r, s, verifies):
    return {"name": what, "x": written(public[0]), "y": written(public[1]), "digest": digest.hex(),
            "r": written(r), "s": written(s), "verifies": verifies}


def ordinary():
    d, k = scalar("a private key"), scalar("a nonce")
    public, r = multiply(d, G), multiply(k, G)[0] % N
    for what, digest in (("", DIGEST), (" of a digest of zeros", bytes(32)), (" of a digest of ones", b"\xff" * 32)):
        s = pow(k, -1, N) * (int.from_bytes(digest, "big") + r * d) % N
        yield ecdsa_case(f"a signature{what}", public, digest, r, s, True)
        yield ecdsa_case(f"its twin n - s{what}", public, digest, r, N - s, True)
    s = pow(k, -1, N) * (int.from_bytes(DIGEST, "big") + r * d) % N
    for value, what in ((0, "0"), (1, "1"), (N - 1, "n - 1"), (N, "n"), (N + 1, "n + 1"), (2**384 - 1, "ones")):
        yield ecdsa_case(f"r is {what}", public, DIGEST, value, s, False)
        yield ecdsa_case(f"s is {what}", public, DIGEST, r, value, False)
    yield ecdsa_case("r and s exchanged", public, DIGEST, s, r, False)
    yield ecdsa_case("r and s 0", public, DIGEST, 0, 0, False)
    yield ecdsa_case("r and s n", public, DIGEST, N, N, False)
    yield ecdsa_case("another's key", multiply(d + 1, G), DIGEST, r, s, False)


def with_s(s):
    """A key under which this s belongs to a signature."""
    k = scalar("another nonce")
    r = multiply(k, G)[0] % N
    d = (s * k - int.from_bytes(DIGEST, "big")) * pow(r, -1, N) % N
    return multiply(d, G), r


def with_r(point, s):
    """A key under which the x coordinate of this point is a signature's r: it is made of both."""
    inverse = pow(point[0] % N, -1, N)
    of_generator = multiply(-int.from_bytes(DIGEST, "big") * inverse % N, G)
    return add(multiply(s * inverse % N, point), of_generator)


def edges_of_s():
    for s, what in ((1, "1"), (N - 1, "n - 1")):
        public, r = with_s(s)
        yield ecdsa_case(f"a signature whose s is {what}", public, DIGEST, r, s, True)
    public, r = with_s(1)
    yield ecdsa_case("its s + n, which is the same modulo n", public, DIGEST, r, N + 1, False)


def edges_of_r():
    s = scalar("an s")
    smallest = next(x for x in range(1, 1000) if lifted(x))
    public = with_r(lifted(smallest), s)
    yield ecdsa_case("the smallest r that a point has", public, DIGEST, smallest, s, True)
    yield ecdsa_case("the same + n", public, DIGEST, smallest + N, s, False)
    largest = next(x for x in range(N - 1, N - 1000, -1) if lifted(x))
    public = with_r(lifted(largest), s)
    yield ecdsa_case("the largest r that a point has", public, DIGEST, largest, s, True)
    above = next(x for x in range(N + 1, N + 1000) if lifted(x))
    public = with_r(lifted(above), s)
    yield ecdsa_case("the point's x is above n, r is x - n", public, DIGEST, above - N, s, True)
    yield ecdsa_case("the point's x is above n, r is x", public, DIGEST, above, s, False)


def points():
    """Each with whether it is one."""
    d = scalar("a private key")
    x, y = multiply(d, G)
    small, near = lifted(next(x for x in range(1000) if lifted(x))), lifted(
        next(x for x in range(P - 1, P - 1000, -1) if lifted(x)))
    yield "a point", x, y, True
    yield "its negative", x, P - y, True
    yield "the generator", *G, True
    yield "the smallest x", *small, True
    yield "the largest x", *near, True
    yield "x + p, the same modulo p", small[0] + P, small[1], False
    yield "x is p", P, lifted(0)[1] if lifted(0) else 1, False
    yield "y + 1", x, y + 1, False
    yield "y is p - y + 1", x, P - y + 1, False
    yield "x + 1", x + 1, y, False
    yield "exchanged", y, x, False
    yield "zeros", 0, 0, False
    yield "ones", 2**384 - 1, 2**384 - 1, False
    # On y2 = x3 - 3x + b', a curve that shares all but b: what invalid-curve attacks send.
    yield "on another curve", 2, 5, False


def is_point(x, y):
    from cryptography.hazmat.primitives.asymmetric import ec

    encoded = b"\4" + x.to_bytes(48, "big") + y.to_bytes(48, "big")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP384R1(), encoded)
    except ValueError:
        return False
    return True


def private_key(d):
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.derive_private_key(d, ec.SECP384R1())


def agreements():
    from cryptography.hazmat.primitives.asymmetric import ec

    for d, other in ((1, 1), (1, N - 1), (N - 1, 2), (2, scalar("theirs")), (scalar("ours"), scalar("theirs"))):
        key, peer = private_key(d), private_key(other).public_key()
        mine, theirs = key.public_key().public_numbers(), peer.public_numbers()
        yield {"d": written(d), "x": written(mine.x), "y": written(mine.y), "otherX": written(theirs.x),
               "otherY": written(theirs.y), "z": key.exchange(ec.ECDH(), peer).hex()}


def seen(case):
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, utils

    r, s = int(case["r"], 16), int(case["s"], 16)
    public = ec.EllipticCurvePublicNumbers(int(case["x"], 16), int(case["y"], 16), ec.SECP384R1()).public_key()
    try:
        public.verify(utils.encode_dss_signature(r, s), bytes.fromhex(case["digest"]),
                      ec.ECDSA(utils.Prehashed(hashes.SHA256())))
    except InvalidSignature:
        return False
    return True


def p384():
    signatures = [*ordinary(), *edges_of_s(), *edges_of_r()]
    for case in signatures:
        if seen(case) != case["verifies"]:
            raise SystemExit(f"{case['name']}: the package cryptography says {not case['verifies']}")
    places = []
    for what, x, y, on_curve in points():
        if is_point(x, y) != on_curve:
            raise SystemExit(f"{what}: the package cryptography says {not on_curve}")
        places.append({"name": what, "x": written(x), "y": written(y), "onCurve": on_curve})
    return {"source": "computed with Python's pow after FIPS 186-4, section 6.4; the package cryptography agrees, and "
                      "computed what keys agree on", "order": written(N), "points": places,
            "signatures": signatures, "agreements": list(agreements())}


def check_rfc6979(cases):
    """The published ones: the key is x's, and k gives r and s."""
    for case in cases:
        d, k, r, s = (int(case[name], 16) for name in ("d", "k", "r", "s"))
        digest = hashlib.sha256(case["message"].encode()).digest()
        assert multiply(d, G) == (int(case["x"], 16), int(case["y"], 16)), case["message"]
        assert multiply(k, G)[0] % N == r, case["message"]
        assert pow(k, -1, N) * (int.from_bytes(digest, "big") + r * d) % N == s, case["message"]
