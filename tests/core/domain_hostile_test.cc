// Domain XML from a host that means harm.
#include <gtest/gtest.h>

#include "domain_xml.h"
#include "sevproof/formats/domain_config.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::succeeds;

std::string repeated(const std::string& text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

::testing::AssertionResult refused(const std::string& xml,
                                   std::initializer_list<std::string_view> fragments = {}) {
  return fails(parse_domain(xml), ErrorKind::kInvalid, fragments);
}

TEST(HostileDomain, CutOffAnywhere) {
  const std::string xml = test::DomainXml().text();
  const std::size_t end = xml.rfind('>');
  for (std::size_t size = 0; size <= end; ++size) {
    // Every length near both ends; in the certificate between them, some.
    if (size > 400 && size < end - 1000 && size % 97 != 0) continue;
    EXPECT_TRUE(refused(xml.substr(0, size))) << size;
  }
}

TEST(HostileDomain, ChangedAnywhere) {
  const std::string xml = test::DomainXml().text();
  for (std::size_t at = 0; at < xml.size(); at += 3) {
    for (const char c : {'\0', '<', '>', '&', '"', '\'', '\xff'}) {
      std::string changed = xml;
      changed[at] = c;
      const auto domain = parse_domain(changed);  // must not crash, whatever comes of it
      const bool is_never_text = c == '\0' || c == '\xff';
      EXPECT_FALSE(is_never_text && domain.has_value()) << at;
    }
  }
}

TEST(HostileDomain, Depth) {
  const auto nested = [](std::size_t depth) {
    return "<domain>" + repeated("<a>", depth) + repeated("</a>", depth) + "</domain>";
  };
  EXPECT_TRUE(succeeds(parse_domain(nested(255))));
  EXPECT_TRUE(refused(nested(256), {"256", "deep"}));
  EXPECT_TRUE(refused(nested(140000), {"deep"}));
  EXPECT_TRUE(refused("<domain>" + repeated("<a>", 300000)));
}

TEST(HostileDomain, Size) {
  const std::string xml = "<domain></domain>";
  EXPECT_TRUE(succeeds(parse_domain(xml + std::string(kMaxDomainXmlSize - xml.size(), '\n'))));
  EXPECT_TRUE(refused(xml + std::string(kMaxDomainXmlSize - xml.size() + 1, '\n'), {"4194304"}));
}

TEST(HostileDomain, Attributes) {
  EXPECT_TRUE(succeeds(parse_domain("<domain a='" + std::string(1000000, 'x') + "'/>")));
  EXPECT_TRUE(refused("<domain a='1' a='2'/>", {"'a'", "twice"}));
  EXPECT_TRUE(refused("<domain><os a='1' b='' a='1'/></domain>", {"'os'", "twice"}));
  std::string many = "<domain";
  for (int i = 0; i < 257; ++i) many += " a" + std::to_string(i) + "=''";
  EXPECT_TRUE(refused(many + "/>", {"256 attributes"}));
  EXPECT_TRUE(refused("<domain" + repeated(" a=''", 200000) + "/>"));
}

TEST(HostileDomain, ManyElements) {
  EXPECT_TRUE(succeeds(parse_domain("<domain>" + repeated("<a/>", 250000) + "</domain>")));
  EXPECT_TRUE(
      succeeds(parse_domain("<domain><os>" + repeated("<loader/>", 100000) + "</os></domain>")));
  EXPECT_TRUE(
      succeeds(parse_domain("<domain>" + repeated("<launchSecurity/>", 50000) + "</domain>")));
}

TEST(HostileDomain, DocumentTypesAndEntities) {
  const std::string bomb =
      "<!DOCTYPE domain [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
      "<domain><name>&b;</name></domain>";
  EXPECT_TRUE(refused(bomb));
  EXPECT_TRUE(refused("<!DOCTYPE domain SYSTEM 'file:///etc/passwd'><domain/>", {"document type"}));
  EXPECT_TRUE(refused("<!DOCTYPE domain><domain/>", {"document type"}));
  EXPECT_TRUE(refused("<domain><name>&b;</name></domain>", {"reference", "'&b;"}));
  EXPECT_TRUE(refused("<domain a='&b;'/>", {"reference"}));
  EXPECT_TRUE(refused("<domain><name>a & b</name></domain>", {"reference"}));
  EXPECT_TRUE(refused("<domain>&</domain>", {"reference"}));
}

TEST(HostileDomain, CharactersThatXmlHasNot) {
  for (const char* reference : {"&#0;", "&#x0;", "&#1;", "&#xd800;", "&#x110000;", "&#xffff;",
                                "&#;", "&#x;", "&#-1;", "&#99999999999;", "&#x41", "&#0x41;"}) {
    EXPECT_TRUE(refused("<domain><os><cmdline>quiet" + std::string(reference) +
                        " init=/bin/sh</cmdline></os></domain>"))
        << reference;
  }
  using namespace std::string_literals;
  EXPECT_TRUE(refused("<domain>\0</domain>"s, {"\\x00", "offset 8"}));
  EXPECT_TRUE(refused("<domain/>\0"s, {"offset 9"}));
  EXPECT_TRUE(refused("<domain>\x1b[2J</domain>", {"\\x1b"}));
  EXPECT_TRUE(refused("<domain>\xc0\x80</domain>"));
  EXPECT_TRUE(refused("<\0d\0o\0m\0a\0i\0n\0/\0>\0"s));
  EXPECT_TRUE(refused("\xff\xfe<\0d\0"s));
}

TEST(HostileDomain, BesideTheRoot) {
  for (const char* xml : {"", " ", "text", "<!-- -->", "<?xml version='1.0'?>"}) {
    EXPECT_TRUE(refused(xml)) << xml;
  }
  EXPECT_TRUE(refused("<domain/><domain/>", {"one root element", "2"}));
  EXPECT_TRUE(refused("rubbish<domain/>", {"'rubbish'"}));
  EXPECT_TRUE(refused("<domain/>rubbish", {"'rubbish'"}));
  EXPECT_TRUE(refused("<?xml version='1.0' encoding='UTF-16'?><domain/>", {"'UTF-16'"}));
  EXPECT_TRUE(succeeds(parse_domain("<?xml version='1.0' encoding='utf-8'?>\n<domain/>\n")));
  EXPECT_TRUE(succeeds(parse_domain("\xef\xbb\xbf<!-- R&D -->\n<domain/>")));
}

TEST(HostileDomain, ElementsThatAreThereTwice) {
  EXPECT_TRUE(refused("<domain><os/><os/></domain>", {"<os>", "2"}));
  EXPECT_TRUE(refused("<domain><vcpu>1</vcpu><vcpu>2</vcpu></domain>", {"<vcpu>"}));
  EXPECT_TRUE(refused("<domain><cpu/><cpu/></domain>", {"<cpu>"}));
  for (const std::string name : {"kernel", "initrd", "cmdline"}) {
    const std::string twice = "<" + name + ">a</" + name + "><" + name + "/>";
    EXPECT_TRUE(refused("<domain><os>" + twice + "</os></domain>", {name}));
  }
  EXPECT_TRUE(
      refused("<domain><launchSecurity type='sev'><policy>1</policy><policy>1</policy>"
              "</launchSecurity></domain>",
              {"<policy>"}));
}

TEST(HostileDomain, ErrorsCannotDisturbATerminal) {
  const auto domain = parse_domain("<domain>\x1b]0;x</domain>");
  ASSERT_FALSE(domain.has_value());
  EXPECT_EQ(domain.error().message.find('\x1b'), std::string::npos);
  const auto root = parse_domain("<\xc2\x9b" + std::string(5000, 'x') + "/>");
  ASSERT_FALSE(root.has_value());
  EXPECT_LT(root.error().message.size(), 300U);
  EXPECT_EQ(root.error().message.find('\x9b'), std::string::npos);
}

}  // namespace
}  // namespace sevproof
