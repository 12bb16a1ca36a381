// SPDX-License-Identifier: GPL-3.0-or-later
// Reads every language in translations/: a translation that loses a placeholder or a tag shows less than the English, or nothing.
#include <QDir>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace {

/// Placeholders and tags of \p text, sorted: "%L1" is another way to write "%1".
QStringList fixedParts(const QString &text)
{
    static const QRegularExpression part(u"%L?([0-9]{1,2}|n)|</?[a-z][a-z0-9]*>|<a href[^>]*>"_s);
    QStringList parts;
    for (auto it = part.globalMatch(text); it.hasNext();)
        parts << it.next().captured().remove(u'L');
    parts.sort();
    return parts;
}

} // namespace

class TestTranslations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepWhatIsFilledIn_data()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(QStringLiteral(QUIVER_SOURCE_DIR "/translations"));
        for (const QFileInfo &file : folder.entryInfoList({u"*.ts"_s}))
            QTest::newRow(qPrintable(file.fileName())) << file.filePath();
    }
    void keepWhatIsFilledIn()
    {
        QFETCH(const QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        QString source;
        int messages = 0;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == "source"_L1) {
                source = xml.readElementText();
            } else if (xml.name() == "translation"_L1 && xml.attributes().value("type"_L1) != "unfinished"_L1) {
                const QString translation = xml.readElementText(QXmlStreamReader::IncludeChildElements);
                QVERIFY2(!translation.trimmed().isEmpty() || source.trimmed().isEmpty(), qPrintable(source));
                QVERIFY2(fixedParts(translation) == fixedParts(source), qPrintable(source + u" → "_s + translation));
                ++messages;
            }
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY(messages > 0);
    }
};

QTEST_APPLESS_MAIN(TestTranslations)
#include "tst_translations.moc"
