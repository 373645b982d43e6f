// An ID block as files: raw, in base64, and as libvirt and QEMU take it.
#include <string>

#include "sevproof/snp/id_block.h"
#include "sevproof/text.h"

namespace sevproof::snp {
namespace {

Bytes text_bytes(const std::string& text) { return {text.begin(), text.end()}; }

}  // namespace

IdBlock wished_block(const ExpectedIdBlock& wish) {
  IdBlock block;
  block.launch_digest = *wish.launch_digest;
  block.policy = wish.policy.value_or(kDefaultPolicy);
  block.family_id = wish.family_id.value_or(OwnersId{});
  block.image_id = wish.image_id.value_or(OwnersId{});
  block.guest_svn = wish.guest_svn.value_or(0);
  return block;
}

Result<std::vector<IdBlockFile>> id_block_files(const SignedIdBlock& made, std::string_view name,
                                                bool kernel_hashes) {
  if (auto checked = check_output_name("name of the ID block", name); !checked) {
    return fail(checked.error());
  }
  const std::string policy = to_hex_number(read_id_block(made.block).policy);
  const std::string block64 = to_base64(made.block);
  const std::string auth64 = to_base64(made.auth);
  const bool has_author = made.author_key_digest.has_value();
  const std::string xml = "<launchSecurity type='sev-snp'" +
                          std::string(kernel_hashes ? " kernelHashes='yes'" : "") +
                          std::string(has_author ? " authorKey='yes'" : "") + ">\n  <policy>" +
                          policy + "</policy>\n  <idBlock>" + block64 + "</idBlock>\n  <idAuth>" +
                          auth64 + "</idAuth>\n</launchSecurity>\n";
  const std::string qemu =
      "-object sev-snp-guest,id=sev0,policy=" + policy + ",id-block=" + block64 +
      ",id-auth=" + auth64 + (has_author ? ",author-key-enabled=on" : "") +
      (kernel_hashes ? ",kernel-hashes=on" : "") + "\n-machine confidential-guest-support=sev0\n";
  const std::string start(name);
  return std::vector<IdBlockFile>{
      {"ID block", start + "_idblock.bin", Bytes(made.block.begin(), made.block.end())},
      {"ID authentication", start + "_idauth.bin", Bytes(made.auth.begin(), made.auth.end())},
      {"ID block in base64", start + "_idblock.b64", text_bytes(block64 + "\n")},
      {"ID authentication in base64", start + "_idauth.b64", text_bytes(auth64 + "\n")},
      {"libvirt's <launchSecurity>", start + "_launchsecurity.xml", text_bytes(xml)},
      {"QEMU's options", start + "_qemu.txt", text_bytes(qemu)}};
}

}  // namespace sevproof::snp
