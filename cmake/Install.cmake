# What `cmake --install` lays down beside the program (src/app): the library with its headers, and the package that
# find_package(strigil) reads. tests/install proves it with a consumer of its own.
include(CMakePackageConfigHelpers)

set(STRIGIL_PACKAGE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/strigil")

install(TARGETS strigil EXPORT strigilTargets)
# Every header is public: includes are "strigil/<layer>/x.h" here and there.
install(DIRECTORY src/strigil DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.h")
install(EXPORT strigilTargets NAMESPACE strigil:: DESTINATION "${STRIGIL_PACKAGE_DIR}")

# A static library leaves its own dependencies to whoever links it; a shared one has them inside.
get_target_property(STRIGIL_LIBRARY_TYPE strigil TYPE)
configure_package_config_file(cmake/strigilConfig.cmake.in "${PROJECT_BINARY_DIR}/strigilConfig.cmake"
  INSTALL_DESTINATION "${STRIGIL_PACKAGE_DIR}")
# Before 1.0 a minor version may break what its predecessor promised.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/strigilConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/strigilConfig.cmake"
  "${PROJECT_BINARY_DIR}/strigilConfigVersion.cmake"
  cmake/FindCLD2.cmake
  DESTINATION "${STRIGIL_PACKAGE_DIR}")

install(FILES LICENSE CHANGELOG.md DESTINATION "${CMAKE_INSTALL_DOCDIR}")
