#include "options/arguments.h"

#include <getopt.h>

#include <algorithm>
#include <array>

#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

std::string option_text(const OptionSpec& spec) { return std::string("--") + spec.name; }

// getopt and not CLI11: it abbreviates as argparse does, and hands every value over untouched,
// while CLI11 interprets quotes and brackets in values.
class GetoptTable {
 public:
  explicit GetoptTable(std::span<const OptionGroup> groups) : short_options_(":") {
    for (const OptionGroup& group : groups) {
      for (const OptionSpec& spec : group.options) add(spec);
    }
    long_options_.push_back({nullptr, 0, nullptr, 0});
  }

  const char* short_options() const { return short_options_.c_str(); }
  const option* long_options() const { return long_options_.data(); }

  // The option that getopt_long returned, or null.
  const OptionSpec* find(int value) const {
    const auto found = std::ranges::find(values_, value, &std::pair<int, const OptionSpec*>::first);
    return found == values_.end() ? nullptr : found->second;
  }

  // "--api-major, --api-minor" for "--api-m" and for "--api-m=1"; empty where there is none.
  std::string names_beginning_with(std::string_view word) const {
    const std::string_view start = word.substr(0, word.find('='));
    std::string names;
    for (const auto& [value, spec] : values_) {
      if (!option_text(*spec).starts_with(start)) continue;
      names += (names.empty() ? "" : ", ") + option_text(*spec);
    }
    return names;
  }

  // Of the file that the command is about, as its help begins with it; empty where it reads none.
  std::string first_file_option() const {
    const auto found = std::ranges::find(values_, OptionKind::kInputFile,
                                         [](const auto& value) { return value.second->kind; });
    return found == values_.end() ? "" : option_text(*found->second);
  }

  const OptionSpec* find_short(char name) const { return name == 0 ? nullptr : find(name); }

 private:
  void add(const OptionSpec& spec) {
    const int value = spec.short_name != 0 ? spec.short_name : 256 + static_cast<int>(spec.option);
    const bool takes_value = spec.kind != OptionKind::kFlag;
    long_options_.push_back(
        {spec.name, takes_value ? required_argument : no_argument, nullptr, value});
    values_.emplace_back(value, &spec);
    if (spec.short_name == 0) return;
    short_options_ += spec.short_name;
    if (takes_value) short_options_ += ':';
  }

  std::string short_options_;
  std::vector<option> long_options_;
  std::vector<std::pair<int, const OptionSpec*>> values_;
};

constexpr const char* kUsageHint = "--help lists all options.";

Error refused(int result, const GetoptTable& table, const char* word) {
  const OptionSpec* spec = table.find(optopt);
  // Not every getopt tells a value that is missing from one too many.
  const bool takes_value = spec == nullptr || spec->kind != OptionKind::kFlag;
  if (result == ':' && takes_value) {
    return {ErrorCode::kMalformedOption,
            (spec != nullptr ? option_text(*spec) : std::string(word)) + " needs a value",
            kUsageHint};
  }
  if (spec != nullptr && std::string_view(word).starts_with("--")) {
    return {ErrorCode::kMalformedOption, option_text(*spec) + " takes no value, got " + quote(word),
            kUsageHint};
  }
  const bool is_short = !std::string_view(word).starts_with("--");
  const std::string name = is_short ? std::string{'-', static_cast<char>(optopt)} : word;
  const std::string meanings = is_short ? "" : table.names_beginning_with(name);
  if (meanings.empty())
    return {ErrorCode::kUnknownOption, "unknown option " + quote(name), kUsageHint};
  return {ErrorCode::kUnknownOption, "ambiguous option " + quote(name) + ": it may be " + meanings,
          "Write the whole option."};
}

// Options of virt-qemu-sev-validate with a longer one of ours beside them: what it takes for them
// stays that. The second is the shortest form that it takes.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kAbbreviated = {
    {{"--domain", "--do"}, {"--firmware", "--f"}}};

std::string_view full_name(std::string_view name) {
  for (const auto& [full, shortest] : kAbbreviated) {
    if (name.starts_with(shortest) && full.starts_with(name)) return full;
  }
  return name;
}

