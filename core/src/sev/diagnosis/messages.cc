// The measured message: key, form, API version and policy.
#include "sev/diagnosis/space.h"

namespace sevproof::internal {
namespace {

using Block = MessageList::Block;
using Blocks = std::vector<Block>;

// Bits 0 to 15 of the policy are flags, named and reserved ones; above them stand numbers.
constexpr unsigned kPolicyFlagBits = 16;
constexpr unsigned kByteValues = 256;
constexpr unsigned kMajors = 3;  // 0 to 2
// Minor version and build of every firmware that AMD has released are below; of major 0, which is
// that of the first two generations, the minor is below half of it.
constexpr unsigned kUsualVersions = 64;

// Of the forms, in the order of add_forms.
constexpr Range kOtherForms = {1, 4};
constexpr Range kSwappedBlob = {3, 4};
constexpr Range kSaidBlob = {4, 5};
constexpr Range kOtherFormsOfSaidBlob = {5, 8};
constexpr Range kOldFormsOfSwappedBlob = {8, 10};

Block with(Block block, MessagePart part, Range range) {
  const bool is_said = part == kForm && block[kForm] == kSaidBlob;
  block[part] = is_said ? kOtherFormsOfSaidBlob : range;
  return block;
}

// The lowest byte of each.
ApiVersion version(unsigned major, unsigned minor, unsigned build) {
  return {static_cast<std::uint8_t>(major), static_cast<std::uint8_t>(minor),
          static_cast<std::uint8_t>(build)};
}

// A part, and some of its options.
struct Choice {
  MessagePart part;
  Range range;
};

// These with one more change.
Blocks vary(const Blocks& blocks, const std::vector<Choice>& changes) {
  Blocks changed;
  for (const auto& [part, range] : changes) {
    for (const Block& block : blocks) changed.push_back(with(block, part, range));
  }
  return changed;
}

Blocks joined(const std::vector<Blocks>& parts) {
  Blocks all;
  for (const Blocks& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

class MessageLists {
 public:
  explicit MessageLists(Space& space)
      : space_(space),
        list_(space.messages.list),
        apis_(space.messages.apis),
        policies_(space.messages.policies) {
    add_options();
  }

  void add_all() {
    using enum MessageTier;
    const Blocks said = said_blocks(space_.es());
    const Blocks flipped = said_blocks(!space_.es());
    const Blocks keys = {with(given_, kKey, keys_)};
    const Blocks usual = {with(given_, kApi, usual_)};
    // The likely ones come first, so that they are a part of the whole.
    const Blocks few =
        joined({keys, vary({given_}, {{kForm, kOtherForms}, {kApi, swaps_}, {kPolicy, one_bit_}})});
    const Blocks one = joined({few, vary({given_}, {{kApi, numbers_}, {kPolicy, two_bits_}})});
    list_.add(given_);
    add(kSaid, {joined({{given_}, said})});
    add(kOnlySaid, {said});
    add(kSaidFlipped, {flipped});
    const Blocks policies = vary(said, {{kPolicy, two_bits_}});
    add(kOtherSaid, {joined({vary(said, but_policy_), policies}), one, usual});
    const Blocks flips = vary(said, {{kPolicy, flipped_}});
    add(kOtherSaidFlipped, {joined({vary(flipped, but_policy_), flips})});
    add(kKeys, {keys});
    add(kGivenAndKeys, {{given_}, keys});
    add(kFewChanges, {few});
    add(kSaidAndFewChanges, {joined({said, few})});
    add(kOneChange, {one});
    add(kTwoChanges, {two_changes()});
    add(kUsualVersions, {usual});
    add(kFlipped, {{with(given_, kPolicy, flipped_)}});
    add(kFlippedPairs, {vary({with(given_, kPolicy, es_bit_)}, but_policy_)});
    add(kAllVersions, {{with(given_, kApi, versions_)}});
    add(kAllVersionPairs,
        {vary(joined({keys, {swapped_}, one_bit_blocks()}), {{kApi, versions_}})});
  }

 private:
  // One range after the other.
  void add(MessageTier tier, const std::vector<Blocks>& ranges) {
    for (const Blocks& blocks : ranges) space_.tier(tier).push_back(list_.add(blocks));
  }

  void add_options() {
    const SaidLaunch& said = space_.said;
    apis_ = {space_.api};
    if (said.reported_api) apis_.push_back(*said.reported_api);
    said_apis_ = {0, static_cast<Index>(apis_.size())};
    const ApiVersion& api = space_.api;
    swaps_ = append_range(apis_, [&] {
      add_api(api.minor, api.major, api.build);
      add_api(api.major, api.build, api.minor);
    });
    numbers_ = append_range(apis_, [&] { add_api_numbers(); });
    usual_ = append_range(apis_, [&] { add_usual_versions(); });
    versions_ = append_range(apis_, [&] {
      for (unsigned number = 0; number < kMajors << 16; ++number) {
        apis_.push_back(version(number >> 16, number >> 8, number));
      }
    });
    policies_ = {space_.policy};
    for (const auto& policy : {said.policy, said.reported_policy}) {
      if (policy) policies_.push_back(*policy);
    }
    said_policies_ = {0, static_cast<Index>(policies_.size())};
    const bool es = space_.es();
    one_bit_ = append_range(policies_, [&] { add_policies(1, es); });
    two_bits_ = append_range(policies_, [&] { add_policies(2, es); });
    flipped_ = append_range(policies_, [&] { add_policies(2, !es); });
    es_bit_ =
        append_range(policies_, [&] { policies_.push_back({space_.policy.value ^ Policy::kEs}); });
    keys_ = {1, static_cast<Index>(space_.messages.keys.size())};
    every_api_ = {swaps_.first, numbers_.last};
    but_policy_ = {{kKey, keys_}, {kForm, kOtherForms}, {kApi, every_api_}, {kApi, usual_}};
  }

  void add_api(unsigned major, unsigned minor, unsigned build) {
    const ApiVersion api = version(major, minor, build);
    if (api != space_.api) apis_.push_back(api);
  }

  // Every version that differs in one number.
  void add_api_numbers() {
    const ApiVersion& api = space_.api;
    for (unsigned major = 0; major < kByteValues; ++major) {
      const bool is_likely = major < kMajors || major == digits_as_hex(api.major) ||
                             major == digits_as_decimal(api.major);
      if (is_likely) add_api(major, api.minor, api.build);
    }
    for (unsigned number = 0; number < kByteValues; ++number) {
      add_api(api.major, number, api.build);
      add_api(api.major, api.minor, number);
    }
  }

  // That of another host: every usual minor and build of the same major version, then of the other
  // majors that there are.
  void add_usual_versions() {
    const auto add_all = [&](unsigned major, unsigned minors) {
      for (unsigned minor = 0; minor < minors; ++minor) {
        for (unsigned build = 0; build < kUsualVersions; ++build) add_api(major, minor, build);
      }
    };
    const unsigned own = space_.api.major;
    add_all(own, kUsualVersions);
    if (own != 1) add_all(1, kUsualVersions);
    if (own != 0) add_all(0, kUsualVersions / 2);
  }

  // Policies with up to `most` flag bits changed, those with `es`; also its digits misread.
  void add_policies(unsigned most, bool es) {
    const std::uint32_t value = space_.policy.value;
    const auto add_value = [&](std::uint32_t other) {
      if (Policy{other}.es() == es) policies_.push_back({other});
    };
    for (unsigned a = 0; a < kPolicyFlagBits; ++a) add_value(value ^ 1U << a);
    for (unsigned a = 0; most > 1 && a < kPolicyFlagBits; ++a) {
      for (unsigned b = a + 1; b < kPolicyFlagBits; ++b) add_value(value ^ 1U << a ^ 1U << b);
    }
    for (const auto misread : {digits_as_hex(value), digits_as_decimal(value)}) {
      if (misread) add_value(*misread);
    }
  }

  // What was said of policy, API and measurement, each alone and together, where it differs.
  Blocks said_blocks(bool es) const {
    Blocks blocks;
    for (Index policy = 0; policy < said_policies_.last; ++policy) {
      for (Index api = 0; api < said_apis_.last && policies_[policy].es() == es; ++api) {
        Block block = with(given_, kPolicy, {policy, policy + 1});
        block[kApi] = {api, api + 1};
        if (policy + api > 0) blocks.push_back(block);
        if (space_.said.reported_measurement) blocks.push_back(with(block, kForm, kSaidBlob));
      }
    }
    return blocks;
  }

  Blocks two_changes() const {
    const Block keys = with(given_, kKey, keys_);
    const Block forms = with(given_, kForm, kOtherForms);
    const Block apis = with(given_, kApi, every_api_);
    return joined({
        vary({keys}, {{kForm, kOtherForms}, {kApi, every_api_}, {kPolicy, two_bits_}}),
        // The old form has no API version.
        vary({swapped_}, {{kApi, every_api_}}),
        vary({forms, apis}, {{kPolicy, two_bits_}}),
        vary(joined({{keys, swapped_}, one_bit_blocks()}), {{kApi, usual_}}),
        {with(given_, kForm, kOldFormsOfSwappedBlob)},
    });
  }

  // Where a policy is one block, versions vary faster than it.
  Blocks one_bit_blocks() const {
    Blocks blocks;
    for (Index policy = one_bit_.first; policy < one_bit_.last; ++policy) {
      blocks.push_back(with(given_, kPolicy, {policy, policy + 1}));
    }
    return blocks;
  }

  Space& space_;
  MessageList& list_;
  std::vector<ApiVersion>& apis_;
  std::vector<Policy>& policies_;
  const Block given_ = MessageList::given();
  const Block swapped_ = with(given_, kForm, kSwappedBlob);
  Range keys_;
  Range said_apis_;  // the given one too
  Range swaps_;
  Range numbers_;
  Range every_api_;  // swaps and numbers
  Range usual_;
  Range versions_;
  Range said_policies_;  // the given one too
  Range one_bit_;
  Range two_bits_;
  Range flipped_;
  Range es_bit_;
  std::vector<Choice> but_policy_;  // every change in another respect than the policy
};

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

void add_messages(Space& space) { MessageLists(space).add_all(); }

}  // namespace sevproof::internal
