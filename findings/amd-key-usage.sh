#!/usr/bin/env bash
# AMD's intermediate certificates for SEV-SNP (ASK and ASVK, of Milan, Genoa and Turin) are not DER: keyUsage is
# 03 02 01 04, a bit list whose last bit is zero, and X.690 section 11.2.2 wants 03 02 02 04. We had expected DER, and a
# reader that insists refuses every genuine chain. python3-asn1crypto 1.5.1 (Debian 12) takes it without a word, and
# writes the same usage as 03 02 02 04: a certificate that is taken apart and encoded anew has other bytes, under which
# AMD's signature does not hold. The roots' (ARK) keyUsage is DER, and the chips' certificates have none.
set -euo pipefail

readonly package=python3-asn1crypto=1.5.1-2
certificates=$(cd "$(dirname "${BASH_SOURCE[0]}")/../tests/vectors/snp/ca" && pwd)
readonly certificates
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq "$package" 2>/dev/null
dpkg -x ./*.deb .

PYTHONPATH=$folder/usr/lib/python3/dist-packages /usr/bin/python3 - "$certificates" >seen <<'END'
import sys
from pathlib import Path

from asn1crypto import pem, x509

for name in ("ark-milan.pem", "ask-milan.pem", "ask-genoa.pem", "ask-turin.pem", "asvk-milan.der", "asvk-genoa.der",
             "asvk-turin.der"):
    content = (Path(sys.argv[1]) / name).read_bytes()
    der = pem.unarmor(content)[2] if pem.detect(content) else content
    certificate = x509.Certificate.load(der)
    usage = certificate.key_usage_value
    print(name, usage.dump().hex(), x509.KeyUsage(usage.native).dump().hex())
END
cat >expected <<'END'
ark-milan.pem 03020106 03020106
ask-milan.pem 03020104 03020204
ask-genoa.pem 03020104 03020204
ask-turin.pem 03020104 03020204
asvk-milan.der 03020104 03020204
asvk-genoa.der 03020104 03020204
asvk-turin.der 03020104 03020204
END
diff expected seen
cat seen
