// SPDX-License-Identifier: GPL-3.0-or-later
// A title in whatever script as the part of a file's name that every file system, shell and tool takes as it is.
#include "migrations/migrationfile.h"

#include <QHash>

namespace quiver::migrations {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestName = 60; // letters; a list of files stays readable
constexpr qsizetype shortestCut = 30;

/// Letters that do not come apart into a plain one and its marks, and the two other alphabets in which titles are often written.
const QHash<QChar, QString> &spellings()
{
    static const QHash<QChar, QString> table = [] {
        QHash<QChar, QString> result;
        const QString pairs =
            u"ß ss æ ae œ oe ø o đ d ð d þ th ł l ı i ħ h ŋ n ə a "
            "а a б b в v г g д d е e ё yo ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ  ы y ь  "
            "э e ю yu я ya є ye і i ї yi ґ g ў u ј j љ lj њ nj ћ c ђ dj џ dz "
            "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o"_s;
        const QStringList words = pairs.split(u' ');
        for (qsizetype i = 0; i + 1 < words.size(); i += 2)
            result.insert(words[i].front(), words[i + 1]);
        return result;
    }();
    return table;
}

bool isPlain(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
}

/// One letter; "_" for what has no spelling.
QString spelled(QChar letter)
{
    if (isPlain(letter))
        return letter;
    static const QString swallowed = u"'’´`"_s; // as in "don't"
    if (letter.isMark() || swallowed.contains(letter))
        return {};
    const auto known = spellings().constFind(letter);
    return known != spellings().cend() ? *known : u"_"_s;
}

} // namespace

QString migrationFileName(const QString &title)
{
    QString result;
    for (const QChar letter : title.toLower().normalized(QString::NormalizationForm_C)) {
        if (spellings().contains(letter)) {
            result += spelled(letter);
            continue;
        }
        for (const QChar part : QString(letter).normalized(QString::NormalizationForm_KD)) // an ä is an a and its dots
            result += spelled(part);
    }
    const QStringList words = result.split(u'_', Qt::SkipEmptyParts);
    result = words.join(u'_');
    if (result.size() > longestName) {
        const qsizetype end = result.lastIndexOf(u'_', longestName);
        result.truncate(end > shortestCut ? end : longestName);
    }
    return result.isEmpty() ? u"migration"_s : result;
}

} // namespace quiver::migrations
