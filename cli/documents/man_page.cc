#include "documents/man_page.h"

#include "documents/words.h"
#include "sevproof/report.h"

namespace sevproof::cli {
namespace {

// As it stands: hyphens that can be copied, and no line that begins with a request.
std::string literal(std::string_view text) {
  std::string roff;
  for (const char c : text) {
    if (c == '-' || c == '\\') roff += '\\';
    if (c == '\\') {
      roff += 'e';
    } else {
      roff += c;
    }
  }
  if (roff.starts_with('.') || roff.starts_with('\'')) roff.insert(0, "\\&");
  return roff;
}

std::string bold(std::string_view text) { return "\\fB" + literal(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + literal(text) + "\\fR"; }

std::string with_argument(const OptionSpec& spec, std::string_view spelling) {
  std::string text = bold(spelling);
  if (spec.argument != nullptr) text += " " + italic(spec.argument);
  return text;
}

// The first sentence as a phrase.
std::string short_summary(const Command& command) {
  std::string phrase = one_line(command.summary.substr(0, command.summary.find('.')));
  phrase.front() = static_cast<char>(phrase.front() | ' ');
  return phrase;
}

std::string synopsis(const Command& command) {
  std::string text = ".SH SYNOPSIS\n.nf\n";
  const std::string help = help_text(command);
  const std::string usage = help.substr(0, help.find("\n\n"));
  return text + literal(usage.substr(std::string_view("Usage: ").size())) + "\n.fi\n";
}

std::string option_paragraph(const OptionSpec& spec) {
  std::vector<std::string> shown = spellings(spec);
  for (std::string& spelling : shown) spelling = with_argument(spec, spelling);
  return ".TP\n" + joined(shown, ", ") + "\n" + literal(one_line(spec)) + "\n";
}

std::string options_section(const Command& command) {
  std::string text = ".SH OPTIONS\n";
  for (const OptionGroup& group : command.options()) {
    text += ".SS " + literal(group.title) + "\n";
    for (const OptionSpec& spec : group.options) {
      if (spec.help != nullptr) text += option_paragraph(spec);
    }
  }
  return text;
}

}  // namespace

std::string page_name(const Command& command) {
  return command.name.empty() ? "sevproof" : "sevproof-" + joined_name(command, "-");
}

std::string man_page(const Command& command, std::string_view prose) {
  const std::string name = page_name(command);
  const std::size_t description = prose.find("\n.SH ");
  const std::string_view before =
      prose.substr(0, description == prose.npos ? description : description + 1);
  const std::string_view after = description == prose.npos ? "" : prose.substr(description + 1);
  std::string text = ".\\\" Made of the table of options and cli/documents/prose.\n";
  text +=
      ".TH " + literal(name) + " 1 \"\" \"sevproof " + std::string(version()) + "\" \"sevproof\"\n";
  text += ".SH NAME\n" + literal(name) + " \\- " + literal(short_summary(command)) + "\n";
  text += synopsis(command);
  text += before;
  text += options_section(command);
  text += after;
  return text;
}

}  // namespace sevproof::cli
