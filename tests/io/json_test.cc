#include "strigil/io/json.h"

#include <simdjson.h>

#include <array>
#include <random>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "strigil/text/utf8.h"

namespace strigil {
namespace {

// The error of `json` as "offset: message", or "".
std::string ErrorOf(std::string_view json) {
  std::vector<JsonMember> members;
  const auto error = ScanJsonObject(json, &members);
  return error ? std::to_string(error->offset) + ": " + error->message : "";
}

std::string Unescape(std::string_view escaped) {
  std::string out;
  AppendUnescapedJson(escaped, &out);
  return out;
}

std::string Quote(std::string_view utf8) {
  std::string out;
  AppendJsonString(utf8, &out);
  return out;
}

TEST(ScanJsonObjectTest, CutsMembersAsTheyStand) {
  std::vector<JsonMember> members;
  ASSERT_FALSE(ScanJsonObject(
      R"( { "a" : "x\"y" ,"\u0062":-1.50e+10, "c":[1, {"d":null}] ,"e":{},"a":true} )", &members));
  ASSERT_EQ(members.size(), 5U);
  EXPECT_EQ(members[0].name, "a");
  EXPECT_EQ(members[0].value, R"("x\"y")");
  EXPECT_EQ(members[0].type, JsonType::kString);
  EXPECT_EQ(members[1].name, "\\u0062");
  EXPECT_EQ(members[1].value, "-1.50e+10");
  EXPECT_EQ(members[1].type, JsonType::kNumber);
  EXPECT_EQ(members[2].value, R"([1, {"d":null}])");
  EXPECT_EQ(members[2].type, JsonType::kArray);
  EXPECT_EQ(members[3].value, "{}");
  EXPECT_EQ(members[3].type, JsonType::kObject);
  EXPECT_EQ(members[4].value, "true");
  EXPECT_EQ(members[4].type, JsonType::kTrue);
}

TEST(ScanJsonObjectTest, AnEmptyObjectHasNone) {
  std::vector<JsonMember> members(3);
  EXPECT_FALSE(ScanJsonObject(" { } ", &members));
  EXPECT_THAT(members, testing::IsEmpty());
}

TEST(ScanJsonObjectTest, TellsWhereTheErrorIs) {
  EXPECT_EQ(ErrorOf(R"([1])"), "0: expected an object");
  EXPECT_EQ(ErrorOf(R"({"a":1,})"), "7: expected a name in quotes");
  EXPECT_EQ(ErrorOf(R"({"a" 1})"), "5: expected ':'");
  EXPECT_EQ(ErrorOf(R"({"a":1 "b":2})"), "7: expected ',' or '}'");
  EXPECT_EQ(ErrorOf(R"({"a":[1 2]})"), "8: expected ',' or ']'");
  EXPECT_EQ(ErrorOf(R"({"a":{"b":1]})"), "11: expected ',' or '}'");
  EXPECT_EQ(ErrorOf(R"({"a":tru})"), "8: expected a value");
  EXPECT_EQ(ErrorOf(R"({"a":01})"), "6: expected ',' or '}'");
  EXPECT_EQ(ErrorOf(R"({"a":1.})"), "7: expected a digit");
  EXPECT_EQ(ErrorOf(R"({"a":NaN})"), "5: expected a value");
  EXPECT_EQ(ErrorOf(R"({"a":"\x"})"), "7: no such escape");
  EXPECT_EQ(ErrorOf(R"({"a":"\u00g0"})"), "10: expected four hexadecimal digits");
  EXPECT_EQ(ErrorOf("{\"a\":\"\t\"}"), "6: a control character in a string is not escaped");
  EXPECT_EQ(ErrorOf(R"({"a":1} x)"), "8: expected nothing behind the object");
}

TEST(ScanJsonObjectTest, EveryProperPrefixEndsTooEarly) {
  const std::string json = R"({"a":"x\u00e9\n","b":[1,{"c":-0.5e3},true],"d":null})";
  EXPECT_EQ(ErrorOf(json), "");
  for (size_t size = 0; size < json.size(); ++size) {
    EXPECT_EQ(ErrorOf(json.substr(0, size)),
              std::to_string(size) + ": the text ends inside the object");
  }
}

TEST(ScanJsonObjectTest, DepthIsBounded) {
  const auto nested = [](size_t depth) {
    return "{\"a\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
  };
  EXPECT_EQ(ErrorOf(nested(kMaxJsonDepth)), "");
  EXPECT_THAT(ErrorOf(nested(kMaxJsonDepth + 1)), testing::HasSubstr("nested too deep"));
  EXPECT_THAT(ErrorOf("{\"a\":" + std::string(10'000'000, '[')),
              testing::HasSubstr("nested too deep"));
}

TEST(ScanJsonObjectTest, NumbersOfAnySizeAreNumbers) {
  EXPECT_EQ(ErrorOf(R"({"a":123456789012345678901234567890,"b":1e999999,"c":-0})"), "");
}

// Another parser is asked about thousands of small damages to a text with everything in it.
TEST(ScanJsonObjectTest, AgreesWithSimdjson) {
  const std::string whole =
      R"({"a":"x\u00e9\ud83d\ude00\n\"","bé":[1,{"c":-0.5e3},[],{}, true ] , "d":null,"e":false,"f":"","g":[[0],""]})";
  constexpr std::string_view kDamage = "{}[]\",:\\u0123456789-+.eE tfnr\x01\n";
  std::mt19937 random(2);
  simdjson::dom::parser parser;
  int good = 0;
  for (int round = 0; round < 30000; ++round) {
    std::string json = whole;
    for (size_t damages = random() % 3; damages > 0; --damages) {
      const size_t at = random() % json.size();
      switch (random() % 3) {
        case 0:
          json[at] = kDamage[random() % kDamage.size()];
          break;
        case 1:
          json.erase(at, 1 + random() % 3);
          break;
        default:
          json.insert(at, 1, kDamage[random() % kDamage.size()]);
      }
    }
    if (!IsValidUtf8(json)) continue;
    simdjson::dom::object object;
    const simdjson::error_code code = parser.parse(json).get(object);
    // Half a surrogate pair and numbers out of a double's range are well-formed JSON all the same.
    if (code == simdjson::STRING_ERROR && json.find("\\u") != std::string::npos) continue;
    if (code == simdjson::NUMBER_ERROR && ErrorOf(json).empty()) continue;
    EXPECT_EQ(ErrorOf(json).empty(), code == simdjson::SUCCESS) << json << "\n" << ErrorOf(json);
    good += code == simdjson::SUCCESS ? 1 : 0;
  }
  EXPECT_GT(good, 5000);
}

