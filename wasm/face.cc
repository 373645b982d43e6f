// The core's face towards JavaScript, declared for it in web/src/core/face.d.ts.
#include <emscripten/bind.h>

#include <algorithm>

#include "calls.h"
#include "diagnosis.h"
#include "sevproof/sha256.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;

// Files of any size in constant memory: JavaScript fills the room, and no byte is copied twice.
class StreamHash {
 public:
  val room(unsigned size) {
    if (buffer_.size() < size) buffer_.resize(size);
    return val(emscripten::typed_memory_view(buffer_.size(), buffer_.data()));
  }
  // Never more than there is room for.
  void update(unsigned size) {
    sha_.update(ByteView(buffer_).first(std::min<std::size_t>(size, buffer_.size())));
  }
  std::string digest() const { return to_hex(sha_.finish()); }

 private:
  Sha256 sha_;
  Bytes buffer_;
};

}  // namespace

EMSCRIPTEN_BINDINGS(sevproof) {
  using emscripten::function;
  emscripten::class_<StreamHash>("StreamHash")
      .constructor<>()
      .function("room", &StreamHash::room)
      .function("update", &StreamHash::update)
      .function("digest", &StreamHash::digest);
  emscripten::class_<DiagnosisRun>("DiagnosisSearch")
      .constructor<>()
      .function("add", &DiagnosisRun::add)
      .function("begin", &DiagnosisRun::begin)
      .function("run", &DiagnosisRun::run)
      .function("report", &DiagnosisRun::report);
  function("selfTests", &self_tests);
  function("about", &about);
  function("recogniseContent", &recognise_content);
  function("parseLaunchInfo", &parse_info);
  function("checkText", &check_text);
  function("checkKey", &check_key);
  function("describeFirmware", &describe_firmware);
  function("describeDomain", &describe_domain);
  function("describeVmsa", &describe_vmsa);
  function("diffVmsa", &diff_pages);
  function("validate", &validate_request);
  function("checkSecrets", &check_secret_list);
  function("pack", &pack);
  function("unpack", &unpack);
}

}  // namespace sevproof::wasm
