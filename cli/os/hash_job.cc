#include "os/hash_job.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "os/file_system.h"

namespace sevproof::cli {
namespace {

constexpr std::chrono::milliseconds kBetweenCalls{100};

// Files of size 0 may be the kernel's own, some of which wait for something to happen.
bool is_plain_file(const std::string& path) {
  if (path == "-") return false;
  const auto info = file_info(path);
  return info && info->kind == FileKind::kRegular && info->size > 0;
}

}  // namespace

HashJob::HashJob(std::string path, const InputLimits& limits)
    : path_(std::move(path)), limits_(limits) {
  if (is_plain_file(path_)) start();
}

HashJob::~HashJob() { given_up_ = true; }

void HashJob::start() {
  const auto watch = [this](std::uint64_t done, std::optional<std::uint64_t> total) {
    done_ = done;
    total_ = total.value_or(0);
    return !given_up_;
  };
  // Deferred where the system has no thread to give: then result() does it.
  digest_ = std::async(std::launch::async | std::launch::deferred,
                       [this, watch] { return hash_file(path_, limits_, watch); });
}

std::string HashJob::name() const { return describe_file(limits_.role, path_); }

ReadSoFar HashJob::progress() const {
  const std::uint64_t total = total_;
  return {done_, total == 0 ? std::nullopt : std::optional(total)};
}

Result<HashedFile> HashJob::result(const std::function<void()>& meanwhile) {
  if (!digest_.valid()) start();
  while (digest_.wait_for(kBetweenCalls) == std::future_status::timeout) meanwhile();
  return digest_.get();
}

}  // namespace sevproof::cli
