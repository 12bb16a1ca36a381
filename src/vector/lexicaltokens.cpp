// SPDX-License-Identifier: GPL-3.0-or-later
#include "vector/lexicaltokens.h"

#include "vector/deterministic.h"

#include <QChar>
#include <QList>

#include <algorithm>
#include <span>

namespace quiver::vector {

namespace {

enum class CharClass { Separator, Letter, Joiner, Unspaced, Operator };

CharClass classOf(char32_t c)
{
    if (c == U'_')
        return CharClass::Joiner;
    if (QStringView(u"+-*/<>=~!@#%^&|?").contains(QChar(c < 128 ? char16_t(c) : u' ')))
        return CharClass::Operator;
    if (!QChar::isLetterOrNumber(c) && !QChar::isMark(c))
        return CharClass::Separator;
    switch (QChar::script(c)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar: return CharClass::Unspaced;
    default: return CharClass::Letter;
    }
}

using Characters = std::span<const char32_t>;

class Collector
{
public:
    Collector(LexicalTokens &tokens, int featureBits)
        : m_tokens(tokens), m_mask((std::uint32_t(1) << featureBits) - 1)
    {
    }

    void word(Characters characters) { m_tokens.words.push_back(hash(1, characters)); }

    void grams(Characters word)
    {
        // Noncharacters stand for the word's start and end, so that no text can contain them.
        m_bounded.assign(1, char32_t(0xFFFE));
        m_bounded.insert(m_bounded.end(), word.begin(), word.end());
        m_bounded.push_back(char32_t(0xFFFF));
        for (std::size_t length = 3; length <= 5; ++length) {
            for (std::size_t at = 0; at + length <= m_bounded.size(); ++at)
                m_tokens.grams.push_back(hash(2, Characters(m_bounded).subspan(at, length)));
        }
    }

private:
    std::uint32_t hash(std::uint64_t kind, Characters characters) const
    {
        std::uint64_t state = mix(kind);
        for (const char32_t c : characters)
            state = (state ^ c) * 0x9E3779B97F4A7C15ULL + (state >> 29);
        return std::uint32_t(mix(state)) & m_mask;
    }

    LexicalTokens &m_tokens;
    const std::uint32_t m_mask;
    std::vector<char32_t> m_bounded;
};

void addSpacedWord(Collector &collector, Characters run, const std::vector<CharClass> &classes, std::size_t start)
{
    std::size_t parts = 0;
    for (std::size_t at = 0; at < run.size();) {
        std::size_t end = at;
        while (end < run.size() && classes[start + end] == CharClass::Letter)
            ++end;
        if (end > at) {
            collector.word(run.subspan(at, end - at));
            collector.grams(run.subspan(at, end - at));
            ++parts;
        }
        at = end + 1;
    }
    if (parts > 1)
        collector.word(run);
}

void addUnspaced(Collector &collector, Characters run)
{
    for (std::size_t at = 0; at < run.size(); ++at) {
        collector.word(run.subspan(at, 1));
        if (at + 1 < run.size())
            collector.word(run.subspan(at, 2));
    }
}

} // namespace

LexicalTokens lexicalTokens(const QString &text, int featureBits)
{
    const QList<uint> ucs4 = text.normalized(QString::NormalizationForm_KC).toCaseFolded().toUcs4();
    std::vector<char32_t> characters(ucs4.begin(), ucs4.end());
    std::vector<CharClass> classes(characters.size());
    std::transform(characters.begin(), characters.end(), classes.begin(), classOf);

    LexicalTokens tokens;
    Collector collector(tokens, featureBits);
    const Characters all(characters);
    const auto inWord = [](CharClass c) { return c == CharClass::Letter || c == CharClass::Joiner; };
    for (std::size_t at = 0; at < all.size();) {
        const CharClass kind = classes[at];
        std::size_t end = at + 1;
        while (end < all.size() && (classes[end] == kind || (inWord(kind) && inWord(classes[end]))))
            ++end;
        const Characters run = all.subspan(at, end - at);
        if (inWord(kind))
            addSpacedWord(collector, run, classes, at);
        else if (kind == CharClass::Unspaced)
            addUnspaced(collector, run);
        else if (kind == CharClass::Operator)
            collector.word(run);
        at = end;
    }
    std::sort(tokens.words.begin(), tokens.words.end());
    std::sort(tokens.grams.begin(), tokens.grams.end());
    return tokens;
}

} // namespace quiver::vector
