// The measured message.
#include <algorithm>

#include "sev/diagnosis/space.h"
#include "sev/keyed_message.h"

namespace sevproof::internal {
namespace {

// Bits 0 to 15 of the policy are flags, named and reserved ones; above them stand numbers.
constexpr unsigned kPolicyFlagBits = 16;
constexpr unsigned kLargestByte = 255;
constexpr unsigned kLastLikelyMajor = 2;
// Minor version and build of every firmware that AMD has released are below; of major 0, which is
// that of the first two generations, the minor is below half of it.
constexpr unsigned kUsualVersions = 64;

// Collects messages of one kind each.
class Collector {
 public:
  explicit Collector(const Space& space)
      : given_{0, std::nullopt, false, false, space.api, space.policy} {}

  std::vector<Message> keys(std::size_t count) const {
    std::vector<Message> list;
    for (std::size_t key = 1; key < count; ++key) {
      list.push_back(given_);
      list.back().key = static_cast<std::uint16_t>(key);
    }
    return list;
  }

  // The forms of old API versions.
  std::vector<Message> old_forms() const {
    std::vector<Message> list(2, given_);
    list[0].old_form = OldMessage::kBare;
    list[1].old_form = OldMessage::kWithContext;
    return list;
  }

  // What was said of policy, API and measurement, each alone and together, where it differs.
  std::vector<Message> said(const SaidLaunch& said, bool es) const {
    std::vector<Message> list;
    for (const auto& policy : {std::optional(given_.policy), said.policy, said.reported_policy}) {
      for (const auto& api : {std::optional(given_.api), said.reported_api}) {
        if (policy && api && policy->es() == es) add_said(list, *policy, *api, said);
      }
    }
    return list;
  }

  // The blob's halves the other way round.
  std::vector<Message> swapped_blob() const {
    std::vector<Message> list(1, given_);
    list[0].blob_swapped = true;
    return list;
  }

  std::vector<Message> api_swaps() const {
    std::vector<Message> list;
    const ApiVersion& api = given_.api;
    add_api(list, {api.minor, api.major, api.build});
    add_api(list, {api.major, api.build, api.minor});
    return list;
  }

  // Every version that differs in one number.
  std::vector<Message> api_numbers() const {
    std::vector<Message> list;
    const ApiVersion& api = given_.api;
    for (unsigned major = 0; major <= kLargestByte; ++major) {
      const bool is_likely = major <= kLastLikelyMajor || major == digits_as_hex(api.major) ||
                             major == digits_as_decimal(api.major);
      if (is_likely) add_api(list, {static_cast<std::uint8_t>(major), api.minor, api.build});
    }
    for (unsigned value = 0; value <= kLargestByte; ++value) {
      const auto number = static_cast<std::uint8_t>(value);
      add_api(list, {api.major, number, api.build});
      add_api(list, {api.major, api.minor, number});
    }
    return list;
  }

  // That of another host: every usual minor and build of the same major version, then of the other
  // majors that there are.
  std::vector<Message> usual_versions() const {
    std::vector<Message> list;
    add_usual(list, given_.api.major, kUsualVersions);
    if (given_.api.major != 1) add_usual(list, 1, kUsualVersions);
    if (given_.api.major != 0) add_usual(list, 0, kUsualVersions / 2);
    return list;
  }

  // Policies with up to `most` flag bits changed, those with `es`; also its digits misread.
  std::vector<Message> policies(unsigned most, bool es) const {
    std::vector<Message> list;
    const std::uint32_t value = given_.policy.value;
    for (unsigned a = 0; a < kPolicyFlagBits; ++a) add_policy(list, value ^ 1U << a, es);
    for (unsigned a = 0; most > 1 && a < kPolicyFlagBits; ++a) {
      for (unsigned b = a + 1; b < kPolicyFlagBits; ++b) {
        add_policy(list, value ^ 1U << a ^ 1U << b, es);
      }
    }
    for (const auto misread : {digits_as_hex(value), digits_as_decimal(value)}) {
      if (misread) add_policy(list, *misread, es);
    }
    return list;
  }

 private:
  void add_said(std::vector<Message>& list, Policy policy, const ApiVersion& api,
                const SaidLaunch& said) const {
    Message message = given_;
    message.policy = policy;
    message.api = api;
    if (policy.value != given_.policy.value || api != given_.api) list.push_back(message);
    if (!said.reported_measurement) return;
    message.said_blob = true;
    list.push_back(message);
  }

  void add_usual(std::vector<Message>& list, std::uint8_t major, unsigned minors) const {
    for (unsigned minor = 0; minor < minors; ++minor) {
      for (unsigned build = 0; build < kUsualVersions; ++build) {
        add_api(list, {major, static_cast<std::uint8_t>(minor), static_cast<std::uint8_t>(build)});
      }
    }
  }

  void add_api(std::vector<Message>& list, const ApiVersion& api) const {
    if (api == given_.api) return;
    list.push_back(given_);
    list.back().api = api;
  }

  void add_policy(std::vector<Message>& list, std::uint32_t value, bool es) const {
    const Policy policy{value};
    if (policy.es() != es) return;
    list.push_back(given_);
    list.back().policy = policy;
  }

