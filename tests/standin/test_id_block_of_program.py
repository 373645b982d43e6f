# SPDX-License-Identifier: Apache-2.0
"""ID blocks that sevproof makes, judged by Python's integers, and the other way round.

Environment: as of_program says."""

import random
import unittest

import id_block
from elliptic import P384
from of_program import SEED, OfProgram

OF_EACH = 4


class IdBlockOfProgram(OfProgram):
    def setUp(self):
        super().setUp()
        self.chance = random.Random(SEED)
        print(f"seed {SEED}")

    def read(self, *names):
        with open(self.path(*names), "rb") as stream:
            return stream.read()

    def program(self, *words):
        return self.snp("id-block", *words)

    def key(self):
        return self.chance.randrange(1, P384.n)

    def key_file(self, name, private):
        form = self.chance.choice((
            id_block.sec1_key, lambda key: id_block.sec1_key(key, with_public=True), id_block.pkcs8_key,
            lambda key: id_block.pem("EC PRIVATE KEY", id_block.sec1_key(key)),
            lambda key: id_block.pem("PRIVATE KEY", id_block.pkcs8_key(key))))
        return self.write(name, form(private))

    def test_what_it_makes_firmware_takes(self):
        for number in range(OF_EACH):
            id_key, author_key = self.key(), self.key() if number % 2 else None
            digest, family, image = (self.chance.randbytes(size) for size in (48, 16, 16))
            policy, svn = 0x20000 | self.chance.randrange(1 << 16), self.chance.randrange(1 << 32)
            words = ["--launch-digest", digest.hex(), "--policy", hex(policy), "--family-id", family.hex(), "--image-id",
                     image.hex(), "--guest-svn", str(svn), "--id-key", self.key_file("id", id_key), "--out",
                     self.path(f"made{number}")]
            if author_key:
                words += ["--author-key", self.key_file("author", author_key)]
            status, document = self.program("create", *words)
            self.assertEqual(status, 0)
            block, auth = self.read(f"made{number}", "vm_idblock.bin"), self.read(f"made{number}", "vm_idauth.bin")
            self.assertEqual(block, id_block.make_block(digest, policy, family, image, svn))
            self.assertEqual([document["idKeyDigest"], document["authorKeyDigest"]],
                             id_block.check(block, auth, author_key is not None))
            self.assertEqual(auth[id_block.ID_KEY:id_block.ID_KEY + id_block.KEY_SIZE],
                             id_block.key_bytes(P384.public(id_key)))

    def test_it_takes_what_others_make(self):
        for number in range(OF_EACH):
            author_key = self.key() if number % 2 else None
            block = id_block.make_block(self.chance.randbytes(48), 0x30000, svn=number)
            auth = id_block.make_auth(block, self.key(), author_key)
            digests = id_block.check(block, auth, author_key is not None)
            pair = ["--id-block", self.write("block", block), "--id-auth", self.write("auth", auth)]
            status, document = self.program("check", *pair)
            self.assertEqual((status, document["verdict"]), (0, "match"), document)
            self.assertEqual([document["idKeyDigest"], document["authorKeyDigest"]], digests)

    def test_no_changed_bit_passes(self):
        block = id_block.make_block(self.chance.randbytes(48), 0x30000)
        auth = id_block.make_auth(block, self.key(), self.key())
        for place in range(60):
            pair = [bytearray(block), bytearray(auth)]
            changed = pair[place % 2]
            bit = self.chance.randrange(8 * len(changed))
            changed[bit // 8] ^= 1 << bit % 8
            status, document = self.program("check", "--id-block", self.write("block", bytes(pair[0])),
                                            "--id-auth", self.write("auth", bytes(pair[1])))
            self.assertEqual((status, document["verdict"]), (1, "mismatch"), (SEED, place % 2, bit))


if __name__ == "__main__":
    unittest.main()
