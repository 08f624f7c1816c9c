#include "strigil/document/reason.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace strigil {
namespace {

TEST(Reason, NamesStageAndRule) {
  const Reason reason("rules", "reply-form.leave-a-reply", "reply-form");
  EXPECT_EQ(reason.ToString(), "rules/reply-form.leave-a-reply");
  EXPECT_EQ(reason.group, "reply-form");
}

TEST(Reason, GroupsAreToldApartByNumber) {
  const Reason reply("rules", "reply-form.leave-a-reply", "reply-form");
  const Reason captcha("rules", "reply-form.captcha", "reply-form");
  const Reason share("rules", "share-bar.tweet", "share-bar");
  EXPECT_EQ(reply.group_number, captcha.group_number);
  EXPECT_NE(reply.group_number, share.group_number);
  EXPECT_LT(reply.group_number, Reason::GroupNumbers());
  EXPECT_LT(share.group_number, Reason::GroupNumbers());
}

TEST(Reason, CopiesKeepTheNumber) {
  const Reason reply("rules", "reply-form.leave-a-reply", "reply-form");
  const Reason copy = reply;  // NOLINT(performance-unnecessary-copy-initialization)
  EXPECT_EQ(copy.group_number, reply.group_number);
}

TEST(Reason, ThreadsAgreeOnNumbers) {
  constexpr int kThreads = 4;
  constexpr int kGroups = 50;
  std::vector<std::vector<uint32_t>> numbers(kThreads);
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (std::vector<uint32_t>& of_thread : numbers) {
    threads.emplace_back([&of_thread] {
      for (int i = 0; i < kGroups; ++i) {
        const Reason reason("test", "test", "threads-" + std::to_string(i));
        of_thread.push_back(reason.group_number);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<uint32_t>& of_thread : numbers) EXPECT_EQ(of_thread, numbers[0]);
}

}  // namespace
}  // namespace strigil
