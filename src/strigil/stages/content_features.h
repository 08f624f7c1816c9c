#ifndef STRIGIL_STAGES_CONTENT_FEATURES_H_
#define STRIGIL_STAGES_CONTENT_FEATURES_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "strigil/document/document.h"
#include "strigil/stages/feature_table.h"
#include "strigil/stages/lexical_model.h"
#include "strigil/stages/scratch.h"

namespace strigil {

// The features that a content model asks for, by row of a FeatureTable. Their order and meaning are
// a part of the model's format (docs/formats.md): what changes them needs a new version of it.
enum ContentFeature : uint8_t {
  // Of the line itself.
  kWordCount,
  kCodePoints,
  kWordLength,
  kCapitals,
  kDigits,
  kCapitalizedWords,
  kFunctionWords,
  kOwnFunctionWords,  // of the document's language
  kInnerPunctuation,
  kSentenceEnds,
  kLineEnding,
  kLineStart,
  kUrl,
  kIsProse,
  kIsHeadlineLike,
  kBlankBefore,
  kRepeats,
  kTitleWords,
  kSharedWords,  // content words that other lines of prose have, too
  kLexical,
  // Of where it stands.
  kLinesBefore,
  kPlace,
  kProseWordsBefore,
  kProseShareBefore,
  kLinesSinceProse,
  // Of its neighbourhood: means over the lines up to that many away, on both sides or on one.
  kWords2,
  kWords6,
  kWords16,
  kWords5Before,
  kWords5Behind,
  kProse3,
  kProse10,
  kSentences4,
  kCapitalized5,
  kLexical2,
  kLexical5Before,
  kLexical5Behind,
  kShortWithDigits8,
  kTitleWords5,
  kOldWords5,  // content words that prose before has, too
  kLeastLexical4Before,
  // Of the lines that went before: how many between this line and the one kept before it, and how
  // many kept lines it is since the last and to the next of a kind.
  kGapLines,
  kRemovedBefore,
  kSinceTitle,
  kSinceMenu,
  kSinceSharing,
  kSinceCredit,
  kSinceOffer,
  kSinceRelated,
  kSinceComments,
  kSinceFooter,
  kSinceOther,
  kToTitle,
  kToMenu,
  kToSharing,
  kToCredit,
  kToOffer,
  kToRelated,
  kToComments,
  kToFooter,
  kToOther,
  // Of the document.
  kDocumentLines,
  kDocumentProseWords,
  kDocumentProse,
  kDocumentLexical,
  kDocumentLanguage,
  kLongestLine,
  kShareOfLongest,
  kFirstLevelFeatures,
  // Of what the first level of trees makes of the line and of its neighbours.
  kScore = kFirstLevelFeatures,
  kScore1,
  kScore2,
  kScore4,
  kScore8,
  kScore4Before,
  kScore4Behind,
  kScore12Behind,
  kBestScoreBefore,
  kMainWordsBefore,
  kMainShareBefore,
  kDistanceToBlock,  // the strongest block of lines
  kShareOfBlock,
  kScoreInDocument,
  kDocumentScore,
  kDocumentMainWords,
  kDocumentBestScore,
  kWordsOfMain,  // content words that lines with high scores have, too
  kWordsOfMain3,
  kContentFeatures,
};

// What is computed of a document for a content model, for its kept lines alone: as if the others
// had never been there.
class ContentFeatures {
 public:
  // `kept` are the document's kept lines, in order. Both it and the document must outlive the
  // object. `lexical` gives kLexical; it must outlive the document, which keeps what is measured of
  // its lines with it. Without `with_removed` the features of what was removed are as in a document
  // of the kept lines alone.
  ContentFeatures(const Document& document, std::span<const size_t> kept,
                  const LexicalModel& lexical, bool with_removed);

  // Fills in the features of the second level; `scores` are those of the first, for each line.
  void AddScores(std::span<const uint8_t> scores);

  const FeatureTable& table() const { return table_; }

 private:
  void MeasureLines(const LexicalModel& lexical, bool with_removed);
  void MeasureRepeats(bool with_removed);
  void MeasureSharedWords();
  void MeasurePlaces();
  void MeasureNeighbourhoods();
  void MeasureRemoved(bool with_removed);
  void MeasureDocument();
  void MeasureMainWords(std::span<const uint8_t> scores);
  void MeasureBlocks(std::span<const uint8_t> scores);

  // The content words of a line, and how many of them some lines, the sources, have too: any other
  // line, or one that stands before.
  struct WordCounts {
    uint32_t all = 0;
    uint32_t shared = 0;
    uint32_t old = 0;
  };
  // Returns the counts of each line, for those as sources whose element of `is_source` is not 0.
  std::span<const WordCounts> CountWordsOf(std::span<const uint8_t> is_source);
  // Writes into the row of `feature`, `scale` times, what share of all words those of `part` have
  // in the lines from `before` above to `behind` below each.
  void WriteShares(std::span<const WordCounts> counts, uint32_t WordCounts::*part, size_t before,
                   size_t behind, uint32_t scale, ContentFeature feature);

  // What is asked of a line again and again.
  struct KeptLine {
    uint16_t words = 0;
    uint16_t capitalized_words = 0;
    bool is_prose = false;
    bool ends_sentence = false;
    bool is_short_with_digits = false;
  };

  const Document& document_;
  const std::span<const size_t> kept_;
  Scratch scratch_;
  FeatureTable table_;
  std::span<KeptLine> lines_;
};

}  // namespace strigil

#endif  // STRIGIL_STAGES_CONTENT_FEATURES_H_
