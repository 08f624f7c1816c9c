#include "strigil/stages/comment_threads.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/stages/stage_testing.h"

namespace strigil {
namespace {

constexpr uint64_t kFewestWords = 60;

// A document on which the rules of all packs have been.
Staged Ruled(const std::vector<std::string>& lines) { return {"rules", Paragraphs(lines)}; }

// The bare lines of all threads that are found in the document.
std::vector<std::string> ThreadLines(const Document& document,
                                     uint64_t fewest_words = kFewestWords) {
  std::vector<std::string> found;
  for (const CommentThread& thread : FindCommentThreads(document, fewest_words)) {
    for (size_t i = thread.begin; i < thread.end; ++i)
      found.emplace_back(document.Bare(document.line(i)));
  }
  return found;
}

// Lines behind the article.
std::vector<std::string> Behind(const std::vector<std::string>& lines) {
  std::vector<std::string> whole = OrchardArticle();
  whole.insert(whole.end(), lines.begin(), lines.end());
  return whole;
}

const std::vector<std::string>& Remarks() {
  static const std::vector<std::string> remarks = {
      "My grandmother had one of these pears behind her house. We never knew what it was called, "
      "and nobody who could tell us is left.",
      "Why does the county pay for this while the road to the school is full of holes?",
      "The sheep are the best part of it. We went there last Thursday with the children."};
  return remarks;
}

TEST(CommentThreadsTest, AThreadRunsFromTheFirstNameToTheLastButton) {
  const std::vector<std::string> thread = {
      "Hedge Sparrow", "3 May 2024 at 10:15", Remarks()[0], "Reply",
      "Tom Bailey",    "3 May 2024 at 11:40", Remarks()[1], "Reply",
      "Wanda",         "4 May 2024 at 07:02", Remarks()[2], "Reply"};
  EXPECT_EQ(ThreadLines(Ruled(Behind(thread)).document()), thread);
}

TEST(CommentThreadsTest, NamesThatSaySomethingOnSomeDateAreSignsToo) {
  const std::vector<std::string> thread = {"Martha says:",     "3 May 2024 at 10:15", Remarks()[0],
                                           "Tom Bailey says:", "3 May 2024 at 11:40", Remarks()[1],
                                           "Wanda says:",      "4 May 2024 at 07:02", Remarks()[2]};
  std::vector<std::string> bare = thread;
  for (std::string& line : bare) {
    if (line.ends_with(':')) line.pop_back();
  }
  EXPECT_EQ(ThreadLines(Ruled(Behind(thread)).document()), bare);
}

TEST(CommentThreadsTest, VoicesInAnArticleAreNoSigns) {
  EXPECT_TRUE(ThreadLines(Ruled(Behind({"Martha says:", Remarks()[0], "Tom Bailey says:",
                                        Remarks()[1], "Wanda says:", Remarks()[2]}))
                              .document())
                  .empty());
}

TEST(CommentThreadsTest, WithoutADateTheFirstCommentMayBeTheArticlesEnd) {
  const std::vector<std::string> lines = {Remarks()[0], "Antworten",  Remarks()[1],
                                          "Antworten",  Remarks()[2], "Antworten"};
  const std::vector<std::string> thread(lines.begin() + 1, lines.end());
  EXPECT_EQ(ThreadLines(Ruled(Behind(lines)).document()), thread);
}

TEST(CommentThreadsTest, TwoCommentsAreNoThread) {
  EXPECT_TRUE(ThreadLines(Ruled(Behind({Remarks()[0], "Reply", Remarks()[1], "Reply"})).document())
                  .empty());
}

TEST(CommentThreadsTest, TwoCommentsAboveAReplyFormAreAThread) {
  const std::vector<std::string> thread = {"3 May 2024 at 10:15", Remarks()[0], "Reply",
                                           "3 May 2024 at 11:40", Remarks()[1], "Reply"};
  std::vector<std::string> lines = Behind(thread);
  lines.emplace_back("Leave a reply");
  EXPECT_EQ(ThreadLines(Ruled(lines).document()), thread);
}

TEST(CommentThreadsTest, NothingGoesBeforeTheArticle) {
  std::vector<std::string> lines = {Remarks()[1], "Répondre",   Remarks()[2],
                                    "Répondre",   Remarks()[1], "Répondre"};
  lines.insert(lines.end(), OrchardArticle().begin(), OrchardArticle().end());
  EXPECT_TRUE(ThreadLines(Ruled(lines).document()).empty());
}

TEST(CommentThreadsTest, AnArticleBetweenSignsStays) {
  std::vector<std::string> lines = Behind({"Reply"});
  for (int copy = 0; copy < 4; ++copy)
    lines.insert(lines.end(), OrchardArticle().begin(), OrchardArticle().end());
  lines.insert(lines.end(), {"Reply", Remarks()[0], "Reply"});
  EXPECT_TRUE(ThreadLines(Ruled(lines).document()).empty());
}

TEST(CommentThreadsTest, TurnsOfAnInterviewAreNoSigns) {
  EXPECT_TRUE(ThreadLines(Ruled(Behind({"Agnes Tollard:", Remarks()[0], "Tom Bailey:", Remarks()[1],
                                        "Agnes Tollard:", Remarks()[2]}))
                              .document())
                  .empty());
}

TEST(CommentThreadsTest, TimesOfALiveBlogAreNoSigns) {
  EXPECT_TRUE(ThreadLines(Ruled(Behind({"10:15", Remarks()[0], "11:40", Remarks()[1], "12:05",
                                        Remarks()[2], "12:30", Remarks()[0]}))
                              .document())
                  .empty());
}

TEST(CommentThreadsTest, AnAnnouncedReplyIsNoButton) {
  EXPECT_TRUE(ThreadLines(Ruled(Behind({Remarks()[0], "Reply:", Remarks()[1],
                                        "Reply:", Remarks()[2], "Reply:", Remarks()[0]}))
                              .document())
                  .empty());
}

TEST(CommentThreadsTest, WhatTheRulesHaveNotSeenHasNoThreads) {
  Document document{Record{}};
  document.SetText(
      Paragraphs(Behind({Remarks()[0], "Reply", Remarks()[1], "Reply", Remarks()[2], "Reply"})));
  EXPECT_TRUE(FindCommentThreads(document, kFewestWords).empty());
}

}  // namespace
}  // namespace strigil
