#include "formats/candidate_cmdlines.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "formats/cmdline_text.h"
#include "sevproof/formats/kernel_hashes.h"

namespace sevproof::internal {
namespace {

// Where the line was found: what a message says behind the file's name; "?" where nowhere.
std::string place_in(const std::vector<CandidateCmdline>& lines, std::string_view line) {
  const Sha256Digest digest = hash_cmdline(line);
  const auto found = std::find_if(lines.begin(), lines.end(), [&](const CandidateCmdline& known) {
    return known.digest == digest;
  });
  return found == lines.end() ? "?" : found->part;
}

std::string marked(std::string_view text, std::string_view line) {
  return place_in(find_cmdlines(text).marked, line);
}

std::string other(std::string_view text, std::string_view line) {
  return place_in(find_cmdlines(text).lines, line);
}

TEST(CandidateCmdlines, PlacesAreSaid) {
  EXPECT_EQ(marked("a\nqemu -append ro quiet -smp 1\n", "ro quiet"), ", after -append in line 2");
  EXPECT_EQ(marked("qemu -append 'ro quiet'\n", "ro quiet"), ", after -append in line 1");
  EXPECT_EQ(marked("<cmdline>ro &quot;a&quot;</cmdline>", "ro \"a\""), ", <cmdline> in line 1");
  EXPECT_EQ(marked("linux /vmlinuz ro quiet\n", "ro quiet"),
            ", after linux without BOOT_IMAGE= in line 1");
  EXPECT_EQ(marked("x:\n  cmdline: ro quiet\n", "ro quiet"), ", after 'cmdline' in line 2");
  EXPECT_EQ(other("notes\nro quiet\n", "ro quiet"), ", line 2");
  EXPECT_EQ(other("notes\n  ro quiet \n", "  ro quiet "), ", line 2");
  EXPECT_EQ(other("notes\n  ro quiet \n", "ro quiet"), ", line 2");
  EXPECT_EQ(other("it says \"ro quiet\" there", "ro quiet"), ", the quoted text in line 1");
  const std::string process("qemu\0-append\0ro quiet\0-smp\0", 27);
  EXPECT_EQ(marked(process, "ro quiet"), ", the argument after -append");
}

// As PowerShell's > writes it: the low byte of each character first.
std::string utf16(std::string_view text, bool has_mark) {
  std::string all = has_mark ? "\xff\xfe" : "";
  for (const char c : text) all += std::string{c, '\0'};
  return all;
}

TEST(CandidateCmdlines, Utf16IsRead) {
  const std::string ps = "qemu -append ro quiet -smp 1\r\n";
  for (const bool has_mark : {false, true}) {
    EXPECT_NE(place_in(whole_cmdlines(utf16("ro quiet\r\n", has_mark)), "ro quiet"), "?");
    EXPECT_EQ(marked(utf16(ps, has_mark), "ro quiet"), ", after -append in line 1");
  }
  EXPECT_EQ(place_in(whole_cmdlines(utf16("ro quiet", true) + "x"), "ro quiet"), "?");
}

TEST(CandidateCmdlines, LinesOfADiffAndBackTicks) {
  EXPECT_EQ(other("+ro quiet\n", "ro quiet"), ", line 1");
  EXPECT_EQ(other("-  ro quiet\n", "  ro quiet"), ", line 1");
  EXPECT_EQ(other("-  ro quiet\n", "ro quiet"), ", line 1");
  EXPECT_EQ(marked("+CMDLINE='ro quiet'\n", "ro quiet"), ", after 'CMDLINE' in line 1");
  EXPECT_EQ(marked("@@ -1 +1 @@\n-options ro quiet\n", "ro quiet"), ", after options in line 2");
  EXPECT_EQ(marked("-append /x ro\n", "'/x ro"), "?");
  EXPECT_EQ(other("run it with `ro quiet x='y\\z'` then", "ro quiet x='y\\z'"),
            ", the quoted text in line 1");
  EXPECT_EQ(other("don't: \"ro quiet\", it's old", "ro quiet"), ", the quoted text in line 1");
  EXPECT_EQ(other("b'ro quiet'", "ro quiet"), ", the quoted text in line 1");
  EXPECT_EQ(other("a ` alone: \"ro quiet\"", "ro quiet"), ", the quoted text in line 1");
}

TEST(CandidateCmdlines, QuotesInAQuotedLog) {
  EXPECT_EQ(marked("time=\"1\" msg=\"launching /q with: [-name x -append ro dm=\\\"a,b 0\\\" quiet "
                   "-pidfile /p]\" id=1\n",
                   "ro dm=\"a,b 0\" quiet"),
            ", after -append, in a quoted text, in line 1");
}

TEST(CandidateCmdlines, SettingsThatAreAddedTo) {
  const char* const place = ", after 'CMDLINE' with what it adds to in line 2";
  EXPECT_EQ(marked("CMDLINE=\"ro\"\nCMDLINE=\"$CMDLINE quiet\"\n", "ro quiet"), place);
  EXPECT_EQ(marked("CMDLINE=ro\nCMDLINE=\"${CMDLINE} quiet\"\n", "ro quiet"), place);
  EXPECT_EQ(marked("CMDLINE=ro\nCMDLINE+=\" quiet\"\n", "ro quiet"), place);
  EXPECT_EQ(marked("CMDLINE=ro\nCMDLINE+=' quiet'\nCMDLINE+=' x'\n", "ro quiet x"),
            ", after 'CMDLINE' with what it adds to in line 3");
  EXPECT_EQ(marked("CMDLINE=ro\nCMDLINE=\"$CMDLINES quiet\"\n", "roS quiet"), "?");
  EXPECT_EQ(marked("CMDLINE=ro\nCMDLINE='$CMDLINE quiet'\n", "ro quiet"), "?");
  EXPECT_EQ(marked("APPEND=ro\nCMDLINE+=\" quiet\"\n", "ro quiet"), "?");
}

TEST(CandidateCmdlines, BothSettingsOfGrub) {
  const std::string grub =
      "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet splash\"\nGRUB_CMDLINE_LINUX=\"ro a=1\"\n";
  EXPECT_EQ(marked(grub, "ro a=1 quiet splash"),
            ", GRUB_CMDLINE_LINUX and _DEFAULT joined in line 2");
  EXPECT_NE(marked(grub, "quiet splash ro a=1"), "?");
  EXPECT_EQ(marked("GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\nGRUB_CMDLINE_LINUX=\"\"\n", " quiet"),
            "?");
}

TEST(CandidateCmdlines, KernelArgumentsOfVirtInstall) {
  for (const char* const text :
       {"virt-install --boot 'kernel=/k,initrd=/i,kernel_args=\"ro a=b,c quiet\"' -n x",
        "virt-install --boot \"kernel=/k,kernel_args=\\\"ro a=b,c quiet\\\",initrd=/i\"",
        "virt-install --boot \"kernel=/k,kernel_args='ro a=b,c quiet'\"",
        "virt-install --boot 'kernel=/k,kernel_args=ro a=b,c quiet'"}) {
    EXPECT_EQ(marked(text, "ro a=b,c quiet"), ", after kernel_args= in line 1") << text;
  }
  EXPECT_NE(marked("--boot 'kernel_args=ro quiet,initrd=/i'", "ro quiet"), "?");
}

TEST(CandidateCmdlines, WithoutQuotesEveryEndIsTried) {
  const std::string ps = "qemu -append ro quiet x=-1 -smp 1 more";
  EXPECT_EQ(marked(ps, "ro quiet x=-1"), ", after -append in line 1");
  EXPECT_NE(other(ps, "ro"), "?");
  EXPECT_NE(other(ps, "ro quiet"), "?");
  EXPECT_NE(other(ps, "ro quiet x=-1 -smp 1 more"), "?");
  EXPECT_EQ(marked(ps, "ro quiet"), "?");
}

TEST(CandidateCmdlines, TheLastStartOfALogComesFirst) {
  std::string log;
  for (int start = 0; start < 40; ++start) log += "-append 'boot " + std::to_string(start) + "'\n";
  const auto found = find_cmdlines(log).marked;
  ASSERT_FALSE(found.empty());
  EXPECT_LE(found.size(), 3 * kMaxMarked);
  EXPECT_EQ(found.front().digest, hash_cmdline("boot 39"));
  EXPECT_EQ(place_in(found, "boot 3"), "?");
}

// A place that is read in several ways counts once.
TEST(CandidateCmdlines, TheLastPlacesAreAllRead) {
  std::string entries;
  for (std::size_t entry = 0; entry <= kMaxMarked; ++entry) {
    entries += "linux /k a=" + std::to_string(entry) + "\n";
  }
  EXPECT_EQ(marked(entries, "a=0"), "?");
  EXPECT_EQ(marked(entries, "a=1"), ", after linux without BOOT_IMAGE= in line 2");
  EXPECT_EQ(marked(entries, "BOOT_IMAGE=/k a=1"), ", after linux in line 2");
}

TEST(CandidateCmdlines, CarriageReturnsAsLibvirtReadsThem) {
  const std::string xml = "<cmdline>a&#13;b</cmdline>";
  EXPECT_EQ(marked(xml, "a\rb"), ", <cmdline> in line 1");
  EXPECT_EQ(marked(xml, "a\nb"), ", <cmdline> as libvirt reads it again in line 1");
  EXPECT_NE(marked("<cmdline>a\r\nb</cmdline>", "a\nb"), "?");
}

TEST(CandidateCmdlines, WhatIsNoTextHasNone) {
  EXPECT_TRUE(find_cmdlines("\x7f"
                            "ELF -append ro\x01")
                  .marked.empty());
  EXPECT_TRUE(find_cmdlines(std::string(kMaxText + 1, 'a')).lines.empty());
  EXPECT_TRUE(find_cmdlines("").marked.empty());
}

// A hostile file costs no more than a large one.
TEST(CandidateCmdlines, HostileTextsAreBounded) {
  for (const std::string_view piece : {"-append ",
                                       "-append a b c d e f ",
                                       "'",
                                       "\"",
                                       "'\"",
                                       "\\",
                                       "<cmdline>",
                                       "&#",
                                       "cmdline=\"",
                                       "\n",
                                       "a\n",
                                       "\"a\"b",
                                       "$'",
                                       "`",
                                       "+a\n",
                                       "-append a\\\"",
                                       "kernel_args=",
                                       "kernel_args='",
                                       "cmdline+=$cmdline\n",
                                       "cmdline=$cmdline$cmdline x\n",
                                       "linux a b\n",
                                       "-append \"",
                                       "<cmdline></cmdline>",
                                       "a=b\n"}) {
    std::string text;
    while (text.size() + piece.size() <= kMaxText) text += piece;
    const FoundCmdlines found = find_cmdlines(text);
    // Of three kinds, each read in six ways.
    EXPECT_LE(found.marked.size(), 3 * 6 * kMaxMarked) << piece;
    EXPECT_LE(found.lines.size(), kMaxLines) << piece;
    for (const std::size_t size : {0U, 1U, 7U, 8U, 9U, 10U, 15U}) {
      find_cmdlines(std::string_view(text).substr(0, size));
    }
  }
}

TEST(CandidateCmdlines, ShellWords) {
  const auto read = [](std::string_view text) { return read_shell_word(text, 0).text; };
  EXPECT_EQ(read("'a \"b\"' c"), "a \"b\"");
  EXPECT_EQ(read("\"a \\\"b\\\" \\x\" c"), "a \"b\" \\x");
  EXPECT_EQ(read("a'b'\"c\"\\ d e"), "abc d");
  EXPECT_EQ(read("$'a\\tb\\'' c"), "a\tb'");
  EXPECT_EQ(read("\"a \\\nb\""), "a b");
  EXPECT_EQ(read("'a'\\''b'"), "a'b");
  EXPECT_EQ(read("\"open"), "open");
  EXPECT_EQ(read(""), "");
}

TEST(CandidateCmdlines, JsonStrings) {
  const auto read = [](std::string_view text) { return read_json_string(text, 0).text; };
  EXPECT_EQ(read("\"a \\\"b\\\" \\\\ \\n\\u0041\\u00e9\\u20ac\" c"),
            "a \"b\" \\ \nA\xc3\xa9\xe2\x82\xac");
  EXPECT_EQ(read("'a' b"), "a");
  EXPECT_EQ(read("\"a\\"), "a\\");
  EXPECT_EQ(read("\"\\u12"), "u12");
}

TEST(CandidateCmdlines, XmlTexts) {
  EXPECT_EQ(read_xml_text("a &lt;&gt;&amp;&quot;&apos;&#65;&#x42; b"), "a <>&\"'AB b");
  EXPECT_EQ(read_xml_text("<![CDATA[a &lt; b]]>c"), "a &lt; bc");
  EXPECT_EQ(read_xml_text("&none; &#xzz; & &#99999999;"), "&none; &#xzz; & &#99999999;");
  EXPECT_EQ(read_xml_text("<![CDATA["), "");
}

}  // namespace
}  // namespace sevproof::internal
