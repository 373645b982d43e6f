// Command lines behind one kind of mark, while a text is read.
#ifndef SEVPROOF_FORMATS_CMDLINE_MARKED_H
#define SEVPROOF_FORMATS_CMDLINE_MARKED_H

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/cmdline_finder.h"

namespace sevproof::internal {

// Those at the last places of the text: what stands at one can be read in several ways.
class Marked {
 public:
  // `what`: "behind -append"; `at`: where in the text.
  void add(std::string line, std::string what, std::size_t at) {
    if (line.size() > kMaxCmdline) return;
    if (list_.empty() || list_.back().at != at) ++places_;
    list_.push_back({std::move(line), std::move(what), at});
    if (places_ <= kMaxMarked) return;
    const auto next = std::find_if(list_.begin(), list_.end(), [&](const Entry& entry) {
      return entry.at != list_.front().at;
    });
    list_.erase(list_.begin(), next);
    --places_;
  }

  // The last one first.
  void move_to(Cmdlines& all, std::string_view text) {
    std::for_each(list_.rbegin(), list_.rend(), [&](const Entry& entry) {
      all.add_with(entry.line, [&] { return place_text(entry.what, text, entry.at); });
    });
  }

  static std::string place_text(const std::string& what, std::string_view text, std::size_t at) {
    const std::string_view before = text.substr(0, at);
    const auto lines = std::count(before.begin(), before.end(), '\n');
    return ", " + (what.empty() ? "" : what + " in ") + "line " + std::to_string(lines + 1);
  }

 private:
  struct Entry {
    std::string line;
    std::string what;
    std::size_t at;
  };
  std::vector<Entry> list_;
  std::size_t places_ = 0;
};

}  // namespace sevproof::internal

#endif
