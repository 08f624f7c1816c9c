// Writes the C++ source that holds the content model compiled into the program:
//
//   embed_model OUTPUT MODEL

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: embed_model OUTPUT MODEL\n";
    return 2;
  }
  std::ifstream in(argv[2], std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.good() || bytes.empty()) {
    std::cerr << argv[2] << ": cannot be read\n";
    return 1;
  }
  std::ofstream out(argv[1], std::ios::binary);
  out << "// Made by embed_model from rules/content.model. Not to be edited.\n"
         "#include <string_view>\n\n"
         "#include \"strigil/stages/content_model.h\"\n\n"
         "namespace strigil {\nnamespace {\n\nconstexpr unsigned char kBytes[] = {";
  for (size_t i = 0; i < bytes.size(); ++i) {
    out << (i % 24 == 0 ? "\n" : "") << static_cast<int>(static_cast<unsigned char>(bytes[i]))
        << ',';
  }
  out << "};\n\n}  // namespace\n\n"
         "std::string_view BuiltinContentModel() {\n"
         "  return {reinterpret_cast<const char*>(kBytes), sizeof kBytes};\n}\n\n"
         "}  // namespace strigil\n";
  out.close();
  if (!out) {
    std::cerr << argv[1] << ": cannot be written\n";
    return 1;
  }
  return 0;
}
