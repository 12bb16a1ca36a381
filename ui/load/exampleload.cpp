// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/exampleload.h"

#include "vector/lexicalembedder.h"
#include "vector/values.h"

#include <QDir>
#include <QFile>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int dimensions = 384;
constexpr int cutRow = 4;
constexpr const char16_t *sentences[] = {
    u"A vector index answers nearest-neighbour queries without reading every row.",
    u"HNSW keeps a graph of layers; searches walk from the sparse one down to the dense one.",
    u"IVFFlat groups vectors around centroids and looks into the nearest lists only.",
    u"Half precision takes half the memory and loses little recall.",
    u"Recall is measured against exact neighbours, not against another index.",
    u"向量索引用近似换取速度。",
    u"COPY in binary format spares the server the parsing of text.",
    u"An index that was built before the rows came in slows every insert down.",
    u"Vectors of unit length can be compared by their inner product.",
    u"Batches that are committed as they go can be gone on with after a crash.",
};

} // namespace

QString writeExampleLoad(const QString &directory)
{
    QFile file(QDir(directory).filePath(u"sentences.csv"_s));
    if (!file.open(QIODevice::WriteOnly))
        return {};
    const vector::LexicalEmbedder embedder({.dimensions = dimensions});
    QByteArray text = "id,sentence,words,embedding\n"_ba;
    int id = 0;
    for (const char16_t *each : sentences) {
        const QString sentence = QString::fromUtf16(each);
        std::vector<float> values = embedder.embed(sentence);
        if (++id == cutRow)
            values.resize(dimensions / 2);
        text += QByteArray::number(id) + ",\""_ba + sentence.toUtf8() + "\","_ba + QByteArray::number(sentence.count(u' ') + 1) + ",\""_ba
                + vector::toText(values) + "\"\n"_ba;
    }
    return file.write(text) == text.size() ? file.fileName() : QString();
}

} // namespace quiver::ui
