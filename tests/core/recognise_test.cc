// Files are recognised by content; the name decides only where the content cannot.
#include "sevproof/recognise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "sevproof/bytes.h"

namespace sevproof {
namespace {

using namespace std::string_literals;

RecognisedFile seen(std::string_view content, std::string_view name = "a file") {
  const ByteView bytes = as_bytes(content);
  return recognise_file(name, bytes.first(std::min(bytes.size(), kRecogniseRoleHead)), bytes.size(),
                        bytes.last(std::min(bytes.size(), kRecogniseTail)));
}

std::string role(std::string_view content, std::string_view name = "a file") {
  return std::string(file_role_name(seen(content, name).role));
}

std::vector<std::string> alternatives(std::string_view content, std::string_view name = "a file") {
  std::vector<std::string> names;
  for (const FileRole one : seen(content, name).alternatives) {
    names.emplace_back(file_role_name(one));
  }
  return names;
}

using Names = std::vector<std::string>;

// `size` zero bytes with pieces put in.
std::string image(std::size_t size,
                  const std::vector<std::pair<std::size_t, std::string>>& pieces) {
  std::string bytes(size, '\0');
  for (const auto& [at, piece] : pieces) bytes.replace(at, piece.size(), piece);
  return bytes;
}

std::string raw_key(std::size_t size) {
  std::string key;
  for (std::size_t i = 0; i < size; ++i) key += static_cast<char>(0x80 + i);
  return key;
}

TEST(RecogniseFile, FirmwareByItsTableWhereverTheFileIsLargeOrSmall) {
  const std::string footer = "\xde\x82\xb5\x96\xb2\x1f\xf7\x45\xba\xea\xa3\x66\xc5\x5a\x08\x2d";
  for (const std::size_t size : {48UL, 4096UL, 2UL << 20}) {
    EXPECT_EQ(role(image(size, {{size - 48, footer}})), "firmware") << size;
  }
  constexpr std::size_t kLarge = 2UL << 20;
  EXPECT_NE(role(image(kLarge, {{kLarge - 47, footer}})), "firmware");
  EXPECT_NE(role(image(kLarge, {{kLarge - 49, footer}})), "firmware");
  EXPECT_EQ(role(image(1UL << 20, {{0x28, "_FVH"}})), "firmware");
}

TEST(RecogniseFile, AKernelByItsBootHeader) {
  EXPECT_EQ(role(image(8192, {{0x202, "HdrS"}})), "kernel");
  EXPECT_EQ(role(image(0x206, {{0x202, "HdrS"}})), "kernel");
  EXPECT_NE(role(image(0x205, {{0x202, "Hdr"}})), "kernel");
  EXPECT_NE(role(image(8192, {{0x203, "HdrS"}})), "kernel");
}

TEST(RecogniseFile, AnIgvmFile) {
  EXPECT_EQ(role(image(8192, {{0, "IGVM\1"}})), "igvm");
  EXPECT_NE(role(image(8192, {{1, "IGVM\1"}})), "igvm");
}

TEST(RecogniseFile, AnInitrdInEveryCompression) {
  for (const std::string& magic :
       {"070701"s, "070702"s, "070707"s, "\x1f\x8b\x08"s, "\xfd\x37zXZ\0"s, "\x28\xb5\x2f\xfd"s,
        "\x04\x22\x4d\x18"s, "\x02\x21\x4c\x18"s, "BZh"s, "\x5d\0\0"s}) {
    EXPECT_EQ(role(image(5000, {{0, magic}})), "initrd") << magic;
    EXPECT_EQ(alternatives(image(5000, {{0, magic}})), Names{"kernel"});
    EXPECT_NE(role(image(5000, {{1, magic}})), "initrd") << magic;
  }
}

// Base of CS and RIP, as bytes in their order.
std::string page(const std::string& base, const std::string& rip) {
  return image(4096, {{0x18, base}, {0x178, rip}});
}

TEST(RecogniseFile, VmsaPagesByWhereTheyStart) {
  const std::string boot = page("\0\0\xff\xff"s, "\xf0\xff"s);
  const std::string ap = page("\0\0\x80\0"s, "\x04\xb0"s);
  EXPECT_EQ(role(boot), "vmsaCpu0");
  EXPECT_EQ(role(ap), "vmsaCpu1");
  EXPECT_EQ(seen(ap).reason, "VMSA page that starts at 0x80b004");
  EXPECT_NE(role(boot.substr(1)), "vmsaCpu0");
  EXPECT_NE(role(boot + '\0'), "vmsaCpu0");
}

TEST(RecogniseFile, NoPageOfACpu) {
  EXPECT_EQ(role(image(4096, {})), "unknown");
  EXPECT_EQ(role(page("\0\0\0\0\xff\xff\0\0"s, "\0\0\0\0\0\0\xff\xf0"s)), "unknown");
  EXPECT_EQ(role(page("\0\0\xff\xff\x01"s, "\xf0\xff"s)), "unknown") << "base above 4 GiB";
  EXPECT_EQ(role(page("\0\0\xfe\xff"s, "\xf0\xff\x01"s)), "unknown") << "RIP above 64 KiB";
  EXPECT_EQ(role(page("\xff\xff\xff\xff"s, "\x01"s)), "unknown") << "beyond the last address";
  EXPECT_EQ(role(page("\xff\xff\xff\xff\xff\xff\xff\xff"s, "\xff\xff"s)), "unknown")
      << "a sum that wraps round";
  EXPECT_EQ(role(std::string(4096, 'x')), "unknown");
  EXPECT_EQ(role(image(4096, {{0, "\x1f\x8b\x08"}})), "initrd");
  EXPECT_EQ(role(image(4096, {{0x202, "HdrS"}})), "kernel");
}

TEST(RecogniseFile, A32ByteKeyOnlyByItsName) {
  for (const char* name : {"tk", "guest_tk.bin", "TK.key", "my-tk-1", "mtk tk"}) {
    EXPECT_EQ(role(raw_key(32), name), "tk") << name;
  }
  for (const char* name :
       {"disk.key", "luks", "gtk.bin", "mtk", "tkey", "tik.bin", "guest_tek.bin"}) {
    EXPECT_EQ(role(raw_key(32), name), "unknown") << name;
    EXPECT_EQ(alternatives(raw_key(32), name), (Names{"tk", "secret"})) << name;
  }
}

TEST(RecogniseFile, A16ByteKeyOnlyByItsName) {
  for (const char* name : {"critik.bin", "biotek", "atikb", "key", "tik-and-tek", "tk.bin"}) {
    EXPECT_EQ(role(raw_key(16), name), "unknown") << name;
    EXPECT_EQ(alternatives(raw_key(16), name), (Names{"tik", "tek"})) << name;
  }
  EXPECT_EQ(role(raw_key(16), "vm_tik.bin"), "tik");
  EXPECT_EQ(role(raw_key(16), "TEK"), "tek");
  EXPECT_EQ(alternatives(raw_key(16), "TEK"), Names{"tik"});
  for (const std::size_t size : {15U, 17U, 31U, 33U})
    EXPECT_EQ(role(raw_key(size), "tik"), "unknown");
}

TEST(RecogniseFile, KeysThatBeginLikeSomethingElse) {
  for (const std::string& start : {"\xff\xfe"s, "\xfe\xff"s, "\xef\xbb\xbf"s}) {
    EXPECT_EQ(role(start + raw_key(32).substr(start.size()), "tk"), "tk");
  }
}

TEST(RecogniseFile, TextAsLongAsAKeyIsOneByItsNameAlone) {
  const std::string cmdline = "root=/dev/vda1 ro console=ttyS0\n";
  ASSERT_EQ(cmdline.size(), 32U);
  EXPECT_EQ(alternatives(cmdline, "boot.txt"), (Names{"tk", "secret"}));
  EXPECT_EQ(role(cmdline, "cmdline.txt"), "cmdline");
  EXPECT_NE(seen("0123456789abcdef").reason.find("raw bytes"), std::string::npos);
  EXPECT_EQ(role("sample TEK: 16 bsample TIK: 16 b", "tk.bin"), "tk");
}

TEST(RecogniseFile, ACommandLineOnlyByItsNameAndInOneLine) {
  for (const char* name : {"cmdline", "cmdline.txt", "guest-CMDLINE-2"}) {
    for (const char* text : {"ro", "ro quiet\n", "ro\r\n", " ro\tquiet "}) {
      EXPECT_EQ(role(text, name), "cmdline") << name << text;
    }
    EXPECT_EQ(role("sev-policy: 3", name), "launchInfo") << "by its content first";
    for (const char* text : {"ro\nquiet\n", "\n", "ro\rquiet"}) {
      EXPECT_EQ(role(text, name), "unknown") << text;
    }
  }
  for (const char* name : {"boot.txt", "mycmdline", "cmdlines"}) {
    EXPECT_EQ(alternatives("ro quiet\n", name), (Names{"cmdline", "initrd", "kernel", "firmware"}));
  }
}

TEST(RecogniseFile, KeysAsHexOrBase64AreNoKeys) {
  for (const auto& [size, places] :
       {std::pair{16UL, Names{"tik", "tek"}}, {32UL, Names{"tk", "secret"}}}) {
    const std::string key = raw_key(size);
    for (const std::string& text : {to_hex(as_bytes(key)), to_base64(as_bytes(key))}) {
      EXPECT_EQ(role(text + "\n", "tk tik"), "unknown") << text;
      EXPECT_NE(seen(text).reason.find("raw bytes"), std::string::npos) << text;
      EXPECT_EQ(alternatives(text), places) << text;
    }
  }
}

TEST(RecogniseFile, WhatSevctlSessionWrites) {
  const std::string text = to_base64(as_bytes(std::string(2084, '\7'))) + "\n";
  EXPECT_EQ(role(raw_key(16), "guest_tek.bin"), "tek");
  for (const char* name : {"guest_godh.b64", "guest_session.b64", "GUEST_GODH.B64"}) {
    EXPECT_EQ(role(text, name), "forHost") << name;
    EXPECT_EQ(role("sev-policy: 3", name), "launchInfo") << "by its content first";
  }
  EXPECT_NE(seen(text, "a_godh.b64").reason.find("<dhCert>"), std::string::npos);
  EXPECT_NE(seen(text, "a_session.b64").reason.find("<session>"), std::string::npos);
  EXPECT_EQ(role(text, "other.b64"), "unknown");
}

TEST(RecogniseFile, WhatLibvirtAndQemuTakeOfASession) {
  for (const char* text :
       {"<launchSecurity type='sev'>\n  <policy>0x000f</policy>\n",
        "<!-- ours -->\n<launchSecurity type='sev'/>",
        "-machine confidential-guest-support=sev0 -object sev-guest,id=sev0\n"}) {
    EXPECT_EQ(role(text, "any"), "forHost") << text;
  }
}

TEST(RecogniseFile, HostOutputInEveryShapeThatIsRead) {
  for (const char* text :
       {"sev-measurement : AAAA\nsev-policy: 3\n",
        "\n  sev-api-major  : 1\r\n",
        "\xef\xbb\xbfsev-policy: 3",
        "> sev-policy     : 3\n",
        "- sev-api-major: 0\n",
        "`sev-build-id`: 15",
        "export SEV_POLICY=\"3\"\n",
        "sev-policy     3\n",
        "sev-policy,3\n",
        "\xe2\x94\x82 sev-policy \xe2\x94\x82 3 \xe2\x94\x82",
        "sev\xe2\x80\x91policy: 3",
        "sev-policy\xef\xbc\x9a 3",
        "\x1b[1msev-policy\x1b[0m: 3",
        "sev-snp-policy : 196608\n",
        "(qemu) info sev\nSEV type: sev\nbuild: 15\napi version: 0.24\n",
        "api_major:\t0\napi_minor:\t24\nbuild:\t\t15\n",
        "[ 4.1] ccp 0000:22:00.1: SEV API:0.24 build:15",
        "SEV is not enabled\n",
        "sev-policy: 3\nsev-news: 1\n",
        "\"apiMinor\": 24",
        "error: internal error: unable to execute QEMU command 'query-sev-launch-measure': SEV "
        "launch measurement is not available"}) {
    EXPECT_EQ(role(text), "launchInfo") << text;
  }
}

TEST(RecogniseFile, HostOutputAsObjects) {
  for (const char* text :
       {R"({"return": {"policy": 3}})", R"( {"data": "AAAA"})", R"([{"return": {"policy": 3}}])",
        R"({"QMP": {}}
{"return": {}}
{"return": {"data": "AAAA"}})",
        "(QEMU) query-sev\n{\"return\": {\"policy\": 3}}\n", "{'sev-policy': 3}",
        "(QEMU) query-sev\n{u'return': {u'policy': 3}}", R"({"apiMinor": 24, "buildID": 15})",
        R"({"stdout": "sev-policy : 3"})",
        R"({"error": {"class": "GenericError", "desc": "SEV is not enabled"}})", R"({"policy": 7})",
        R"({"QMP": {"version": {}}})", R"({ "x": 1, "return" : {}})"}) {
    EXPECT_EQ(role(text), "launchInfo") << text;
  }
}

TEST(RecogniseFile, TextThatIsNoHostOutput) {
  for (const char* text : {"console=ttyS0 ro policy=3 and more",
                           "selinux policy: strict",
                           "build: 5",
                           "policy: 3",
                           R"({"name": "x"})",
                           "{}",
                           "[",
                           "{",
                           "sev-something: 1",
                           "hello",
                           "The sev-policy is explained below.\n",
                           R"({"level": "error", "msg": "disk"})",
                           "fail() { echo \"error\"; return 1; }",
                           "return { type: \"error\" }",
                           "{'returns': 1}",
                           "\"return\"",
                           "{\"return\"",
                           "\"return\": 1",
                           "0123456789 0123456789 0123456789 01",
                           "736869e5-84f0-4973-92ec-06879ce3da0b",
                           R"({"schemaVersion": 1, "inputs": {"policy": {}}})",
                           R"({"kind":"other"})",
                           R"({"kind":"sevproof-settings")"}) {
    EXPECT_EQ(role(text), "unknown") << text;
  }
  EXPECT_EQ(role("sev-policy: 3\n" + std::string(kRecogniseRoleHead, ' ')), "unknown");
}

TEST(RecogniseFile, DomainXmlWithWhatMayStandBeforeIt) {
  for (const char* start : {"", "\n ", "\xef\xbb\xbf", "<?xml version=\"1.0\"?>\n",
                            "<!-- made by hand -->", "<?a?><!-- -->\n"}) {
    for (const char* tag : {"<domain type='kvm'>", "<domain/>", "<domain>", "<domain\n>"}) {
      EXPECT_EQ(role(std::string(start) + tag), "domainXml") << start << tag;
    }
  }
  for (const char* text :
       {"<domainsnapshot>", "<domain", "<!-- <domain>", "<?", "<x><domain></x>"}) {
    EXPECT_EQ(role(text), "unknown") << text;
  }
  EXPECT_EQ(role("<domain>" + std::string(100'000, 'x')), "domainXml");
}

TEST(RecogniseFile, WhatIsOfASnpGuest) {
  const std::string snp = "<launchSecurity type='sev-snp'>";
  for (const std::string& text :
       {"<domain><os/>" + snp, "<domain><launchSecurity\n type=\"sev-snp\" vcek='no'/>"s,
        "<domain><!-- --><launchSecurity type='sev'/>" + snp, snp, "<!-- ours -->" + snp,
        "-object sev-snp-guest,id=sev0,policy=0x30000"s, "sev-snp-policy : 196608"s,
        "SEV type: sev-snp\nstate: running\nbuild: 21\napi version: 1.55\n"s,
        "sev-new-field: 7\nsev-snp-policy : 196608\n"s,
        R"({"return": {"enabled": true, "snp-policy": 196608, "sev-type": "sev-snp"}})"s}) {
    EXPECT_TRUE(seen(text).is_snp) << text;
    EXPECT_NE(role(text), "unknown") << text;
  }
  EXPECT_EQ(seen("<domain>" + snp).reason, "libvirt domain XML of a SEV-SNP guest");
  EXPECT_EQ(seen("sev-snp-policy : 1").reason, "output of the host of a SEV-SNP guest");
  EXPECT_EQ(role("-object sev-snp-guest,id=sev0"), "forHost");
  for (const std::string& text :
       {"<domain><launchSecurity type='sev'/><description>sev-snp</description></domain>"s,
        "<domain><!-- " + snp + " --></domain>", "<domain><!-- " + snp, "<domain><launchSecurity"s,
        "<launchSecurity type='sev'/>"s, "sev-policy : 3\n"s,
        R"({"return": {"sev-type": "sev", "policy": 3}})"s, "hello sev-snp"s, ""s}) {
    EXPECT_FALSE(seen(text).is_snp) << text;
  }
}

// Private keys of every form: none of them is anything else.
TEST(RecogniseFile, PrivateKeys) {
  const std::string body = "\nAAAA\n-----END";
  for (const std::string& label :
       {"-----BEGIN EC PRIVATE KEY-----"s, "-----BEGIN PRIVATE KEY-----"s,
        "-----BEGIN ENCRYPTED PRIVATE KEY-----"s, "-----BEGIN RSA PRIVATE KEY-----"s,
        "-----BEGIN OPENSSH PRIVATE KEY-----"s,
        "-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n-----END EC PARAMETERS-----\n"
        "-----BEGIN EC PRIVATE KEY-----"s}) {
    EXPECT_EQ(role(label + body, "id.pem"), "idKey") << label;
    EXPECT_EQ(role(label + body, "My_Author.pem"), "authorKey") << label;
    EXPECT_EQ(alternatives(label + body), Names{"authorKey"});
    EXPECT_TRUE(seen(label + body).is_snp);
  }
  const std::string sec1 = image(167, {{0, "\x30\x81\xa4\x02\x01\x01\x04\x30"s}});
  const std::string pkcs8 = image(185, {{0, "\x30\x81\xb6\x02\x01\x00\x30\x10"s}});
  const std::string rsa = image(0x4a6, {{0, "\x30\x82\x04\xa2\x02\x01\x00\x02\x82"s}});
  for (const std::string& der : {sec1, pkcs8, rsa}) {
    EXPECT_EQ(role(der), "idKey");
    EXPECT_NE(role(der + "x"), "idKey");
    EXPECT_NE(role(der.substr(0, der.size() - 1)), "idKey");
  }
  for (const std::string& other :
       {"-----BEGIN PUBLIC KEY-----"s, "-----BEGIN CERTIFICATE-----"s, "PRIVATE KEY-----"s,
        image(185, {{0, "\x30\x81\xb6\x30\x01\x00\x30\x10"s}}),
        image(185, {{0, "\x30\x81\xb6\x02\x01\x02\x30\x10"s}}), "\x30\x81"s}) {
    EXPECT_NE(role(other), "idKey") << other;
  }
}

TEST(RecogniseFile, IdBlocksAndTheirAuthentications) {
  const std::string block = image(96, {{0, "digest"}, {0x50, "\1"}});
  const std::string auth = image(4096, {{0, "\1"}, {4, "\1"}, {0x40, "signature"}});
  const auto base64 = [](const std::string& bytes) { return to_base64(as_bytes(bytes)); };
  for (const auto& [bytes, name] : {std::pair{block, "idBlock"}, std::pair{auth, "idAuth"}}) {
    EXPECT_EQ(role(bytes), name);
    EXPECT_EQ(role(base64(bytes)), name);
    EXPECT_EQ(role(base64(bytes) + "\n"), name);
    std::string lines = base64(bytes);
    for (std::size_t at = 76; at < lines.size(); at += 77) lines.insert(at, "\n");
    EXPECT_EQ(role(lines + "\n"), name);
    EXPECT_TRUE(seen(bytes).is_snp);
    EXPECT_EQ(alternatives(bytes), Names{});
  }
  EXPECT_EQ(seen(base64(auth)).reason, "an ID block's authentication in base64");
  EXPECT_EQ(role(image(4096, {{0, "\1"}, {0x40, "s"}})), "idAuth");
  for (const std::string& other :
       {image(96, {{0x50, "\2"}}), image(95, {{0x50, "\1"}}), image(97, {{0x50, "\1"}}),
        image(4096, {{0, "\2"}}), image(4096, {{0, "\1"}, {4, "\2"}}),
        image(4096, {{0, "\1"}, {8, "\1"}}), image(4096, {{0, "\1"}, {63, "\1"}})}) {
    EXPECT_NE(role(other).substr(0, 2), "id");
  }
}

TEST(RecogniseFile, DocumentsOfSevproof) {
  EXPECT_EQ(role(R"({"kind":"sevproof-settings","version":1})"), "settings");
  EXPECT_NE(seen(R"({"schemaVersion":2})").reason.find("a report of sevproof"), std::string::npos);
}

TEST(RecogniseFile, WhatIsOutputOfTheHostAndWhatIsJson) {
  EXPECT_EQ(seen("[    4.1] ccp 0000:22:00.1: SEV API:0.24 build:15").reason, "output of the host");
  EXPECT_EQ(seen(R"([ {"return": {"policy": 3}}])").reason, "QMP JSON");
}

TEST(RecogniseFile, AUuidIsNoKey) {
  EXPECT_EQ(alternatives("736869e5-84f0-4973-92ec-06879ce3da0b"),
            (Names{"cmdline", "initrd", "kernel", "firmware"}));
}

TEST(RecogniseFile, TextInUtf16IsSaidToBeThat) {
  for (const std::string& bytes : {"\xff\xfe"s + "s\0e\0v\0-\0p\0o\0l\0i\0c\0y\0 \0:\0 \0003\0 \0"s,
                                   "\xfe\xff"s + std::string(38, '\0')}) {
    EXPECT_NE(seen(bytes + std::string(8, ' ')).reason.find("UTF-16"), std::string::npos);
  }
}

TEST(RecogniseFile, NothingAndNothingKnown) {
  EXPECT_EQ(role(""), "empty");
  for (const std::size_t size : {1U, 2U, 47U, 48U, 100U}) {
    EXPECT_EQ(alternatives(std::string(size, '\0')), (Names{"initrd", "kernel", "firmware"}));
  }
}

// Every beginning of every kind of text, as a file that was cut off.
TEST(RecogniseFile, AnyBeginningIsTaken) {
  const std::string texts =
      "<?xml?><!-- --><domain><a/></domain>\n{\"return\": {\"policy\": 3}} sev-policy : 3\n[[{(\"'";
  for (std::size_t from = 0; from < texts.size(); ++from) {
    for (std::size_t size = 1; from + size <= texts.size(); ++size) {
      EXPECT_FALSE(seen(texts.substr(from, size)).reason.empty());
    }
  }
}

}  // namespace
}  // namespace sevproof