// "-f=FILE" means "--firmware=FILE" to argparse, and "=FILE" to getopt: spelled out, both agree.
std::vector<std::string> spell_out(const GetoptTable& table, int argc, char** argv) {
  std::vector<std::string> words(argv, argv + argc);
  for (std::string& word : words) {
    if (word == "--") break;
    const bool is_short = word.size() > 2 && word[0] == '-' && word[2] == '=';
    const OptionSpec* spec = is_short ? table.find_short(word[1]) : nullptr;
    if (spec != nullptr) word.replace(0, 2, option_text(*spec));
    const std::string_view name = std::string_view(word).substr(0, word.find('='));
    const std::string full(full_name(name));
    if (full == name || table.names_beginning_with(full).empty()) continue;
    word.replace(0, name.size(), full);
  }
  return words;
}

std::string unexpected_hint(const GetoptTable& table, std::size_t positionals,
                            std::span<const Arguments::Given> options) {
  // As a shell makes of --certs *.der.
  if (positionals == 0 && !options.empty() && options.back().spec->kind == OptionKind::kInputFile) {
    return "To give several files, write " + option_text(*options.back().spec) +
           " before each of them.";
  }
  const std::string option = table.first_file_option();
  if (positionals != 0 || option.empty()) return kUsageHint;
  return "Files are named by options here, such as " + option + " FILE; " + kUsageHint;
}

// Whether a word in the place of a value is rather the next option: then the value was forgotten.
// Text with a space is a value, a kernel command line say, unless an option begins it.
bool looks_like_option(const GetoptTable& table, std::string_view word) {
  if (word.size() < 2 || word[0] != '-') return false;
  if (word.find(' ') == std::string_view::npos) return true;
  if (word[1] != '-') return table.find_short(word[1]) != nullptr;
  const std::string_view name = word.substr(0, word.find('='));
  return name.find(' ') == std::string_view::npos && !table.names_beginning_with(name).empty();
}

// Options with which the program tells of itself, and does nothing else.
constexpr std::array<Option, 3> kAsksOfProgram = {Option::kHelp, Option::kVersion,
                                                  Option::kLicences};

}  // namespace

Result<Arguments> Arguments::parse(std::span<const OptionGroup> groups, std::size_t positionals,
                                   int argc, char** argv) {
  const GetoptTable table(groups);
  std::vector<std::string> words = spell_out(table, argc, argv);
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);

  Arguments arguments;
  optind = 0;
  opterr = 0;
  while (true) {
    const int before = std::max(optind, 1);
    const int result =
        getopt_long(argc, pointers.data(), table.short_options(), table.long_options(), nullptr);
    if (result == -1) break;
    const OptionSpec* spec = result == '?' || result == ':' ? nullptr : table.find(result);
    const char* last = pointers[static_cast<std::size_t>(std::max(optind - 1, before))];
    if (spec == nullptr) return fail(refused(result, table, last));
    const bool takes_value = spec->kind != OptionKind::kFlag;
    if (takes_value && optarg == last && looks_like_option(table, optarg)) {
      return fail(ErrorCode::kMalformedOption,
                  option_text(*spec) + " needs a value, got the option " + quote(optarg),
                  "If that is the value, write " + option_text(*spec) + "=VALUE.");
    }
    arguments.options_.push_back({spec, takes_value ? optarg : ""});
    if (std::ranges::find(kAsksOfProgram, spec->option) != kAsksOfProgram.end()) return arguments;
  }
  arguments.positionals_.assign(pointers.begin() + optind, pointers.end() - 1);
  if (arguments.positionals_.size() > positionals) {
    return fail(ErrorCode::kUnexpectedArgument,
                "unexpected argument " + quote(arguments.positionals_[positionals]),
                unexpected_hint(table, positionals, arguments.options_));
  }
  return arguments;
}

bool Arguments::has(Option option) const {
  return std::ranges::any_of(options_,
                             [&](const Given& given) { return given.spec->option == option; });
}

std::optional<std::string> Arguments::value(Option option) const {
  const std::vector<std::string> all = values(option);
  if (all.empty()) return std::nullopt;
  return all.back();
}

std::vector<std::string> Arguments::values(Option option) const {
  std::vector<std::string> all;
  for (const Given& given : options_) {
    if (given.spec->option == option) all.push_back(given.text);
  }
  return all;
}

}  // namespace sevproof::cli