TEST(UnescapeJsonTest, Escapes) {
  EXPECT_EQ(Unescape(R"(a\"b\\c\/d\b\f\n\r\te)"), "a\"b\\c/d\b\f\n\r\te");
  EXPECT_EQ(Unescape(R"(\u0041\u00e9\u20AC\ud83d\ude00)"), "Aé€😀");
  EXPECT_EQ(Unescape(R"(\u0000)"), std::string(1, '\0'));
  EXPECT_EQ(Unescape(""), "");
}

TEST(UnescapeJsonTest, HalfASurrogatePairBecomesTheReplacementCharacter) {
  EXPECT_EQ(Unescape(R"(a\ud83db)"), "a\uFFFDb");
  EXPECT_EQ(Unescape(R"(\ude00)"), "\uFFFD");
  EXPECT_EQ(Unescape(R"(\ud83d)"), "\uFFFD");
  EXPECT_EQ(Unescape(R"(\ud83d\n)"), "\uFFFD\n");
  EXPECT_EQ(Unescape(R"(\ud83d\u0041)"), "\uFFFDA");
  EXPECT_EQ(Unescape(R"(\ud83d\ud83d\ude00)"), "\uFFFD😀");
}

TEST(AppendJsonStringTest, EscapesWhatItMustAndNothingElse) {
  EXPECT_EQ(Quote(""), R"("")");
  EXPECT_EQ(Quote("a\"b\\c/d\n\r\t\x01\x1f\x7f"), "\"a\\\"b\\\\c/d\\n\\r\\t\\u0001\\u001f\x7f\"");
  EXPECT_EQ(Quote("é\u2028😀"), "\"é\u2028😀\"");
}

TEST(AppendJsonStringTest, AnyTextComesBack) {
  std::mt19937 random(3);
  simdjson::dom::parser parser;
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (size_t left = random() % 40; left > 0; --left) {
      constexpr std::array<uint32_t, 4> kBelow = {0x30, 0x80, 0x800, 0x110000};
      AppendUtf8(static_cast<char32_t>(random() % kBelow[random() % 4]), &text);
    }
    const std::string quoted = Quote(text);
    std::string_view read;
    ASSERT_EQ(parser.parse(quoted).get(read), simdjson::SUCCESS) << quoted;
    EXPECT_EQ(read, text);
    EXPECT_EQ(Unescape(std::string_view(quoted).substr(1, quoted.size() - 2)), text);
    EXPECT_EQ(ErrorOf("{\"k\":" + quoted + "}"), "");
  }
}

}  // namespace
}  // namespace strigil
