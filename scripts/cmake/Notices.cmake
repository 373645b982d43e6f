# What the program says of the code in it that others wrote, made of docs/licences: THIRD-PARTY-NOTICES.txt
# and the same text in notices_text.cc, below licences/ in the build folder.

# What docs/licences/components.json calls the program that is built.
set(sevproof_face program)
if(EMSCRIPTEN)
  set(sevproof_face page)
elseif(WIN32)
  set(sevproof_face windows)
elseif(SEVPROOF_STATIC)
  set(sevproof_face static)
endif()

set(sevproof_licences "${PROJECT_SOURCE_DIR}/docs/licences")
set(sevproof_notices "${PROJECT_BINARY_DIR}/licences/THIRD-PARTY-NOTICES.txt")
set(sevproof_notices_source "${PROJECT_BINARY_DIR}/licences/notices_text.cc")

# read_data(VARIABLE PATH): its content; a change configures anew.
function(read_data variable path)
  file(READ "${path}" content)
  set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
  set(${variable} "${content}" PARENT_SCOPE)
endfunction()

# write_changed(PATH CONTENT): leaves a file that has it already as old as it is.
function(write_changed path content)
  file(WRITE "${path}.new" "${content}")
  file(COPY_FILE "${path}.new" "${path}" ONLY_IF_DIFFERENT)
  file(REMOVE "${path}.new")
endfunction()

# json_items(VARIABLE JSON MEMBER): the texts of an array, which may be missing; none has a semicolon.
function(json_items variable json member)
  set(items "")
  string(JSON count ERROR_VARIABLE missing LENGTH "${json}" "${member}")
  if(count AND NOT missing)
    math(EXPR last "${count} - 1")
    foreach(i RANGE ${last})
      string(JSON item GET "${json}" "${member}" ${i})
      list(APPEND items "${item}")
    endforeach()
  endif()
  set(${variable} "${items}" PARENT_SCOPE)
endfunction()

# component_paragraph(VARIABLE JSON)
function(component_paragraph variable json)
  foreach(member name purpose licence project)
    string(JSON ${member} GET "${json}" ${member})
  endforeach()
  json_items(copyright "${json}" copyright)
  json_items(notes "${json}" notes)
  set(paragraph "\n${name}: ${purpose}\n")
  foreach(line IN LISTS copyright)
    string(APPEND paragraph "  ${line}\n")
  endforeach()
  string(APPEND paragraph "  Licence: ${licence}\n")
  foreach(line IN LISTS notes)
    string(APPEND paragraph "  ${line}\n")
  endforeach()
  set(${variable} "${paragraph}  ${project}\n" PARENT_SCOPE)
endfunction()

function(make_notices variable)
  read_data(components "${sevproof_licences}/components.json")
  set(text "sevproof ${PROJECT_VERSION} is under the Apache License 2.0, which stands below.\n")
  string(APPEND text "It contains code of these projects:\n")
  set(names Apache-2.0)
  string(JSON count LENGTH "${components}")
  math(EXPR last "${count} - 1")
  foreach(i RANGE ${last})
    string(JSON component GET "${components}" ${i})
    json_items(faces "${component}" in)
    if("program" IN_LIST faces OR sevproof_face IN_LIST faces)
      component_paragraph(paragraph "${component}")
      string(APPEND text "${paragraph}")
      json_items(more "${component}" texts)
      list(APPEND names ${more})
    endif()
  endforeach()
  if(sevproof_face STREQUAL program)
    string(APPEND text "\nThe C library is the system's, and so is libvirt, which is opened when a host is\n"
                       "asked: neither is part of this program.\n")
  endif()
  list(REMOVE_DUPLICATES names)
  foreach(name IN LISTS names)
    licence_text(licence ${name})
    string(REPEAT "-" 78 line)
    string(APPEND text "\n${line}\n${name}\n\n${licence}")
  endforeach()
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# The project's own licence is one that others use as well.
function(licence_text variable name)
  set(path "${sevproof_licences}/${name}.txt")
  if(name STREQUAL "Apache-2.0")
    set(path "${PROJECT_SOURCE_DIR}/LICENSE")
  endif()
  read_data(text "${path}")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

make_notices(notices)
write_changed("${sevproof_notices}" "${notices}")
write_changed(
  "${sevproof_notices_source}"
  "// Made by scripts/cmake/Notices.cmake.
#include \"notices.h\"

namespace sevproof::cli {

std::string_view notices() {
  return R\"notices(${notices})notices\";
}

}  // namespace sevproof::cli
")

# For the tests of them: what is built, and of which sources.
write_changed(
  "${PROJECT_BINARY_DIR}/licences/trees.json"
  "{\"face\": \"${sevproof_face}\", \"emscripten\": \"${emscripten_root}\", \"Mbed TLS\": \"${mbedtls_SOURCE_DIR}\",
 \"pugixml\": \"${pugixml_SOURCE_DIR}\", \"LZMA SDK\": \"${7zip_SOURCE_DIR}\"}
")