  Message given_;
};

// Both changes at once: `b`'s own on top of `a`.
Message combine(const Message& a, const Message& b, const Space& space) {
  Message both = a;
  if (b.key != 0) both.key = b.key;
  if (b.old_form) both.old_form = b.old_form;
  both.blob_swapped |= b.blob_swapped;
  both.said_blob |= b.said_blob;
  if (b.api != space.api) both.api = b.api;
  if (b.policy.value != space.policy.value) both.policy = b.policy;
  return both;
}

void append_all(std::vector<Message>& list, const std::vector<Message>& more) {
  list.insert(list.end(), more.begin(), more.end());
}

std::vector<Message> joined(std::vector<Message> list, const std::vector<Message>& more) {
  append_all(list, more);
  return list;
}

void append_pairs(const std::vector<Message>& a, const std::vector<Message>& b, Space& space) {
  for (const Message& first : a) {
    for (const Message& second : b) space.messages.push_back(combine(first, second, space));
  }
}

// Changes of one kind each.
struct MessageParts {
  explicit MessageParts(const Space& space) : MessageParts(Collector(space), space) {}

  std::vector<Message> keys;
  std::vector<Message> old_forms;
  std::vector<Message> swapped_blob;
  std::vector<Message> forms;  // both of these
  std::vector<Message> swaps;
  std::vector<Message> numbers;
  std::vector<Message> apis;  // both of these
  std::vector<Message> usual;
  std::vector<Message> one_bit;
  std::vector<Message> two_bits;
  std::vector<Message> flipped;
  std::vector<Message> said;
  std::vector<Message> said_flipped;

 private:
  MessageParts(const Collector& collect, const Space& space)
      : keys(collect.keys(space.keys.size())),
        old_forms(collect.old_forms()),
        swapped_blob(collect.swapped_blob()),
        forms(joined(old_forms, swapped_blob)),
        swaps(collect.api_swaps()),
        numbers(collect.api_numbers()),
        apis(joined(swaps, numbers)),
        usual(collect.usual_versions()),
        one_bit(collect.policies(1, space.es())),
        two_bits(collect.policies(2, space.es())),
        flipped(collect.policies(2, !space.es())),
        said(collect.said(space.said, space.es())),
        said_flipped(collect.said(space.said, !space.es())) {}
};

// Right behind the given message, so that it and what was said are one range.
void add_said(const MessageParts& parts, Space& space) {
  auto& messages = space.messages;
  space.said_messages = append_range(messages, [&] { append_all(messages, parts.said); });
  space.said_flipped = append_range(messages, [&] { append_all(messages, parts.said_flipped); });
  space.said_pairs = append_range(messages, [&] {
    for (const auto* part :
         {&parts.keys, &parts.forms, &parts.apis, &parts.usual, &parts.two_bits}) {
      append_pairs(parts.said, *part, space);
    }
  });
  space.said_flipped_pairs = append_range(messages, [&] {
    for (const auto* part : {&parts.keys, &parts.forms, &parts.apis, &parts.usual}) {
      append_pairs(parts.said_flipped, *part, space);
    }
    append_pairs(parts.said, parts.flipped, space);
  });
}

void add_two_changes(const MessageParts& parts, Space& space) {
  append_pairs(parts.keys, parts.forms, space);
  append_pairs(parts.keys, parts.apis, space);
  append_pairs(parts.keys, parts.two_bits, space);
  // The old form has no API version.
  append_pairs(parts.swapped_blob, parts.apis, space);
  append_pairs(parts.forms, parts.two_bits, space);
  append_pairs(parts.apis, parts.two_bits, space);
  append_pairs(parts.keys, parts.usual, space);
  append_pairs(parts.swapped_blob, parts.usual, space);
  append_pairs(parts.one_bit, parts.usual, space);
  append_pairs(parts.old_forms, parts.swapped_blob, space);
}

}  // namespace

std::optional<std::uint32_t> digits_as_hex(std::uint32_t value) {
  std::uint64_t read = 0;
  for (const char digit : std::to_string(value)) {
    read = read << 4 | static_cast<std::uint64_t>(digit - '0');
  }
  if (read == value || read > 0xffffffffU) return std::nullopt;
  return static_cast<std::uint32_t>(read);
}

std::optional<std::uint32_t> digits_as_decimal(std::uint32_t value) {
  std::uint32_t read = 0;
  for (int shift = 28; shift >= 0; shift -= 4) {
    const std::uint32_t digit = value >> shift & 0xf;
    if (digit > 9) return std::nullopt;
    read = read * 10 + digit;
  }
  if (read == value) return std::nullopt;
  return read;
}

void add_messages(Space& space) {
  const MessageParts parts(space);
  auto& messages = space.messages;
  messages.push_back({0, std::nullopt, false, false, space.api, space.policy});
  add_said(parts, space);
  // What was said stands here once more: it and the likely ones are one range.
  space.edit_changes = append_range(messages, [&] { append_all(messages, parts.said); });
  // The likely ones come first, so that they are a part of the whole.
  space.one_change = append_range(messages, [&] {
    space.few_changes = append_range(messages, [&] {
      space.key_changes = append_range(messages, [&] { append_all(messages, parts.keys); });
      for (const auto* part : {&parts.forms, &parts.swaps, &parts.one_bit}) {
        append_all(messages, *part);
      }
    });
    append_all(messages, parts.numbers);
    append_all(messages, parts.two_bits);
  });
  space.edit_changes.last = space.few_changes.last;
  space.two_changes = append_range(messages, [&] { add_two_changes(parts, space); });
  space.usual_versions = append_range(messages, [&] { append_all(messages, parts.usual); });
  space.flipped = append_range(messages, [&] { append_all(messages, parts.flipped); });
  space.flipped_pairs = append_range(messages, [&] {
    Message flipped = messages.front();
    flipped.policy.value ^= Policy::kEs;
    for (const auto* part : {&parts.keys, &parts.forms, &parts.apis, &parts.usual}) {
      append_pairs({flipped}, *part, space);
    }
  });
}

}  // namespace sevproof::internal
