# strigil_warnings: what the compiler is asked to find fault with, the same for every target of the project.
add_library(strigil_warnings INTERFACE)
target_compile_options(strigil_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wcast-qual -Wconversion -Wno-sign-conversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # False alarms on every `"literal" + string` (GCC bug 105651).
  target_compile_options(strigil_warnings INTERFACE -Wno-restrict)
endif()
if(STRIGIL_WARNINGS_AS_ERRORS)
  target_compile_options(strigil_warnings INTERFACE -Werror)
endif()

# strigil_options: the warnings, checks and sanitizers of everything that is tested or shipped.
add_library(strigil_options INTERFACE)
target_link_libraries(strigil_options INTERFACE strigil_warnings)
# The standard library's own bounds checks: of operator[], front(), optional and their like.
target_compile_definitions(strigil_options INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
if(STRIGIL_SANITIZE)
  target_compile_options(strigil_options INTERFACE
    -fsanitize=${STRIGIL_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(strigil_options INTERFACE -fsanitize=${STRIGIL_SANITIZE})
endif()

# strigil_build_tool_options: for programs that run while the project is built. They are optimized in every build and have no
# sanitizers, which would make each build wait for them; their code is tested as part of the library.
add_library(strigil_build_tool_options INTERFACE)
target_link_libraries(strigil_build_tool_options INTERFACE strigil_warnings)
target_compile_options(strigil_build_tool_options INTERFACE -O2)
